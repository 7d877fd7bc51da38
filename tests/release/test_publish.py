"""Publish, undo, take back: numbers, exact counts, equal fingerprints."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotFound
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.published.shelf import Edition, Shelf
from catalog.queries import products, release
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publications import publications
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.undo import undo, undo_batch
from tests.release.world import deliver, set_up

SAVON, GEL, SPRAY = ("A", "Savon doux 5 L", "12.40"), ("B", "Gel mains 1 L", "3.10"), ("C", "Spray vitres", "2.05")


@pytest.fixture
def world(means: Means) -> Means:
    set_up(means)
    return means


def edition(means: Means) -> Edition:
    return Shelf(means.settings.index).edition(means)


def offers(means: Means) -> dict[str, int | None]:
    found = edition(means)
    answer = found.index.ask(Selection(), EVERYTHING, found.live)
    return {f"{each.reference}@{each.lot}": each.price for each in found.index.offers(answer.rows)}


def mark(means: Means) -> str:
    return fingerprint(OPERATOR, means).value


def test_before_the_first_publication_there_is_nothing(world: Means) -> None:
    assert offers(world) == {}
    assert edition(world).publication == 0


def test_a_publication_shows_the_offers_of_its_batches(world: Means) -> None:
    first = deliver(world, "1", SAVON, GEL)
    second = deliver(world, "2", SAVON, SPRAY, lots=("ENT-L2",))
    assert publish(OPERATOR, world, [first, second]) == 1
    assert offers(world) == {
        "A@ENT-L1": 12_400_000, "B@ENT-L1": 3_100_000, "A@ENT-L2": 12_400_000, "C@ENT-L2": 2_050_000,
    }  # fmt: skip
    assert publications(OPERATOR, world)[0]["offers"] == 4


def test_rehearsal_and_result_are_equal(world: Means) -> None:
    publish(OPERATOR, world, [deliver(world, "1", SAVON, GEL)])
    batch = deliver(world, "2", ("A", "Savon doux 5 L", "13.00"), SPRAY)
    said = rehearse(OPERATOR, world, batch).json()
    assert {name: said[name] for name in ("new_offers", "changed_offers", "same_offers", "gone_offers")} == {
        "new_offers": 1, "changed_offers": 1, "same_offers": 0, "gone_offers": 1,
    }  # fmt: skip
    assert [(cell["field"], cell["before"], cell["after"]) for cell in said["cells"]] == [
        ("price", "12.40", "13.00"), ("printed_price", "12.40", "13.00"),
    ]  # fmt: skip
    publish(OPERATOR, world, [batch])
    assert offers(world) == {"A@ENT-L1": 13_000_000, "B@ENT-L1": 3_100_000, "C@ENT-L1": 2_050_000}


@pytest.mark.parametrize(("word", "left"), [("no", True), ("yes", False)])
def test_missing_offers_are_withdrawn_only_after_a_yes_and_only_in_the_named_lot(
    world: Means, word: str, left: bool
) -> None:
    publish(OPERATOR, world, [deliver(world, "1", SAVON, GEL), deliver(world, "2", SAVON, GEL, lots=("ENT-L2",))])
    publish(OPERATOR, world, [deliver(world, "3", SAVON, answers={"withdraw": word})])
    assert ("B@ENT-L1" in offers(world)) is left
    assert "B@ENT-L2" in offers(world)


def test_another_holder_of_the_lot_is_never_touched(world: Means) -> None:
    publish(OPERATOR, world, [deliver(world, "1", SAVON, supplier="AUTRE")])
    publish(OPERATOR, world, [deliver(world, "2", GEL, answers={"withdraw": "yes"})])
    assert offers(world) == {"A@ENT-L1": 12_400_000, "B@ENT-L1": 3_100_000}


def test_undo_restores_the_fingerprint_and_never_reuses_a_number(world: Means) -> None:
    empty = mark(world)
    publish(OPERATOR, world, [deliver(world, "1", SAVON, GEL)])
    one = mark(world)
    publish(OPERATOR, world, [deliver(world, "2", ("A", "Savon noir", "9.00"), SPRAY, answers={"withdraw": "yes"})])
    two = mark(world)
    assert len({empty, one, two}) == 3
    assert undo(OPERATOR, world) == 3
    assert mark(world) == one
    assert undo(OPERATOR, world) == 4
    assert mark(world) == empty
    with pytest.raises(Conflict, match=r"undo\.nothing"):
        undo(OPERATOR, world)


def test_an_undone_batch_may_be_published_again(world: Means) -> None:
    batch = deliver(world, "1", SAVON)
    publish(OPERATOR, world, [batch])
    one = mark(world)
    undo(OPERATOR, world)
    assert publish(OPERATOR, world, [batch]) == 3
    assert mark(world) == one


def test_one_batch_is_taken_back_alone(world: Means) -> None:
    first = deliver(world, "1", SAVON)
    publish(OPERATOR, world, [first])
    publish(OPERATOR, world, [deliver(world, "2", GEL, lots=("ENT-L2",))])
    assert undo_batch(OPERATOR, world, first) == 3
    assert offers(world) == {"B@ENT-L2": 3_100_000}
    assert undo(OPERATOR, world) == 4
    assert offers(world) == {"A@ENT-L1": 12_400_000, "B@ENT-L2": 3_100_000}


def test_a_batch_whose_offers_changed_since_is_not_taken_back(world: Means) -> None:
    first = deliver(world, "1", SAVON, GEL)
    publish(OPERATOR, world, [first])
    publish(OPERATOR, world, [deliver(world, "2", ("A", "Savon doux 5 L", "13.00"), mode="patch")])
    with pytest.raises(Conflict, match=r"undo\.touched_later") as caught:
        undo_batch(OPERATOR, world, first)
    assert caught.value.params == {"references": "A", "n": 1}


def test_the_same_file_creates_nothing(world: Means) -> None:
    batch = deliver(world, "1", SAVON)
    publish(OPERATOR, world, [batch])
    assert deliver(world, "1", SAVON) == batch
    with pytest.raises(Conflict, match=r"batch\.published"):
        publish(OPERATOR, world, [batch])


def test_an_unchanged_file_makes_no_new_version(world: Means) -> None:
    publish(OPERATOR, world, [deliver(world, "1", SAVON, GEL)])
    publish(OPERATOR, world, [deliver(world, "2", SAVON, GEL)])
    supplier = release.batches_of(world.session, 1)
    assert supplier[0][0] == "HYG"
    rows = list(products.published(world.session, 2))
    assert sorted(row["reference"] for row in rows) == ["A", "B"]
    assert rehearse(OPERATOR, world, release.batches_of(world.session, 2)[0][1]).changes.same_offers == 2


def test_what_cannot_be_published_is_refused(world: Means) -> None:
    with pytest.raises(Invalid, match=r"publication\.no_batch"):
        publish(OPERATOR, world, [])
    with pytest.raises(NotFound, match=r"batch\.unknown"):
        publish(OPERATOR, world, [12])


def test_two_batches_of_one_publication_build_on_each_other(world: Means) -> None:
    first = deliver(world, "1", SAVON)
    second = deliver(world, "2", ("A", "Savon doux 5 L", "11.00"), mode="patch")
    publish(OPERATOR, world, [first, second])
    assert offers(world) == {"A@ENT-L1": 11_000_000}
    undo(OPERATOR, world)
    assert offers(world) == {}


def test_old_index_directories_go_and_a_past_publication_is_built_again(world: Means) -> None:
    publish(OPERATOR, world, [deliver(world, "1", SAVON)])
    shelf = Shelf(world.settings.index)
    for price in range(10, 20):
        publish(
            OPERATOR, world, [deliver(world, f"{price:x}"[-1], ("A", "Savon doux 5 L", f"{price}.00"), mode="patch")]
        )
    assert len(list(world.settings.index.iterdir())) == 8
    first = shelf.index(world.session, 1, world.clock.today())
    assert [offer.price for offer in first.offers([0])] == [12_400_000]


def test_a_price_is_that_of_the_day_with_nothing_run(world: Means) -> None:
    day = dt.date
    winter = [{"min_quantity": 1_000_000, "valid_from": day(2026, 12, 1), "valid_to": None, "price": 14_000_000}]
    dated = {"valid_from": day(2026, 11, 1), "valid_to": day(2026, 11, 30), "prices": winter}
    publish(OPERATOR, world, [deliver(world, "1", SAVON, terms=dated), deliver(world, "2", GEL, lots=("ENT-L2",))])
    shelf = Shelf(world.settings.index)

    def price_on(on: dt.date) -> dict[str, int | None]:
        index = shelf.index(world.session, 1, on)
        return {offer.reference: offer.price for offer in index.offers(range(index.rows))}

    assert price_on(day(2026, 10, 31)) == {"A": None, "B": 3_100_000}
    assert price_on(day(2026, 11, 1)) == price_on(day(2026, 11, 30)) == {"A": 12_400_000, "B": 3_100_000}
    assert price_on(day(2026, 12, 1)) == price_on(day(2030, 1, 1)) == {"A": 14_000_000, "B": 3_100_000}
    assert len(list(world.settings.index.iterdir())) == 3
