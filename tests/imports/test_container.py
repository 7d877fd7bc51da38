"""Workbooks: hostile, locked and broken archives; hidden parts; numbers without their binary noise."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from imports.formats import container
from imports.formats.spreadsheet import cell_of, decimal_of
from tests.imports.made import column, found, read_bytes, repacked, workbook

HEAD = ["Référence", "Désignation", "Prix HT"]
PLAIN = [HEAD, ["A1", "Savon", 1.5], ["A2", "Seau", 0.1 + 0.2]]
SHEET = "xl/worksheets/sheet1.xml"


def refusal_of(folder: Path, raw: bytes) -> str | None:
    reading = read_bytes(folder, raw, "tarif.xlsx")
    assert (reading.verdict, reading.rows) == ("refuse", 0)
    return reading.refusal.code if reading.refusal else None


def test_a_workbook_is_read_without_binary_noise(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook(Tarif=PLAIN), "tarif.xlsx")
    assert (reading.format, reading.sheet, column(reading, "price")) == ("xlsx", "Tarif", [1_500_000, 300_000])


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (0.1 + 0.2, Decimal("0.3")),
        (12.0, Decimal(12)),
        (3017620422003.0, Decimal(3017620422003)),
        (1005.7740000000001, Decimal("1005.774")),
    ],
)
def test_a_float_becomes_the_decimal_that_a_person_sees(number: float, value: Decimal) -> None:
    assert decimal_of(number) == value
    assert str(cell_of(number)) == str(value)


def test_a_cell_far_away_is_refused_and_not_allocated(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(2, 0, HEAD)
    sheet.write("XFD1048576", "x")
    book.close()
    assert len(made.getvalue()) < 10_000
    assert refusal_of(tmp_path, made.getvalue()) == "file.far_cell"


def test_a_far_cell_that_is_only_coloured_costs_nothing(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet, colour = book.add_worksheet(), book.add_format({"bg_color": "yellow"})
    for number, row in enumerate(PLAIN):
        sheet.write_row(number, 0, row)
    sheet.write_blank("XFD1048576", None, colour)
    book.close()
    assert read_bytes(tmp_path, made.getvalue(), "tarif.xlsx").imported == 2


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = repacked(workbook(Tarif=PLAIN), {SHEET: b"<worksheet>" + b" " * (80 * 2**20) + b"</worksheet>"})
    assert len(bomb) < 200_000
    assert refusal_of(tmp_path, bomb) == "file.bomb"


@pytest.mark.parametrize("name", ["/etc/passwd", "../out.xml", "xl/../../out.xml", "C:\\out.xml"])
def test_a_part_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal_of(tmp_path, repacked(workbook(Tarif=PLAIN), {}, [(name, b"x")])) == "file.hostile"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, repacked(workbook(Tarif=PLAIN), {}, [(SHEET, b"<worksheet/>")])) == "file.hostile"
    assert (
        refusal_of(tmp_path, repacked(workbook(Tarif=PLAIN), {}, [(SHEET.upper(), b"<worksheet/>")])) == "file.hostile"
    )


def test_a_part_whose_own_header_says_otherwise_is_refused(tmp_path: Path) -> None:
    raw = bytearray(workbook(Tarif=PLAIN))
    raw[raw.index(b"xl/worksheets/sheet1.xml")] = ord("y")
    assert refusal_of(tmp_path, bytes(raw)) == "file.hostile"


def test_an_encrypted_part_is_refused_as_protected(tmp_path: Path) -> None:
    raw = bytearray(workbook(Tarif=PLAIN))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    assert refusal_of(tmp_path, bytes(raw)) == "file.encrypted"


def test_a_protected_office_container_is_refused_as_protected(tmp_path: Path) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert refusal_of(tmp_path, raw) == "file.encrypted"


def test_other_archives_and_documents_are_named(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("tarif.csv", "a;b")
    assert refusal_of(tmp_path, made.getvalue()) == "file.archive"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal_of(tmp_path, made.getvalue()) == "file.not_a_table"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused_as_damaged(tmp_path: Path, share: float) -> None:
    raw = workbook(Tarif=PLAIN)
    assert refusal_of(tmp_path, raw[: int(len(raw) * share)]) == "file.damaged"


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_ENTRIES", 5)
    assert refusal_of(tmp_path, workbook(Tarif=PLAIN)) == "file.too_many_parts"


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, workbook(Tarif=[[f"c{number}" for number in range(2001)]])) == "file.too_many_columns"


def test_hidden_rows_and_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Tarif")
    for number, row in enumerate(PLAIN):
        sheet.write_row(number, 0, row)
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(1, 2, None, None, {"hidden": True})
    book.close()
    reading = read_bytes(tmp_path, made.getvalue(), "tarif.xlsx")
    assert reading.imported == 2
    assert [dict(issue.params) for issue in found(reading, "sheet.hidden_parts")] == [{"rows": 1, "columns": 2}]


def test_formulas_without_a_stored_result_are_told(tmp_path: Path) -> None:
    raw = workbook(Tarif=PLAIN)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read(SHEET)
    reading = read_bytes(
        tmp_path, repacked(raw, {SHEET: sheet.replace(b"<v>1.5</v>", b"<f>1+1</f><v></v>")}), "tarif.xlsx"
    )
    assert [(issue.sheet, issue.params["n"]) for issue in found(reading, "sheet.formulas")] == [("Tarif", 1)]
    assert [issue.row for issue in found(reading, "price.missing")] == [2]
