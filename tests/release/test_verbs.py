"""Suspensions, renamings, successions: what each changes, what survives the next file, what undo gives back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import agreements, release
from catalog.queries.buying import offers_named
from catalog.queries.references import ids_by_reference
from catalog.services.buying.explain import explain
from catalog.services.intake.answer import answer
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo, undo_batch
from tests.release.acts import WHY, correct, mark, shown, succeed, suspend, two_offers
from tests.release.world import actor, deliver


@pytest.fixture
def world(means: Means) -> Means:
    return two_offers(means)


def test_a_suspended_offer_is_found_by_no_search_whatever_the_next_file_says(world: Means) -> None:
    before = mark(world)
    assert suspend(world, "A", "ENT-L1") == ["ENT-L1"]
    assert (sorted(shown(world)), mark(world) == before) == (["A@ENT-L2", "B@ENT-L1"], False)
    publish(OPERATOR, world, [deliver(world, "3", ("A", "Savon doux", "10.50"), ("B", "Gel mains", "2.00"))])
    assert sorted(shown(world)) == ["A@ENT-L2", "B@ENT-L1"]
    assert suspend(world, "A") == ["ENT-L2"]
    with pytest.raises(Conflict, match=r"suspend\.already"):
        suspend(world, "A")
    assert suspend(world, "A", lift=True) == ["ENT-L1", "ENT-L2"]
    assert shown(world)["A@ENT-L1"] == ("Savon doux", 1050)
    with pytest.raises(Conflict, match=r"suspend\.none"):
        suspend(world, "A", lift=True)
    for _ in range(4):
        undo(OPERATOR, world)
    assert mark(world) == before


def test_a_product_keeps_its_identity_under_another_reference(world: Means) -> None:
    before = mark(world)
    offers = offers_named(world.session, "HYG", "A", None)
    done = rename(OPERATOR, world, "HYG", "A", " A-2026 ", WHY)
    assert (done.detail["before"], done.detail["after"]) == ("A", "A-2026")
    assert sorted(shown(world)) == ["A-2026@ENT-L1", "A-2026@ENT-L2", "B@ENT-L1"]
    assert offers_named(world.session, "HYG", "A-2026", None) == offers_named(world.session, "HYG", "A", None) == offers
    assert explain(OPERATOR, world, "HYG", "A").reference == "A-2026"
    for taken in ("B", "A-2026"):
        with pytest.raises(Conflict, match=r"rename\.(taken|same)"):
            rename(OPERATOR, world, "HYG", "A-2026", taken, WHY)
    undo(OPERATOR, world)
    assert mark(world) == before
    assert ids_by_reference(world.session, agreements.organisations(world.session)["HYG"].id, ["A-2026"]) == {}


def test_a_file_that_still_says_the_old_reference_goes_on_to_the_same_product(world: Means) -> None:
    rename(OPERATOR, world, "HYG", "A", "A-2026", WHY)
    batch = deliver(world, "3", ("A", "Savon doux", "10.50"), ("B", "Gel mains", "2.00"))
    said = rehearse(OPERATOR, world, batch).json()
    assert (said["former_references"], said["new_offers"], said["changed_offers"], said["gone_offers"]) == (
        [{"written": "A", "reference": "A-2026"}], 0, 1, 0,
    )  # fmt: skip
    publish(OPERATOR, world, [batch])
    assert shown(world)["A-2026@ENT-L1"] == ("Savon doux", 1050)
    publish(OPERATOR, world, [deliver(world, "4", ("A-2026", "Savon doux", "10.60"), ("B", "Gel mains", "2.00"))])
    assert shown(world)["A-2026@ENT-L1"] == ("Savon doux", 1060)


def test_a_succession_is_recorded_with_reason_and_basis_and_undone(world: Means) -> None:
    before = mark(world)
    number = succeed(world, "A", "replaced", "B")
    line = release.all_publications(world.session)[-1]
    assert (line.number, line.kind, line.basis, line.note) == (number, "succeed", "avenant 3", WHY)
    with pytest.raises(Conflict, match=r"succeed\.same"):
        succeed(world, "A", "replaced", "B")
    with pytest.raises(Conflict, match=r"succeed\.circle"):
        succeed(world, "B", "replaced", "A")
    succeed(world, "A", "discontinued")
    undo(OPERATOR, world)
    with pytest.raises(Conflict, match=r"succeed\.same"):
        succeed(world, "A", "replaced", "B")
    undo(OPERATOR, world)
    assert mark(world) == before


@pytest.mark.parametrize(
    ("kind", "successor", "code"),
    [("replaced", None, "succeed.successor"), ("new", "B", "succeed.successor"), ("gone", None, "succeed.kind"),
     ("replaced", "A", "succeed.itself")],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_succession_that_makes_no_sense_is_refused(world: Means, kind: str, successor: str | None, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        succeed(world, "A", kind, successor)
    assert refused.value.code == code


def test_a_gone_reference_and_its_like_are_proposed_and_renamed_after_a_persons_answer(world: Means) -> None:
    correct(world, "B", "price", "1,90")
    before = mark(world)
    batch = deliver(world, "3", ("A", "Savon doux", "10.00"), ("B2", "Gel mains", "2.00"), answers={"withdraw": "yes"})
    (found,) = rehearse(OPERATOR, world, batch).json()["successions"]
    assert (found["old"], found["new"], found["why"], found["answer"]) == ("B", "B2", "name", None)
    answer(OPERATOR, world, batch, {found["question"]: "rename:B2"})
    said = rehearse(OPERATOR, world, batch).json()
    assert (said["renames"], said["new_offers"], said["gone_offers"], said["changed_offers"]) == (
        [{"before": "B", "after": "B2"}], 0, 0, 0,
    )  # fmt: skip
    assert [each["state"] for each in said["corrections"]] == ["kept"]
    publish(OPERATOR, world, [batch])
    assert shown(world)["B2@ENT-L1"] == ("Gel mains", 190)
    undo(OPERATOR, world)
    assert mark(world) == before


def test_a_replacement_answered_in_a_rehearsal_is_recorded_when_it_is_published(world: Means) -> None:
    batch = deliver(world, "3", ("A", "Savon doux", "10.00"), ("B2", "Gel mains", "2.00"), answers={"withdraw": "yes"})
    answer(OPERATOR, world, batch, {"succession:B": "replaced:B2"})
    publish(OPERATOR, world, [batch], note="fin de série", basis="art. 9")
    assert sorted(shown(world)) == ["A@ENT-L1", "A@ENT-L2", "B2@ENT-L1"]
    with pytest.raises(Conflict, match=r"succeed\.same"):
        succeed(world, "B", "replaced", "B2")
    with pytest.raises(Invalid, match=r"answer\.no_choice"):
        answer(OPERATOR, world, deliver(world, "4", ("A", "Savon", "1.00")), {"succession:B": "B2"})


def test_a_supplier_that_names_the_successor_itself_is_asked_about_it(world: Means) -> None:
    rows = (("B", "Gel mains", "2.00"), ("N", "Mousse lavante", "2.10"))
    batch = deliver(
        world, "3", *rows, mode="patch", columns={"Remplace": "replaced_by"}, each={"B": {"replaced_by": "N"}}
    )
    (found,) = rehearse(OPERATOR, world, batch).json()["successions"]
    assert (found["old"], found["new"], found["why"], found["stays"], found["choices"]) == (
        "B", "N", "replaced_by", True, ["replaced:N", "discontinued", "two"],
    )  # fmt: skip
    publish(OPERATOR, world, [batch])
    gone = deliver(world, "4", ("A", "Savon doux", "10.00"), ("Z", "Autre chose", "9.00"))
    assert [each.why for each in rehearse(OPERATOR, world, gone).successions if each.old == "B"] == []


def test_taking_a_batch_back_takes_back_what_its_answers_did(world: Means) -> None:
    before = mark(world)
    rows = (("A", "Savon doux", "10.00"), ("B2", "Gel mains", "2.00"))
    batch = deliver(world, "3", *rows, answers={"succession:B": "rename:B2", "succession:A": "discontinued"})
    publish(OPERATOR, world, [batch])
    assert sorted(shown(world)) == ["A@ENT-L1", "A@ENT-L2", "B2@ENT-L1"]
    undo_batch(OPERATOR, world, batch)
    assert mark(world) == before
    succeed(world, "A", "discontinued")


def test_a_past_day_shows_what_was_in_force_on_it(world: Means) -> None:
    def later(days: int) -> Means:
        return replace(world, clock=Clock(world.clock.today() + dt.timedelta(days=days)))

    correct(later(1), "B", "price", "1,90")
    suspend(later(2), "A", "ENT-L1")
    rename(OPERATOR, later(3), "HYG", "B", "B-2027", WHY)
    suspend(later(4), "A", lift=True)
    correct(later(5), "B-2027", "price", None)
    now, shelf = later(6), Shelf(world.settings.index)

    def on(days: int) -> tuple[list[str], int]:
        edition = shelf.edition(now, later(days).clock.today())
        answer = edition.index.ask(Selection(), EVERYTHING, edition.live)
        rows = edition.index.offers(answer.rows)
        gel = next(row.price for row in rows if row.name == "Gel mains")
        return sorted(f"{row.reference}@{row.lot}" for row in rows), (gel or 0) // 10_000

    every, without = ["A@ENT-L1", "A@ENT-L2"], ["A@ENT-L2"]
    assert [on(days) for days in range(6)] == [
        ([*every, "B@ENT-L1"], 200), ([*every, "B@ENT-L1"], 190), ([*without, "B@ENT-L1"], 190),
        ([*without, "B-2027@ENT-L1"], 190), ([*every, "B-2027@ENT-L1"], 190), ([*every, "B-2027@ENT-L1"], 200),
    ]  # fmt: skip
    assert {name: explain(OPERATOR, now, "HYG", name, on=later(1).clock.today()).reference for name in ("B", "B-2027")} == {
        "B": "B", "B-2027": "B",
    }  # fmt: skip


def test_only_staff_decide_on_corrections_and_successions(world: Means) -> None:
    card = agreements.organisations(world.session, ["HYG"])["HYG"]
    batch = deliver(world, "3", ("A", "Savon doux", "10.00"), mode="patch")
    own = actor("supplier", "supplier", card.id, "HYG")
    for question, value in (("corrections", "keep"), ("succession:A", "two")):
        with pytest.raises(Exception, match=r"right\.missing"):
            answer(own, world, batch, {question: value})
