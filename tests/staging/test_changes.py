"""What publishing would do to what stands, told cell by cell."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from catalog.staging.changes import Cell, Changes, Standing, changes
from catalog.staging.columns import STAGED

COLUMNS = {"Réf": "reference", "Désignation": "name", "Prix HT": "price", "Marque": "brand"}


def staged(*rows: dict[str, Any]) -> pa.Table:
    empty = {
        "hazard_codes": [],
        "data": "{}",
        "claims": [],
        "tiers": [],
        "price_includes_vat": False,
        "currency": "EUR",
    }
    lines = [{"lot": "L1", "row": place, **empty, **row} for place, row in enumerate(rows, 2)]
    return pa.Table.from_pylist(lines, schema=STAGED)


def line(reference: str, name: str | None, price: int | None, **more: Any) -> dict[str, Any]:
    return {"reference": reference, "name": name, "price": price, "printed_price": price, **more}


def standing_after(found: Changes) -> Standing:
    return Standing(found.product_rows, found.offer_rows)


NOTHING = Standing()
FIRST = changes(staged(line("A", "Savon", 2_000_000), line("B", "Gel", 3_000_000)), COLUMNS, NOTHING, full=True)


def test_a_first_file_brings_products_and_offers() -> None:
    assert (FIRST.new_products, FIRST.new_offers, FIRST.changed_offers, FIRST.same_offers) == (2, 2, 0, 0)
    assert FIRST.gone == ()
    assert FIRST.cells == ()


def test_the_same_file_again_changes_nothing() -> None:
    again = changes(
        staged(line("A", "Savon", 2_000_000), line("B", "Gel", 3_000_000)), COLUMNS, standing_after(FIRST), full=True
    )
    assert again == Changes(same_offers=2)


def test_a_changed_cell_is_named_with_both_values() -> None:
    found = changes(
        staged(line("A", "Savon doux", 2_000_000), line("B", "Gel", 3_500_000)),
        COLUMNS,
        standing_after(FIRST),
        full=True,
    )
    assert found.cells == (
        Cell("A", None, "name", "Savon", "Savon doux"),
        Cell("B", "L1", "price", 3_000_000, 3_500_000),
        Cell("B", "L1", "printed_price", 3_000_000, 3_500_000),
    )
    assert (found.new_offers, found.changed_offers, found.same_offers) == (0, 2, 0)


def test_a_rejected_row_leaves_nothing_out() -> None:
    found = changes(staged(line("A", "Savon", 2_000_000)), COLUMNS, standing_after(FIRST), full=True, rejected={"B"})
    assert (found.gone, found.same_offers) == ((), 1)


@pytest.mark.parametrize(("full", "gone"), [(True, (("B", "L1"),)), (False, ())])
def test_only_a_full_file_leaves_offers_behind(full: bool, gone: tuple[tuple[str, str], ...]) -> None:
    found = changes(staged(line("A", "Savon", 2_000_000)), COLUMNS, standing_after(FIRST), full=full)
    assert found.gone == gone


def test_an_absent_column_and_an_empty_cell_of_a_product_mean_unchanged_an_empty_term_is_missing() -> None:
    columns = {**COLUMNS, "Minimum": "min_order_quantity"}
    told = {"brand": "Ondine", "min_order_quantity": 5_000_000}
    branded = changes(staged(line("A", "Savon", 2_000_000, **told)), columns, NOTHING, full=True)
    without = {"Réf": "reference", "Désignation": "name", "Prix HT": "price"}
    unchanged = changes(staged(line("A", "Savon", 2_000_000)), without, standing_after(branded), full=True)
    assert unchanged.cells == ()
    missing = changes(staged(line("A", "Savon", 2_000_000)), columns, standing_after(branded), full=True)
    assert missing.cells == (Cell("A", "L1", "min_order_quantity", 5_000_000, None),)
    assert missing.left_rows.to_pylist() == [{"reference": "A", "field": "brand", "value": "Ondine"}]
    erased = changes(staged(line("A", "Savon", 2_000_000)), columns, standing_after(branded), full=True, erase=True)
    assert erased.cells[0] == Cell("A", None, "brand", "Ondine", None)
    assert erased.left_rows == missing.left_rows


def test_a_patch_without_prices_keeps_them_and_names_a_new_reference_it_cannot_price() -> None:
    columns = {"Réf": "reference", "Désignation": "name"}
    found = changes(
        staged(line("A", "Savon noir", None), line("C", "Neuf", None)), columns, standing_after(FIRST), full=False
    )
    assert found.incomplete == ("C",)
    assert found.cells == (Cell("A", None, "name", "Savon", "Savon noir"),)
    assert not found.offers


def test_a_patch_that_leaves_a_name_blank_keeps_it_and_names_a_new_reference_it_cannot_name() -> None:
    found = changes(
        staged(line("A", None, 2_500_000), line("C", None, 1_000_000)), COLUMNS, standing_after(FIRST), full=False
    )
    assert found.incomplete == ("C",)
    assert [(cell.field, cell.after) for cell in found.cells] == [("price", 2_500_000), ("printed_price", 2_500_000)]
    assert (list(found.products), list(found.offers)) == ([], [("A", "L1")])


def test_claims_of_a_label_column_outlive_a_file_without_one_those_from_words_do_not() -> None:
    def claim(column: str) -> dict[str, Any]:
        return {
            "attribute": "ecolabelled",
            "label": None,
            "number": None,
            "quote": "oui",
            "against": False,
            "column": column,
        }

    first = changes(
        staged(line("A", "Savon", 2_000_000, claims=[claim("Écolabel"), claim("Désignation")])),
        {**COLUMNS, "Écolabel": "claim:ecolabelled"}, NOTHING, full=True,
    )  # fmt: skip
    later = changes(staged(line("A", "Savon", 2_000_000)), COLUMNS, standing_after(first), full=True)
    assert [each["column"] for each in later.products["A"]["claims"]] == ["Écolabel"]


def test_a_rate_without_a_column_stays_unless_the_file_names_one() -> None:
    taxed = changes(staged(line("A", "Savon", 2_000_000, vat=200_000)), {**COLUMNS, "TVA": "vat"}, NOTHING, full=True)
    silent = changes(staged(line("A", "Savon", 2_500_000)), COLUMNS, standing_after(taxed), full=True)
    assert {cell.field for cell in silent.cells} == {"price", "printed_price"}
    told = changes(staged(line("A", "Savon", 2_000_000, vat=55_000)), COLUMNS, standing_after(taxed), full=True)
    assert told.cells == (Cell("A", "L1", "vat", 200_000, 55_000),)


def test_the_same_claims_in_another_order_are_the_same() -> None:
    names = ("attribute", "label", "number", "quote", "against", "column")
    one = dict(zip(names, ("ecolabelled", None, None, "oui", False, "Écolabel"), strict=True))
    other = dict(zip(names, ("refillable", None, None, "rechargeable", False, "Désignation"), strict=True))
    columns = {**COLUMNS, "Écolabel": "claim:ecolabelled"}
    first = changes(staged(line("A", "Gel", 2_000_000, claims=[one, other])), columns, NOTHING, full=True)
    without = staged(line("A", "Gel", 2_000_000, claims=[other]))
    assert changes(without, COLUMNS, standing_after(first), full=True).cells == ()
    turned = staged(line("A", "Gel", 2_000_000, claims=[other, one]))
    assert changes(turned, columns, standing_after(first), full=True).cells == ()
