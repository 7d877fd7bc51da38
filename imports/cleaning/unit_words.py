"""Unit words as suppliers write them -> UN/ECE Recommendation 20 codes.

Codes: UN/ECE Rec 20 revision 11e, and Rec 21 packages with their prefix X (read in the published code lists, 2025).
The words are our own list of French, English and German trade abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from anyascii import anyascii

_WORDS = {
    "C62": "unite unites u un uv uc ut ea each one unit units stk stuck st piece_unitaire a_l_unite l_unite unitaire une uvc recharge recharges lingette lingettes gant gants serviette serviettes masque masques carnet carnets cahier cahiers unidad unidades ud uds unita",
    "H87": "piece pieces pce pces pc pcs p pezzo pezzi pz stuk stuks pieza piezas",
    "PR": "paar paire paires pair pairs",
    "DZN": "douzaine douzaines dozen",
    "CEN": "cent centaine hundred le_cent les_100 100_unites",
    "MIL": "mille millier thousand le_mille les_1000",
    "SET": "satz set sets jeu jeux lot_de jeu_de assortiment",
    "KT": "kit kits",
    "XLT": "lot lots",
    "XCT": "carton cartons ct crt ctn cart karton",
    "XBX": "coffret coffrets boite boites bte btes bt box boxes doos scatola scatole caja cajas",
    "XCS": "caisse caisses cse case cases",
    "XPK": "paquet paquets pqt pqts pack packs package packung pak pk confezione confezioni conf paquete paquetes",
    "XPA": "etui etuis packet",
    "XBG": "beutel sac sacs bag bags zak zakken bolsa bolsas sacco",
    "XSH": "sachet sachets sach",
    "XRO": "rouleau rouleaux rlx rlx rl rol roll rolls bobine bobines rolle rollo rollos rotolo rotoli",
    "XBO": "bouteille bouteilles btl bottle bottles flacon flacons flc fl flasche fles flessen botella botellas bottiglia",
    "XJY": "bidon bidons bid jerrican jerricans jerrycan jerrycans can canister kanister",
    "XBJ": "seau seaux bucket buckets eimer",
    "XDR": "fut futs drum drums",
    "XTU": "tube tubes",
    "XPX": "palette palettes pal pallet pallets",
    "XAT": "pulverisateur pulverisateurs vaporisateur vaporisateurs atomiseur atomiseurs atomizer spray_bottle",
    "XPC": "colis parcel parcels",
    "D64": "bloc blocs block blocks",
    "U2": "tablette tablettes comprime comprimes tablet tablets",
    "XAE": "aerosols bombes aerosol aerosols bombe spray",
    "XSW": "film sous_film",
    "XCQ": "cartouche cartouches cartridge cartridges",
    "XPU": "barquette barquettes plateau plateaux tray trays",
    "XST": "feuille feuilles sheet sheets",
    "XJR": "pot pots jar jars",
    "XRL": "touret tourets reel reels bobineau",
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
    "E27": "dose doses dosette dosettes",
    "XBA": "baril barils tonnelet tonnelets barrel",
    "XCL": "couronne couronnes coil",
    "XCR": "cagette cagettes cageot cageots crate",
    "XCX": "canette canettes",
    "XNT": "filet filets net_bag",
    "XPO": "poche poches pouch",
    "XBK": "panier paniers basket",
    "XBE": "fardeau fardeaux botte bottes liasse liasses bundle fagot",
    "DTN": "quintal quintaux",
    "HAR": "hectare hectares ha",
    "KWH": "kwh",
    "INH": "pouce pouces inch inches",
    "ONZ": "oz ounce",
    "LBR": "lb lbs pound pounds livre",
}
_CODES = frozenset(
    "C62 H87 EA PCE NAR PR DZN CEN MIL SET KT RM KGM GRM MGM TNE LTR MLT CLT DLT HLT MTR LM CMT MMT MTK MTQ KMT HUR DAY MON "
    "ANN E48 ZP NMP NRL NPR XCT XBX XCS XPK XPA XBG XSH XRO XBO XJY XJC XBJ XDR XTU XPX XPF XAE XCQ XPU XST XJR XLT XBE XBA XCL XCR XCX XNT XPO XBK XRL XSW XAT XPC XSA XTN XBG E27 DTN HAR KWH INH ONZ LBR D64 U2 "
    "BX CT PK RO BO BG DR TU PF CS".split()
)
_OLD = {"PCE": "H87", "NAR": "H87", "BX": "XBX", "CT": "XCT", "PK": "XPK", "RO": "XRO", "BO": "XBO", "BG": "XBG", "DR": "XDR", "TU": "XTU",
        "PF": "XPX", "CS": "XCS"}  # fmt: skip
"""Codes of old revisions and bare package codes, as price files still carry them."""
MEASURES = frozenset("KGM GRM MGM TNE LTR MLT CLT DLT HLT MTR LM CMT MMT MTK MTQ".split())


_PLURAL = re.compile(r"(?<=[^\W\d_])\((?:e?s|x)\)", re.IGNORECASE)
"""The plural in brackets of "unité(s)"."""


@cache
def _index() -> Mapping[str, str]:
    return {word.replace("_", " "): code for code, words in _WORDS.items() for word in words.split()}


def folded(text: str) -> str:
    """A unit word as it is compared: without accents, lower case, powers as figures."""
    text = _PLURAL.sub("", text).replace("²", "2").replace("³", "3")
    return re.sub(r"[^a-z0-9]+", " ", anyascii(text).casefold()).strip()


def unit_code(text: str, learnt: Mapping[str, str] | None = None) -> str | None:
    """The Rec 20 code of a unit word or code; None for one that is not known ("ml" alone is not: metre or millilitre?)."""
    word = folded(text)
    if learnt and word in learnt:
        return learnt[word]
    if text.strip().isupper() and text.strip() in _CODES and len(text.strip()) > 1:
        return _OLD.get(text.strip(), text.strip())
    return _index().get(word) or _index().get(re.sub(r"^(?:la|le|les|l|un|une|par|au|a la|a l|a) ", "", word))
