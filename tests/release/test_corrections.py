"""Corrections: what each changes, while it holds, when it ends, what undo gives back."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import agreements, corrections, release
from catalog.queries.references import ids_by_reference
from catalog.services.intake.answer import answer
from catalog.services.release import correct as correcting
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import corrections_question, rehearse
from catalog.services.release.undo import undo, undo_batch
from tests.release.acts import GTIN, WHY, correct, held, mark, shown, two_offers
from tests.release.world import deliver


@pytest.fixture
def world(means: Means) -> Means:
    return two_offers(means)


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
