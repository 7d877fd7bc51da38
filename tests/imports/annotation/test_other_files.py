"""Files that are no XLSX: tables come back as a workbook of the same cells, everything else as a report."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.wording.annotation import labels
from imports.annotation import plain
from imports.annotation.annotate import _names, annotate_here
from imports.annotation.child import annotate_file
from imports.annotation.markup import cell_text, inert
from imports.annotation.record import Order, Remark, Unfollowed, order_from, order_json
from imports.formats.spreadsheet import read_zip
from imports.reading import read_here
from imports.record import Cell, Column, Grid, Request
from tests.imports.annotation.catalogue import annotated
from tests.imports.annotation.package import faults
from tests.imports.made import open_document

CSV = """Tarif 2026;;;
;;;
Référence;Désignation;Prix HT;Devise
007;Savon « doux »;12,50;EUR

A2;=1+1;sur devis;EUR
A3;"Éponge
sur deux lignes";;EUR
A4;Balai;3,00;EUR;;;;trop
"""
ROWS_SHEET, OURS = "Lignes lues", "Contrôle Tamis"


def write(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def told(path: Path, sheet: str) -> dict[str, str]:
    cells = [cell for row in openpyxl.load_workbook(path)[sheet].iter_rows() for cell in row]
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def test_a_csv_comes_back_as_its_rows_at_their_numbers(tmp_path: Path) -> None:
    source, out = write(tmp_path, "tarif.csv", CSV.encode("cp1252")), tmp_path / "out.xlsx"
    reading, made = annotated(source, out)
    assert (made.form, faults(out.read_bytes())) == ("copied", [])
    rows = [issue.row for issue in reading.issues if issue.row]
    assert set(told(out, ROWS_SHEET)) == {f"{'A' if row == max(rows) else 'C'}{row}" for row in rows}
    sheet = openpyxl.load_workbook(out)[ROWS_SHEET]
    assert [sheet["A4"].value, sheet["B4"].value, sheet["C4"].value] == ["007", "Savon « doux »", "12,50"]
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=1+1", "s")
    again = read_here(out, Request("out.xlsx"))
    assert [(issue.code, issue.row) for issue in again.issues if issue.row and issue.code != "row.too_many_cells"] == [
        (issue.code, issue.row) for issue in reading.issues if issue.row and issue.code != "row.too_many_cells"
    ]


def test_an_open_document_comes_back_as_a_workbook_that_says_so(tmp_path: Path) -> None:
    raw = open_document([["Référence", "Désignation", "Prix HT"], ["A1", "Savon", "12,50"], ["A2", "Seau", "nc"]])
    out = tmp_path / "out.xlsx"
    _, made = annotated(write(tmp_path, "tarif.ods", raw), out)
    assert (made.form, set(told(out, "Tarif")), faults(out.read_bytes())) == ("copied", {"C3"}, [])
    said = [cell.value for cell in openpyxl.load_workbook(out)[OURS]["A"]]
    assert any(str(text).startswith("Votre fichier n’est pas un classeur XLSX") for text in said)


XML = b"""<?xml version="1.0"?><Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"><ID>1</ID></Catalogue>"""


@pytest.mark.parametrize(
    ("name", "raw"),
    [("t.pdf", b"%PDF-1.4"), ("t.xml", XML), ("t.csv", b""), ("t.xlsx", b"PK\x03\x04broken"), ("t.zip", b"PK\x05\x06" + bytes(18))],
)  # fmt: skip
def test_what_cannot_be_shown_again_gives_a_report_that_says_why(tmp_path: Path, name: str, raw: bytes) -> None:
    out = tmp_path / "out.xlsx"
    reading, made = annotated(write(tmp_path, name, raw), out)
    assert (reading.verdict, made.form, faults(out.read_bytes())) == ("refuse", "report", [])
    said = [cell.value for row in openpyxl.load_workbook(out)[OURS].iter_rows(max_col=2) for cell in row]
    assert "Motif" in said
    refusal = read_here(out, Request("out.xlsx")).refusal
    assert refusal is not None
    assert refusal.code == "file.our_report"


def test_the_report_of_a_structured_file_names_rows_and_columns(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "data" / "bmecat_12_prices.xml"
    out = tmp_path / "out.xlsx"
    remark = Remark(
        "error", "Le prix manque.", "Indiquez-le.", row=3, column="PRICE_AMOUNT", value="x", reference="K-3"
    )
    annotate_here(source, Order(labels("fr"), remarks=(remark,)), out)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(out)[OURS].iter_rows()]
    assert rows[-1] == ["Erreur", None, 3, "PRICE_AMOUNT", None, "K-3", "x", "Le prix manque.", "Indiquez-le.", None]


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    source, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as stream:
            for _ in range(80):
                stream.write(bytes(2**20))
    reading, made = annotated(source, out)
    assert reading.refusal is not None
    assert (reading.refusal.code, made.form) == ("file.bomb", "report")


def test_the_child_makes_what_we_would(tmp_path: Path) -> None:
    source = write(tmp_path, "tarif.csv", CSV.encode())
    order = Order(labels("en"), remarks=(Remark("error", "w", row=6, column="Prix HT"),), places={"": {"Prix HT": "C"}})
    made = annotate_file(source, order, tmp_path / "child.xlsx")
    assert made == annotate_here(source, order, tmp_path / "here.xlsx")
    assert (tmp_path / "child.xlsx").read_bytes() == (tmp_path / "here.xlsx").read_bytes()
    assert set(told(tmp_path / "child.xlsx", "Rows as read")) == {"C6"}


def test_a_child_that_is_ended_leaves_the_report(tmp_path: Path) -> None:
    source = write(tmp_path, "tarif.csv", ("Référence;Désignation;Prix HT\n" + "a;b;1\n" * 300_000).encode())
    order = Order(labels("fr"), max_seconds=0.2)
    assert annotate_file(source, order, tmp_path / "out.xlsx").form == "report"
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == [OURS]


def test_an_order_travels_as_it_is() -> None:
    remark = Remark("warning", "w", "r", "Tarif", 3, 4, "Prix", "x", "12,50", "A1", False)
    order = Order(labels("fr"), (("a", "b"),), ("q",), (remark,), {"Tarif": {"Prix": "C"}}, {"Tarif": "A"}, 12.5, 77)
    assert order_from(order_json(order)) == order


def grid(cells: list[Cell], name: str | None = "T", offset: int = 0) -> Grid:
    column = Column([None, *cells], np.arange(1, len(cells) + 1, dtype=np.int32))
    return Grid(name, (column,), np.arange(1, len(cells) + 1, dtype=np.int32), offset)


def test_values_are_written_as_what_they_are(tmp_path: Path) -> None:
    cells: list[Cell] = [
        "007", Decimal("12.3456"), dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, 8, 30),  # noqa: DTZ001
        dt.time(6), dt.timedelta(days=1, hours=12), "a\x07b", "_x0041_", " deux  blancs ", "l1\nl2",
    ]  # fmt: skip
    plain.write_plain(tmp_path / "t.xlsx", [("T", grid(cells, offset=2))])
    assert faults((tmp_path / "t.xlsx").read_bytes()) == []
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["T"]
    assert [sheet[f"C{row}"].value for row in range(1, 5)] == [
        "007", 12.3456, dt.datetime(2026, 11, 22), dt.datetime(2026, 11, 22, 8, 30),  # noqa: DTZ001
    ]  # fmt: skip
    reread = read_grid(tmp_path / "t.xlsx")
    assert reread[6:] == ["a\x07b", "_x0041_", " deux  blancs ", "l1\nl2"]


def read_grid(path: Path) -> list[Cell]:
    found = read_zip(path).grids[0]
    return [found.columns[0].at(line) for line in range(len(found.numbers))]


def test_sheets_get_names_that_a_workbook_can_hold() -> None:
    grids = tuple(grid(["a"], name) for name in ("Prix/2026", "prix 2026", "x" * 40, "x" * 41, "??", None))
    assert list(_names(grids, "Lignes lues").values()) == [
        "Prix 2026", "prix 2026 (2)", "x" * 31, "x" * 25 + " (4)", " (5)", "Lignes lues",
    ]  # fmt: skip


def test_more_than_a_sheet_holds_is_not_copied(tmp_path: Path) -> None:
    far = Grid("T", grid(["a"]).columns, np.array([2_000_000], dtype=np.int32))
    with pytest.raises(Unfollowed):
        plain.write_plain(tmp_path / "t.xlsx", [("T", far)])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip())), min_size=1, max_size=30))
def test_any_text_becomes_a_cell_of_the_same_text(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        plain.write_plain(path, [("T", grid(list(texts)))])
        assert faults(path.read_bytes()) == []
        assert read_grid(path) == texts


@given(st.text(max_size=60))
def test_what_we_say_turns_no_line_and_is_plain_xml(text: str) -> None:
    assert cell_text(inert(text)).isascii()
    assert not set("\u202a\u202e\u2066\u2069\x00\x07\uffff") & set(inert(text))
    assert b"<" not in cell_text(text)
