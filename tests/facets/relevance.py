"""Queries with the products a buyer expects, asked of an index of them alone: at which place the first of these comes.

`expected` holds references, or the `kind` of products any of which is right. The kind is never indexed.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.facets.build import build
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, Selection
from tests.facets.world import Line, line_of, table_of, tags_of

HERE = Path(__file__).parent
DEPTH = 10
"""A product further down is not found."""


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    traits: frozenset[str]
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """`rank`: of the first expected product, from 1; 0 for none on the page."""

    query: Query
    rank: int


class Shelf:
    """The invented products in an index, priced so that the cheapest is no better answer than another."""

    def __init__(self, directory: Path) -> None:
        self.products = list(csv.DictReader((HERE / "relevance_products.csv").open(encoding="utf-8", newline="")))
        build(table_of([_line(place, product) for place, product in enumerate(self.products)]), directory)
        self.index = Index.open(directory)
        self._live = Live.of(self.index.offer_ids, tags_of([]))

    def page(self, text: str) -> list[dict[str, str]]:
        """The products of the first page, best first."""
        selection = Selection(text=text, sort="relevance", size=DEPTH)
        rows = self.index.ask(selection, EVERYTHING, self._live).rows
        return [self.products[offer] for offer in self.index.offer_ids[list(rows)].tolist()]

    def place(self, query: Query) -> Place:
        page = self.page(query.text)
        right = [bool({product["reference"], product["kind"]} & query.expected) for product in page]
        return Place(query, right.index(True) + 1 if any(right) else 0)


def queries(name: str) -> list[Query]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Query(row["query"], frozenset(row["trait"].split()), frozenset(row["expected"].split())) for row in rows]


def mean_reciprocal_rank(places: Sequence[Place]) -> float:
    return sum(1 / place.rank for place in places if place.rank) / len(places)


def _line(place: int, product: dict[str, str]) -> Line:
    columns = ("reference", "gtin", "name", "brand", "description")
    price = 1_000_000 + place * 7919 % 50_021
    return line_of(place, price=price, **{name: product[name] for name in columns})
