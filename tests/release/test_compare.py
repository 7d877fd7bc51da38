"""Two versions compared: counts, cells, days, what each reader sees, and the file with every line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from catalog.access import OPERATOR
from catalog.errors import NotAllowed, NotFound
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.release import suspend as suspending
from catalog.services.release.compare import compare
from catalog.services.release.correct import Wanted, correct
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo
from catalog.writing.delimited import delimited
from tests.release.compared import figures, result
from tests.release.world import actor, deliver, set_up

TOMORROW = dt.date(2026, 11, 23)


@pytest.fixture
def world(means: Means) -> Means:
    """Publication 1: A, B of HYG in the first lot; A of AUTRE in the same."""
    set_up(means)
    first = deliver(means, "1", ("A", "Savon", "10.00"), ("B", "Gel", "2.00"))
    publish(OPERATOR, means, [first, deliver(means, "2", ("A", "Autre savon", "9.00"), supplier="AUTRE")])
    return means


@pytest.mark.parametrize("mode", ["full", "patch"])
def test_what_is_published_is_what_was_rehearsed(world: Means, mode: str) -> None:
    rows = (("A", "Savon noir", "10.00"), ("B", "Gel", "2.10"), ("C", "Spray", "3.00"))
    batch = deliver(world, "3", *rows[: 3 if mode == "patch" else 1], mode=mode, answers={"withdraw": "yes"})  # type: ignore[arg-type]
    said = rehearse(OPERATOR, world, batch)
    number = publish(OPERATOR, world, [batch])
    found = result(world, 1, number, "HYG")
    assert found == figures(said)
    assert (found["new_offers"], found["changed_offers"], found["gone_offers"]) == (
        (1, 2, 0) if mode == "patch" else (0, 1, 1)
    )


def test_each_kind_of_difference_is_told_with_its_supplier(world: Means) -> None:
    correct(OPERATOR, world, Wanted("HYG", "B", "price", "1,90", "w"))
    rename(OPERATOR, world, "HYG", "A", "A2", "w")
    suspending.suspend(OPERATOR, world, suspending.Wanted("AUTRE", "A", "w"))
    said = compare(OPERATOR, world, 1, 4).json()
    assert (said["new_offers"], said["gone_offers"], said["cells_total"]) == (0, 0, 1)
    assert said["cells"] == [
        {"supplier": "HYG", "reference": "B", "lot": "ENT-L1", "field": "price", "before": "2.00", "after": "1.90"}
    ]
    assert said["renames"] == [{"supplier": "HYG", "before": "A", "after": "A2"}]
    assert said["suspended"] == [{"supplier": "AUTRE", "reference": "A", "lot": "ENT-L1"}]
    back = compare(OPERATOR, world, 4, 1).json()
    assert (back["lifted"], back["suspended"]) == (said["suspended"], [])
    for _ in range(3):
        undo(OPERATOR, world)
    undone = compare(OPERATOR, world, 1, 7).json()
    assert (undone["same_offers"], undone["cells_total"], undone["renames"], undone["suspended"]) == (3, 0, [], [])


def test_days_are_compared_as_what_was_in_force_on_them(world: Means) -> None:
    tomorrow = replace(world, clock=Clock(TOMORROW))
    correct(OPERATOR, tomorrow, Wanted("HYG", "B", "price", "1,90", "w"))
    today = world.clock.today()
    assert compare(OPERATOR, tomorrow, today, TOMORROW).json()["cells_total"] == 1
    assert compare(OPERATOR, tomorrow, dt.date(2026, 11, 21), today).json()["new_offers"] == 3
    with pytest.raises(NotFound, match=r"publication\.unknown"):
        compare(OPERATOR, tomorrow, 1, 99)


def test_the_file_names_every_line(world: Means) -> None:
    lines = delimited(compare(OPERATOR, world, 0, 1, "HYG").table()).decode("utf-8-sig").splitlines()
    assert lines[0] == '"supplier";"reference";"lot";"what";"field";"before";"after"'
    assert lines[1:] == ['"HYG";"A";"ENT-L1";"new";;;', '"HYG";"B";"ENT-L1";"new";;;']


def test_a_supplier_compares_its_own_and_a_member_nothing(world: Means) -> None:
    cards = agreements.organisations(world.session)
    own = actor("supplier", "supplier", cards["AUTRE"].id, "AUTRE")
    assert compare(own, world, 0, 1).json()["new_offers"] == 1
    with pytest.raises(NotFound, match=r"compare\.nothing"):
        compare(own, world, 0, 1, "HYG")
    with pytest.raises(NotAllowed):
        compare(actor("buyer", "member", cards["CRECHE"].id, "CRECHE"), world, 0, 1)
