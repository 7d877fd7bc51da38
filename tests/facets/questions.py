"""Questions by chance, for the index and for whoever counts by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator

from catalog.facets.selection import EVERYTHING, MULTI_FACETS, SINGLE_FACETS, Scope, Selection, Sort
from tests.facets.world import ATTRIBUTES, LABELS, RANGES

FACETS = (*SINGLE_FACETS, *MULTI_FACETS)
SORTS: tuple[Sort, ...] = ("price", "-price", "unit_price", "name", "relevance")
TEXTS = [
    "savon", "toner remanufacturé", "toner", "papier toil", "essuie tout", "sopalin", "5 l", "0.75 litre", "75cl",
    "tn-10", "tn1012", "REF 00", "ref00012", "3760", "376000000", "376000000097", "poubele", "savno", "gants jetabl",
    "blanc", "blanches", "a4", "30x40", "cartouche laser noire", "de la", "!!", "zzzz", "éco", "oeillet", "citron 500",
    "brosselin savon", "eclat", "40012", "eco/12", "sac", "liquide vaiselle", "moniteur", "papier de toilette",
    "lot 12", "500", "x", "nettoyant multi-usage", "parfum sans", "porte savon", "portesavon", "80 g/m²", "2plis",
    "nettoyage", "savon l", "distributeur savon", "savon distributeur", "oeilet", "eponges",
]  # fmt: skip


def questions(count: int, seed: int, texts: list[str]) -> Iterator[tuple[Selection, Scope]]:
    """A question and who asks it; four in ten with words."""
    dice = random.Random(seed)
    for _ in range(count):
        yield selection(dice, dice.choice(texts) if dice.random() < 0.4 else ""), scope(dice)


def selection(dice: random.Random, text: str) -> Selection:
    facets = dice.sample(FACETS, dice.choice((0, 0, 1, 1, 2, 3)))
    tags = dice.sample((*ATTRIBUTES, "unheard_of"), dice.choice((0, 0, 1, 2)))
    low, high = dice.choice(((None, None), (None, None), (None, 2_000_000), (1_000_000, None), (500_000, 3_000_000)))
    return Selection(
        text=text,
        values={facet: frozenset(dice.sample(values_of(facet), dice.choice((0, 1, 1, 2)))) for facet in facets},
        tags={tag: frozenset(dice.sample(("yes", "no", "unknown"), dice.choice((0, 1, 1, 2)))) for tag in tags},
        price_min=low,
        price_max=high,
        currency=dice.choice(("EUR", "EUR", "NOK", "XXX")),
        proof=dice.choice(("verified", "all")),
        sort=dice.choice(SORTS),
        page=dice.choice((1, 1, 1, 2, 3, 40)),
        size=dice.choice((1, 7, 50, 200)),
    )


def values_of(facet: str) -> list[str]:
    known = {
        "family": ["CLEANING", "PAPER", "IT", "OFFICE", "none"],
        "supplier": [f"S{number:02}" for number in range(12)],
        "agreement": [f"AC{number}" for number in range(4)],
        "lot": [f"L{number:02}" for number in range(12)],
        "brand": ["Brosselin", "Papéo", "Éclat", "TN-Print", "none"],
        "label": list(LABELS),
        "range": list(RANGES),
    }
    return [*known[facet], "GHOST"]


def scope(dice: random.Random) -> Scope:
    """Somebody of the central body, a member, a supplier, nobody; some with lots that do not run."""
    agreements = frozenset(dice.sample(["AC0", "AC1", "AC2", "AC3", "AC9"], dice.choice((0, 1, 2, 3))))
    suppliers = frozenset(dice.sample(values_of("supplier"), dice.choice((1, 2, 6))))
    closed = frozenset(dice.sample(values_of("lot"), dice.choice((1, 3))))
    return dice.choice(
        (EVERYTHING, EVERYTHING, Scope(agreements), Scope(None, suppliers), Scope(agreements, suppliers), Scope(),
         Scope(None, None, closed), Scope(agreements, None, closed))
    )  # fmt: skip
