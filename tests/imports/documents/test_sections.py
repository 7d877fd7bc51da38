"""Sections: headings of all kinds, mentions that are none, contents, repetitions, several sheets in one file."""

from __future__ import annotations

import pytest

from imports.documents.headings import is_heading
from imports.documents.layout import Text, plain_text
from imports.documents.record import Refused, Sheet
from imports.documents.safety_sheet import sheet_of
from tests.imports.documents.made_sheet import NUMBERED, TITLES, made, text_file

EVERY = [
    (language, number, shape, title)
    for language, titles in TITLES.items()
    for shape in NUMBERED[language]
    for number, title in enumerate(titles, start=1)
]


@pytest.mark.parametrize("change", [str, str.upper, " ".join], ids=["plain", "upper", "apart"])
def test_every_heading_in_every_shape(change: object) -> None:
    assert callable(change)
    lines = [change(shape.format(n=number, t=title)) for _, number, shape, title in EVERY]
    assert [line for line in lines if not is_heading(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "2.1 Classification de la substance ou du mélange", "2.2. Label elements", "Voir la rubrique 2 : Identification des dangers",
        "See Section 8 for information on appropriate personal protective equipment.", "Section 2 and 15 reflects the exact composition",
        "16 rue des Lilas", "12 months of storage", "3 drops in water", "1 litre", "13.1 Waste treatment methods", "SECTION",
        "Section 4 of the regulation", "17. Other information",
    ],
)  # fmt: skip
def test_what_is_no_heading(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "4. PREMIER SECOURS", "7. Manutention et stockage", "11. INFORMATIONS SUR LES EFFETS TOXICOLOGIQUES",
        "RUBRIQUE 4 : Premiers soins", "15 Rechtvorschriften",
    ],
)  # fmt: skip
def test_headings_in_other_words(line: str) -> None:
    assert is_heading(line)


def of(text: str) -> Sheet:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    return sheet


def product(sheet: Sheet) -> set[str]:
    return {code.code for code in sheet.codes_of(2)}


def test_a_number_alone_above_its_title() -> None:
    text = "SAFETY DATA SHEET\nSECTION 2\nHazards identification\nH319 Causes serious eye irritation.\nSECTION 3\nComposition\nWater"
    assert product(of(text)) == {"H319"}


def test_contents_at_the_beginning_are_no_sections() -> None:
    sheet = made(3, "fr", printed=True)
    text = text_file(sheet)
    contents = "\n".join(f"RUBRIQUE {n} : {title}" for n, title in enumerate(TITLES["fr"], start=1))
    assert product(of(contents + "\n" + text)) == product(of(text)) == {*sheet.hazards, *sheet.advice}


def test_a_list_of_what_was_revised_is_no_section() -> None:
    sheet = made(3, "en", printed=True)
    text = (
        text_file(sheet)
        + "\nRevised sections:\nSECTION 2: Hazards identification\nH360D now H361d\nSECTION 3: Composition\nH350"
    )
    assert product(of(text)) == {*sheet.hazards, *sheet.advice}


def test_a_heading_repeated_on_the_next_page_goes_on() -> None:
    text = (
        "SAFETY DATA SHEET\nSection 1: Identification\nX\nSection 2: Hazards identification\nH319\fSection 2: Hazards identification - continued\n"
        "H412\nSection 3: Composition\nH315"
    )
    assert product(of(text)) == {"H319", "H412"}
    assert [(heading.number, heading.page) for heading in of(text).sections] == [(1, 1), (2, 1), (3, 2)]


def test_the_second_sheet_of_a_file_never_adds_to_the_product() -> None:
    one, other = made(5, "fr", printed=True), made(6, "en", printed=True)
    sheet = of(text_file(one) + "\n" + text_file(other))
    assert product(sheet) in ({*one.hazards, *one.advice}, {*other.hazards, *other.advice})


@pytest.mark.parametrize(
    "text",
    [
        "Certificate\nLicence FR/020/012", "SAFETY DATA SHEET\navailable on request", "H318 H315 P102",
        "Safety data sheet\n1. Identification\nName", "2. Hazards\nNone\n3. Composition\nWater",
        "Price list\n1. Identification\n2. Hazard lights\n3. Fire doors",
    ],
)  # fmt: skip
def test_what_is_no_sheet(text: str) -> None:
    assert sheet_of(plain_text(text)) == Refused("sheet.not_a_sheet")


def test_a_document_without_a_letter_says_so() -> None:
    assert sheet_of(Text((), (), 4)) == Refused("sheet.no_text", {"pages": 4})


def test_sections_that_hold_nothing_are_not_readable() -> None:
    text = "SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n3. Composition\nWater and salts only\n4. First aid measures\nRest."
    assert of(text).readable == {2: False, 3: True}
    assert of(text.replace("Water and salts only", "\ue001\ue002 \ue003abc\ue004\ue005" * 9)).readable == {
        2: False,
        3: False,
    }


def test_a_kit_of_two_products_is_no_answer_for_one() -> None:
    """Two sheets of one file: what the second one names beyond the first leaves section 2 unread, never silently safe."""
    mild = text_file(made(5, "fr", printed=True))
    start = mild.index("\n", mild.index("2.2 Éléments"))
    one, other = (f"{mild[:start]}\n{code}{mild[start:]}" for code in ("H334", "H350"))
    assert of(f"{mild}\n{mild}").readable[2] is True
    assert of(f"{one}\n{other}").readable[2] is False
    both = of(f"{mild}\n{one}")
    assert "H334" in product(both) or both.readable[2] is False


@pytest.mark.parametrize(
    ("two", "three", "readable"),
    [
        ("H319", "67-63-0 5 %", {2: True, 3: True}),
        ("Danger", "ethanol 64-17-5", {2: False, 3: True}),
        ("EUH208", "12-34", {2: True, 3: False}),
        ("\ue001\ue002\ue003 H319", "p. 3", {2: False, 3: False}),
    ],
)
def test_a_short_section_is_readable_where_it_names_a_code_or_a_substance(
    two: str, three: str, readable: dict[int, bool]
) -> None:
    text = f"SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n{two}\n3. Composition\n{three}\n4. First aid\nx"
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    assert sheet.readable == readable
