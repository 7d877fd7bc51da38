"""A publication is in force from its day; what comes first goes below it, and every day shows what it should."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import release
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publications import publications
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.rehearse_undo import rehearse_take_back, rehearse_undo
from catalog.services.release.undo import undo, undo_batch
from tests.release.world import deliver, set_up

TODAY, DECEMBER, JANUARY = dt.date(2026, 11, 22), dt.date(2026, 12, 1), dt.date(2027, 1, 1)
DAYS = (TODAY, dt.date(2026, 11, 30), DECEMBER, dt.date(2026, 12, 31), JANUARY, dt.date(2028, 1, 1))


@pytest.fixture
def world(means: Means) -> Means:
    """Publication 1: A at 10.00 and B at 2.00, today."""
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", ("A", "Savon", "10.00"), ("B", "Gel", "2.00"))])
    return means


def patch(means: Means, sha256: str, *rows: tuple[str, str, str]) -> int:
    return deliver(means, sha256, *rows, mode="patch")


def later(means: Means, sha256: str, price: str, day: dt.date) -> int:
    """Publish a new price of A for a day; its batch."""
    batch = patch(means, sha256, ("A", "Savon", price))
    publish(OPERATOR, means, [batch], effective=day, basis="art. 6")
    return batch


def prices(means: Means, day: dt.date) -> dict[str, int | None]:
    edition = Shelf(means.settings.index).edition(means, day)
    return {row.reference: (row.price or 0) // 10_000 for row in edition.index.offers(range(edition.index.rows))}


def every_day(means: Means) -> list[str]:
    return [fingerprint(OPERATOR, means, day).value for day in DAYS]


def states(means: Means) -> dict[int, str]:
    return {each["publication"]: each["state"] for each in publications(OPERATOR, means)}


def test_it_waits_for_its_day_and_is_in_force_from_then_on(world: Means) -> None:
    before = fingerprint(OPERATOR, world).value
    later(world, "2", "11.00", JANUARY)
    assert [prices(world, day)["A"] for day in DAYS] == [1000, 1000, 1000, 1000, 1100, 1100]
    assert fingerprint(OPERATOR, world).value == before
    assert states(world) == {1: "in_force", 2: "waits"}
    line = publications(OPERATOR, world)[0]
    assert (line["effective"], line["basis"]) == ("2027-01-01", "art. 6")
    on_the_day = replace(world, clock=Clock(JANUARY))
    assert states(on_the_day) == {1: "stands", 2: "in_force"}
    assert fingerprint(OPERATOR, on_the_day).publication == 2


def test_a_day_that_is_past_is_refused(world: Means) -> None:
    with pytest.raises(Invalid, match=r"publication\.effective_past"):
        publish(OPERATOR, world, [patch(world, "2", ("A", "Savon", "11.00"))], effective=dt.date(2026, 11, 21))


def test_what_comes_first_goes_below_what_waits(world: Means) -> None:
    later(world, "2", "11.00", JANUARY)
    later(world, "3", "10.50", DECEMBER)
    assert [prices(world, day)["A"] for day in DAYS] == [1000, 1000, 1050, 1050, 1100, 1100]
    said = rehearse(OPERATOR, world, batch := patch(world, "4", ("B", "Gel", "3.00")))
    assert (said.publication, len(said.above), said.json()["cells"][0]["before"]) == (1, 2, "2.00")
    number = publish(OPERATOR, world, [batch])
    assert [prices(world, day) for day in (TODAY, DECEMBER, JANUARY)] == [
        {"A": 1000, "B": 300}, {"A": 1050, "B": 300}, {"A": 1100, "B": 300},
    ]  # fmt: skip
    assert release.publication_on(world.session, TODAY) == number
    assert release.publication_on(world.session, JANUARY) == release.newest(world.session)
    shown = {each["publication"]: each for each in publications(OPERATOR, world)}
    waiting = [number for number, each in shown.items() if each["state"] == "waits"]
    assert [(shown[each]["act"], shown[each]["effective"]) for each in sorted(waiting)] == [
        (4, "2026-12-01"), (2, "2027-01-01"),
    ]  # fmt: skip


def test_the_rehearsal_is_against_what_stands_on_the_day(world: Means) -> None:
    later(world, "2", "11.00", JANUARY)
    batch = patch(world, "3", ("A", "Savon", "12.00"))
    told = {day: rehearse(OPERATOR, world, batch, day).json() for day in (TODAY, dt.date(2027, 2, 1))}
    assert [(each["against"], each["cells"][0]["before"], each["above"]) for each in told.values()] == [
        (1, "10.00", [2]), (2, "11.00", []),
    ]  # fmt: skip


def test_undo_takes_back_the_last_act_not_what_was_published_again(world: Means) -> None:
    later(world, "2", "11.00", JANUARY)
    before = every_day(world)
    act = publish(OPERATOR, world, [patch(world, "3", ("B", "Gel", "3.00"))])
    found = rehearse_undo(OPERATOR, world)
    assert found is not None
    assert (found.publication, found.back_to, len(found.again)) == (act, 1, 1)
    undo(OPERATOR, world)
    assert every_day(world) == before
    undo(OPERATOR, world)
    assert [prices(world, day)["A"] for day in DAYS] == [1000] * 6
    undo(OPERATOR, world)
    assert prices(world, JANUARY) == {}


def test_one_that_waits_is_cancelled_below_another(world: Means) -> None:
    later(world, "2", "10.50", DECEMBER)
    batch = patch(world, "3", ("B", "Gel", "3.00"))
    publish(OPERATOR, world, [batch], effective=JANUARY)
    undo(OPERATOR, world, 2)
    assert [prices(world, day) for day in DAYS] == [{"A": 1000, "B": 200}] * 4 + [{"A": 1000, "B": 300}] * 2
    with pytest.raises(Conflict, match=r"undo\.not_standing"):
        undo(OPERATOR, world, 2)
    with pytest.raises(Conflict, match=r"undo\.in_force"):
        undo(OPERATOR, world, 1)
    undo(OPERATOR, world, 3)
    assert prices(world, JANUARY) == {"A": 1000, "B": 200}


def test_a_batch_that_waits_is_taken_back_from_its_day(world: Means) -> None:
    batch = later(world, "2", "11.00", JANUARY)
    waiting = every_day(world)
    assert rehearse_take_back(OPERATOR, world, batch).offers == 1
    undo_batch(OPERATOR, world, batch)
    assert [prices(world, day)["A"] for day in DAYS] == [1000] * 6
    publish(OPERATOR, world, [patch(world, "3", ("B", "Gel", "3.00"))])
    assert [prices(world, day) for day in DAYS] == [{"A": 1000, "B": 300}] * 6
    undo(OPERATOR, world)
    undo(OPERATOR, world)
    assert every_day(world) == waiting


def test_what_cannot_be_published_again_refuses_the_act_and_is_named(world: Means) -> None:
    first = deliver(world, "2", ("C", "Spray", "4.00"), lots=("ENT-L2",))
    number = publish(OPERATOR, world, [first])
    nameless = deliver(world, "3", ("C", "", "5.00"), mode="patch", lots=("ENT-L2",))
    publish(OPERATOR, world, [nameless], effective=JANUARY)
    before = every_day(world)
    nested = world.session.begin_nested()
    with pytest.raises(Conflict, match=r"publication\.no_replay") as caught:
        undo_batch(OPERATOR, world, first)
    nested.rollback()
    assert (caught.value.params["publication"], caught.value.params["references"]) == (number + 1, "C")
    assert every_day(world) == before


def test_a_full_file_that_waits_withdraws_no_more_than_a_person_said_yes_to(world: Means) -> None:
    full = deliver(world, "2", ("A", "Savon", "11.00"), answers={"withdraw": "yes"})
    publish(OPERATOR, world, [full], effective=JANUARY)
    before = every_day(world)
    publish(OPERATOR, world, [patch(world, "3", ("C", "Spray", "3.00"))])
    assert [prices(world, day) for day in (TODAY, JANUARY)] == [
        {"A": 1000, "B": 200, "C": 300}, {"A": 1100, "C": 300},
    ]  # fmt: skip
    undo(OPERATOR, world)
    assert every_day(world) == before


def test_batches_keep_their_order_when_they_are_published_again(world: Means) -> None:
    one, two = (patch(world, sha256, ("A", "Savon", price)) for sha256, price in (("2", "20.00"), ("3", "30.00")))
    publish(OPERATOR, world, [two, one], effective=JANUARY)
    assert prices(world, JANUARY)["A"] == 2000
    publish(OPERATOR, world, [patch(world, "4", ("B", "Gel", "3.00"))])
    assert prices(world, JANUARY) == {"A": 2000, "B": 300}
