"""The substitution guard: still in the range, not and why, unknown; a hundred pairs agree with the product sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.services.buying.explain import explain
from catalog.services.buying.substitution import Substitution, substitution
from catalog.services.release.publish import publish
from catalog.services.release.rename import rename
from tests import demo_world
from tests.buying.swap_world import CAN, COLUMNS, edition, member, sold, supplier
from tests.ranges.validated import validate_all
from tests.release.world import deliver


@pytest.fixture
def world(means: Means) -> Means:
    sold(means)
    validate_all(means)
    return means


def asked(means: Means, ordered: str, delivered: str) -> Substitution:
    return substitution(member(means), means, edition(means), ordered, delivered)


def came(found: Substitution) -> str | None:
    return f"{found.delivered.supplier}/{found.delivered.reference}" if found.delivered else None


ONE_DATABASE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@ONE_DATABASE
def test_still_in_the_range_or_not_and_why(world: Means) -> None:
    kept = asked(world, "HYG/E3", "E1")
    assert (kept.outcome, [(each.code, each.until) for each in kept.ranges]) == (
        "kept",
        [("verte", dt.date(2027, 5, 31))],
    )
    assert [note.code for note in kept.notes] == ["substitution.other_supplier"]
    lost = asked(world, "E3", "HYG/P")
    assert (lost.outcome, [note.code for note in lost.notes]) == ("lost", [])
    (answer,) = lost.ranges
    assert (answer.until, [(each.rule, each.outcome) for each in answer.verdict.outcomes if each.outcome != "pass"]) == (
        None, [("RG-ECOLABELLED", "unknown")],
    )  # fmt: skip
    assert len(answer.short) == 1
    other = asked(world, "E3", "E2")
    assert (other.outcome, [note.params for note in other.notes]) == ("kept", [{"lots": "ENT-L1"}])
    assert asked(world, "P", "X").outcome == "no_range"
    assert asked(world, "P", " HYG/P ").outcome == "same"
    assert (came(asked(world, "P", "e1")), came(asked(world, "P", "hyg/e3"))) == ("AUTRE/E1", "HYG/E3"), (
        "as copied by hand"
    )


@ONE_DATABASE
def test_unknown_is_said_alike_for_none_and_for_what_is_not_ones_own(world: Means) -> None:
    nothing, foreign = asked(world, "E3", "ZZZ"), asked(world, "E3", "E4")
    assert [(found.outcome, found.reason.code, found.delivered) for found in (nothing, foreign)] == [
        ("unknown", "substitution.unknown.delivered", None)
    ] * 2
    assert asked(world, "AUTRE/E4", "E3").reason.code == "substitution.unknown.ordered"
    assert asked(world, "", "E3").outcome == "unknown"
    seen = substitution(OPERATOR, world, edition(world), "E3", "E4")
    assert (seen.outcome, substitution(OPERATOR, world, edition(world), "E3", "E4", "CRECHE").outcome) == (
        "kept",
        "unknown",
    )
    with pytest.raises(NotAllowed):
        substitution(supplier(world), world, edition(world), "E3", "E1")


@ONE_DATABASE
def test_by_gtin_by_a_former_name_and_a_name_of_two_suppliers(world: Means) -> None:
    each = {"G": CAN | {"gtin": "3017620422003"}}
    publish(
        OPERATOR,
        world,
        [deliver(world, "5", ("G", "Gel", "3.00"), mode="patch", each=each, columns=COLUMNS | {"EAN": "gtin"})],
    )
    publish(OPERATOR, world, [deliver(world, "6", ("P", "Autre", "3.00"), supplier="AUTRE", mode="patch")])
    assert came(asked(world, "E3", "3 017620 422003")) == "HYG/G"
    assert came(asked(world, "HYG/E3", "P")) == "HYG/P", "the one who was ordered from"
    with pytest.raises(Invalid) as refused:
        asked(world, "P", "E3")
    assert refused.value.params == {"choices": "AUTRE/P, HYG/P"}
    rename(OPERATOR, world, "HYG", "G", "G2", "rename", "art. 4")
    assert came(asked(world, "E3", "G")) == "HYG/G2"


def test_a_hundred_pairs_agree_with_the_sheets(demo_home: Path) -> None:
    """Ten ordered, ten delivered: each answer is the one that the sheet of the product delivered gives."""
    entrance = demo_world.on(demo_home, demo_world.DAY)
    with entrance.reading() as means:
        held = entrance.shelf.edition(means)
        inside = held.index.offers(
            held.index.ask(
                Selection(values={"range": frozenset({"petite-enfance"})}, size=10), EVERYTHING, held.live
            ).rows
        )
        others = held.index.offers(range(0, held.index.rows, held.index.rows // 5))[:5]
        delivered = [*inside[:5], *others]
        sheets = {row.offer: explain(OPERATOR, means, row.supplier, row.reference) for row in delivered}
        for one in inside:
            for other in delivered:
                found = substitution(
                    OPERATOR, means, held, f"{one.supplier}/{one.reference}", f"{other.supplier}/{other.reference}"
                )
                wanted = {each.code: sheets[other.offer].ranges[each.code][0].verdict.inside for each in found.ranges}
                assert {each.code: each.verdict.inside for each in found.ranges} == wanted
                assert found.outcome == "same" or bool(wanted)
