"""What an asker sees of an index on a day, counted once: the base of every question it asks.

A member's agreements are a mask over the rows. Its totals, and those of large single values within it, are kept: most
questions are answered from them without looking at a row.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from catalog.facets.filters import Filter
from catalog.facets.tally import Counts, Flags, Rows, Tally, rows_of

SPARSE = 32
"""Looking at one row in so many, one by one, costs what passing over all of them does."""
WORTH_KEEPING = 64
"""A value that one row in so many has is counted once and kept: at most so many values of each facet are."""
LEAST_KEPT = 4096
MOST_KEPT = 256


class Seen:
    """`flags`: the rows seen, None for all. `counts`: every cell over them."""

    def __init__(self, tally: Tally, rows: int, flags: Flags | None) -> None:
        self.tally, self.rows, self.flags = tally, rows, flags
        self.total = rows if flags is None else int(np.count_nonzero(flags))
        self.counts: Counts = tally.whole if flags is None else self._counted(flags)
        self._kept: dict[Hashable, Counts] = {}
        self._least = max(LEAST_KEPT, rows // WORTH_KEEPING)

    def among(self, rows: Rows) -> Rows:
        """Those of `rows` that are seen."""
        return rows if self.flags is None else rows[self.flags.take(rows)]

    def both(self, flags: Flags) -> Flags:
        """Rows that are flagged and seen."""
        return flags if self.flags is None else flags & self.flags

    def of(self, filter_: Filter) -> Rows:
        """The rows seen that pass a filter, ascending."""
        if filter_.size * SPARSE > self.rows and self.flags is not None:
            return rows_of(self.both(filter_.flags))
        return self.among(filter_.rows())

    def counts_of(self, filter_: Filter) -> Counts:
        """Every cell over the rows that pass a filter; the largest are kept."""
        whole = np.zeros_like(self.counts)
        for part in filter_.parts(self._least):
            whole += self._kept_or_counted(part)
        return whole

    def count_of(self, filter_: Filter, name: str) -> Counts:
        """The cells of one facet over the rows that pass a filter."""
        whole: Counts = np.zeros_like(self.counts[self.tally.cells[name]])
        for part in filter_.parts(self._least):
            if part.key is not None and part.size > self._least:
                whole += self._kept_or_counted(part)[self.tally.cells[name]]
            else:
                whole += self.tally.count_one(name, self.of(part))
        return whole

    def _kept_or_counted(self, part: Filter) -> Counts:
        if part.key is None or part.size <= self._least:
            return self._count(part)
        found = self._kept.get(part.key)
        if found is None:
            found = self._count(part)
            if len(self._kept) < MOST_KEPT:
                self._kept[part.key] = found
        return found

    def _count(self, filter_: Filter) -> Counts:
        """Of more than half of what is seen, the rest is counted and taken from the whole."""
        if filter_.size * SPARSE < self.rows:
            return self.tally.count(self.among(filter_.rows()))
        return self.counted(self.both(filter_.flags))

    def counted(self, flags: Flags) -> Counts:
        """Every cell over flagged rows, all of which are seen."""
        if 2 * int(np.count_nonzero(flags)) > self.total:
            return self.counts - self.tally.count(rows_of(self.both(~flags)))
        return self.tally.count(rows_of(flags))

    def _counted(self, flags: Flags) -> Counts:
        """A mask that shows most of the rows is counted by what it hides."""
        if 2 * self.total > self.rows:
            return self.tally.whole - self.tally.count(rows_of(~flags))
        return self.tally.count(rows_of(flags))
