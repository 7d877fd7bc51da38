"""Units and packaging as suppliers write them, all levels of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import Fault
from imports.cleaning.unit_words import unit_code
from imports.cleaning.units import Packaging, packaging, unit

LEVELS = {
    "carton de 12 x 4 rouleaux": (48, "XRO", "1 XCT | 12 C62 | 4 XRO"),
    "6x5L": (30, "LTR", "6 C62 | 5 LTR"),
    "12 bidons de 5 L": (60, "LTR", "12 XJY | 5 LTR"),
    "Carton de 4 bidons de 5 L": (20, "LTR", "1 XCT | 4 XJY | 5 LTR"),
    "palette 40 cartons x 12 flacons x 750 ml": (360_000, "MLT", "1 XPX | 40 XCT | 12 XBO | 750 MLT"),
    "palette de 40 cartons de 12": (480, "C62", "1 XPX | 40 XCT | 12 C62"),
    "colis de 6 paquets de 100 feuilles": (600, "XST", "1 XPC | 6 XPK | 100 XST"),
    "carton de 5 ramettes de 500 feuilles": (2500, "XST", "1 XCT | 5 RM | 500 XST"),
    "Paquet de 50 sachets de 20 g": (1000, "GRM", "1 XPK | 50 XSH | 20 GRM"),
    "3 x 12 x 500 ml": (18_000, "MLT", "3 C62 | 12 C62 | 500 MLT"),
    "Carton (12 x 1L)": (12, "LTR", "1 XCT | 12 C62 | 1 LTR"),
    "Carton de 6 (6 x 1,5 L)": (9, "LTR", "1 XCT | 6 C62 | 1.5 LTR"),
    "72 rouleaux (12x6)": (72, "XRO", "12 C62 | 6 XRO"),
    "12 unités/carton": (12, "C62", "1 XCT | 12 C62"),
    "12 par carton": (12, "C62", "1 XCT | 12 C62"),
    "100 pièces par boîte": (100, "H87", "1 XBX | 100 H87"),
    "1 carton = 12 boîtes": (12, "XBX", "1 XCT | 12 XBX"),
    "boîte de 200 gants": (200, "C62", "1 XBX | 200 C62"),
    "Bte/100": (100, "C62", "1 XBX | 100 C62"),
    "12/75cl": (900, "CLT", "12 C62 | 75 CLT"),
    "sac de 25 kg": (25, "KGM", "1 XBG | 25 KGM"),
    "1 000 feuilles": (1000, "XST", "1000 XST"),
    "par 100": (100, None, ""), "x 6": (6, None, ""), "Vendu par 6": (6, None, ""),
}  # fmt: skip


@pytest.mark.parametrize("text", LEVELS)
def test_all_levels_of_a_packaging(text: str) -> None:
    found = packaging(",")(text)
    assert isinstance(found, Packaging)
    content, code, levels = LEVELS[text]
    assert (found.content, found.unit, " | ".join(found.levels)) == (content * 10**6, code, levels)
    assert found.order_unit == (levels.split(" | ")[0][2:] if levels.startswith("1 ") else None)


@pytest.mark.parametrize(
    "text",
    [
        "boîte 4/4", "12/24", "1/2 palette", "2 L + 10 % gratuit", "Distributeur + 2 recharges", "sur demande", "0",
        "Carton de 6 (12 x 1,5 L)", "5 L de 12", "carton de 1.000", "x" * 90,
    ],
)  # fmt: skip
def test_what_says_no_packaging_is_not_guessed_at(text: str) -> None:
    assert packaging(None)(text) == Fault("packaging.unreadable", "warning")


@given(st.text("0123456789 xX×/()=.,Ldekgcartonbîés", max_size=60))
def test_a_packaging_is_read_or_told_and_never_raises(text: str) -> None:
    found = packaging(",")(text)
    assert found is None or isinstance(found, Packaging | Fault)
    assert not isinstance(found, Packaging) or 0 <= found.content < 10**15


CODES = {
    "C62": "unité Unités UV each Stück recharge", "H87": "pièce pcs PCE NAR p", "PR": "paire paires Paar",
    "DZN": "douzaine dozen", "CEN": "cent centaine hundred", "MIL": "mille thousand", "SET": "jeu set Satz", "KT": "kit",
    "XLT": "lot", "XCT": "carton Cartons ct crt ctn Karton", "XBX": "boîte Bte bt box", "XCS": "caisse case",
    "XPK": "paquet pqt pack Packung", "XBG": "sac bag Beutel", "XSH": "sachet", "XRO": "rouleau rlx roll Rolle bobine",
    "XBO": "bouteille flacon Flasche bottle", "XJY": "bidon Kanister jerrican", "XBJ": "seau Eimer bucket",
    "XDR": "fût drum", "XTU": "tube", "XPX": "palette pallet", "XAE": "aérosol", "XPC": "colis", "XPU": "plateau barquette",
    "XST": "feuille sheet", "RM": "ramette rame ream", "KGM": "kg kilo kilogramme", "GRM": "g gramme gr", "TNE": "tonne",
    "LTR": "L litre Liter lt", "MLT": "millilitre", "CLT": "cl", "MTR": "m mètre Meter", "MTK": "m² m2 qm", "MTQ": "m³ m3",
    "HUR": "heure h hour", "DAY": "jour", "MON": "mois month", "ANN": "année year", "E48": "forfait prestation",
    "XBE": "fardeau botte", "XCR": "cagette", "E27": "dose", "DTN": "quintal", "KWH": "kWh", "XBA": "baril",
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_words_of_three_languages_have_their_code(code: str) -> None:
    words = CODES[code].split()
    assert [unit_code(word) for word in words] == [code] * len(words)
    assert unit({}, frozenset())(words[0]) == code
