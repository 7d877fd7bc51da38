"""Prices put back or replaced in what a file would change: only those, recounted, with digests that fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import OFFER_FIELDS, OFFER_ROWS, PRODUCT_ROWS, STAGED
from catalog.staging.digests import offer_digests
from catalog.staging.repriced import PRICE_FIELDS, repriced
from catalog.staging.row_prices import Begun, prices_from

COLUMNS = {"Ref": "reference", "Nom": "name", "Prix": "price"}
EURO = 1_000_000


def line(reference: str, price: int, name: str = "Savon", **more: Any) -> dict[str, Any]:
    known = {
        "reference": reference,
        "lot": "L1",
        "name": name,
        "price": price * EURO,
        "printed_price": price * EURO,
        "currency": "EUR",
        "price_includes_vat": False,
        "data": "{}",
        "hazard_codes": [],
        "claims": [],
        "tiers": [],
    }
    return dict.fromkeys(STAGED.names) | known | more


def staged(*lines: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(lines), schema=STAGED)


def standing(*lines: dict[str, Any]) -> Standing:
    """What stands after these lines were published."""
    found = changes(staged(*lines), COLUMNS, Standing(), full=True)
    ids = pa.array(range(1, len(lines) + 1), pa.int64())
    return Standing(
        found.product_rows.set_column(PRODUCT_ROWS.get_field_index("product_id"), "product_id", ids),
        found.offer_rows.set_column(OFFER_ROWS.get_field_index("offer_id"), "offer_id", ids),
    )


def counts(found: Changes) -> tuple[int, int, int, int]:
    return found.new_products, found.new_offers, found.changed_offers, found.same_offers


def test_nothing_asked_changes_nothing() -> None:
    found = changes(staged(line("A", 12)), COLUMNS, Standing(), full=True)
    assert repriced(found, {}) is found


def test_an_offer_put_back_is_no_change_any_more() -> None:
    stands = standing(line("A", 12), line("B", 3))
    found = changes(staged(line("A", 15), line("B", 4)), COLUMNS, stands, full=True)
    assert counts(found) == (0, 0, 2, 0)
    kept = {name: stands.offers.to_pylist()[0][name] for name in PRICE_FIELDS}
    again = repriced(found, {("A", "L1"): kept})
    assert counts(again) == (0, 0, 1, 1)
    assert [(cell.reference, cell.field, cell.after) for cell in again.cells] == [
        ("B", "price", 4 * EURO), ("B", "printed_price", 4 * EURO),
    ]  # fmt: skip


def test_a_product_that_changes_beside_its_price_is_still_written() -> None:
    stands = standing(line("A", 12))
    found = changes(staged(line("A", 15, "Savon doux")), COLUMNS, stands, full=True)
    kept = {name: stands.offers.to_pylist()[0][name] for name in PRICE_FIELDS}
    again = repriced(found, {("A", "L1"): kept})
    assert (counts(again), again.product_rows.num_rows, again.offer_rows.num_rows) == ((0, 0, 1, 0), 1, 0)


def test_a_replaced_price_has_the_digest_of_what_it_says() -> None:
    stands = standing(line("A", 12), line("B", 3))
    found = changes(staged(line("B", 4), line("A", 15)), COLUMNS, stands, full=True)
    again = repriced(found, {("A", "L1"): {"price": 13 * EURO}})
    assert [(row["reference"], row["price"], row["printed_price"]) for row in again.offer_rows.to_pylist()] == [
        ("B", 4 * EURO, 4 * EURO), ("A", 13 * EURO, 15 * EURO),
    ]  # fmt: skip
    assert again.offer_rows["digest"].to_pylist() == offer_digests(again.offer_rows).to_pylist()
    assert again.offer_rows.schema == found.offer_rows.schema
    assert set(OFFER_FIELDS) >= set(PRICE_FIELDS)


def test_a_new_offer_left_out_takes_its_product_with_it() -> None:
    stands = standing(line("A", 12))
    found = changes(staged(line("A", 12), line("N", 9), line("M", 8)), COLUMNS, stands, full=True)
    again = repriced(found, {}, {("N", "L1")})
    assert (counts(found), counts(again)) == ((2, 2, 0, 1), (1, 1, 0, 1))
    assert again.product_rows["reference"].to_pylist() == ["M"]


def row(
    valid_from: dt.date | None, valid_to: dt.date | None, *tiers: tuple[int, dt.date | None, int]
) -> dict[str, Any]:
    named = [
        {"min_quantity": many * EURO, "valid_from": begin, "valid_to": None, "price": price}
        for many, begin, price in tiers
    ]
    return {"price": 10, "valid_from": valid_from, "valid_to": valid_to, "tiers": named}


DAY, LATER = dt.date(2026, 11, 22), dt.date(2027, 1, 1)


def test_each_price_of_a_row_is_met_once_as_it_begins() -> None:
    one = Begun(DAY, EURO, -1, 10)
    assert list(prices_from(row(None, None), DAY)) == [one]
    assert list(prices_from(row(DAY, None, (10, None, 9)), DAY)) == [one, Begun(DAY, 10 * EURO, 0, 9)]
    assert list(prices_from(row(None, None, (1, LATER, 12), (10, None, 9)), DAY)) == [
        one, Begun(DAY, 10 * EURO, 1, 9), Begun(LATER, EURO, 0, 12),
    ]  # fmt: skip
    assert list(prices_from(row(LATER, None), DAY)) == [Begun(LATER, EURO, -1, 10)]
    assert list(prices_from(row(None, dt.date(2026, 1, 1), (10, None, 9)), DAY)) == [Begun(DAY, 10 * EURO, 0, 9)]
    assert list(prices_from(row(dt.date(2025, 1, 1), dt.date(2026, 1, 1)), DAY)) == [one]
