"""What was written is what is read: generated catalogues in every format and dialect."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.imports.catalogues import messages, tables
from tests.imports.catalogues.items import ITEMS, Item, came_back, expected
from tests.imports.catalogues.tables import Plain
from tests.imports.made import read_bytes

SOME = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CONVENTIONS = {
    "fr": (",", " ", " €", "%d/%m/%Y"), "fr-fine": (",", "\u202f", "", "%d.%m.%Y"), "fr-nbsp": (",", "\u00a0", "\u00a0€", "%d-%m-%Y"),
    "de": (",", ".", " EUR", "%d.%m.%Y"), "en": (".", ",", "", "%Y-%m-%d"), "ch": (".", "'", "", "%d.%m.%Y"), "bare": (",", "", "", "%Y%m%d"),
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-15", "mac_roman")


def assert_same(folder: Path, raw: bytes, name: str, kind: str, items: Sequence[Item]) -> None:
    reading = read_bytes(folder, raw, name)
    assert (reading.verdict, reading.format, reading.rejected) == ("import", kind, 0)
    assert came_back(reading) == [expected(item) for item in items]


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(SOME, max_examples=5)
@given(
    ITEMS,
    st.sampled_from(";\t,|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_plain_files(
    tmp_path: Path, convention: str, encoding: str, items: list[Item], delimiter: str, quoting: int, end: str
) -> None:
    sign, thousands, unit, day = CONVENTIONS[convention]
    fitting = "latin-1" if encoding in ("cp1252", "iso8859-15", "mac_roman") else "utf-8"
    if encoding in ("cp1252", "iso8859-15", "mac_roman") and thousands == "\u202f":
        thousands = " "
    items = [item.in_encoding(fitting) for item in items]
    items = [item.in_encoding(encoding) for item in items]
    raw = Plain(encoding, delimiter, sign, thousands, unit, day, quoting, end).written(items)
    assert_same(tmp_path, raw, "t.csv", "tsv" if delimiter == "\t" else "csv", items)


MAKERS: dict[str, tuple[Callable[[Sequence[Item]], bytes], str]] = {
    "xlsxwriter": (tables.by_xlsxwriter, "xlsx"), "openpyxl": (tables.by_openpyxl, "xlsx"), "ods": (tables.open_document, "ods"),
    "xls": (tables.old_workbook, "xls"),
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
@SOME
@given(ITEMS)
def test_workbooks(tmp_path: Path, maker: str, items: list[Item]) -> None:
    write, kind = MAKERS[maker]
    assert_same(tmp_path, write(items), f"t.{kind}", kind, items)


@pytest.mark.parametrize("version", ["1.01", "1.2", "2005"])
@SOME
@given(ITEMS, st.sampled_from(["", "b:"]), st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1", "ISO-8859-15"]))
def test_bmecat(tmp_path: Path, version: str, items: list[Item], prefix: str, encoding: str) -> None:
    assert_same(tmp_path, messages.bmecat(items, version, prefix, encoding), "t.xml", "bmecat", items)


@pytest.mark.parametrize("dialect", messages.PROFILES)
@SOME
@given(ITEMS, st.sampled_from(list(messages.PREFIXES)), st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1"]))
def test_ubl(tmp_path: Path, dialect: str, items: list[Item], prefixes: str, encoding: str) -> None:
    assert_same(tmp_path, messages.ubl(items, dialect, prefixes, encoding), "t.xml", "ubl", items)


def without(items: Sequence[Item], *, gtin: bool) -> list[Item]:
    """The items as a format carries them that has no tiers, and perhaps no bar codes."""
    return [replace(item, tiers=(), gtin=item.gtin if gtin else None) for item in items]


@SOME
@given(ITEMS, st.sampled_from(["UTF-8", "UTF-16", "ISO-8859-1"]))
def test_cxml(tmp_path: Path, items: list[Item], encoding: str) -> None:
    kept = without(items, gtin=False)
    assert_same(tmp_path, messages.cxml(kept, encoding), "t.xml", "cxml", kept)


@SOME
@given(ITEMS, st.sampled_from(["utf-8", "cp1252"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_cif(tmp_path: Path, items: list[Item], encoding: str, quoting: int) -> None:
    kept = [item.in_encoding(encoding) for item in without(items, gtin=True)]
    assert_same(tmp_path, messages.cif(kept, encoding, quoting), "t.cif", "cif", kept)


@SOME
@given(ITEMS, st.sampled_from([":+.? '", ":+.? ~", "|^.! \\"]), st.sampled_from(["", "\n", "\r\n"]))
@example([Item("0A'B+C:D?X", "N'+:?e", Decimal("1.5"))], ":+.? '", "")
def test_pricat(tmp_path: Path, items: list[Item], signs: str, end: str) -> None:
    kept = [item.in_encoding("latin-1") for item in items]
    assert_same(tmp_path, messages.pricat(kept, signs, end), "t.edi", "pricat", kept)
