"""Codes as they are printed: spaced, glued, combined, broken over lines; and what is none."""

from __future__ import annotations

import csv

import pytest

from catalog.reference.shipped import facts_of
from imports.documents.codes import PRECAUTIONS, codes_in, printed_codes
from imports.documents.layout import Text, plain_text
from imports.documents.phrases import spoken_codes
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of
from imports.documents.statements import FILE, statements
from imports.documents.stream import body_of


def found(text: str) -> list[str]:
    page: Text = plain_text(text)
    body = body_of(page, (2,) * len(page.lines), (True,) * len(page.lines))
    return [code.code for code in printed_codes(body)]


def spoken(text: str) -> list[str]:
    page = plain_text(text)
    body = body_of(page, (2,) * len(page.lines), (True,) * len(page.lines))
    return [code.code for code in spoken_codes(body, printed_codes(body))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("H315 - Provoque une irritation cutanée", ["H315"]),
        ("H315: Causes skin irritation", ["H315"]),
        ("(H319)", ["H319"]),
        ("Eye Dam. 1,H318;Skin Irrit. 2/H315", ["H318", "H315"]),
        ("Eye Dam. 1-H318", ["H318"]),
        ("H 318", ["H318"]),
        ("H-318", ["H318"]),
        ("H 3 1 8", ["H318"]),
        ("E U H 2 0 8", ["EUH208"]),
        ("EUH 208", ["EUH208"]),
        ("EUH-208", ["EUH208"]),
        ("EUH201A", ["EUH201A"]),
        ("EUH208-2019", ["EUH208"]),
        ("EUH\n208 Contient", ["EUH208"]),
        ("H302 +\nH332 Nocif", ["H302+H332"]),
        ("H332 + H302", ["H302+H332"]),
        ("H301+311+331", ["H301+H311+H331"]),
        ("H302/H332", ["H302+H332"]),
        ("H315/H319/H335", ["H315", "H319", "H335"]),
        ("H315 + H319", ["H315", "H319"]),
        (
            "H360FD H360Fd H360Df H361f H361d H361fd H350i",
            ["H360FD", "H360Fd", "H360Df", "H361f", "H361d", "H361fd", "H350i"],
        ),
        ("H361(F), H360 (FD), H350( i ), H361FD", ["H361f", "H360FD", "H350i", "H361fd"]),
        ("H319 (F)", ["H319"]),
        ("EUH006 EUH999", ["EUH006"]),
        ("H361 d’après", ["H361"]),
        ("H361 dangereux", ["H361"]),
        ("P305+P351+P338", ["P305+P351+P338"]),
        ("P305 + P351 +\nP338", ["P305+P351+P338"]),
        ("P305/351/338", ["P305+P351+P338"]),
        ("P102, P280", ["P102", "P280"]),
        ("P305 + P354 + P338, P302 + P361 + P354", ["P305+P354+P338", "P302+P361+P354"]),
        ("P236 P317 P265", ["P236", "P317", "P265"]),
        ("H318 3-5 %", ["H318"]),
        ("H399", ["H399"]),
        ("pH 310", []),
        ("p H 3 1 0", []),
        ("EUROH318", []),
        ("H3189", []),
        ("P999", []),
        ("H2O 100", []),
        ("AISE-P403", []),
        ("PH301", []),
        ("ABH318", []),
    ],
)
def test_printed(text: str, codes: list[str]) -> None:
    assert found(text) == codes


def test_the_same_code_twice_in_a_line_is_one() -> None:
    assert found("H318 H318\nH318") == ["H318", "H318"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Causes serious eye damage.", ["H318"]),
        ("CAUSES SERIOUS EYE DAMAGE", ["H318"]),
        ("Provoque de graves lésions des yeux", ["H318"]),
        ("Provoque des lésions oculaires graves.", ["H318"]),
        ("Verursacht schwere Augenschäden.", ["H318"]),
        ("V e r u r s a c h t schwere Augen-\nschäden.", ["H318"]),
        ("Harmful to aquatic life with long lasting effects", ["H412"]),
        ("Harmful to aquatic life", ["H402"]),
        ("Very toxic to aquatic life", ["H400"]),
        ("H412 Harmful to aquatic life", []),
        ("H372 Risque avéré d'effets graves pour les organes", []),
        ("Risque avéré d'effets graves pour les organes", ["H370"]),
        (
            "Risque avéré d’effets graves pour les organes (foie) à la suite d’expositions répétées ou d’une exposition prolongée",
            ["H372"],
        ),
        (
            "Risque présumé d’effets graves pour les organes à la suite d’expositions répétées ou d’une exposition prolongée",
            ["H373"],
        ),
        ("May cause damage to organs (liver, kidneys) through prolonged or repeated exposure", ["H373"]),
        ("Kann die Organe (Auge) schädigen", []),
        ("Kann die Organe schädigen (Leber) bei längerer oder wiederholter Exposition.", ["H373"]),
        ("May cause damage to organs. Repeated exposure may cause skin dryness or cracking.", ["H371", "EUH066"]),
        ("Causes damage to organs\nCauses damage to organs through prolonged or repeated exposure", ["H370", "H372"]),
        ("Peut provoquer somnolence ou des vertiges", ["H336"]),
        ("H315 Causes serious eye damage", ["H318"]),
        ("Harmful if swallowed or if inhaled", ["H302+H332"]),
        ("H302+H332 Harmful if swallowed or if inhaled. Harmful if swallowed", []),
        ("Nocif en cas d’ingestion. Nocif par inhalation.", ["H302", "H332"]),
        ("Kann bei Einatmen Allergie, asthmaartige Symptome oder Atembeschwerden verursachen.", ["H334"]),
        ("Contient du limonène. Peut produire une réaction allergique.", ["EUH208"]),
        ("Contient des isocyanates. Peut produire une réaction allergique.", ["EUH204"]),
        ("Does not cause serious eye damage", []),
        ("Explosive", []),
        ("It may corrode", []),
    ],
)
def test_spoken(text: str, codes: list[str]) -> None:
    assert spoken(text) == codes


def test_every_sentence_of_every_language_is_its_code() -> None:
    wrong = []
    for language in ("fr", "en", "de"):
        for row in _rows(language):
            if row["code"] not in ("H209", "H210", "H211") and spoken(f"{row['text']}.") != [row["code"]]:
                wrong.append((row["code"], language, spoken(f"{row['text']}.")))
    assert wrong == []


def _rows(language: str) -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["language"] == language]


def test_the_sentences_are_those_of_the_reference_facts() -> None:
    known = {(row["code"], row["language"], row["text"]) for language in ("fr", "en") for row in _rows(language)}
    facts = [
        (fact.key, side, fact.payload[f"text_{side}"]) for fact in facts_of("hazard_statement") for side in ("fr", "en")
    ]
    assert [fact for fact in facts if fact not in known and fact[0] != "EUH208"] == []
    assert {fact.key for fact in facts_of("hazard_statement")} <= statements().codes


def test_every_code_has_a_german_sentence() -> None:
    assert statements().codes - {row["code"] for row in _rows("de")} == {"H209", "H210", "H211"}


@pytest.mark.parametrize("code", sorted(statements().codes | PRECAUTIONS))
def test_every_known_code_is_read(code: str) -> None:
    assert codes_in(code) == [code]
    assert found(" ".join(code)) == [code]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "EUH208 Contient 1,2-benzisothiazol-3(2H)-one. Peut produire une réaction allergique.",
            ("1,2-benzisothiazol-3(2H)-one",),
        ),
        (
            "EUH208 - Contains: d-limonene, linalool and citral. May produce an allergic reaction.",
            ("d-limonene", "linalool", "citral"),
        ),
        ("EUH208 Enthält Cumarin; Citral. Kann allergische Reaktionen hervorrufen.", ("Cumarin", "Citral")),
        ("Contient du LIMONENE. Peut produire une réaction allergique.", ("LIMONENE",)),
        ("EUH208 Peut produire une réaction allergique.", ()),
    ],
)
def test_what_euh208_names(text: str, names: tuple[str, ...]) -> None:
    sheet = sheet_of(
        plain_text(f"SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n{text}\n3. Composition\nWater")
    )
    assert isinstance(sheet, Sheet)
    assert [code.substances for code in sheet.codes if code.code == "EUH208"] == [names]
