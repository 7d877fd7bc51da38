"""The invented products: kinds, variants and packs from the data files, multiplied into catalogue lines. Nothing is random."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).parent
KINDS = ("claironde", "brumevert", "septalune", "octavelle", "feuillande")
"""Data files of product kinds, one a supplier; cartridges have their own, multiplied by `cartridge_offers.csv`."""
COLOURS = {"K": "noir", "C": "cyan", "M": "magenta", "Y": "jaune", "T": "tricolore"}
FEMININE = ("cartouche", "bouteille")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of one supplier's catalogue in one lot. `price` excludes VAT, in euros for one `pack`; `vat` in percent.

    `label`, `licence` and `claim` are the supplier's own words, true or not; licence numbers are examples of a shape.
    `dilution` and `pages` (of one cartridge) as the supplier writes them, "" where it says nothing.
    """

    supplier: str
    lot: str
    reference: str
    family: str
    section: str
    brand: str
    name: str
    pack: str
    price: Decimal
    vat: Decimal
    eco: Decimal | None
    gtin: str
    hazards: tuple[str, ...]
    label: str
    licence: str
    claim: str
    description: str
    dilution: str = ""
    pages: str = ""

    @property
    def unit(self) -> str:
        """What one orders: the first word of the pack ("bidon 5 L" -> "Bidon")."""
        return self.pack.split()[0].capitalize()


def rows_of(name: str) -> list[dict[str, str]]:
    """The lines of a data file of this folder."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def all_items() -> tuple[Item, ...]:
    """Every catalogue line of the demonstration, in the order of the data files; a product in two lots is there twice."""
    return tuple(item for kind in _kinds() for item in _multiply(kind))


def gtin13(body: str) -> str:
    """Twelve digits with their check digit. Bodies begin with 2: numbers for use inside a shop, nobody's product."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _kinds() -> Iterator[dict[str, str]]:
    for name in KINDS:
        for kind in rows_of(name):
            yield {**kind, "supplier": name.upper(), "numbered": "yes"}
    yield from _cartridges()


def _cartridges() -> Iterator[dict[str, str]]:
    offers = {offer["offer"]: offer for offer in rows_of("cartridge_offers")}
    for cartridge in rows_of("cartridges"):
        for offer in cartridge["offered"].split():
            yield from _fitted(cartridge, offers[offer])


def _fitted(cartridge: Mapping[str, str], offer: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """One cartridge model as one supplier offers it: each colour, at the standard and at the high yield."""
    for high in (False, True) if cartridge["pages_high"] else (False,):
        for colour in cartridge["colours"]:
            code = f"{cartridge['code']}{'X' if high else ''}{colour}"
            words = {**cartridge, "code": code, "colour": COLOURS[colour], "Kind": cartridge["kind"].capitalize()}
            words["pages"] = _grouped(cartridge["pages_high" if high else "pages"])
            words["e"] = "e" if cartridge["kind"] in FEMININE else ""
            price = Decimal(cartridge["price"]) * Decimal(offer["factor"]) * (Decimal("1.7") if high else 1)
            yield {
                **offer,
                "stem": f"{offer['prefix']}{code}{offer['suffix']}",
                "brand": offer["brand"] or cartridge["maker"],
                "name": offer["name"].format_map(words),
                "description": offer["description"].format_map(words),
                "price": str(price),
                "variants": "",
                "hazards": "",
                "eco": "",
                "numbered": "",
                "pages": words["pages"],
            }


def _multiply(kind: Mapping[str, str]) -> Iterator[Item]:
    """The kind in every variant, pack and lot. Each further variant costs 2 % more, so that prices differ."""
    place = 0
    for step, variant in enumerate(kind["variants"].split("|")):
        for pack in kind["packs"].split("|"):
            place += 1
            item = _item(kind, variant, pack, place, Decimal(1) + step * Decimal("0.02"))
            for lot, factor in _lots(kind["lots"]):
                yield replace(item, lot=lot, price=(item.price * factor).quantize(CENT, ROUND_HALF_UP))


def _item(kind: Mapping[str, str], variant: str, pack: str, place: int, dearer: Decimal) -> Item:
    finish, _, hazards = variant.partition("=")
    size, _, factor = pack.partition("=")
    reference = f"{kind['stem']}{place:02d}" if kind["numbered"] else kind["stem"] + ("" if place == 1 else f"/{place}")
    return Item(
        supplier=kind["supplier"],
        lot="",
        reference=reference,
        family=kind["family"],
        section=kind["section"],
        brand=kind["brand"],
        name=f"{kind['name']} {finish}".strip(),
        pack=size,
        price=Decimal(kind["price"]) * Decimal(factor) * dearer,
        vat=Decimal(kind["vat"]),
        eco=Decimal(kind["eco"]) if kind["eco"] else None,
        gtin=_gtin(kind["supplier"], reference),
        hazards=tuple(dict.fromkeys([*kind["hazards"].split(), *hazards.split()])),
        label=kind["label"],
        licence=kind["licence_example"],
        claim=kind["claim"],
        description=kind["description"],
        dilution=kind.get("dilution", ""),
        pages=kind.get("pages", ""),
    )


def _gtin(supplier: str, reference: str) -> str:
    """A number made from the reference alone; "" for one reference in nine, as in real files."""
    weight = sum(place * ord(sign) for place, sign in enumerate(f"{supplier}/{reference}", 1))
    digits = "".join(str(ord(sign) % 10) for sign in reference)[-7:].rjust(7, "0")
    return "" if weight % 9 == 0 else gtin13(f"2{weight % 10_000:04d}{digits}")


def _lots(text: str) -> Iterator[tuple[str, Decimal]]:
    for part in text.split(";"):
        lot, _, factor = part.partition(":")
        yield lot, Decimal(factor or 1)


def _grouped(digits: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", digits)
