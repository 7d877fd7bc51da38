"""What members see on a day: an index, the day's tags on it, and the full tag of any product once it is asked for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalog.facets.index import Index, OfferRow
from catalog.facets.live import Live
from catalog.published.brief import Brief, ProductKey, Tags
from catalog.published.making import Day
from catalog.published.offered import Offered
from catalog.published.tags import common_of, product_tags

AHEAD = 2_048
"""Who walks over the products in order is read so many ahead at most."""
HELD = 30_000
"""Products whose full tags an edition keeps; beyond that they begin anew."""


class Reader:
    """A session to read with: the one an edition was opened with while that is open, in its thread; else one of its own."""

    def __init__(self, session: Session) -> None:
        self._engine: Engine = session.get_bind().engine
        self._session, self._thread = session, threading.get_ident()

    def tags(self, day: Day, products: set[int]) -> dict[ProductKey, Tags]:
        """The full tags of the products of these ids."""
        if self._thread == threading.get_ident() and self._session.in_transaction():
            return _read(self._session, day, products)
        with Session(self._engine) as session:
            return _read(session, day, products)


def _read(session: Session, day: Day, products: set[int]) -> dict[ProductKey, Tags]:
    key, held = day.key, day.held
    held.common = held.common or common_of(session, key.until)
    return product_tags(session, key.publication, key.on, key.until, products, held.common)


class FullTags(Mapping[ProductKey, Tags]):
    """(supplier id, product id) -> tags with their sentences and rules, of every product; made when asked for."""

    def __init__(self, day: Day, reader: Reader) -> None:
        self._day, self._reader = day, reader
        self._next, self._ahead = -1, 1

    def __getitem__(self, key: ProductKey) -> Tags:
        found = self._day.held.full.get(key)
        return self.read(self._from(self._day.brief.places[key]))[key] if found is None else found

    def __iter__(self) -> Iterator[ProductKey]:
        return iter(self._day.brief)

    def __len__(self) -> int:
        return len(self._day.brief)

    def read(self, keys: Iterable[ProductKey]) -> dict[ProductKey, Tags]:
        """The tags of these products, in one go where they are not made yet; none for a key that has no product."""
        full, asked = self._day.held.full, list(keys)
        found = {key: tags for key in asked if (tags := full.get(key)) is not None}
        missing = {key[1] for key in asked if key not in found}
        made = self._reader.tags(self._day, missing) if missing else {}
        if len(full) + len(made) > HELD:
            full.clear()
        full.update(made)
        return {key: found.get(key) or made.get(key, {}) for key in asked}

    def _from(self, place: int) -> list[ProductKey]:
        """A product, and those behind it where the one before was asked for too: twice as many each time."""
        near = 0 <= place - self._next <= self._ahead
        self._ahead = min(2 * self._ahead, AHEAD) if near else 1
        self._next = place + self._ahead
        return self._day.brief.keys_in_order[place : self._next]


@dataclass(frozen=True, slots=True)
class Edition:
    """What members see on a day: the publication in force at its end, the decisions recorded by then, its tags.

    tags: in full, made when asked for; it may be kept and asked by any thread. brief: states, standings, claims and last
    days of every product, ready.
    """

    publication: int
    on: dt.date
    decisions: int
    index: Index
    live: Live
    tags: FullTags
    brief: Brief
    offers: Offered

    @classmethod
    def of(cls, day: Day, index: Index, live: Live, session: Session) -> Edition:
        """The edition of a day, read with `session` as long as that is open."""
        key, full = day.key, FullTags(day, Reader(session))
        return cls(key.publication, key.on, key.decisions, index, live, full, day.brief, day.offered)

    def row_of(self, offer: int) -> int:
        """The row of an offer id in the index, -1 where it has none."""
        return int(self.index.rows_of([offer])[0])

    def row(self, offer: int) -> OfferRow | None:
        """The offer as published, or None where this edition does not have it."""
        found = self.row_of(offer)
        return self.index.offers([found])[0] if found >= 0 else None

    def tags_of(self, offer: int) -> Tags:
        """attribute -> tag of an offer's product."""
        return self.tags.get(self.offers.product_of(offer), {})

    def tags_of_each(self, offers: Iterable[int]) -> list[Tags]:
        """The tags of each offer's product: one reading for all of a page."""
        keys = [self.offers.product_of(offer) for offer in offers]
        found = self.tags.read(keys)
        return [found[key] for key in keys]

    def brief_of(self, offer: int) -> Tags:
        """attribute -> tag in brief of an offer's product: without sentence and rules, never a question to the database."""
        return self.brief[self.offers.product_of(offer)]

    def last_days(self, attribute: str) -> NDArray[np.int32]:
        """By row of the index the last day (ordinal) of a yes of an attribute; 0 where it has no end or is none."""
        found = np.zeros(self.index.rows, np.int32)
        if attribute in self.brief.attributes:
            rows = self.index.rows_of(self.offers.offers.tolist())
            found[rows[rows >= 0]] = self.brief.last_days(attribute)[self.offers.places[rows >= 0]]
        return found
