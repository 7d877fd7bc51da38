"""Names, references and suppliers behind their labels, in one line or several."""

from __future__ import annotations

import pytest

from imports.documents.layout import plain_text
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of


def read(*section_1: str) -> Sheet:
    lines = (
        "SAFETY DATA SHEET",
        "1. Identification",
        *section_1,
        "2. Hazards identification",
        "H319",
        "3. Composition",
        "Water",
    )
    sheet = sheet_of(plain_text("\n".join(lines)))
    assert isinstance(sheet, Sheet)
    return sheet


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["Product name : Shiny 5"], "Shiny 5"), (["Product name    Shiny 5"], "Shiny 5"), (["Product name", ":", "Shiny 5"], "Shiny 5"),
        (["1.1 Identificateur de produit", "Nom commercial : Shiny 5"], "Shiny 5"), (["1.1 Product identifier", "Shiny 5"], "Shiny 5"),
        (["1.1. Produktidentifikator", "· Handelsname: Shiny 5"], "Shiny 5"), (["Nom de la matière", ": Shiny 5"], "Shiny 5"),
        (["Product name : S h i n y"], "Shiny"), (["Product names are given below"], None), (["1.1 Product identifier", "1.2 Uses"], None),
        (["Product name    : Shiny floor cleaner for", "                  wide halls", "                  B02908590185"], "Shiny floor cleaner for wide halls"),
        (["Product name    Shiny concentrate lime-", "                scented", "                No. 4005240012499, 4005240012598"], "Shiny concentrate lime-scented"),
        (["Product name    Shiny 5", "Company    Shine Ltd."], "Shiny 5"), (["Product name    Shiny 5", "Colour: red"], "Shiny 5"),
        (["Product name    Shiny 5", "                Synonyms: Bright"], "Shiny 5"), (["Product name : Shiny 5", "A liquid soap"], "Shiny 5"),
        (["Product name    Shiny 5", "                Cleans all floors of the house."], "Shiny 5"),
        (["1.1 Trade Name (as labeled):    Shiny 5"], "Shiny 5"), (["Product Name    ● Shiny 5"], "Shiny 5"), (["GHS product identifier    : Shiny 5"], "Shiny 5"),
        (["Product name Shiny 5"], "Shiny 5"), (["1.1 Nom commercial Shiny 5"], "Shiny 5"), (["Product name and use: see below"], None),
        (["Product name Product code", "Shiny 5"], None), (["Product name Is given below."], None),
        (["Product Description:    Shiny 5"], "Shiny 5"), (["Artikelnummer    10100, 10101", "Artikelbezeichnung    Shiny 5"], "Shiny 5"),
    ],
)  # fmt: skip
def test_names(lines: list[str], name: str | None) -> None:
    assert read(*lines).name == name


@pytest.mark.parametrize(
    ("lines", "references"),
    [
        (["Product code : 21123345"], ["21123345"]), (["Product code : 68922171_U; 68870967"], ["68922171_U", "68870967"]),
        (["Code article    AB-12/3"], ["AB-12/3"]), (["Numéro de la matière", ":", "0000100"], ["0000100"]), (["Product code : see label"], []),
    ],
)  # fmt: skip
def test_references(lines: list[str], references: list[str]) -> None:
    assert [found.value for found in read(*lines).references] == references


@pytest.mark.parametrize(
    ("lines", "supplier"),
    [
        (["Company: Shiny Ltd."], "Shiny Ltd."), (["Société", ":", "Brillant SA"], "Brillant SA"),
        (["1.3 Details of the supplier of the safety data sheet", "Shiny Ltd."], "Shiny Ltd."),
        (["1.3 Details of the supplier of the safety data sheet", "-", "Shiny Ltd.", "Supplier : none"], "Shiny Ltd."), (["Shiny Ltd."], None),
    ],
)  # fmt: skip
def test_suppliers(lines: list[str], supplier: str | None) -> None:
    assert read(*lines).supplier == supplier


@pytest.mark.parametrize(
    ("line", "ufi"),
    [
        ("UFI: 3C20-H0V1-W00Y-7D5X", "3C20-H0V1-W00Y-7D5X"), ("UFI : 3C20 - H0V1 - W00Y - 7D5X", "3C20-H0V1-W00Y-7D5X"),
        ("U F I : 3 C 2 0 - H 0 V 1 - W 0 0 Y - 7 D 5 X", "3C20-H0V1-W00Y-7D5X"), ("UFI: not applicable", None), ("UFI: ABCD-EFGH-IJKL-MNOP", None),
    ],
)  # fmt: skip
def test_formula_identifiers(line: str, ufi: str | None) -> None:
    assert [found.value for found in read(line).ufis] == ([ufi] if ufi else [])


def test_a_heading_is_no_name() -> None:
    lines = ("SAFETY DATA SHEET", "Revision date 12.03.2024", "SECTION 1: IDENTIFICATION OF THE MIXTURE", "1.1 Uses", "2. Hazards identification", "H319",
             "3. Composition", "Water")  # fmt: skip
    sheet = sheet_of(plain_text("\n".join(lines)))
    assert isinstance(sheet, Sheet)
    assert sheet.name is None


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("Révision : 5 mars 2025", None),
        ("Date de révision : 1er février 2026", None),
        ("Revision: March 5th 2025 Version 2.1", "2.1"),
        ("Version : 4", "4"),
    ],
)
def test_a_day_is_no_version(line: str, version: str | None) -> None:
    assert read(line).version == version
