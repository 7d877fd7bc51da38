"""Corrections and renamings over staged lines: the right cells, in the right lines, and nothing else."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.staging.changes import Standing
from catalog.staging.columns import OFFER_ROWS, PRODUCT_ROWS, STAGED
from catalog.staging.comparison import between, renames
from catalog.staging.corrections import Corrected, over
from catalog.staging.renames import renamed
from catalog.staging.typed import OF_OFFER, OF_PRODUCT, Unreadable, kept, read, typed
from catalog.tagging.vocabulary import Vocabulary

COLUMNS = {"Réf": "reference", "Nom": "name", "Prix": "price"}
TIER = {"min_quantity": 10_000_000, "valid_from": None, "valid_to": None, "price": 900_000}


def line(reference: str, lot: str = "L1", **values: Any) -> dict[str, Any]:
    said = {"reference": reference, "lot": lot, "name": reference.lower(), "price": 1_000_000, "printed_price": 1_000_000,
            "price_includes_vat": False, "data": "{}", "tiers": [TIER]}  # fmt: skip
    return {**dict.fromkeys(STAGED.names), **said, **values}


def staged(*lines: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(lines), schema=STAGED)


def correction(reference: str, field: str, value: Any, seen: Any, lot: str | None = None, number: int = 1) -> Corrected:
    return Corrected(number, reference, lot, field, value, seen, "w")


def test_only_the_named_cells_change_and_lines_keep_their_order() -> None:
    table = staged(line("A"), line("B"), line("B", "L2"), line("C", deleted=True), line("D"))
    held = [
        correction("B", "price", 800_000, 1_000_000, "L2", 1), correction("B", "name", "Bé", "b", None, 2),
        correction("C", "name", "Cé", "c", None, 3), correction("D", "price", 800_000, 700_000, "L1", 4),
        correction("E", "name", "Eé", "e", None, 5),
    ]  # fmt: skip
    found, met = over(table, COLUMNS, held, keep=False)
    wanted = table.to_pylist()
    wanted[1]["name"] = wanted[2]["name"] = "Bé"
    wanted[2]["price"] = 800_000
    assert found.to_pylist() == wanted
    assert {each.correction.id: (each.state, each.now) for each in met} == {
        1: ("kept", 1_000_000), 2: ("kept", "b"), 4: ("lapsed", 1_000_000),
    }  # fmt: skip


def test_kept_against_a_new_value_it_is_put_in_all_the_same() -> None:
    held = [correction("A", "price", 800_000, 700_000, "L1")]
    found, (met,) = over(staged(line("A")), COLUMNS, held, keep=True)
    assert (found["price"].to_pylist(), met.state, met.changed) == ([800_000], "kept", True)


def test_a_file_without_the_column_is_silent_of_it() -> None:
    held = [correction("A", "gtin", "3017620422003", None), correction("A", "lead_time_days", 2, 5, "L1", 2)]
    table = staged(line("A"))
    assert over(table, COLUMNS, held, keep=False) == (table, ())
    _, met = over(table, COLUMNS | {"EAN": "gtin", "Délai": "lead_time_days"}, held, keep=False)
    assert [each.state for each in met] == ["kept", "lapsed"]


def test_a_price_follows_from_a_corrected_rate_unless_it_is_corrected_itself() -> None:
    taxed = line("A", price=1_000_000, printed_price=1_200_000, price_includes_vat=True, vat=200_000)
    rate = correction("A", "vat", 100_000, 200_000, "L1", 1)
    assert over(staged(taxed), COLUMNS, [rate], keep=False)[0]["price"].to_pylist() == [1_090_909]
    price = correction("A", "price", 950_000, 1_000_000, "L1", 2)
    assert over(staged(taxed), COLUMNS, [rate, price], keep=False)[0]["price"].to_pylist() == [950_000]


def test_former_references_are_written_as_they_are_now() -> None:
    table = staged(line("A"), line("B"), line("A", "L2"))
    found, named = renamed(table, {"A": "A2", "Z": "Z2"})
    assert (found["reference"].to_pylist(), named) == (["A2", "B", "A2"], ("A",))
    assert renamed(table, {"Z": "Z2"}) == (table, ())


def rows(schema: pa.Schema, *lines: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **each} for each in lines], schema=schema)


def test_two_states_are_held_against_each_other_by_identity() -> None:
    def state(*products: tuple[int, str, str], offers: dict[int, int]) -> Standing:
        names = {number: reference for number, reference, _ in products}
        return Standing(
            rows(PRODUCT_ROWS, *({"product_id": n, "reference": r, "name": name} for n, r, name in products)),
            rows(
                OFFER_ROWS,
                *({"offer_id": n, "reference": names[n], "lot": "L1", "price": p} for n, p in offers.items()),
            ),
        )

    before = state((1, "A", "a"), (2, "B", "b"), (3, "C", "c"), (9, "Z", "z"), offers={1: 10, 2: 20, 3: 30})
    after = state((1, "A2", "a"), (2, "B", "bé"), (4, "D", "d"), (9, "Z", "zé"), offers={1: 10, 2: 21, 4: 40})
    found = between(before, after)
    assert (found.new_products, found.new_offers, found.same_offers, found.gone) == (1, 1, 0, (("C", "L1"),))
    assert [(cell.reference, cell.field, cell.before, cell.after) for cell in found.cells] == [
        ("B", "name", "b", "bé"), ("B", "price", 20, 21),
    ]  # fmt: skip
    assert list(renames(found)) == [("A", "A2")]
    assert between(after, after).cell_count == between(after, after).new_offers == 0


@given(
    st.sampled_from((*OF_PRODUCT, *OF_OFFER)),
    st.text(max_size=40) | st.from_regex(r"[0-9 .,€%-]{1,12}", fullmatch=True),
)
def test_whatever_is_typed_is_a_value_or_unreadable(field: str, text: str) -> None:
    try:
        value = typed(field, text, Vocabulary.of(()))
    except Unreadable:
        return
    assert read(field, kept(value)) == value
    if field in ("name", "price"):
        assert value


@pytest.mark.parametrize(("text", "micro"), [("12,50", 12_500_000), ("1 234,5 €", 1_234_500_000), ("0,0012", 1_200)])
def test_an_amount_is_exact(text: str, micro: int) -> None:
    assert typed("price", text, Vocabulary.of(())) == micro
