"""The importer finds in the demonstration's files what a careful person finds, and names each planted fault."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from catalog.demo.files import DemoFile
from catalog.demo.items import all_items
from catalog.demo.world import demo_files
from imports.reading import read_here
from imports.record import Reading, Request

EXPECTED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))
CLEANING, PAPERS = "claironde_tarif_2026.csv", "feuillande_papiers.xlsx"


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[DemoFile, Reading]]:
    files = demo_files(tmp_path_factory.mktemp("demo"))
    return {
        file.path.name: (file, read_here(file.path, Request(file.path.name, lot_column=file.lot_column)))
        for file in files
    }


def test_counts_are_those_of_a_careful_person(readings: dict[str, tuple[DemoFile, Reading]]) -> None:
    for name, (_, reading) in readings.items():
        wanted = EXPECTED[name]
        assert reading.verdict == "import", name
        found = (reading.rows, reading.imported, reading.rejected, reading.skipped)
        assert found == (wanted["rows"], wanted["imported"], wanted["rejected"], wanted["skipped"]), name
        assert reading.ignored_columns == (), name
        assert reading.products.num_rows == reading.imported


def test_offers_and_products_in_all(readings: dict[str, tuple[DemoFile, Reading]]) -> None:
    offers = [
        (file.supplier, row["reference"], row["lot"] or file.lots[0])
        for file, reading in readings.values()
        for row in reading.products.select(["reference", "lot"]).to_pylist()
    ]
    assert len(offers) == len(set(offers)) == EXPECTED["all"]["offers"]
    assert len({offer[:2] for offer in offers}) == EXPECTED["all"]["products"]


def test_prices_and_texts_are_those_of_the_world(readings: dict[str, tuple[DemoFile, Reading]]) -> None:
    known = {(item.supplier, item.reference, item.lot): item for item in all_items()}
    for file, reading in readings.values():
        for row in reading.products.to_pylist():
            item = known[file.supplier, row["reference"], row["lot"] or file.lots[0]]
            assert row["price"] == int(item.price * 10**6)
            assert row["brand"] == item.brand
            assert tuple(row["hazard_codes"] or ()) == item.hazards
            assert row["vat"] == int(item.vat * 10**4) or row["reference"] == "224002"


def test_each_planted_fault_is_named_at_its_cell(readings: dict[str, tuple[DemoFile, Reading]]) -> None:
    issues = readings[CLEANING][1].issues
    codes = Counter(issue.code for issue in issues if not issue.code.startswith(("packaging.", "unit.")))
    assert codes == {
        "price.unreadable": 4, "price.zero": 1, "price.missing": 1, "reference.contradiction": 2,
        "gtin.check_digit": 2, "row.identical": 2, "row.repeated_header": 2, "row.total": 1,
    }  # fmt: skip
    letter = next(issue for issue in issues if issue.value == "14,7O €")
    assert (letter.column, letter.proposal) == ("Prix HT", "14,70 €")
    assert [issue.value for issue in readings[PAPERS][1].issues if issue.code == "gtin.check_digit"] == [
        "2974688296892"
    ]


def test_the_hidden_sheet_is_mentioned_and_never_read(readings: dict[str, tuple[DemoFile, Reading]]) -> None:
    for name in ("brumevert_bpu_lot2.xlsx", "octavelle_offre.xlsx", PAPERS):
        hidden = [issue.sheet for issue in readings[name][1].issues if issue.code == "sheet.hidden"]
        assert hidden == ["Tarif 2025"]
        assert readings[name][1].sheet != "Tarif 2025"
