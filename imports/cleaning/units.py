"""Unit words as suppliers write them -> UN/ECE Recommendation 20 codes, and what a packaging cell says.

Codes: UN/ECE Rec 20 revision 11e, and Rec 21 packages with their prefix X (read in the published code lists, 2025).
The words are our own list of French, English and German trade abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from anyascii import anyascii

from imports.cleaning import Fault
from imports.cleaning.texts import plain
from imports.record import Cell

_WORDS = {
    "C62": "unite unites u un uv uc ut ea each one unit units stk stuck st piece_unitaire a_l_unite l_unite unitaire une",
    "H87": "piece pieces pce pces pc pcs p",
    "PR": "paire paires pair pairs",
    "DZN": "douzaine douzaines dozen",
    "CEN": "cent centaine hundred le_cent les_100 100_unites",
    "MIL": "mille millier thousand le_mille les_1000",
    "SET": "set sets jeu jeux lot_de jeu_de assortiment",
    "KT": "kit kits",
    "XLT": "lot lots",
    "XCT": "carton cartons ct crt ctn cart karton",
    "XBX": "boite boites bte btes bt box boxes",
    "XCS": "caisse caisses cse case cases",
    "XPK": "paquet paquets pqt pqts pack packs package packung pak pk",
    "XPA": "etui etuis packet",
    "XBG": "sac sacs bag bags",
    "XSH": "sachet sachets sach",
    "XRO": "rouleau rouleaux rlx rlx rl rol roll rolls bobine bobines rolle",
    "XBO": "bouteille bouteilles btl bottle bottles flacon flacons flc fl flasche",
    "XJY": "bidon bidons bid jerrican jerricans jerrycan jerrycans can canister kanister",
    "XBJ": "seau seaux bucket buckets eimer",
    "XDR": "fut futs drum drums",
    "XTU": "tube tubes",
    "XPX": "palette palettes pal pallet pallets",
    "XAT": "pulverisateur pulverisateurs vaporisateur vaporisateurs atomiseur atomiseurs atomizer spray_bottle",
    "XPC": "colis parcel parcels",
    "D64": "bloc blocs block blocks",
    "U2": "tablette tablettes comprime comprimes tablet tablets",
    "XAE": "aerosol aerosols bombe spray",
    "XSW": "film sous_film",
    "XCQ": "cartouche cartouches cartridge cartridges",
    "XPU": "plateau plateaux tray trays",
    "XST": "feuille feuilles sheet sheets",
    "XJR": "pot pots jar jars",
    "XRL": "bobineau",
    "RM": "ramette ramettes ram ream reams rame rames",
    "KGM": "kg kgs kilo kilos kilogramme kilogrammes kilogram",
    "GRM": "g gr grs gramme grammes gram",
    "MGM": "mg milligramme milligrammes",
    "TNE": "tonne tonnes",
    "LTR": "l lt ltr litre litres liter",
    "MLT": "millilitre millilitres",
    "CLT": "cl centilitre centilitres",
    "DLT": "dl decilitre decilitres",
    "HLT": "hl hectolitre",
    "MTR": "m metre metres meter mtr",
    "LM": "metre_lineaire metres_lineaires m_lineaire mlin",
    "CMT": "cm centimetre centimetres",
    "MMT": "mm millimetre millimetres",
    "MTK": "m2 metre_carre metres_carres qm sqm",
    "MTQ": "m3 metre_cube metres_cubes",
    "KMT": "km kilometre kilometres",
    "HUR": "heure heures h hour hours",
    "DAY": "jour jours day days",
    "MON": "mois month months",
    "ANN": "annee an year",
    "E48": "service prestation forfait",
    "ZP": "page pages",
    "D97": "pal_lot",
}
_CODES = frozenset(
    "C62 H87 EA PCE NAR PR DZN CEN MIL SET KT RM KGM GRM MGM TNE LTR MLT CLT DLT HLT MTR LM CMT MMT MTK MTQ KMT HUR DAY MON "
    "ANN E48 ZP NMP NRL NPR XCT XBX XCS XPK XPA XBG XSH XRO XBO XJY XJC XBJ XDR XTU XPX XPF XAE XCQ XPU XST XJR XLT XBE "
    "BX CT PK RO BO BG DR TU PF CS".split()
)
_OLD = {"PCE": "H87", "NAR": "H87", "BX": "XBX", "CT": "XCT", "PK": "XPK", "RO": "XRO", "BO": "XBO", "BG": "XBG", "DR": "XDR", "TU": "XTU",
        "PF": "XPX", "CS": "XCS"}  # fmt: skip
"""Codes of old revisions and bare package codes, as price files still carry them."""
MEASURES = frozenset("KGM GRM MGM TNE LTR MLT CLT DLT HLT MTR LM CMT MMT MTK MTQ".split())


@dataclass(frozen=True, slots=True)
class Packaging:
    """What one order unit holds: `content` (10^-6) of `unit`, and the levels as "quantity CODE", outermost first."""

    content: int
    unit: str | None = None
    order_unit: str | None = None
    levels: tuple[str, ...] = ()


@cache
def _index() -> Mapping[str, str]:
    return {word.replace("_", " "): code for code, words in _WORDS.items() for word in words.split()}


def _folded(text: str) -> str:
    text = text.replace("²", "2").replace("³", "3")
    return re.sub(r"[^a-z0-9]+", " ", anyascii(text).casefold()).strip()


def unit_code(text: str, learnt: Mapping[str, str] | None = None) -> str | None:
    """The Rec 20 code of a unit word or code; None for one that is not known ("ml" alone is not: metre or millilitre?)."""
    word = _folded(text)
    if learnt and word in learnt:
        return learnt[word]
    if text.strip().isupper() and text.strip() in _CODES and len(text.strip()) > 1:
        return _OLD.get(text.strip(), text.strip())
    return _index().get(word) or _index().get(re.sub(r"^(?:la|le|les|l|un|une|par|au|a la|a l|a) ", "", word))


def unit(learnt: Mapping[str, str], beside: frozenset[str]) -> Callable[[Cell], str | Fault | None]:
    """A cleaner of unit columns. `beside`: the folded words of the whole column, which decide what "ml" is."""

    def cleaner(cell: Cell) -> str | Fault | None:
        text = plain(cell)
        code = unit_code(text, learnt)
        if code is None and _folded(text) == "ml":
            code = "LM" if beside & {"m2", "m", "ml lineaire"} else None
        if code is None:
            packed = _packed(text)
            code = packed.order_unit if packed else None
        return code or Fault("unit.several" if _two_units(text, learnt) else "unit.unknown", "warning")

    return cleaner


def _two_units(text: str, learnt: Mapping[str, str]) -> bool:
    """True for "carton / pièce" and "kg ou L": which of the two it is, a person confirms once."""
    parts = [part for part in re.split(r"\s*(?:[/;,|+]|\bou\b|\bet\b|\bor\b)\s*", text) if part]
    return len(parts) > 1 and all(unit_code(part, learnt) for part in parts)


def folded_words(cells: list[Cell]) -> frozenset[str]:
    """The words of a whole column, as units are compared."""
    return frozenset(_folded(plain(cell)) for cell in cells if cell is not None)


_COUNT = r"(\d+(?:[.,]\d+)?)"
_UNIT = r"([^\W\d_][^\d/]{0,20}?|m2|m3|m²|m³)"
_TIMES = re.compile(
    rf"^(?:([^\W\d_][^\d]{{0,25}}?) (?:de |of |à |: ?)?)?{_COUNT} ?(?:{_UNIT} )?(?:x|×|\*|de) ?{_COUNT} ?{_UNIT}?\.?$",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"^(?:(?:par|le|la|au|en|1|un|une) )?([^\W\d_][^\d]{{0,25}}?)(?: (?:de|of|à|par|:)| ?[:/x×])? ?{_COUNT} ?{_UNIT}?\.?$",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^(?:x|par|les)? ?{_COUNT} ?{_UNIT}?(?:\.| ?/ ?([^\W\d_][^\d]{{0,20}}))?$", re.IGNORECASE)


def packaging(sign: str | None) -> Callable[[Cell], Packaging | Fault | None]:
    """A cleaner of packaging cells: "12", "carton de 12", "12 x 750 ml", "6 flacons de 500 ml", "bidon 5 L"."""

    def cleaner(cell: Cell) -> Packaging | Fault | None:
        if isinstance(cell, Decimal):
            return Packaging(_micro(cell), levels=()) if 0 < cell < 10**9 else Fault("packaging.unreadable", "warning")
        text = re.sub(r"(\d)[\u00a0\u202f ](?=\d{3}\b)", r"\1", plain(cell))
        return _packed(text, sign) or _word_only(text) or Fault("packaging.unreadable", "warning")

    return cleaner


def _word_only(text: str) -> Packaging | None:
    """ "Carton" alone says the order unit and nothing of its content."""
    code = unit_code(text)
    return Packaging(0, None, code) if code else None


def _packed(text: str, sign: str | None = None) -> Packaging | None:
    if match := _TIMES.match(text):
        outer, count, inner, size, measure = match.groups()
        return _levels(outer, _decimal(count, sign), inner, _decimal(size, sign), measure)
    if match := _OF.match(text):
        outer, count, measure = match.groups()
        order = unit_code(outer)
        return _one(_decimal(count, sign), measure, order) if order else None
    if match := _BARE.match(text):
        return _one(
            _decimal(match.group(1), sign), match.group(2), unit_code(match.group(3)) if match.group(3) else None
        )
    return None


def _one(count: Decimal | None, measure: str | None, order: str | None) -> Packaging | None:
    code = _content_unit(measure)
    if count is None or count <= 0 or (measure and code is None):
        return None
    levels = (*([f"1 {order}"] if order else []), f"{count.normalize():f} {code or 'C62'}")
    return Packaging(_micro(count), code or ("C62" if order else None), order, levels if order or code else ())


def _levels(
    outer: str | None, count: Decimal | None, inner: str | None, size: Decimal | None, measure: str | None
) -> Packaging | None:
    """Count times size: 12 x 750 ml holds 9 000 ml."""
    code, order = _content_unit(measure), unit_code(outer) if outer else None
    if not count or not size or (measure and code is None) or (outer and order is None):
        return None
    middle = (unit_code(inner) if inner else None) or "C62"
    levels = (
        *([f"1 {order}"] if order else []),
        f"{count.normalize():f} {middle}",
        f"{size.normalize():f} {code or 'C62'}",
    )
    return Packaging(_micro(count * size), code or "C62", order, levels)


def _content_unit(measure: str | None) -> str | None:
    """Inside a packaging cell "ml" is a volume."""
    if not measure:
        return None
    return "MLT" if _folded(measure) == "ml" else unit_code(measure)


def _decimal(text: str, sign: str | None) -> Decimal | None:
    """A count as written; `1.000` follows the file's sign, and is not read where nothing decides."""
    found = [char for char in ",." if char in text]
    if not found:
        return Decimal(text)
    whole, part = text.split(found[0])
    if len(part) == 3 and whole != "0":
        if sign is None:
            return None
        return Decimal(f"{whole}.{part}") if found[0] == sign else Decimal(whole + part)
    return Decimal(f"{whole}.{part}")


def _micro(value: Decimal) -> int:
    return int(value * 10**6)
