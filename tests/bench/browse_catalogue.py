"""A made-up catalogue to browse, of any size and the same for the same number: names, prices, labels and tags, skewed.

25 families of 6 subfamilies, 60 agreements of 200 lots with up to 6 holders each of 300 suppliers, 500 brands. A few of
everything hold most of the offers, as in a real one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.live import DayTags
from catalog.facets.selection import OFFERS

ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood")
LABELS = ("EU_ECOLABEL", "NF_ENV", "NORDIC_SWAN", "BLUE_ANGEL", "FSC", "PEFC", "ECOCERT", "TCO", "OEKO")
RANGES = tuple(f"range-{number:02}" for number in range(12))
FAMILIES, SUBFAMILIES, AGREEMENTS, LOTS, SUPPLIERS, BRANDS = 25, 6, 60, 200, 300, 500
THINGS = (
    "Savon", "Toner", "Cartouche", "Ramette", "Cahier", "Classeur", "Chemise", "Stylo", "Feutre", "Surligneur", "Crayon",
    "Marqueur", "Enveloppe", "Étiquette", "Agrafeuse", "Perforateur", "Nettoyant", "Détartrant", "Lessive", "Lingette",
    "Éponge", "Balai", "Seau", "Raclette", "Gant", "Tablier", "Sac", "Bobine", "Serviette", "Gobelet", "Assiette",
    "Couvert", "Ampoule", "Pile", "Rallonge", "Clavier", "Souris", "Écran", "Casque", "Câble", "Chaise", "Table",
    "Armoire", "Lampe", "Tapis", "Couette", "Oreiller", "Couche", "Peinture", "Pinceau", "Puzzle", "Dînette", "Ballon",
    "Cerceau", "Matelas", "Distributeur", "Désinfectant", "Dégraissant", "Cire", "Adoucissant",
)  # fmt: skip
KINDS = (
    "remanufacturé", "recyclé", "blanc", "noir", "bleu", "rouge", "vert", "jaune", "mat", "brillant", "pliable",
    "empilable", "rechargeable", "jetable", "lavable", "renforcé", "extensible", "transparent", "parfumé", "concentré",
    "biodégradable", "ignifuge", "antidérapant", "silencieux", "étanche", "léger", "épais", "fin", "souple", "rigide",
)  # fmt: skip
USES = (
    "cuisine",
    "bureau",
    "sanitaires",
    "crèche",
    "école",
    "atelier",
    "laboratoire",
    "extérieur",
    "cantine",
    "accueil",
)
SIZES = (
    "A4",
    "A3",
    "500 ml",
    "1 L",
    "5 L",
    "750 ml",
    "lot de 10",
    "lot de 12",
    "lot de 50",
    "2 kg",
    "80 g",
    "30 cm",
    "1,5 m",
)
BEGINNINGS = ("Bel", "Cla", "Dor", "Fen", "Gal", "Lir", "Nov", "Ori", "Pal", "Ver", "Tam", "Sol", "Mir", "Ced", "Alba",
              "Kor", "Rus", "Pol", "Vit", "Elan")  # fmt: skip
ENDS = ("ane", "ia", "iver", "on", "ys", "ette", "elle", "ora", "imo", "ex", "ine", "art", "eau", "ique", "ance", "ol",
        "um", "ard", "ix", "ose", "ene", "yl", "al", "or", "is")  # fmt: skip
Codes = NDArray[np.int64]


def offers(count: int) -> pa.Table:
    """`count` offers, columns of OFFERS, in no order."""
    chance = np.random.default_rng(count)
    lot = _skewed(chance, LOTS, count)
    holder = (lot * 7 + _skewed(chance, 6, count) * 53) % SUPPLIERS
    family = (lot * 3 + _skewed(chance, 8, count)) % (FAMILIES * SUBFAMILIES)
    number = np.arange(count)
    said = {
        "offer": pa.array(10_000_019 + number * 3),
        "supplier": _named("S{:03}", SUPPLIERS, holder),
        "reference": pc.binary_join_element_wise("R", pa.array(number + 100_000).cast(pa.string()), ""),
        "lot": _named("L{:03}", LOTS, lot),
        "agreement": _named("AC{:02}", AGREEMENTS, lot % AGREEMENTS),
        "name": _names(chance, family, number),
        "brand": pa.array([f"{start}{end}" for start in BEGINNINGS for end in ENDS]).take(
            _skewed(chance, BRANDS, count)
        ),
        "family": _named("{:03}", FAMILIES * SUBFAMILIES, family),
        "gtin": _gtins(number),
        "price": pa.array(np.round(np.exp(chance.normal(2.5, 1.2, count)) * 100).astype(np.int64) * 10_000 + 10_000),
        "currency": pa.array(["EUR"]).take(np.zeros(count, np.int64)),
        "order_unit": pa.array(["pièce", "carton", "lot", "boîte"]).take(chance.integers(0, 4, count)),
        "supplier_name": _named("Fournisseur {:03}", SUPPLIERS, holder),
        "lot_name": _named("Lot {:03}", LOTS, lot),
        "suspended": pa.repeat(False, count),
    }
    blank = {field.name: pa.nulls(count, field.type) for field in OFFERS if field.name not in said}
    return pa.table(said | blank).select(OFFERS.names).cast(OFFERS)


def tags(table: pa.Table) -> DayTags:
    """States, claims, labels and ranges of the offers, as a day's tagging would find them."""
    count = table.num_rows
    chance = np.random.default_rng(count + 1)
    labels = _labels(chance, count)
    proven = labels[:, :7].any(axis=1)
    states = {
        "ecolabelled": np.where(proven, 1, np.where(chance.random(count) < 0.05, 2, 0)).astype(np.uint8),
        "remanufactured": chance.choice(np.array([0, 1, 2], np.uint8), count, p=[0.7, 0.1, 0.2]),
        "early_childhood": chance.choice(np.array([0, 1, 2], np.uint8), count, p=[0.75, 0.05, 0.2]),
    }
    claimed = {name: chance.random(count) < 0.15 for name in ATTRIBUTES}
    family = pc.cast(table["family"], pa.int64()).to_numpy()
    within = np.stack([(family % len(RANGES) == place) & (states[ATTRIBUTES[place % 3]] == 1)
                       for place in range(len(RANGES))], axis=1)  # fmt: skip
    return DayTags(table["offer"].to_numpy(), states, claimed, _lists(LABELS, labels), _lists(RANGES, within))


def _skewed(chance: np.random.Generator, count: int, size: int) -> Codes:
    """Zipf over `count` values: each rank is shuffled once, so that names do not tell how many there are."""
    weights = 1 / np.arange(1, count + 1) ** 0.9
    ranks = np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(size), side="right")
    return chance.permutation(count)[np.minimum(ranks, count - 1)]


def _named(pattern: str, count: int, codes: Codes) -> pa.Array:
    return pa.array([pattern.format(number) for number in range(count)]).take(pa.array(codes))


def _names(chance: np.random.Generator, family: Codes, number: Codes) -> pa.Array:
    """A thing of its family, what kind, for what, how much; and for every third a model of its own."""
    count = len(family)
    thing = (family * 2 + _skewed(chance, 6, count)) % len(THINGS)
    model = pc.binary_join_element_wise("modèle", pa.array(number % 9973 + 1000).cast(pa.string()), "")
    parts = (
        pa.array(THINGS).take(pa.array(thing)),
        pa.array(KINDS).take(pa.array(_skewed(chance, len(KINDS), count))),
        pc.binary_join_element_wise("pour", pa.array(USES).take(pa.array(_skewed(chance, len(USES), count))), " "),
        pa.array(SIZES).take(pa.array(chance.integers(0, len(SIZES), count))),
        pc.if_else(pa.array(number % 3 == 0), model, ""),
    )
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, " "))


def _gtins(number: Codes) -> pa.Array:
    base = 376_000_000_000 + number
    digits = base[:, None] // 10 ** np.arange(11, -1, -1) % 10
    check = (10 - (digits * np.tile([1, 3], 6)).sum(axis=1) % 10) % 10
    return pa.array(base * 10 + check).cast(pa.string())


def _labels(chance: np.random.Generator, count: int) -> NDArray[np.bool_]:
    """One offer in four has labels; the first of them are common."""
    share = 0.12 / np.arange(1, len(LABELS) + 1) ** 0.8
    return chance.random((count, len(LABELS))) < share


def _lists(names: Sequence[str], having: NDArray[np.bool_]) -> pa.Array:
    places = np.nonzero(having)[1]
    ends = np.concatenate([[0], np.cumsum(having.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), pa.array(names).take(pa.array(places)))
