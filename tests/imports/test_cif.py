"""CIF 3.0: header, field names, quotes, deletions, and a file that stops too early."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.reading import read_here
from imports.record import Reading, Request
from tests.imports.made import column, found, read_bytes, read_text, withdrawn
from tests.imports.test_properties import LINES

DATA = Path(__file__).parents[1] / "data"
NAMES = "FIELDNAMES: Supplier ID,Supplier Part ID,Item Description,Unit Price,Currency\nDATA\n"


def read(name: str, **request: Any) -> Reading:
    reading = read_here(DATA / name, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def test_a_whole_file() -> None:
    reading = read("cif_full.cif")
    assert (reading.format, reading.encoding, reading.delimiter, reading.transaction, reading.header_rows) == (
        "cif",
        "utf-8",
        ",",
        "full",
        (10,),
    )
    assert (reading.rows, reading.imported, reading.rejected) == (3, 2, 1)
    assert column(reading, "row") == [12, 13]
    assert column(reading, "name") == ["Bac de tri", "Sac 100 L"]
    assert column(reading, "description") == ['Bac de tri, 60 L "bleu"', "Sac poubelle 100 L"]
    assert (column(reading, "price"), column(reading, "list_price")) == ([24_900_000, 123_400], [31_000_000, None])
    assert (column(reading, "currency"), column(reading, "classifications")) == (
        ["EUR", "EUR"],
        [["unspsc:47121702"], ["unspsc:47121701"]],
    )
    assert column(reading, "claim_cells")[0] == [{"attribute": None, "column": "Label", "text": "NF Environnement"}]
    assert [(issue.row, issue.column, issue.value) for issue in found(reading, "price.unreadable")] == [
        (15, "Unit Price", "sur devis")
    ]
    assert reading.ignored_columns == ("Supplier ID", "Manufacturer Part ID")


def test_an_update_names_what_it_deletes_and_two_numbers_make_a_reference() -> None:
    reading = read("cif_incremental.cif")
    assert (reading.transaction, column(reading, "reference"), column(reading, "name")) == (
        "patch",
        ["P-1-A", "P-1-B", "P-2"],
        ["Clé plate", "Clé à pipe", "Pince"],
    )
    assert [(issue.row, issue.value) for issue in found(reading, "row.withdrawn")] == [(8, "P-2")]
    assert withdrawn(reading) == ["P-2"]


def test_a_line_whose_quotes_do_not_close_is_rejected_alone(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, f'CIF_I_V3.0\n{NAMES}1,A,"Savon,1.00,EUR\n1,B,Seau,2.00,EUR\n1,C,Bac,3.00,EUR,trop\nENDOFDATA\n'
    )
    assert (column(reading, "reference"), reading.rejected) == (["B"], 2)
    assert [(issue.code, issue.row) for issue in reading.issues if issue.level == "error"] == [
        ("row.unclosed_quote", 4),
        ("row.too_many_cells", 6),
    ]


@pytest.mark.parametrize("count", ["", "ITEMCOUNT: 9\n"])
def test_a_file_that_stops_before_its_end_is_refused(tmp_path: Path, count: str) -> None:
    refusal = read_text(tmp_path, f"CIF_I_V3.0\n{count}{NAMES}1,A,Savon,1.00,EUR\n").refusal
    assert refusal is not None
    assert (refusal.code, dict(refusal.params)) == ("file.cut_short", {"end": "ENDOFDATA", "rows": 1})
    assert read_text(tmp_path, f"CIF_I_V3.0\nITEMCOUNT: 1\n{NAMES}1,A,Savon,1.00,EUR\n").imported == 1


def test_a_header_that_says_otherwise_than_the_text_is_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"CIF_I_V3.0\nCHARSET: 8859_1\nITEMCOUNT: 3\n{NAMES}1,A,Clé,1.00,EUR\nENDOFDATA\n")
    assert column(reading, "name") == ["Clé"]
    assert {issue.code for issue in reading.issues} >= {"file.charset", "file.item_count"}


def test_an_item_in_another_currency_is_rejected(tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"CIF_I_V3.0\n{NAMES}1,A,Savon,1.00,USD\n1,B,Seau,1.00,EUR\nENDOFDATA\n")
    assert (column(reading, "reference"), [issue.row for issue in found(reading, "currency.other")]) == (["B"], [4])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.sampled_from(["utf-8", "cp1252", "utf-16"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_a_file_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], encoding: str, quoting: int
) -> None:
    made = io.StringIO()
    made.write(
        "CIF_I_V3.0\r\nLOADMODE: F\r\nFIELDNAMES: Supplier Part ID,Item Description,Unit Price,Manufacturer Name,Currency\r\nDATA\r\n"
    )
    writer = csv.writer(made, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    writer.writerows(
        (f"{row:05d}", name, amount, brand, "EUR") for row, (name, amount, brand) in enumerate(lines, start=1)
    )
    made.write("ENDOFDATA\r\n")
    reading = read_bytes(tmp_path, made.getvalue().encode(encoding), "t.cif")
    rows = [
        (f"{row:05d}", name, int(amount * 10**6), brand) for row, (name, amount, brand) in enumerate(lines, start=1)
    ]
    read = zip(*(column(reading, name) for name in ("reference", "name", "price", "brand")), strict=True)
    assert list(read) == rows
