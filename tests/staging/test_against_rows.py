"""The changes told in columns are those told row by row, whatever file meets whatever stands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import OFFER_ROWS, PRODUCT_ROWS, STAGED
from tests.staging import oracle

words = st.sampled_from([None, "", "Savon", 'Gel "neutre"', "Éponge\\bleue", "Seau\n10 l"])
amounts = st.sampled_from([None, 0, 1_000_000, 2_345_678])
days = st.sampled_from([None, dt.date(2026, 1, 1), dt.date(2026, 12, 31)])
flag = st.sampled_from([None, False, True])
lists = st.sampled_from([None, [], ["H412"], ["H318", "H412"]])
headers = st.sampled_from([None, "Désignation", "Descriptif", "Écolabel", "Label"])
claims = st.lists(
    st.fixed_dictionaries(
        {
            "attribute": st.sampled_from(["ecolabelled", "refillable"]),
            "label": st.sampled_from([None, "EU_ECOLABEL"]),
            "number": st.sampled_from([None, "FR/030/01"]),
            "quote": st.sampled_from(["oui", "non", "Savon", 'Gel "neutre"']),
            "against": st.booleans(),
            "column": headers,
        }
    ),
    max_size=3,
)
tiers = st.none() | st.lists(
    st.fixed_dictionaries(
        {
            "min_quantity": st.sampled_from([1_000_000, 5_000_000]),
            "valid_from": days,
            "valid_to": days,
            "price": amounts,
        }
    ),
    max_size=3,
)
data = st.dictionaries(
    st.sampled_from(["image_url", "origin", "documents", "classifications"]),
    st.sampled_from(["", 'a"b', "é", ["x"], []]),
    max_size=3,
).map(lambda found: json.dumps({key: value for key, value in sorted(found.items()) if value}, ensure_ascii=False))

_KINDS: Mapping[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): words, pa.int64(): amounts, pa.int32(): st.sampled_from([None, 1, 2]), pa.bool_(): flag, pa.date32(): days,
}  # fmt: skip
_OWN: dict[str, st.SearchStrategy[Any]] = {
    "reference": st.sampled_from(["A", "B", "C", "Ça"]), "lot": st.sampled_from(["L1", "L2"]), "hazard_codes": lists,
    "data": data, "claims": st.none() | claims, "tiers": tiers, "deleted": st.sampled_from([None, None, None, False, True]),
}  # fmt: skip
lines = st.fixed_dictionaries(
    {name: _OWN[name] if name in _OWN else _KINDS[STAGED.field(name).type] for name in STAGED.names}
)
files = st.lists(lines, max_size=6)
FIELDS = (
    "reference", "name", "description", "brand", "gtin", "family", "hazard_codes", "price", "vat", "price_basis", "tiers",
    "list_price", "content_per_order_unit", "content_unit", "valid_from", "image_url", "documents", "label",
    "claim:ecolabelled",
)  # fmt: skip
TITLES = {"name": "Désignation", "description": "Descriptif"}
columns = st.sets(st.sampled_from(FIELDS)).map(lambda names: {TITLES.get(name, f"T {name}"): name for name in names})


def standing_of(stood: oracle.Standing) -> Standing:
    products = [{**row, "data": json.dumps(row["data"], ensure_ascii=False), "reference": reference, "product_id": place}
                for place, (reference, row) in enumerate(stood.products.items())]  # fmt: skip
    offers = [
        {**row, "reference": reference, "lot": lot, "offer_id": place}
        for place, ((reference, lot), row) in enumerate(stood.offers.items())
    ]
    return Standing(pa.Table.from_pylist(products, PRODUCT_ROWS), pa.Table.from_pylist(offers, OFFER_ROWS))


def _without_names(records: Mapping[Any, Mapping[str, Any]]) -> dict[Any, dict[str, Any]]:
    left_out = ("digest", "product_id", "offer_id", "reference", "lot")
    return {key: {name: row[name] for name in row if name not in left_out} for key, row in records.items()}


def _told(found: Changes | oracle.Changes) -> dict[str, Any]:
    return {
        "products": _without_names(found.products),
        "offers": _without_names(found.offers),
        "counts": (found.new_products, found.new_offers, found.changed_offers, found.same_offers),
        "gone": found.gone,
        "cells": found.cells,
        "incomplete": found.incomplete,
    }


@settings(max_examples=100, deadline=None)
@given(files, columns, files, columns, st.booleans(), st.booleans())
def test_columns_tell_what_rows_tell(
    first: list[Any], before: dict[str, str], second: list[Any], titles: dict[str, str], full: bool, erase: bool
) -> None:
    earlier = oracle.changes(pa.Table.from_pylist(first, STAGED), before, oracle.Standing({}, {}), full=True)
    stood = oracle.Standing(earlier.products, earlier.offers)
    staged = pa.Table.from_pylist(second, STAGED)
    expected = oracle.changes(staged, titles, stood, full=full, erase=erase)
    found = changes(staged, titles, standing_of(stood), full=full, erase=erase)
    assert _told(found) == _told(expected)
    assert found.cell_count == len(expected.cells)
    assert found.first_cells(2) == expected.cells[:2]


@settings(max_examples=30, deadline=None)
@given(files, columns)
def test_equal_values_have_equal_digests_and_others_none_in_common(rows: list[Any], titles: dict[str, str]) -> None:
    staged = pa.Table.from_pylist(rows, STAGED)
    found, again = (changes(staged, titles, Standing(), full=True) for _ in range(2))
    plain = oracle.changes(staged, titles, oracle.Standing({}, {}), full=True)
    assert found == again
    pairs = ((found.products, plain.products), (found.offers, plain.offers))
    for columns_say, rows_say in pairs:
        told: Any = columns_say
        names = {(told[key]["digest"], row["digest"]) for key, row in rows_say.items()}
        assert len({name for name, _ in names}) == len({name for _, name in names}) == len(names)
