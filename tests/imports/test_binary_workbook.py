"""XLSB: read as the same workbook in XML is, and refused as it is; no cell of it is ever lost or made up."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.formats import container
from tests.imports.binary_workbook import binary_workbook
from tests.imports.made import column, found, read_bytes, repacked, workbook
from tests.imports.test_properties import LINES, assert_read, mutated, rows_of

SHEET = "xl/worksheets/sheet1.bin"
HEAD = ["Référence", "Désignation", "Prix HT", "Marque"]
ROWS: list[list[Any]] = [
    ["00012", "Savon écru « doux »", 12.5, "Propra"],
    ["A2", "Seau", 3, None],
    ["A3", "Éponge", 0.1 + 0.2, "Grattone"],
]


@pytest.mark.parametrize("shared", [False, True])
def test_a_binary_workbook_is_read_like_one_in_xml(tmp_path: Path, shared: bool) -> None:
    reading = read_bytes(tmp_path, binary_workbook({"Tarif": [HEAD, *ROWS]}, shared=shared), "t.xlsb")
    assert (reading.verdict, reading.format, reading.sheet, reading.imported) == ("import", "xlsb", "Tarif", 3)
    assert column(reading, "reference") == ["00012", "A2", "A3"]
    assert column(reading, "price") == [12_500_000, 3_000_000, 300_000]
    plain = read_bytes(tmp_path, workbook(Tarif=[HEAD, *ROWS]), "t.xlsx")
    assert reading.products.to_pylist() == plain.products.to_pylist()


def test_numbers_truths_and_errors_keep_their_kind(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEAD,
        ["A1", "Savon", 1_000_000_000, True],
        ["A2", "Seau", "#N/A", "x"],
        ["A3", "Bac", -1, False],
    ]
    reading = read_bytes(tmp_path, binary_workbook({"Tarif": rows}), "t.xlsb")
    assert [(issue.row, issue.code) for issue in reading.issues if issue.level == "error"] == [
        (3, "price.missing"),
        (4, "price.negative"),
    ]
    assert column(reading, "price") == [10**15]
    assert [reading.raw[row].get("Marque") for row in (2, 4)] == ["TRUE", "FALSE"]


def test_a_hidden_sheet_is_mentioned_and_not_read(tmp_path: Path) -> None:
    raw = binary_workbook({"Tarif": [HEAD, *ROWS], "Ancien": [HEAD, *ROWS]}, hidden=["Ancien"])
    reading = read_bytes(tmp_path, raw, "t.xlsb")
    assert (reading.sheet, reading.rows, [issue.sheet for issue in found(reading, "sheet.hidden")]) == (
        "Tarif",
        3,
        ["Ancien"],
    )


def test_of_two_sheets_the_right_one_is_asked_for(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, binary_workbook({"Un": [HEAD, *ROWS], "Deux": [HEAD, *ROWS]}), "t.xlsb")
    assert (reading.verdict, [question.id for question in reading.questions]) == ("ask", ["sheet"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.booleans())
def test_a_binary_workbook_is_read_as_it_was_written(
    tmp_path: Path, lines: list[tuple[str, Decimal, str]], shared: bool
) -> None:
    rows = rows_of(lines)
    written: list[list[Any]] = [[reference, name, float(price), brand] for reference, name, price, brand in rows]
    reading = read_bytes(tmp_path, binary_workbook({"Tarif": [HEAD, *written]}, shared=shared), "t.xlsb")
    assert_read(reading, rows)


def test_hidden_rows_and_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    raw = binary_workbook({"Tarif": [HEAD, *ROWS]})
    row = b"\x00\x11" + (2).to_bytes(4, "little") + bytes(4) + (300).to_bytes(2, "little")
    hidden = struct.pack("<5I", 3, 3, 2560, 0, 1)
    column_info = b"\x3c" + bytes((len(hidden),)) + hidden
    changed = (
        sheet_of(raw)
        .replace(row + b"\0\0", row + b"\0\x10", 1)
        .replace(b"\x91\x01\x00", column_info + b"\x91\x01\x00", 1)
    )
    reading = read_bytes(tmp_path, repacked(raw, {SHEET: changed}), "t.xlsb")
    assert [dict(issue.params) for issue in found(reading, "sheet.hidden_parts")] == [{"rows": 1, "columns": 1}]
    assert reading.imported == 3


LAST = b"\x00\x11" + (3).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (LAST, LAST[:2] + (2**31).to_bytes(4, "little"), "file.damaged"),
        (LAST, LAST[:2] + (2**20).to_bytes(4, "little"), "file.damaged"),
        (b"\x94\x01\x10", b"\x94\x01\x10" + bytes(4) + b"\xff\xff\xff\x7f" + bytes(8), "file.damaged"),
        (b"\x91\x01\x00", b"\x91\x01\xff\xff\xff\x7f", "file.damaged"),
    ],
)  # fmt: skip
def test_a_size_that_lies_is_refused_before_room_is_made_for_it(
    tmp_path: Path, before: bytes, after: bytes, code: str
) -> None:
    raw = binary_workbook({"Tarif": [HEAD, *ROWS]})
    assert before in sheet_of(raw)
    reading = read_bytes(tmp_path, repacked(raw, {SHEET: sheet_of(raw).replace(before, after, 1)}), "t.xlsb")
    assert reading.refusal is not None
    assert reading.refusal.code == code


def test_a_cell_far_away_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_CELLS", 1_000_000)
    raw = binary_workbook({"Tarif": [HEAD, *ROWS]})
    far = sheet_of(raw).replace(LAST, LAST[:2] + (1_000_000).to_bytes(4, "little"), 1)
    refusal = read_bytes(tmp_path, repacked(raw, {SHEET: far}), "t.xlsb").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["height"], refusal.params["width"]) == ("file.far_cell", 1_000_001, 4)


def test_a_table_of_strings_that_says_it_holds_billions_is_refused(tmp_path: Path) -> None:
    raw = binary_workbook({"Tarif": [HEAD, *ROWS]}, shared=True)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        strings = archive.read("xl/sharedStrings.bin")
    assert strings[:3] == b"\x9f\x01\x08"
    reading = read_bytes(
        tmp_path,
        repacked(raw, {"xl/sharedStrings.bin": strings[:3] + b"\xff\xff\xff\x7f" * 2 + strings[11:]}),
        "t.xlsb",
    )
    assert reading.refusal is not None
    assert (reading.refusal.code, reading.refusal.params["detail"]) == ("file.damaged", "strings")


def sheet_of(raw: bytes) -> bytes:
    """The first sheet's part."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(SHEET)


@pytest.mark.parametrize("shared", [False, True])
def test_broken_bytes_get_an_answer(tmp_path: Path, shared: bool) -> None:
    raw = binary_workbook({"Tarif": [HEAD, *ROWS]}, shared=shared)
    inner = sheet_of(raw)
    for seed in range(60):
        read_bytes(tmp_path, mutated(raw, seed), "t.xlsb")
        read_bytes(tmp_path, repacked(raw, {SHEET: mutated(inner, seed)}), "t.xlsb")
