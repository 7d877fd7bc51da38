"""Whatever a supplier writes in a name reaches the buyer's spreadsheet as text, and reads back equal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from catalog.writing.delimited import LEADS, delimited, neutral, plain
from catalog.writing.table import Column, Table, Value, number
from catalog.writing.xlsx import workbook

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
COLUMNS = (
    Column("Nom"),
    Column("Quantité", "whole"),
    Column("Prix HT", "amount"),
    Column("TVA (%)", "rate"),
    Column("Jusqu’au", "date"),
)
ROW: tuple[Value, ...] = ("Savon « doux »; 5 L", 12, 3_950_000, 55_000, dt.date(2026, 11, 22))
TABLE = Table(
    "Sélection", ("Ceci n’est pas un bon de commande.", "Jour"), COLUMNS, (ROW, (None,) * 5), ((None, 1, 2, 3, None),)
)
# What a database text can hold: no NUL, no half of a surrogate pair.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=40)
FORMULAS = st.builds(
    "".join, st.tuples(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "'", "'=", '"=', ";="]), TEXTS)
)


def _one(text: str) -> Table:
    return Table("x", (), (Column("Nom"), Column("n", "whole")), ((text, 1),))


def _read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_as_a_french_spreadsheet_expects_it() -> None:
    assert delimited(TABLE) == (
        "\ufeff\"Ceci n’est pas un bon de commande.\"\r\n\"Jour\"\r\n\r\n"
        "\"Nom\";\"Quantité\";\"Prix HT\";\"TVA (%)\";\"Jusqu’au\"\r\n"
        "\"Savon « doux »; 5 L\";12;3,95;5,5;2026-11-22\r\n;;;;\r\n;1;0,000002;0,0003;\r\n"
    ).encode()  # fmt: skip


@pytest.mark.parametrize("lead", LEADS)
def test_a_formula_sign_is_kept_from_the_spreadsheet(lead: str) -> None:
    assert neutral(f"{lead}1+1") == f"'{lead}1+1"
    assert plain(neutral(f"{lead}1+1")) == f"{lead}1+1"
    assert neutral(f"'{lead}1") == f"''{lead}1"


def test_other_texts_stay_as_they_are() -> None:
    assert [neutral(text) for text in ("", "'", "'t Zand", "5 L", "a=b", " =1")] == [
        "",
        "'",
        "'t Zand",
        "5 L",
        "a=b",
        " =1",
    ]


@given(TEXTS | FORMULAS)
def test_no_csv_cell_is_a_formula_and_all_read_back_equal(text: str) -> None:
    cell = _read_csv(delimited(_one(text)))[1][0]
    assert not cell.startswith(tuple("=+-@\t\r\n"))
    assert plain(cell) == text


@given(TEXTS | FORMULAS)
def test_no_workbook_cell_is_a_formula_and_all_read_back_equal(text: str) -> None:
    content = workbook(_one(text), NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert re.findall(r'<c r="A2" s="\d+"( t="\w+")?', sheet) == [' t="inlineStr"']
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1] == [text, 1.0]


def test_workbook_holds_true_numbers_and_days() -> None:
    sheet = load_workbook(io.BytesIO(workbook(TABLE, NOON))).active
    assert sheet is not None
    assert sheet.title == "Sélection"
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == ["Ceci n’est pas un bon de commande.", None, None, None, None]
    assert values[3] == ["Nom", "Quantité", "Prix HT", "TVA (%)", "Jusqu’au"]
    assert values[4] == ["Savon « doux »; 5 L", 12, 3.95, 5.5, dt.datetime(2026, 11, 22)]  # noqa: DTZ001
    assert values[5] == [None] * 5
    assert [cell.number_format for cell in sheet[5]] == ["@", "#,##0", "#,##0.00####", "0.####", "yyyy-mm-dd"]
    assert sheet.freeze_panes == "A5"


def test_the_same_table_gives_the_same_bytes() -> None:
    assert workbook(TABLE, NOON) == workbook(TABLE, NOON)


def test_a_name_that_no_sheet_may_have() -> None:
    named = Table("[Crèche]: a/b*c?\\'" + "x" * 40, (), COLUMNS, ())
    sheet = load_workbook(io.BytesIO(workbook(named, NOON))).active
    assert sheet is not None
    assert sheet.title == "Crèche   a b c  'xxxxxxxxxxxxxx"
    assert load_workbook(io.BytesIO(workbook(Table("[]", (), COLUMNS, ()), NOON))).sheetnames == ["1"]


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    sheet = load_workbook(io.BytesIO(workbook(_one("x" * 40_000), NOON))).active
    assert sheet is not None
    assert sheet["A2"].value == "x" * 32_767


@given(st.integers(-(10**18), 10**18))
def test_numbers_are_exact(value: int) -> None:
    assert number(value, "amount") * 1_000_000 == Decimal(value)
    assert f"{number(value, 'whole'):f}" == str(value)


def test_what_is_no_character_becomes_the_sign_for_it() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(_one("a\ufffeb\uffff"), NOON)))
    assert book.get_sheet_by_index(0).to_python()[-1][0] == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("name", "sheet"), [("é" * 40, "é" * 31), ("a" + "𐀀" * 20, "a" + "𐀀" * 15), ("[]", "1"), ("a/b", "a b")]
)
def test_a_sheet_is_named_within_31_units(name: str, sheet: str) -> None:
    table = Table(name, (), (Column("Nom"),), (("Savon",),))
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook(table, NOON))).sheet_names == [sheet]
