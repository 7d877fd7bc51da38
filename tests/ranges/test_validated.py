"""What counts in a range once both sides validated: changed content suspends that product alone, newcomers wait."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.services.buying.explain import explain
from catalog.services.ranges.draft import Change, change, open_draft, start
from catalog.services.ranges.publish import publish_draft
from catalog.services.ranges.status import status
from tests.ranges.stage import FIRST, Stage, build_stage
from tests.ranges.validated import validate_all

FOUR = {"R-1", "R-2", "R-3", "R-4", "A-1"}


@pytest.fixture
def stage(means: Means) -> Stage:
    """The range "sols", ecolabelled, validated by both suppliers on the first day."""
    made = build_stage(means)
    ada, bea = made.actors["Ada"], made.actors["Bea"]
    draft = start(ada, means, "sols", "Sols", "Floors")
    wanted = Change(attributes=("ecolabelled",), description_fr="Sols.", description_en="Floors.")
    change(ada, means, "sols", draft.sequence, wanted)
    publish_draft(bea, means, "sols", draft.sequence + 1)
    assert inside(made) == set()
    validate_all(means)
    assert inside(made) == FOUR
    made.on(FIRST + dt.timedelta(1))
    return made


def inside(stage: Stage, day: dt.date | None = None) -> set[str]:
    edition = stage.edition(day)
    answer = edition.index.ask(Selection(values={"range": frozenset({"sols"})}, size=200), EVERYTHING, edition.live)
    return {row.reference for row in edition.index.offers(answer.rows)}


def why(stage: Stage, reference: str, supplier: str = "HYG") -> list[str]:
    """The codes of what keeps a product out, as `explain` tells them."""
    found = explain(OPERATOR, stage.means, supplier, reference).ranges["sols"][0].verdict
    return [each.reason.code for each in found.outcomes if each.outcome != "pass"]


def test_changed_content_suspends_that_product_alone_and_comes_back_with_it(stage: Stage) -> None:
    stage.publish("c", ("R-1", "Un autre nom", "1.50"), ("R-2", "Nettoyant sols numéro 2", "99.00"), mode="patch")
    assert inside(stage) == FOUR - {"R-1"}, "a price is no content"
    assert why(stage, "R-1") == ["range.why.waits.content"]
    assert why(stage, "R-2") == []
    assert inside(stage, FIRST) == FOUR
    stage.publish("d", ("R-1", "Nettoyant sols numéro 1", "1.50"), mode="patch")
    assert inside(stage) == FOUR


def test_changed_content_counts_again_once_it_is_validated(stage: Stage) -> None:
    stage.publish("c", ("R-1", "Un autre nom", "1.50"), mode="patch")
    found = status(stage.actors["Ada"], stage.means, stage.edition(), "sols")
    assert {each.supplier: (each.inside, each.waiting) for each in found.suppliers} == {"HYG": (3, 1), "AUTRE": (1, 0)}
    validate_all(stage.means)
    assert inside(stage) == FOUR


def test_a_new_product_waits_for_a_further_validation(stage: Stage) -> None:
    stage.publish("c", ("R-9", "Nettoyant neuf", "1.50"), mode="patch")
    stage.prove("R-9")
    assert inside(stage) == FOUR
    assert why(stage, "R-9") == ["range.why.waits.product"]
    validate_all(stage.means)
    assert inside(stage) == FOUR | {"R-9"}


def test_a_renewed_proof_changes_no_content_and_an_end_removes_by_itself(stage: Stage) -> None:
    stage.prove("R-5", until=FIRST + dt.timedelta(3))
    assert inside(stage) == FOUR | {"R-5"}, "validated with its content while it had no proof yet"
    stage.on(FIRST + dt.timedelta(4))
    assert inside(stage) == FOUR
    stage.prove("R-5", until=FIRST + dt.timedelta(30))
    assert inside(stage) == FOUR | {"R-5"}


def test_each_supplier_goes_by_the_version_it_validated(stage: Stage) -> None:
    ada, bea = stage.actors["Ada"], stage.actors["Bea"]
    draft = open_draft(ada, stage.means, "sols")
    change(ada, stage.means, "sols", draft.sequence, Change(attributes=(), lots=("ENT-L1",)))
    assert publish_draft(bea, stage.means, "sols", draft.sequence + 1) == 2
    assert inside(stage) == FOUR, "version 1 goes on speaking for both"
    validate_all(stage.means, suppliers=[stage.actors["Hugo"].organisation_id or 0])
    assert inside(stage) == {f"R-{n}" for n in range(1, 9)} | {"A-1"}


def test_a_withdrawn_range_takes_nothing_and_asks_no_supplier(stage: Stage) -> None:
    ada, bea = stage.actors["Ada"], stage.actors["Bea"]
    draft = open_draft(ada, stage.means, "sols")
    change(ada, stage.means, "sols", draft.sequence, Change(withdrawn=True))
    publish_draft(bea, stage.means, "sols", draft.sequence + 1)
    assert inside(stage) == set()
    assert why(stage, "R-1") == ["range.why.withdrawn"]
    draft = open_draft(ada, stage.means, "sols")
    change(ada, stage.means, "sols", draft.sequence, Change(withdrawn=False))
    publish_draft(bea, stage.means, "sols", draft.sequence + 1)
    assert inside(stage) == set(), "what was validated before the withdrawal speaks no more"
    validate_all(stage.means)
    assert inside(stage) == FOUR
