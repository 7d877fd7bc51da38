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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from catalog.facets.build import KIND, build
from catalog.facets.directory import DamagedIndex, verify
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.means.means import Means
from catalog.published.day_key import DayKey
from catalog.published.days import Days
from catalog.published.edition import Edition as Edition
from catalog.published.making import Day, from_another, from_nothing
from catalog.published.offers import offers_table
from catalog.queries import products, release

KEPT = 6
"""Days kept in memory: today, and the past ones people looked at last."""
LEAST = 200
"""Fewer products than this are tagged in less time than a disk takes to keep them."""
SELDOM = 64
"""After so many editions the collector looks over the whole heap once: circles that were frozen by chance go then."""
KEPT_ON_DISK = 8
"""Index directories left in the folder after a publication; any other is rebuilt from the database when asked for."""


class Shelf:
    """Editions by (publication, day, decisions) and indexes by publication, opened once and shared by all threads."""

    def __init__(self, folder: Path, least: int = LEAST) -> None:
        """`folder`: where the index directories lie. least: from so many products on, days are kept on disk too."""
        self.folder, self.least = folder, least
        self._days: OrderedDict[DayKey, _Shown] = OrderedDict()
        self._indexes: dict[str, Index] = {}
        self._lock = threading.RLock()
        self._kept = 0

    def edition(self, means: Means, on: dt.date | None = None) -> Edition:
        """The edition of a day (default: the clock's). Opened, or made from another where that can be, then kept."""
        day = on or means.clock.today()
        shown = means.once(("edition", id(self), day), lambda: self._of_day(means.session, day))
        return Edition.of(shown.day, shown.index, shown.live, means.session)

    def _of_day(self, session: Session, day: dt.date) -> _Shown:
        key = DayKey.of(session, day)
        with self._lock:
            if key not in self._days:
                self._keep(key, self._shown(session, key))
            self._days.move_to_end(key)
            return self._days[key]

    def index(self, session: Session, number: int, day: dt.date) -> Index:
        """The index of a publication with the prices of a day: open already, on disk, or built from the database now."""
        directory = self.folder / directory_name(session, number, day)
        with self._lock:
            if directory.name not in self._indexes:
                self._indexes[directory.name] = _opened(session, number, day, directory)
            return self._indexes[directory.name]

    def _shown(self, session: Session, key: DayKey) -> _Shown:
        """From the disk; else made by one process while the others wait for it."""
        index = self.index(session, key.publication, key.on)
        days = Days(self.folder / directory_name(session, key.publication, key.on), index.checksum)
        if not self._is_large(index):
            return _with_live(self._made(session, key, days), index)
        with days.alone():
            written = days.read(key)
            if written is not None:
                return _Shown(written[0], index, written[1])
            shown = _with_live(self._made(session, key, days), index)
            days.write(shown.day, shown.live)
            return shown

    def _made(self, session: Session, key: DayKey, days: Days) -> Day:
        """From the day kept last that it can be made from."""
        for before in self._before(key, days):
            made = from_another(session, key, before)
            if made is not None:
                return made
        return from_nothing(session, key)

    def _before(self, key: DayKey, days: Days) -> Iterator[Day]:
        """Days of the publication: those in memory, the last used first, then those on disk."""
        same = (key.publication, key.published)
        yield from (shown.day for of, shown in reversed(self._days.items()) if (of.publication, of.published) == same)
        yield from days.near()

    def _is_large(self, index: Index) -> bool:
        return index.rows >= self.least

    def _keep(self, key: DayKey, shown: _Shown) -> None:
        """Streamlit collects every generation after each rerun: what is kept leaves the collector's sight.

        Days hold no circles, so those that go are freed all the same; the whole heap is looked over only seldom.
        """
        self._days[key] = shown
        self._kept += 1
        while len(self._days) > KEPT:
            self._days.popitem(last=False)
        if self._kept % SELDOM == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """A day on its index."""

    day: Day
    index: Index
    live: Live


def _with_live(day: Day, index: Index) -> _Shown:
    return _Shown(day, index, Live.of(index.offer_ids, day.brief.day_tags(day.offered)))


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
