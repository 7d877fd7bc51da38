"""Sheets whose text lost its line breaks, and tables whose cells stand one below the other."""

from __future__ import annotations

from decimal import Decimal

from imports.documents.layout import plain_text
from imports.documents.record import Sheet
from imports.documents.safety_sheet import sheet_of

FLAT = (
    "Seite: 1/8 Sicherheitsdatenblatt gemäß Verordnung (EG) Nr. 1907/2006 Druckdatum: 08.05.2015 überarbeitet am: 05.09.2013 "
    "ABSCHNITT 1: Bezeichnung des Stoffs bzw. des Gemischs und des Unternehmens · 1.1 Produktidentifikator · Bezeichnung des "
    "Stoffes/des Gemisches: Blink Pulver · 1.4 Notrufnummer: siehe Abschnitt 2 * ABSCHNITT 2: Mögliche Gefahren · 2.1 Einstufung "
    "des Stoffs oder Gemischs · GHS05 Met. Corr.1 H290 Kann gegenüber Metallen korrosiv sein. Eye Irrit. 2 H319 Verursacht schwere "
    "Augenreizung. · Signalwort Achtung ABSCHNITT 3: Zusammensetzung/Angaben zu Bestandteilen · Gefährliche Inhaltsstoffe: "
    "CAS: 5329-14-6 EINECS: 226-218-8 Amidosulfonsäure Skin Irrit. 2, H315 25-50% CAS: 497-19-8 EINECS: 207-838-8 Soda Eye Irrit. 2, "
    "H319 <2,5% ABSCHNITT 4: Erste-Hilfe-Maßnahmen · Arzt rufen. ABSCHNITT 16: Sonstige Angaben H315 Verursacht Hautreizungen."
)


def read(text: str) -> Sheet:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    return sheet


def test_a_text_on_one_line() -> None:
    sheet = read(FLAT)
    assert [heading.number for heading in sheet.sections] == [1, 2, 3, 4, 16]
    assert {code.code for code in sheet.codes_of(2)} == {"H290", "H319"}
    assert {code.code for code in sheet.codes_of(3)} == {"H315", "H319"}
    assert (sheet.name, str(sheet.revised), sheet.signal) == ("Blink Pulver", "2013-09-05", "warning")
    assert [(each.cas, each.ec, each.low, each.high) for each in sheet.substances] == [
        ("5329-14-6", "226-218-8", Decimal(25), Decimal(50)), ("497-19-8", "207-838-8", None, Decimal("2.5")),
    ]  # fmt: skip
    assert sheet.readable == {2: True, 3: True}
    assert {code.line for code in sheet.codes} == {1}


COLUMN = """Sicherheitsdatenblatt
gemäß 1907/2006/EG, Artikel 31
Druckdatum: 15.05.2017 überarbeitet am: 12.05.2017Versionsnummer 2
ABSCHNITT 1: Bezeichnung des Stoffs beziehungsweise des Gemischs und des Unternehmens
·
1.1 Produktidentifikator
·
Handelsname:
Blink Spray (35 ml)
ABSCHNITT 2: Mögliche Gefahren
·
Gefahrenhinweise
entfällt
Das Gemisch ist nicht eingestuft.
ABSCHNITT 3: Zusammensetzung/Angaben zu Bestandteilen
·
Gefährliche Inhaltsstoffe:
CAS: 1569-01-3
EINECS: 216-372-4
1-Propoxy-2-propanol
Flam. Liq. 3, H226; Eye Irrit. 2, H319
0,1-
≤
2,5%
CAS: 26172-55-4
EINECS: 247-500-7
5-Chlor-2-methyl-2H-isothiazol-3-on
Acute Tox. 3, H301; Skin Corr. 1B,
H314; Skin Sens. 1, H317
<0,0015%
ABSCHNITT 4: Erste-Hilfe-Maßnahmen
Arzt rufen.
"""


def test_cells_one_below_the_other() -> None:
    sheet = read(COLUMN)
    assert [(each.cas, each.ec, each.name, each.low, each.high) for each in sheet.substances] == [
        ("1569-01-3", "216-372-4", "1-Propoxy-2-propanol", Decimal("0.1"), Decimal("2.5")),
        ("26172-55-4", "247-500-7", "5-Chlor-2-methyl-2H-isothiazol-3-on", None, Decimal("0.0015")),
    ]
    assert (sheet.name, str(sheet.revised), sheet.classified) == ("Blink Spray (35 ml)", "2017-05-12", False)
    assert {code.code for code in sheet.codes_of(3)} == {"H226", "H319", "H301", "H314", "H317"}
    assert sheet.codes_of(2) == ()
