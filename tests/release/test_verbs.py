"""Corrections, suspensions, renamings, successions: what each changes, what survives the next file, what undo gives back."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotFound
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import agreements, corrections, release
from catalog.queries.buying import offers_named
from catalog.queries.references import ids_by_reference
from catalog.services.buying.explain import explain
from catalog.services.intake.answer import answer
from catalog.services.release import correct as correcting
from catalog.services.release import succeed as succeeding
from catalog.services.release import suspend as suspending
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import corrections_question, rehearse
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo, undo_batch
from tests.release.world import actor, deliver, set_up

WHY = "relu avec le titulaire"
GTIN = "3017620422003"


@pytest.fixture
def world(means: Means) -> Means:
    """Publication 1: A at 10.00 in both lots, B at 2.00 in the first."""
    set_up(means)
    one = deliver(means, "1", ("A", "Savon doux", "10.00"), ("B", "Gel mains", "2.00"))
    publish(OPERATOR, means, [one, deliver(means, "2", ("A", "Savon doux", "10.00"), lots=("ENT-L2",))])
    return means


def mark(means: Means, day: dt.date | None = None) -> str:
    return fingerprint(OPERATOR, means, day).value


def shown(means: Means) -> dict[str, tuple[str, int]]:
    """reference@lot -> (name, price in cents) of what a search finds."""
    edition = Shelf(means.settings.index).edition(means)
    answer = edition.index.ask(Selection(), EVERYTHING, edition.live)
    return {
        f"{row.reference}@{row.lot}": (row.name, (row.price or 0) // 10_000)
        for row in edition.index.offers(answer.rows)
    }


def correct(means: Means, reference: str, field: str, text: str | None, lot: str | None = None) -> int:
    found = correcting.correct(OPERATOR, means, correcting.Wanted("HYG", reference, field, text, WHY, lot))
    assert found.publication is not None
    return found.publication


def suspend(means: Means, reference: str, lot: str | None = None, *, lift: bool = False) -> list[str]:
    wanted = suspending.Wanted("HYG", reference, WHY, lot, lift=lift)
    return list(suspending.suspend(OPERATOR, means, wanted).detail["lots"])


def held(means: Means) -> list[tuple[str, str | None, str, object]]:
    supplier = agreements.organisations(means.session, ["HYG"])["HYG"].id
    lines = corrections.corrections(means.session, supplier, release.newest(means.session))
    return [(each.reference, each.lot, each.field, each.value["value"]) for each in lines]


def test_a_corrected_price_is_that_of_its_lot_alone_and_undo_gives_the_suppliers_back(world: Means) -> None:
    before = mark(world)
    said = correcting.rehearse_correct(OPERATOR, world, correcting.Wanted("HYG", "A", "price", "9,50 €", WHY, "ENT-L1"))
    assert said.detail["cells"] == [
        {"reference": "A", "lot": "ENT-L1", "field": "price", "before": "10.00", "after": "9.50"}
    ]  # fmt: skip
    assert (mark(world), said.publication) == (before, None)
    assert correct(world, "A", "price", "9,50 €", "ENT-L1") == 2
    assert shown(world) == {
        "A@ENT-L1": ("Savon doux", 950), "A@ENT-L2": ("Savon doux", 1000), "B@ENT-L1": ("Gel mains", 200),
    }  # fmt: skip
    undo(OPERATOR, world)
    assert (mark(world), held(world)) == (before, [])


def test_a_correction_is_taken_back_by_hand(world: Means) -> None:
    before = mark(world)
    correct(world, "B", "name", "Gel hydroalcoolique")
    assert shown(world)["B@ENT-L1"] == ("Gel hydroalcoolique", 200)
    correct(world, "B", "name", "Gel hydro")
    assert held(world) == [("B", None, "name", "Gel hydro")]
    correct(world, "B", "name", None)
    assert (mark(world), held(world)) == (before, [])
    with pytest.raises(Conflict, match=r"correct\.none"):
        correct(world, "B", "name", None)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("price", "sur devis", "correct.unreadable"), ("price", "", "correct.unreadable"), ("price", "0", "correct.unreadable"),
        ("price", "12,00 TTC", "correct.unreadable"), ("name", " ", "correct.unreadable"), ("gtin", "123", "correct.unreadable"),
        ("valid_from", "31/02/2026", "correct.unreadable"), ("currency", "EUR", "correct.field"),
        ("supplier_id", "1", "correct.field"), ("family", "licornes", "correct.unreadable"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_no_value_is_refused(world: Means, field: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        correct(world, "B", field, text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("vat", "5,5 %", 55_000), ("gtin", GTIN, GTIN), ("order_unit", "carton", "XCT"), ("lead_time_days", "48 h", 2),
        ("min_order_quantity", "12", 12_000_000), ("valid_to", "31/12/2027", "2027-12-31"),
        ("hazard_codes", "H318, EUH208", ["H318", "EUH208"]), ("discount_rate", "12,5 %", 125_000), ("gtin", "", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_value_is_cleaned_as_a_files_cell(world: Means, field: str, text: str, value: object) -> None:
    if text == "":
        correct(world, "B", field, GTIN)
    correct(world, "B", field, text)
    assert [each[3] for each in held(world)] == [value]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_corrected_is_refused(world: Means) -> None:
    with pytest.raises(Invalid, match=r"offer\.which_lot"):
        correct(world, "A", "price", "9")
    with pytest.raises(NotFound, match=r"product\.not_in_lot"):
        correct(world, "B", "price", "9", "ENT-L2")
    with pytest.raises(NotFound, match=r"product\.unknown"):
        correct(world, "Z", "price", "9")
    with pytest.raises(Conflict, match=r"correct\.same"):
        correct(world, "B", "price", "2,00")
    with pytest.raises(Invalid, match=r"act\.no_reason"):
        correcting.correct(OPERATOR, world, correcting.Wanted("HYG", "B", "price", "9", " "))


def test_a_correction_stays_while_the_supplier_says_the_same_and_ends_with_a_new_value(world: Means) -> None:
    correct(world, "B", "price", "1,90")
    correct(world, "B", "name", "Gel hydroalcoolique")
    same = deliver(world, "3", ("A", "Savon doux", "10.00"), ("B", "Gel mains", "2.00"))
    said = rehearse(OPERATOR, world, same)
    assert [(each["field"], each["state"]) for each in said.json()["corrections"]] == [
        ("price", "kept"),
        ("name", "kept"),
    ]
    assert (said.changes.changed_offers, corrections_question(said)) == (0, None)
    publish(OPERATOR, world, [same])
    two = mark(world)
    assert shown(world)["B@ENT-L1"] == ("Gel hydroalcoolique", 190)
    new = deliver(world, "4", ("A", "Savon doux", "10.00"), ("B", "Gel mains", "2.20"))
    said = rehearse(OPERATOR, world, new)
    assert said.json()["corrections"][0] == {
        "reference": "B", "lot": "ENT-L1", "field": "price", "corrected": "1.90", "supplier_before": "2.00",
        "supplier_now": "2.20", "state": "lapsed", "by": None, "reason": WHY, "on": "2026-11-22",
    }  # fmt: skip
    question = corrections_question(said)
    assert question is not None
    assert question["choices"] == ["supplier", "keep"]
    publish(OPERATOR, world, [new])
    assert shown(world)["B@ENT-L1"] == ("Gel hydroalcoolique", 220)
    assert held(world) == [("B", None, "name", "Gel hydroalcoolique")]
    supplier = agreements.organisations(world.session, ["HYG"])["HYG"].id
    product = ids_by_reference(world.session, supplier, ["B"])["B"]
    lines = {
        each.field: each
        for each in corrections.history(world.session, supplier, product, release.newest(world.session))
    }
    assert (lines["price"].value, lines["price"].seen, lines["price"].lapsed) == (
        {"value": 1_900_000}, {"value": 2_000_000}, {"value": 2_200_000},
    )  # fmt: skip
    undo(OPERATOR, world)
    assert mark(world) == two
    assert len(held(world)) == 2


def test_a_person_may_keep_the_correction_against_the_new_value(world: Means) -> None:
    correct(world, "B", "price", "1,90")
    new = deliver(world, "3", ("B", "Gel mains", "2.20"), mode="patch")
    answer(OPERATOR, world, new, {"corrections": "keep"})
    publish(OPERATOR, world, [new])
    assert shown(world)["B@ENT-L1"] == ("Gel mains", 190)
    again = deliver(world, "4", ("B", "Gel mains", "2.20"), mode="patch")
    assert [each.state for each in rehearse(OPERATOR, world, again).corrections] == ["kept"]
    back = deliver(world, "5", ("B", "Gel mains", "2.00"), mode="patch")
    assert [each.state for each in rehearse(OPERATOR, world, back).corrections] == ["lapsed"]


def test_a_corrected_value_that_the_file_does_not_carry_stays(world: Means) -> None:
    correct(world, "B", "gtin", GTIN)
    correct(world, "B", "lead_time_days", "5 jours")
    publish(OPERATOR, world, [deliver(world, "3", ("B", "Gel mains", "2.20"), mode="patch")])
    assert len(held(world)) == 2


def test_a_corrected_rate_turns_the_price_that_follows_from_it(world: Means) -> None:
    taxed = {"price_includes_vat": True, "vat": 200_000}
    publish(OPERATOR, world, [deliver(world, "3", ("C", "Spray", "12.00"), terms=taxed, mode="patch")])
    assert shown(world)["C@ENT-L1"] == ("Spray", 1000)
    correct(world, "C", "vat", "10 %")
    assert shown(world)["C@ENT-L1"] == ("Spray", 1090)
    publish(OPERATOR, world, [deliver(world, "4", ("C", "Spray", "13.20"), terms=taxed, mode="patch")])
    assert shown(world)["C@ENT-L1"] == ("Spray", 1200)


def test_a_batch_whose_offer_was_corrected_since_is_not_taken_back(world: Means) -> None:
    batch = deliver(world, "3", ("B", "Gel mains", "2.20"), mode="patch")
    publish(OPERATOR, world, [batch])
    correct(world, "B", "price", "1,90")
    with pytest.raises(Conflict, match=r"undo\.touched_later") as refused:
        undo_batch(OPERATOR, world, batch)
    assert refused.value.params == {"references": "B", "n": 1}
    correct(world, "B", "price", None)
    undo_batch(OPERATOR, world, batch)
    assert shown(world)["B@ENT-L1"] == ("Gel mains", 200)


def test_taking_a_batch_back_brings_the_corrections_it_ended_back(world: Means) -> None:
    correct(world, "B", "price", "1,90")
    before = mark(world)
    batch = deliver(world, "3", ("B", "Gel mains", "2.20"), mode="patch")
    publish(OPERATOR, world, [batch])
    assert held(world) == []
    undo_batch(OPERATOR, world, batch)
    assert (mark(world), held(world)) == (before, [("B", "ENT-L1", "price", 1_900_000)])


def test_corrections_go_below_a_publication_that_waits_and_stay_in_it(world: Means) -> None:
    january = dt.date(2027, 1, 1)
    waits = deliver(world, "3", ("A", "Savon doux", "11.00"), ("B", "Gel mains", "2.00"), mode="patch")
    publish(OPERATOR, world, [waits], effective=january)
    before = mark(world), mark(world, january)
    correct(world, "B", "price", "1,90")
    correct(world, "A", "price", "9,00", "ENT-L1")
    shelf = Shelf(world.settings.index)
    prices = {}
    for day in (world.clock.today(), january):
        index = shelf.edition(world, day).index
        prices[day] = {f"{row.reference}@{row.lot}": row.price for row in index.offers(range(index.rows))}
    assert list(prices.values()) == [
        {"A@ENT-L1": 9_000_000, "A@ENT-L2": 10_000_000, "B@ENT-L1": 1_900_000},
        {"A@ENT-L1": 11_000_000, "A@ENT-L2": 10_000_000, "B@ENT-L1": 1_900_000},
    ]  # fmt: skip
    undo(OPERATOR, world)
    undo(OPERATOR, world)
    assert (mark(world), mark(world, january)) == before


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


def succeed(means: Means, reference: str, kind: str, successor: str | None = None) -> int:
    wanted = succeeding.Wanted("HYG", reference, kind, WHY, "avenant 3", successor)
    found = succeeding.succeed(OPERATOR, means, wanted)
    assert found.publication is not None
    return found.publication


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


def test_only_staff_decide_on_corrections_and_successions(world: Means) -> None:
    card = agreements.organisations(world.session, ["HYG"])["HYG"]
    batch = deliver(world, "3", ("A", "Savon doux", "10.00"), mode="patch")
    own = actor("supplier", "supplier", card.id, "HYG")
    for question, value in (("corrections", "keep"), ("succession:A", "two")):
        with pytest.raises(Exception, match=r"right\.missing"):
            answer(own, world, batch, {question: value})
