"""A French sheet as the most used programs print one: labels on lines of their own, limits of concentration, P codes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from imports.documents.layout import plain_text
from imports.documents.record import Refused, Sheet
from imports.documents.safety_sheet import sheet_of

SHEET = """FICHE DE DONNÉES DE SÉCURITÉ (RÈGLEMENT (CE) n° 1907/2006 - REACH)
Date : 12/03/2024 Page 1/2
Révision : N°4 (11/03/2024)
Société : ATELIER DU PROPRE
BRILLANT SOLS - 1234
FICHE DE DONNÉES DE SÉCURITÉ
(Règlement REACH (CE) n° 1907/2006 - n° 2020/878)
RUBRIQUE 1 : IDENTIFICATION DE LA SUBSTANCE/DU MÉLANGE ET DE LA SOCIÉTÉ/L’ENTREPRISE
1.1. Identificateur de produit
Nom du produit : BRILLANT SOLS
Code du produit : 1234.
UFI : 3C20-H0V1-W00Y-7D5X
EAN : 3760001234567
1.2. Utilisations identifiées pertinentes
Réservé à un usage professionnel.
1.3. Renseignements concernant le fournisseur de la fiche de données de sécurité
Raison Sociale : ATELIER DU PROPRE SARL.
Adresse : 12 rue des Lilas.69000.LYON.France.
1.4. Numéro d’appel d’urgence : +33 1 45 42 59 59.
RUBRIQUE 2 : IDENTIFICATION DES DANGERS
2.1. Classification de la substance ou du mélange
Conformément au règlement (CE) n° 1272/2008 et ses adaptations.
Irritation cutanée, Catégorie 2 (Skin Irrit. 2, H315).
Lésions oculaires graves, Catégorie 1 (Eye Dam. 1, H318).
2.2. Éléments d’étiquetage
Pictogrammes de danger :
GHS05
Mention d’avertissement :
DANGER
Identificateurs du produit :
EC 500-234-8 SODIUM LAURETH SULFATE
Mentions de danger et informations additionnelles sur les dangers :
H315 Provoque une irritation cutanée.
H318 Provoque de graves lésions des yeux.
EUH208 Contient 1,2-BENZISOTHIAZOL-3(2H)-ONE, LIMONENE. Peut produire une réaction allergique.
Conseils de prudence - Généraux :
P102 Tenir hors de portée des enfants.
Conseils de prudence - Intervention :
P305 + P351 + P338 EN CAS DE CONTACT AVEC LES YEUX : Rincer avec précaution à l’eau.
2.3. Autres dangers
Le mélange ne contient pas de substances PBT.
RUBRIQUE 3 : COMPOSITION/INFORMATIONS SUR LES COMPOSANTS
3.2. Mélanges
Composition :
Identification    Classification (CE) 1272/2008    Nota    %
INDEX: 3001    GHS05, GHS07        2.5 <= x % < 10
CAS: 68891-38-3    Dgr
EC: 500-234-8    Skin Irrit. 2, H315
REACH: 01-2119488639-16    Eye Dam. 1, H318
SODIUM LAURETH SULFATE    Aquatic Chronic 3, H412
INDEX: 613-088-00-6    GHS05, GHS07, GHS09    [1]    0 <= x % < 0.05
CAS: 2634-33-5    Dgr
EC: 220-120-9    Acute Tox. 4, H302
1,2-BENZISOTHIAZOL-3(2H)-ONE    Skin Sens. 1, H317
Limites de concentration spécifiques :
Identification    Limites de concentration spécifiques    ETA
CAS: 68891-38-3    Eye Dam. 1: H318 C>= 10%
EC: 500-234-8    Eye Irrit. 2: H319 5% <= C < 10%
RUBRIQUE 4 : PREMIERS SECOURS
Voir la rubrique 2.
RUBRIQUE 8 : CONTRÔLES DE L’EXPOSITION/PROTECTION INDIVIDUELLE
Gants conformes à la norme EN 374-1.
RUBRIQUE 15 : INFORMATIONS RELATIVES À LA RÉGLEMENTATION
Règlement (UE) n° 528/2012 : produit biocide TP2, TP 4. N° d’inventaire : 12345. Norme EN 1276.
RUBRIQUE 16 : AUTRES INFORMATIONS
Libellé des phrases H mentionnées à la rubrique 3 :
H302 Nocif en cas d’ingestion.
H317 Peut provoquer une allergie cutanée.
H412 Nocif pour les organismes aquatiques, entraîne des effets néfastes à long terme.
"""


def read(text: str) -> Sheet:
    sheet = sheet_of(plain_text(text))
    assert isinstance(sheet, Sheet)
    return sheet


SEEN = read(SHEET)


def test_what_it_is_of() -> None:
    assert (SEEN.name, SEEN.supplier, SEEN.revised) == (
        "BRILLANT SOLS",
        "ATELIER DU PROPRE SARL.",
        dt.date(2024, 3, 11),
    )
    assert (SEEN.language, SEEN.regulation, SEEN.older_format) == ("fr", "2020/878", False)
    assert [found.value for found in (*SEEN.ufis, *SEEN.references)] == ["3C20-H0V1-W00Y-7D5X", "1234"]


def test_the_products_codes_are_those_of_section_2() -> None:
    codes = [(code.code, code.line) for code in SEEN.codes_of(2)]
    assert codes == [
        ("H315", 23), ("H318", 24), ("H315", 33), ("H318", 34), ("EUH208", 35), ("P102", 37), ("P305+P351+P338", 39),
    ]  # fmt: skip
    assert all(code.printed for code in SEEN.codes)


def test_what_euh208_names() -> None:
    named = next(code for code in SEEN.codes if code.code == "EUH208")
    assert named.substances == ("1,2-BENZISOTHIAZOL-3(2H)-ONE", "LIMONENE")


def test_codes_of_ingredients_and_full_texts_are_kept_apart() -> None:
    assert {code.code for code in SEEN.codes_of(3)} == {"H302", "H315", "H317", "H318", "H319", "H412"}
    assert {code.code for code in SEEN.codes_of(16)} == {"H302", "H317", "H412"}


def test_shares_and_no_limits_of_concentration() -> None:
    found = {
        each.cas: (each.ec, each.name, each.low, each.high, each.low_open, each.high_open) for each in SEEN.substances
    }
    assert found == {
        "68891-38-3": ("500-234-8", "SODIUM LAURETH SULFATE", Decimal("2.5"), Decimal(10), False, True),
        "2634-33-5": ("220-120-9", "1,2-BENZISOTHIAZOL-3(2H)-ONE", Decimal(0), Decimal("0.05"), False, True),
    }


def test_label_and_biocide() -> None:
    assert (SEEN.signal, [found.value for found in SEEN.pictograms]) == ("danger", ["GHS05"])
    assert [found.value for found in SEEN.product_types] == ["2", "4"]
    assert [found.value for found in SEEN.authorisations] == ["12345"]
    assert [(found.value, found.section) for found in SEEN.standards] == [("EN 374-1", 8), ("EN 1276", 15)]
    assert SEEN.professional_only is not None
    assert (SEEN.professional_only.line, SEEN.professional_only.section) == (15, 1)


def test_an_article_number_needs_its_check_digit() -> None:
    assert SEEN.gtins == ()
    assert [found.value for found in read(SHEET.replace("3760001234567", "3760001234565")).gtins] == ["3760001234565"]


@pytest.mark.parametrize(
    ("told", "regulation", "older"),
    [
        ("n° 1907/2006 - n° 2015/830", "2015/830", True),
        ("n° 1907/2006 - n° 453/2010", "453/2010", True),
        ("n° 1907/2006", "1907/2006", None),
    ],
)
def test_the_format_that_it_follows(told: str, regulation: str, older: bool | None) -> None:
    sheet = read(SHEET.replace("n° 1907/2006 - n° 2020/878", told))
    assert (sheet.regulation, sheet.older_format) == (regulation, older)


def test_without_an_older_name_the_day_tells_the_format() -> None:
    text = SHEET.replace(" - n° 2020/878", "").replace("2024", "2019")
    assert read(text).older_format is True
    assert read(text + "11.2. Informations sur les autres dangers\n").older_format is False


def test_nothing_said_in_section_2_is_unknown() -> None:
    start, end = SHEET.index("2.1. Class"), SHEET.index("2.3. Autres")
    sheet = read(SHEET[:start] + SHEET[end:])
    assert (sheet.classified, sheet.codes_of(2), sheet.readable) == (None, (), {2: True, 3: True})
    said = read(SHEET[:start] + "Ce mélange n’est pas classé comme dangereux.\n" + SHEET[end:])
    assert said.classified is False


def test_section_3_under_its_older_number() -> None:
    old = SHEET.replace("RUBRIQUE 2 : IDENTIFICATION DES DANGERS", "2. COMPOSITION/INFORMATIONS SUR LES COMPOSANTS\n@")
    start = old.index("@")
    middle = old.index("RUBRIQUE 3 :")
    end = old.index("RUBRIQUE 4 :")
    swapped = (
        old[:start]
        + old[middle:end].split("\n", 1)[1]
        + "3. IDENTIFICATION DES DANGERS\n"
        + old[start + 2 : middle]
        + old[end:]
    )
    sheet = read(swapped)
    assert {code.code for code in sheet.codes_of(2)} == {"H315", "H318", "EUH208", "P102", "P305+P351+P338"}
    assert {each.cas for each in sheet.substances} == {"68891-38-3", "2634-33-5"}


def test_a_datasheet_that_speaks_of_the_sheet_is_none() -> None:
    text = "FICHE TECHNIQUE\nBRILLANT SOLS\n1. Mode d’emploi\nDiluer.\n2. Précautions\nVoir la fiche de données de sécurité.\nH318"
    assert sheet_of(plain_text(text)) == Refused("sheet.not_a_sheet")
