"""The published catalogue as it is read: the index of a publication with the tags of a day on top.

The database alone says which publication is current; an index directory is named after it, built before the commit
and rebuilt when it is missing or damaged. One shelf a process: it keeps what it opened and swaps by number.
"""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalog.facets.build import KIND, build
from catalog.facets.directory import DamagedIndex, verify
from catalog.facets.index import Index, OfferRow
from catalog.facets.live import Live
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.offers import offers_table
from catalog.published.tags import OfferKey, ProductKey, Tags, day_tags, product_tags
from catalog.queries import products, proofs, release

KEPT = 6
"""Editions kept in memory: today's, and the past days people looked at last."""
SELDOM = 64
"""After so many editions the collector looks over the whole heap once: circles that were frozen by chance go then."""
KEPT_ON_DISK = 8
"""Index directories left in the folder after a publication; any other is rebuilt from the database when asked for."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What members see on a day: the publication in force at its end, the decisions recorded by then, its tags."""

    publication: int
    on: dt.date
    decisions: int
    index: Index
    live: Live
    tags: Mapping[ProductKey, Tags]
    offers: Mapping[int, OfferKey]

    def row_of(self, offer: int) -> int:
        """The row of an offer id in the index, -1 where it has none."""
        return int(self.index.rows_of([offer])[0])

    def row(self, offer: int) -> OfferRow | None:
        """The offer as published, or None where this edition does not have it."""
        found = self.row_of(offer)
        return self.index.offers([found])[0] if found >= 0 else None

    def tags_of(self, offer: int) -> Tags:
        """attribute -> tag of an offer's product."""
        key = self.offers[offer]
        return self.tags.get((key.supplier_id, key.product_id), {})


class Shelf:
    """Editions by (publication, day, decisions) and indexes by publication, opened once and shared by all threads."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the index directories lie."""
        self.folder = folder
        self._editions: OrderedDict[tuple[int, dt.date, int], Edition] = OrderedDict()
        self._indexes: dict[str, Index] = {}
        self._lock = threading.RLock()
        self._kept = 0

    def edition(self, means: Means, on: dt.date | None = None) -> Edition:
        """The edition of a day (default: the clock's). Opened or computed once, then kept."""
        day = on or means.clock.today()
        until = end_of(day)
        number = release.publication_on(means.session, day)
        key = (number, day, proofs.decision_sequence(means.session, until))
        with self._lock:
            if key not in self._editions:
                self._keep(key, self._made(means.session, key, until))
            self._editions.move_to_end(key)
            return self._editions[key]

    def index(self, session: Session, number: int, day: dt.date) -> Index:
        """The index of a publication with the prices of a day: open already, on disk, or built from the database now."""
        directory = self.folder / directory_name(session, number, day)
        with self._lock:
            if directory.name not in self._indexes:
                self._indexes[directory.name] = _opened(session, number, day, directory)
            return self._indexes[directory.name]

    def _made(self, session: Session, key: tuple[int, dt.date, int], until: dt.datetime) -> Edition:
        number, day, decisions = key
        index = self.index(session, number, day)
        tags = product_tags(session, number, day, until)
        offers = [_offer_key(row) for row in products.published(session, number)]
        live = Live.of(index.offer_ids, day_tags(session, number, offers, tags, until))
        return Edition(number, day, decisions, index, live, tags, {offer.offer: offer for offer in offers})

    def _keep(self, key: tuple[int, dt.date, int], edition: Edition) -> None:
        """Streamlit collects every generation after each rerun: what is kept leaves the collector's sight.

        Editions hold no circles, so those that go are freed all the same; the whole heap is looked over only seldom.
        """
        self._editions[key] = edition
        self._kept += 1
        while len(self._editions) > KEPT:
            self._editions.popitem(last=False)
        if self._kept % SELDOM == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()


def directory_name(session: Session, number: int, day: dt.date) -> str:
    """Number, time of recording, and how many times its prices have moved by that day.

    Another database's publication of the same number has another name. A price that begins or ends on a day makes a
    further directory from that day on, by itself; a publication whose prices have no dates has a single one.
    """
    at = release.recorded_at(session, number)
    if at is None:
        return f"{number:06d}"
    moved = bisect_right(products.price_days(session, number), day)
    return f"{number:06d}-{int(at.timestamp() * 1_000_000):x}-{moved}"


def build_index(session: Session, number: int, day: dt.date, folder: Path) -> None:
    """Build the directory of a publication whose rows are flushed, before its transaction commits."""
    build(offers_table(session, number, day), folder / directory_name(session, number, day))
    _prune(folder)


def _prune(folder: Path) -> None:
    """Keep the newest directories. Who has an older one mapped keeps it; who asks for one has it built again."""
    standing = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    for path in standing[:-KEPT_ON_DISK]:
        shutil.rmtree(path, ignore_errors=True)


def _opened(session: Session, number: int, day: dt.date, directory: Path) -> Index:
    """Every byte is looked at once, on opening: a price that a disk has turned is never shown."""
    try:
        verify(directory, KIND)
        return Index.open(directory)
    except DamagedIndex:
        build(offers_table(session, number, day), directory)
        return Index.open(directory)


def _offer_key(row: Mapping[str, Any]) -> OfferKey:
    return OfferKey(
        row["offer_id"], row["supplier_id"], row["product_id"], row["family"], row["lot"], bool(row["suspended"])
    )
