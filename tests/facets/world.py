"""A made-up catalogue for the index: small enough to count by hand, with every kind of gap and tie."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from catalog.facets.build import build
from catalog.facets.index import Index
from catalog.facets.live import STATE_CODES, DayTags, Live
from catalog.facets.selection import OFFERS

Line = dict[str, Any]
"""A published offer as a plain dict, with `states`, `claimed`, `labels` and `ranges` beside the columns of OFFERS."""

ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood")
LABELS = ("ECOLABEL", "NF", "CYGNE", "ANGE", "FSC", "PEFC")
RANGES = ("petite-enfance", "bureau-vert", "cantine")
THINGS = (
    "Savon", "Toner", "Cartouche laser", "Papier toilette", "Essuie-tout", "Sac poubelle", "Porte-savon", "Gants",
    "Nettoyant multi-usages", "Liquide vaisselle", "Ramette", "Stylo à bille", "Écran", "Distributeur de savon",
    "Détartrant", "Éponge", "Balai", "Œillets", "Sacs à déchets", "Toners",
)  # fmt: skip
KINDS = ("remanufacturé", "reconditionnée", "écologique", "blanche", "blanc", "noir", "sans parfum", "jetables", "doux")
SIZES = ("5 L", "5 litres", "500 ml", "75cl", "0,75 L", "1 kg", "A4 80g", "30x40 cm", "lot de 12", "2 plis", "")
BRANDS = ("Brosselin", "Papéo", "Éclat", "TN-Print", "Savonette", None, "")


@dataclass(frozen=True, slots=True, eq=False)
class World:
    lines: list[Line]
    table: pa.Table
    tags: DayTags

    def index(self, directory: Path) -> Index:
        build(self.table, directory)
        return Index.open(directory)

    def live(self, index: Index) -> Live:
        return Live.of(index.offer_ids, self.tags)

    def on(self, seed: int) -> World:
        """The same offers on another day: a third of them tagged otherwise."""
        dice = random.Random(seed)
        blank: Line = {"states": {}, "claimed": set(), "labels": [], "ranges": []}
        lines = [line | blank | _tagging(dice) if dice.random() < 0.3 else line for line in self.lines]
        return World(lines, self.table, tags_of(lines))


def world(count: int, seed: int, suspended: float = 0) -> World:
    """`count` offers; `suspended`: which share of them is."""
    dice = random.Random(seed)
    lines = [_line(place, dice) for place in range(count)]
    lines = [line | {"suspended": dice.random() < suspended} for line in lines]
    dice.shuffle(lines)
    return World(lines, table_of(lines), tags_of(lines))


def table_of(lines: list[Line]) -> pa.Table:
    return pa.table({name: [line[name] for line in lines] for name in OFFERS.names}, schema=OFFERS)


def tags_of(lines: list[Line]) -> DayTags:
    """Of the tagged lines, and of one offer that no index has."""
    tagged = [line for line in lines if line["states"]]
    ghost = {"offer": 1, "states": dict.fromkeys(ATTRIBUTES, "yes"), "claimed": set(), "labels": ["NF", "GHOST"]}
    every: list[Line] = [*tagged, ghost | {"ranges": ["cantine"]}]
    return DayTags(
        offers=np.array([line["offer"] for line in every], np.int64),
        states={a: np.array([STATE_CODES[line["states"][a]] for line in every], np.uint8) for a in ATTRIBUTES},
        claimed={a: np.array([a in line["claimed"] for line in every]) for a in ATTRIBUTES},
        labels=pa.array([line["labels"] or None for line in every], pa.list_(pa.string())),
        ranges=pa.array([line["ranges"] for line in every], pa.list_(pa.string())),
    )


def line_of(offer: int, **columns: object) -> Line:
    """An untagged offer of lot L1 with the given columns."""
    plain: Line = dict.fromkeys(OFFERS.names) | {
        "offer": offer,
        "supplier": "ACME",
        "reference": f"REF-{offer}",
        "lot": "L1",
        "agreement": "AC1",
        "name": "",
        "price": offer,
        "currency": "EUR",
        "suspended": False,
    }
    return plain | {"states": {}, "claimed": set(), "labels": [], "ranges": []} | columns


def _line(place: int, dice: random.Random) -> Line:
    lot = dice.randrange(12)
    currency = dice.choices(("EUR", "NOK", None), (85, 12, 3))[0]
    return line_of(
        10_000 + 7 * place,
        supplier=f"S{min(dice.randrange(12), dice.randrange(12)):02}",
        reference=dice.choice((f"TN-{1000 + place}", f"REF {place:05}", f"{40_000 + place}", f"Éco/{place}.A")),
        lot=f"L{lot:02}",
        agreement=f"AC{lot // 3}",
        name=" ".join(filter(None, (dice.choice(THINGS), dice.choice(KINDS), dice.choice(SIZES)))),
        description=dice.choice((None, "", "Parfum citron, flacon de 500 ml", "Pour tout papier ; toner compris")),
        brand=dice.choice(BRANDS),
        family=dice.choice(("CLEANING", "PAPER", "IT", "OFFICE", None)),
        gtin=dice.choice((None, f"{3_760_000_000_000 + 97 * place}", f"0{376_000_000_000 + 89 * place}")),
        price=dice.choice((None, *[250_000 * n for n in range(1, 20)])),
        currency=currency,
        unit_price=dice.choice((None, 90_000, 120_000, 250_000, 1_000_000)),
        unit_basis=dice.choice((None, "litre", "litre_ready", "sheet", "piece")),
        **_tagging(dice),
    )


def _tagging(dice: random.Random) -> Line:
    if dice.random() < 0.1:
        return {}
    return {
        "states": {attribute: dice.choices(("yes", "no", "unknown"), (3, 2, 5))[0] for attribute in ATTRIBUTES},
        "claimed": {attribute for attribute in ATTRIBUTES if dice.random() < 0.3},
        "labels": dice.sample(LABELS, dice.choice((0, 0, 1, 1, 2, 3))),
        "ranges": dice.sample(RANGES, dice.choice((0, 0, 0, 1, 2))),
    }
