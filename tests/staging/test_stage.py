"""A reading laid out in columns is what it is row by row; prices, lots, claims and withdrawals to the last value."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.prices import price_excluding_vat
from catalog.reference.shipped import shipped_facts
from catalog.staging.columns import STAGED
from catalog.staging.lots import StagedLot
from catalog.staging.priced import excluding_vat, terms_of
from catalog.staging.stage import stage
from catalog.tagging.claims import claims_of
from catalog.tagging.quiet import speaking
from catalog.tagging.vocabulary import Vocabulary
from imports.record import PRODUCTS, Reading
from tests.staging import oracle_stage

WORDS = Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())
LOTS = (
    StagedLot("ENT-L1", "Général", "EUR", "CLEANING"),
    StagedLot("ENT-L2", "Papier", "EUR", None),
    StagedLot("ENT-L12", "Encre", "EUR", "INK_TONER"),
)
COLUMNS = {"Désignation": "name", "Descriptif": "description", "Lot": "lot", "Label": "label"}

TEXTS = st.sampled_from([
    None, "", "Savon", "Toner remanufacturé compatible HP 26A", "Papier Écolabel européen FR/011/014", "Gel \"neutre\"",
    "Ramette FSC C012345 recyclée", "Cahier 12/96 pages", "Éponge non écologique", "Recharge bidon", "Crayon\tgris",
])  # fmt: skip
CELLS = st.none() | st.lists(
    st.fixed_dictionaries(
        {
            "attribute": st.sampled_from([None, "ecolabelled", "remanufactured"]),
            "column": st.sampled_from(["Label", "Réemploi"]),
            "text": st.sampled_from(["oui", "non", "NF Environnement", "NF130/01", "remanufacturé", "x", "compatible"]),
        }
    ),
    max_size=2,
)
AMOUNTS = st.none() | st.integers(0, 10**13)
DAYS = st.sampled_from([None, dt.date(2026, 1, 1)])
TIERS = st.none() | st.lists(
    st.fixed_dictionaries(
        {"min_quantity": st.integers(1, 10**8), "valid_from": DAYS, "valid_to": DAYS, "price": st.integers(0, 10**12)}
    ),
    max_size=2,
)
LISTS = st.none() | st.lists(st.sampled_from(["a", 'b"', "é\\", "\x01"]), max_size=2)
OWN: dict[str, Any] = {
    "name": TEXTS, "description": TEXTS, "brand": TEXTS, "image_url": TEXTS, "origin": TEXTS, "documents": LISTS,
    "hazard_codes": LISTS, "claim_cells": CELLS, "price": AMOUNTS, "prices": TIERS, "price_includes_vat": st.sampled_from([None, False, True]),
    "vat": st.sampled_from([None, 0, 21_000, 55_000, 200_000, 10**13]), "price_basis": st.sampled_from([None, 0, 10**6, 5 * 10**8, 333_333, 10**15]),
    "lot": st.sampled_from([None, "", "2", "Lot 02", "ent-l1", "papier", "9"]), "currency": st.sampled_from([None, "", "CHF"]),
    "family": st.sampled_from([None, "", "Papier toilette", "Toner", "Inconnue"]),
}  # fmt: skip
LINES = st.fixed_dictionaries({name: OWN.get(name, st.none()) for name in PRODUCTS.names})


def reading_of(rows: list[dict[str, Any]]) -> Reading:
    lines = [{**row, "row": place, "reference": f"R{place}", "deleted": None} for place, row in enumerate(rows, 2)]
    table = pa.Table.from_pylist(lines, schema=PRODUCTS)
    return Reading("import", "csv", columns=COLUMNS, rows=len(rows), imported=len(rows), products=table)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=5), st.booleans())
def test_columns_are_laid_out_as_rows_are(rows: list[dict[str, Any]], by_column: bool) -> None:
    reading = reading_of(rows)
    expected = oracle_stage.stage(reading, LOTS, WORDS, by_column=by_column)
    found = stage(reading, LOTS, WORDS, by_column=by_column)
    assert found.table.to_pylist() == expected.table.to_pylist()
    assert found.reading.issues == expected.reading.issues
    assert (found.reading.imported, found.reading.rejected) == (expected.reading.imported, expected.reading.rejected)


@settings(deadline=None)
@given(st.lists(st.tuples(AMOUNTS, st.booleans(), OWN["vat"], OWN["price_basis"]), max_size=6))
def test_prices_are_those_of_one_line_alone(lines: list[tuple[int | None, bool, int | None, int | None]]) -> None:
    names = ("price", "price_includes_vat", "vat", "price_basis")
    table = pa.Table.from_pylist([dict(zip(names, line, strict=True)) for line in lines],
                                 schema=pa.schema([PRODUCTS.field(name) for name in names]))  # fmt: skip
    found = excluding_vat(table["price"].combine_chunks(), terms_of(table)).to_pylist()
    assert found == [None if line[0] is None else price_excluding_vat(line[0], *line[1:]) for line in lines]


SPOKEN = [
    word for label in WORDS.labels.values() if label.words for word in ("Produit " + label.code.replace("_", " "),)
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*SPOKEN, "ÉCOLABEL", "NF130/01", "FR/030/12", "DE-UZ 14", "œko-tex", "papier", "Σ", "12/24"]), max_size=4).map(" ".join))  # fmt: skip
def test_a_text_that_is_called_quiet_claims_nothing(text: str) -> None:
    claims = [claims_of([("T", text)], [], None, WORDS, family) for family in (None, "CLEANING", "INK_TONER")]
    assert speaking([text], WORDS).tolist()[0] or claims == [(), (), ()]


def test_a_text_between_others_speaks_for_itself() -> None:
    texts = ["papier", "écolabel", "", "a\x00écolabel", "FR/030/012", "12/24"]
    assert speaking(texts, WORDS).tolist() == [False, True, False, True, True, False]


@pytest.mark.skipif("deleted" not in PRODUCTS.names, reason="no reader tells of withdrawals yet")
@pytest.mark.parametrize(("lot", "lots"), [(None, ["ENT-L1", "ENT-L2", "ENT-L12"]), ("Lot 2", ["ENT-L2"])])
def test_a_line_that_withdraws_goes_to_its_lot_or_to_all(lot: str | None, lots: list[str]) -> None:
    row = {**dict.fromkeys(PRODUCTS.names), "row": 2, "reference": "A", "lot": lot, "deleted": True}
    reading = Reading("import", columns=COLUMNS, rows=1, imported=1, products=pa.Table.from_pylist([row], PRODUCTS))
    found = stage(reading, LOTS, WORDS, by_column=True)
    assert [(line["reference"], line["lot"], line["deleted"]) for line in found.table.to_pylist()] == [
        ("A", code, True) for code in lots
    ]
    assert found.reading.rejected == 0
    assert found.table.schema == STAGED
