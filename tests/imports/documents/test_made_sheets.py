"""Sheets of our own making in three languages and many layouts: what was written in is read out, as text and as PDF."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.documents.layout import plain_text, text_of
from imports.documents.pdf import words_of
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of
from tests.imports.documents.made_pdf import Run, pdf_of
from tests.imports.documents.made_sheet import TITLES, Made, made, pdf_file, rows_of, text_file

SEEDS = st.integers(0, 10**6)
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def of_text(text: str) -> Sheet:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    return sheet


def of_pdf(data: bytes, folder: Path) -> Sheet:
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    sheet = sheet_of(text_of(words_of(path, 300)))
    assert isinstance(sheet, Sheet)
    return sheet


def as_written(sheet: Made, seen: Sheet) -> None:
    printed = {code.code for code in seen.codes_of(2) if code.printed}
    spoken = {code.code for code in seen.codes_of(2) if not code.printed}
    assert printed == ({*sheet.hazards, *sheet.advice} if sheet.printed else set(sheet.advice))
    assert spoken == (set() if sheet.printed else set(sheet.hazards))
    assert {code.code for code in seen.codes_of(3)} == {code for each in sheet.ingredients for code in each.codes}
    assert {each.cas: (each.ec, each.name, each.low, each.high) for each in seen.substances} == {
        each.cas: (each.ec, each.name, each.low and Decimal(each.low), each.high and Decimal(each.high))
        for each in sheet.ingredients
    }
    assert (seen.name, str(seen.revised), seen.language) == (sheet.name, "2024-02-03", sheet.language)
    assert (seen.missing, seen.readable, seen.classified) == ((), {2: True, 3: True}, bool(sheet.hazards))


@QUICK
@given(SEEDS)
def test_as_text(seed: int) -> None:
    sheet = made(seed)
    as_written(sheet, of_text(text_file(sheet)))


@QUICK
@given(SEEDS, st.integers(25, 60))
def test_as_pdf_whatever_the_page_breaks(tmp_path: Path, seed: int, rows: int) -> None:
    sheet = made(seed)
    as_written(sheet, of_pdf(pdf_file(sheet, rows), tmp_path))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_pages_that_are_turned(turned: int, tmp_path: Path) -> None:
    for seed in range(8):
        sheet = made(seed)
        as_written(sheet, of_pdf(pdf_file(sheet, turned=turned), tmp_path))


@QUICK
@given(SEEDS)
def test_broken_spacing_gives_the_same_codes(seed: int) -> None:
    """Blanks set at random between the letters of words, as bad fonts print them."""
    sheet = made(seed)
    draw = random.Random(seed)

    def spaced(word: re.Match[str]) -> str:
        letters = word.group()
        return " ".join(letters) if draw.random() < 0.3 else letters

    lines = [re.sub(r"[^\W_]+", spaced, line) for line in text_file(sheet).splitlines()]
    seen = of_text("\n".join(lines))
    told = {code.code for code in seen.codes_of(2)}
    assert told == {*sheet.hazards, *sheet.advice}
    assert {code.code for code in seen.codes_of(3)} == {code for each in sheet.ingredients for code in each.codes}


@pytest.mark.parametrize("language", sorted(TITLES))
def test_letters_that_stand_apart_all_over_the_file(language: str, tmp_path: Path) -> None:
    """The file spaces each letter; the program that reads it finds blanks between them or none: the codes are the same."""
    sheet = made(7, language)
    for spacing in (2.0, 4.0, 7.0):
        rows = [row for row in rows_of(sheet) if len(row) < 3]
        runs = [[Run(40, 20 + 9 * at, "  ".join(row), 6, spacing) for at, row in enumerate(rows)]]
        seen = of_pdf(pdf_of(runs), tmp_path)
        assert {code.code for code in seen.codes_of(2)} == {*sheet.hazards, *sheet.advice}, spacing


def test_two_columns_of_text(tmp_path: Path) -> None:
    """The right column begins with a section of its own: lines are not read across."""
    sheet = made(11, "en", printed=True)
    rows = ["  ".join(row) for row in rows_of(sheet) if len(row) < 3]
    half = next(at for at, row in enumerate(rows) if row.startswith(_heading(sheet, 9)))
    columns = [(40, rows[:half]), (320, rows[half:])]
    runs = [Run(x, 60 + 13 * at, row[:60], 7) for x, part in columns for at, row in enumerate(part)]
    seen = of_pdf(pdf_of([runs]), tmp_path)
    assert {code.code for code in seen.codes_of(2)} == {*sheet.hazards, *sheet.advice}
    assert {code.section for code in seen.codes} == {2, 16}
    assert seen.missing == ()


def _heading(sheet: Made, number: int) -> str:
    title = TITLES[sheet.language][number - 1]
    return sheet.heading.format(n=number, t=title.upper() if sheet.upper else title)
