"""Pages as a person sees them: what stands beside the page is not on it, and fonts that count their pictures are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.documents.glyphs import counted, letter_of
from imports.documents.opened import read_here
from imports.documents.pdf import words_of
from imports.documents.record import Sheet
from tests.imports.documents.made_pdf import Run, counting_pdf, pdf_of

SHEET = (
    "Safety data sheet", "SECTION 1. Identification", "Product name : Shiny 5 & Co", "Revision date: 19.09.2023",
    "SECTION 2. Hazards identification", "H319 Causes serious eye irritation. (1,5 %)", "P280 Wear gloves.",
    "SECTION 3. Composition", "Citric acid 77-92-9 201-069-1 5 - 15 %", "SECTION 4. First aid measures",
)  # fmt: skip


def runs() -> list[Run]:
    return [Run(50, 60 + 20 * at, row) for at, row in enumerate(SHEET)]


def read(data: bytes, folder: Path) -> Sheet:
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    sheet = read_here(path, "sheet.pdf", 300).sheet
    assert isinstance(sheet, Sheet)
    return sheet


def test_what_stands_beside_the_page_is_not_read(tmp_path: Path) -> None:
    """Printers' marks in the margin of a heading, and a code that nobody sees."""
    hidden = [
        Run(-40, 140, "CMYK"),
        Run(-80, 160, "H350"),
        Run(700, 160, "H360"),
        Run(50, 900, "H370"),
        Run(50, -9, "H372"),
    ]
    sheet = read(pdf_of([[*runs(), *hidden]]), tmp_path)
    assert [code.code for code in sheet.codes_of(2)] == ["H319", "P280"]
    assert [heading.number for heading in sheet.sections] == [1, 2, 3, 4]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_on_itself(turned: int, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf_of([runs()], turned=turned))
    assert len(words_of(path, 9)[0]) == sum(len(row.split()) for row in SHEET)


def test_a_font_that_counts_its_pictures(tmp_path: Path) -> None:
    """Seen in a viewer it is a sheet like any other; its letters are told as 3 for the blank, 4 for "!" and so on."""
    sheet = read(counting_pdf([runs()]), tmp_path)
    assert (sheet.name, str(sheet.revised), sheet.language) == ("Shiny 5 & Co", "2023-09-19", "en")
    assert [code.code for code in sheet.codes_of(2)] == ["H319", "P280"]
    assert [(each.cas, each.ec, str(each.low), str(each.high)) for each in sheet.substances] == [
        ("77-92-9", "201-069-1", "5", "15")
    ]


def test_the_order_of_the_pictures() -> None:
    assert (
        "".join(chr(letter_of(ord(sign))) for sign in "6LFKHUKHLWVGDWHQEODWW\x03JHPl\x89")
        == "Sicherheitsdatenblatt gemäß"
    )
    assert [letter_of(code) for code in (10, 13, 32, 2, 0x20AC)] == [10, 13, 32, 2, 0x20AC]


@pytest.mark.parametrize(
    ("text", "said"), [("H319 Causes irritation " * 9, False), ("\x03ab" * 9, True), ("\x03a", False), ("", False)]
)
def test_when_letters_are_numbers(text: str, said: bool) -> None:
    assert counted([ord(sign) for sign in text]) is said
