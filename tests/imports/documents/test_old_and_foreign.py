"""Sheets of the old directives, of Germany and of the United States; labels and classes without codes."""

from __future__ import annotations

import datetime as dt

import pytest

from imports.documents.layout import plain_text
from imports.documents.record import Refused, Sheet
from imports.documents.safety_sheet import sheet_of


def read(text: str) -> Sheet:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    return sheet


OLD = """FICHE DE DONNÉES DE SÉCURITÉ
Date de révision : 04.05.2009
1. Identification de la préparation et de la société
Nom commercial : DÉCAPANT FORT
2. Identification des dangers
Symbole(s) : Xi - Irritant
Phrases R : R36/38 Irritant pour les yeux et la peau. R 41
Phrases S : S2 S24/25 S26
3. Composition/informations sur les composants
Hydroxyde de sodium    1310-73-2    1 - 5 %    C; R35
Laurylsulfate    151-21-3    < 5 %    Xn; R22 R41R38
4. Premiers secours
R22 et R99 ne sont pas lues ici.
"""


def test_old_phrases_and_symbols_are_outdated_and_no_codes() -> None:
    sheet = read(OLD)
    two = [found.value for found in sheet.outdated if found.section == 2]
    three = [found.value for found in sheet.outdated if found.section == 3]
    assert sorted(two) == ["R36/38", "R41", "S2", "S24/25", "S26", "Xi"]
    assert sorted(three) == ["C", "R22", "R35", "R38", "R41", "Xn"]
    assert (sheet.codes, sheet.classified, sheet.older_format) == ((), True, True)
    assert (sheet.revised, sheet.name) == (dt.date(2009, 5, 4), "DÉCAPANT FORT")


@pytest.mark.parametrize(
    "line",
    [
        "Corrosif ; R34 Provoque des brûlures.",
        "Le mélange porte R36/37/38 sur son étiquette.",
        "Classification : C;R34",
        "R 34 - Causes burns.",
    ],
)
def test_a_phrase_needs_no_other_word_of_the_old_directives(line: str) -> None:
    text = f"SAFETY DATA SHEET\n1. Identification\nProduct name : Old\n2. Hazards identification\n{line}\n3. Composition\nSome water"
    sheet = read(text)
    assert {found.value for found in sheet.outdated} & {"R34", "R36/37/38"}
    assert (sheet.classified, sheet.older_format) == (True, True)


def test_an_r_that_is_no_phrase() -> None:
    text = "SAFETY DATA SHEET\n1. Identification\nCooling agent R22\n2. Hazards identification\nNot classified. Contains R134 and R22.\n3. Composition\nSome water"
    assert read(text).outdated == ()


GERMAN = """Sicherheitsdatenblatt gemäß Verordnung (EG) Nr. 1907/2006 (geändert durch Verordnung (EU) 2020/878)
Überarbeitet am: 3. Mai 2022    Druckdatum: 05.06.2023    Version: 4.2
ABSCHNITT 1: Bezeichnung des Stoffs beziehungsweise des Gemischs und des Unternehmens
1.1 Produktidentifikator
Handelsname: Bad-Reiniger Fix
Artikelnummer: 4711-B
UFI: 1A2B-3C4D-5E6F-7G8H
1.2 Verwendung: Nur für gewerbliche Anwender.
1.3 Einzelheiten zum Lieferanten, der das Sicherheitsdatenblatt bereitstellt
Hersteller/Lieferant: Muster GmbH
ABSCHNITT 2: Mögliche Gefahren
2.1 Einstufung des Stoffs oder Gemischs
Hautreizung, Kategorie 2    Schwere Augenschädigung, Kategorie 1
2.2 Kennzeichnungselemente
Gefahrenpiktogramme: Ätzwirkung
Signalwort: Gefahr
Gefahrenhinweise
Verursacht Hautreizungen. Verursacht schwere Augenschäden.
ABSCHNITT 3: Zusammensetzung/Angaben zu Bestandteilen
CAS-Nr.    Bezeichnung    Gehalt
5949-29-1    Citronensäure    10 - < 20 %
ABSCHNITT 4: Erste-Hilfe-Maßnahmen
Arzt rufen.
"""


def test_a_german_sheet() -> None:
    sheet = read(GERMAN)
    assert (sheet.language, sheet.name, sheet.supplier) == ("de", "Bad-Reiniger Fix", "Muster GmbH")
    assert (sheet.revised, sheet.version, sheet.regulation, sheet.older_format) == (
        dt.date(2022, 5, 3),
        "4.2",
        "2020/878",
        False,
    )
    assert [(code.code, code.printed) for code in sheet.codes_of(2)] == [("H315", False), ("H318", False)]
    assert [each.code for each in sheet.classes] == ["H315", "H318"]
    assert (sheet.signal, [found.value for found in sheet.pictograms]) == ("danger", ["GHS05"])
    assert ([found.value for found in sheet.references], [found.value for found in sheet.ufis]) == (
        ["4711-B"],
        ["1A2B-3C4D-5E6F-7G8H"],
    )
    assert sheet.professional_only is not None
    assert [(each.cas, str(each.low), str(each.high)) for each in sheet.substances] == [("5949-29-1", "10", "20")]


AMERICAN = """Safety Data Sheet: Shiny Floor Wash
Version No. 100-24A Issue Date: March 12, 2024 Supersedes Date: January 1, 2023 OSHA HCS-2012 / GHS
Section 1: IDENTIFICATION
Product Name: Shiny Floor Wash
Section 2: HAZARDS IDENTIFICATION
Eye irritation - Category 2B
Signal Word: Warning Hazard Symbol(s)/Pictogram(s): None required
Hazard Statements: Causes eye irritation.
Section 3: COMPOSITION/INFORMATION ON INGREDIENTS
Water 7732-18-5 > 85.000%*
Section 4: FIRST-AID MEASURES
Causes serious eye damage: no.
"""


def test_an_american_sheet_has_no_format_of_the_eu() -> None:
    sheet = read(AMERICAN)
    assert (sheet.regulation, sheet.older_format, sheet.revised) == ("OSHA", None, dt.date(2024, 3, 12))
    assert [(code.code, code.section, code.printed) for code in sheet.codes] == [("H320", 2, False)]
    assert [(each.code, each.text) for each in sheet.classes] == [("H320", "Eye irritation - Category 2B")]
    assert (sheet.signal, sheet.pictograms) == ("warning", ())


@pytest.mark.parametrize(
    ("said", "signal"),
    [
        ("Mention d’avertissement : Attention", "warning"), ("M e n t i o n d ’ a v e r t i s s e m e n t : d a n g e r", "danger"),
        ("Signal word : None", "none"), ("Mention d’avertissement : Aucune", "none"), ("Signalwort: Achtung", "warning"), ("Danger", "danger"),
        ("Danger of fire", None), ("Tactile warning of\ndanger", None), ("Gefahrenpiktogramme:\nGefahr\nGefahrenhinweise:", "danger"), ("Signal word: None\nDanger", "none"),
        ("Signal word\nDanger", "danger"), ("Signal Word: Not determined", None), ("Signal word: Not applicable", "none"),
    ],
)  # fmt: skip
def test_signal_words(said: str, signal: str | None) -> None:
    assert (
        read(
            f"SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n{said}\n3. Composition\nWater"
        ).signal
        == signal
    )


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Skin Corr. 1B", ["H314"]), ("Skin Sens. 1A", ["H317"]), ("Aquatic Chronic 3", ["H412"]), ("Eye Irrit. 2A", ["H319"]),
        ("Irritation oculaire : Catégorie 2A", ["H319"]), ("Sensibilisation respiratoire, catégorie 1", ["H334"]),
        ("Toxicité pour la reproduction (Catégorie 2)", ["H361"]), ("Serious eye damage/eye irritation, Category 2", ["H319"]),
        ("Augenreizung Kat. 2", ["H319"]), ("ED HH 1", ["EUH380"]), ("Eye irritation: not classified", []), ("Carc. 1B", ["H350"]),
        ("Flam. Liq. 3", ["H226"]), ("Skin irritation. Rinse. Category of use 2", []),
    ],
)  # fmt: skip
def test_classes_mean_codes(said: str, codes: list[str]) -> None:
    sheet = read(f"SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n{said}\n3. Composition\nWater")
    assert [each.code for each in sheet.classes] == codes


@pytest.mark.parametrize(
    ("said", "classified"),
    [
        ("Not classified as hazardous.", False), ("Ce produit n’est pas classé.", False), ("Hazard statements: None", False),
        ("Das Gemisch ist nicht als gefährlich eingestuft.", False), ("Nothing to see here.", None), ("H319", True),
        ("Not classified. EUH210 Safety data sheet available on request.", False), ("Not classified. EUH208", True), ("P102", None),
        ("N'est pas une substance ni un mélange dangereux conformément au règlement.", False), ("Kein gefährlicher Stoff oder gefährliches Gemisch.", False),
        ("Substance ou mélange non dangereux selon la réglementation", False),
        ("Ce mélange est classé comme non dangereux.", False), ("No need for classification according to GHS criteria.", False),
        ("Physical hazards: not classified. Eye Irrit. 2", True),
    ],
)  # fmt: skip
def test_whether_section_2_names_a_hazard(said: str, classified: bool | None) -> None:
    sheet = read(f"SAFETY DATA SHEET\n1. Identification\nX\n2. Hazards identification\n{said}\n3. Composition\nWater")
    assert sheet.classified is classified


@pytest.mark.parametrize(
    ("said", "types"),
    [
        ("Biocide TP2", ["2"]), ("Désinfectant TP 2, TP 4", ["2", "4"]), ("Biocidal product type 1", ["1"]), ("Biozid PA 2 und 4, Desinfektion", ["2", "4"]),
        ("Type de produit 05 (biocide)", ["5"]), ("Biocide TP 30", []), ("TP 2 des sels", []), ("Biocide : http 4", []),
    ],
)  # fmt: skip
def test_product_types(said: str, types: list[str]) -> None:
    sheet = read(
        f"SAFETY DATA SHEET\n1. Identification\n{said}\n2. Hazards identification\nH319\n3. Composition\nWater"
    )
    assert [found.value for found in sheet.product_types] == types


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("AMM FR-2019-0035 biocide", ["FR-2019-0035"]), ("Authorisation number: EU-0020541-0000 (biocidal)", ["EU-0020541-0000"]),
        ("Désinfectant, n° d’inventaire : 12345", ["12345"]), ("Desinfektion, BAuA Reg.-Nr. N-56789", ["N-56789"]), ("Biocide, règlement 528/2012", []),
    ],
)  # fmt: skip
def test_authorisations(said: str, numbers: list[str]) -> None:
    sheet = read(
        f"SAFETY DATA SHEET\n1. Identification\n{said}\n2. Hazards identification\nH319\n3. Composition\nWater"
    )
    assert [found.value for found in sheet.authorisations] == numbers


@pytest.mark.parametrize(
    "said",
    ["Réservé à un usage professionnel", "Usage strictement professionnel", "For professional use only", "Uniquement pour\nusage professionnel",
     "Nur für gewerbliche Anwender", "R é s e r v é aux professionnels"],
)  # fmt: skip
def test_for_professionals_alone(said: str) -> None:
    sheet = read(
        f"SAFETY DATA SHEET\n1. Identification\n{said}\n2. Hazards identification\nH319\n3. Composition\nWater"
    )
    assert sheet.professional_only is not None
    assert (sheet.professional_only.line, sheet.professional_only.section) == (3, 1)


def test_professional_use_among_others_is_not_alone() -> None:
    text = "SAFETY DATA SHEET\n1. Identification\nProfessional uses: public domain\n2. Hazards identification\nH319\n3. Composition\nWater"
    assert read(text).professional_only is None


@pytest.mark.parametrize(
    "title",
    [
        "FICHA DE DATOS DE SEGURIDAD", "SCHEDA DI DATI DI SICUREZZA", "VEILIGHEIDSINFORMATIEBLAD", "Karta charakterystyki",
        "SÄKERHETSDATABLAD", "Ficha de Dados de Segurança",
    ],
)  # fmt: skip
def test_a_sheet_in_another_language_is_not_said_to_be_none(title: str) -> None:
    read = sheet_of(plain_text(f"{title}\n1. Uno\nBrillo\n2. Dos\nH319\n3. Tres\n77-92-9"))
    assert read == Refused("sheet.other_language")


def test_a_datasheet_in_another_language_that_speaks_of_the_sheet_is_none() -> None:
    text = "DATOS TÉCNICOS\nMortero\n" + "Aplicar con llana.\n" * 12 + "Consulte la hoja de datos de seguridad."
    assert sheet_of(plain_text(text)) == Refused("sheet.not_a_sheet")
    two = "Brillo\nHOJA DE DATOS DE\nSEGURIDAD\n1. Uno\n2. Dos\nH319"
    assert sheet_of(plain_text(two)) == Refused("sheet.other_language")


def test_a_text_without_letters_is_not_said_to_be_none() -> None:
    assert sheet_of(plain_text("a\x01\x02\x05 \ue001\ue002\ue003b\n" * 9)) == Refused("sheet.garbled")
    assert sheet_of(plain_text("Invoice 12, to be paid by the first of March")) == Refused("sheet.not_a_sheet")
