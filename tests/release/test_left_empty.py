"""A later file leaves cells empty: what was said against a product stands with the cell it was read from, until a person lets
the file erase it.
"""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import NotAllowed
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.remembering import teaches
from catalog.queries import agreements, release, tagging
from catalog.services.intake.answer import answer, must_read_again
from catalog.services.proofs import add, check
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.undo import undo
from catalog.tagging.records import Product, Source
from tests.release.test_effects import state
from tests.release.world import Each, actor, deliver, set_up

TONER = ("T", "Toner HP 26A", "30.00")
CLEANER = ("N", "Nettoyant sols", "4.10")
MORE = {"Famille": "family", "Dangers": "hazard_codes", "Remanufacturé": "claim:remanufactured"}
NO = {"attribute": "remanufactured", "column": "Remanufacturé", "text": "non"}
SAID: Each = {
    "T": {"family": "PRINT_CONSUMABLES", "claim_cells": [NO]},
    "N": {"family": "CLEANING", "hazard_codes": ["H317"], "claim_cells": []},
}


@pytest.fixture
def world(means: Means) -> Means:
    """A cartridge that is said not to be remanufactured, with a certificate that says it is; a cleaner with a hazard."""
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", TONER, CLEANER, columns=MORE, each=SAID)])
    number = add.add(
        OPERATOR, means, supplier="HYG", references=["T"], attribute="remanufactured", valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2027, 12, 31), kind="certificate", basis="label", label="NF_ENVIRONNEMENT", number="NF335",
        issuer="X", document=None, document_name=None,
    )  # fmt: skip
    check.check(OPERATOR, means, number, True, "vu")
    return means


def silent(means: Means, sha256: str) -> int:
    """The same two products under other names; the rest of their cells is empty."""
    renamed = [(line[0], f"{line[1]} {sha256}", line[2]) for line in (TONER, CLEANER)]
    return deliver(means, sha256, *renamed, columns=MORE, each={"T": {"claim_cells": []}, "N": {"claim_cells": []}})


def judged(means: Means) -> dict[str, Product]:
    """What the tagging engine is given of each product."""
    today = means.clock.today()
    number = release.publication_on(means.session, today)
    found = tagging.tagging_inputs(means.session, number, end_of(today))
    return {each.product.reference: each.product for each in found.values()}


def test_what_spoke_against_a_product_stands_over_any_number_of_silent_files(world: Means) -> None:
    before, _ = state(world)
    assert before["T", "remanufactured"] == "unknown"
    for sha256 in "23":
        batch = silent(world, sha256)
        said = rehearse(OPERATOR, world, batch).json()
        assert (said["left_empty_total"], said["left_empty_erased"]) == (4, False)
        assert {(each["reference"], each["field"], each["value"]) for each in said["left_empty"]} == {
            ("T", "family", "PRINT_CONSUMABLES"), ("T", "claims", "non"), ("N", "family", "CLEANING"), ("N", "hazard_codes", "H317"),
        }  # fmt: skip
        assert {cell["field"] for cell in said["cells"]} == {"name"}
        publish(OPERATOR, world, [batch])
        after, _ = state(world)
        assert {key for key in after if after[key] != before[key]} == set()


def test_it_is_told_with_the_cell_that_said_it_and_not_with_the_empty_one(world: Means) -> None:
    for sha256 in "23":
        publish(OPERATOR, world, [silent(world, sha256)])
    found = judged(world)
    assert found["N"].hazard_source == Source("1.csv", None, 3, "Dangers")
    assert [claim.source for claim in found["T"].claims] == [Source("1.csv", None, 2, "Remanufacturé")]
    assert found["N"].name == "Nettoyant sols 3"


def test_said_again_it_comes_from_the_file_that_said_it_again(world: Means) -> None:
    publish(OPERATOR, world, [silent(world, "2")])
    again = [(line[0], f"{line[1]} 3", line[2]) for line in (CLEANER, TONER)]
    publish(OPERATOR, world, [deliver(world, "3", *again, columns=MORE, each=SAID)])
    assert judged(world)["N"].hazard_source == Source("3.csv", None, 2, "Dangers")
    assert [claim.source for claim in judged(world)["T"].claims] == [Source("3.csv", None, 3, "Remanufacturé")]


def test_undone_and_published_again_it_still_comes_from_the_first_file(world: Means) -> None:
    publish(OPERATOR, world, [silent(world, "2")])
    undo(OPERATOR, world)
    publish(OPERATOR, world, [silent(world, "3")])
    assert judged(world)["N"].hazard_source == Source("1.csv", None, 3, "Dangers")


def test_a_person_lets_the_file_erase_and_sees_what_that_does_before(world: Means) -> None:
    batch = silent(world, "2")
    answer(OPERATOR, world, batch, {"emptied": "erase"})
    said = rehearse(OPERATOR, world, batch).json()
    assert (said["left_empty_total"], said["left_empty_erased"]) == (4, True)
    moved = {(cell["reference"], cell["field"]) for cell in said["cells"]}
    assert moved == {("T", "name"), ("T", "claims"), ("T", "family"), ("N", "name"), ("N", "hazard_codes")}
    publish(OPERATOR, world, [batch])
    found = judged(world)
    assert (found["N"].hazard_codes, found["T"].claims, found["T"].family) == ((), (), "CLEANING")
    again = silent(world, "3")
    answer(OPERATOR, world, again, {"emptied": "stay"})
    assert rehearse(OPERATOR, world, again).json()["left_empty_total"] == 0  # nothing stands there any more


def test_letting_a_file_erase_is_for_the_central_body_and_for_this_file_alone(world: Means) -> None:
    batch = silent(world, "2")
    supplier = agreements.organisations(world.session, ["HYG"])["HYG"]
    with pytest.raises(NotAllowed):
        answer(actor("supplier", "supplier", supplier.id, "HYG"), world, batch, {"emptied": "erase"})
    assert not teaches({"emptied": "erase"}, None)
    assert not must_read_again({"emptied": "erase"}, None)
