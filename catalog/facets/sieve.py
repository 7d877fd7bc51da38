"""Which rows pass all filters, and the counts of each facet under all filters but its own.

A filter's own counts look at the rows that miss nothing else: those that pass all, and those that miss it alone. One
counter of misses a row tells both. A row that misses at most one filter is in the two smallest lists together, so where
these are short only their rows are looked at; else all rows are passed over, which is cheap a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from catalog.facets.filters import Filter, sorted_union
from catalog.facets.seen import SPARSE, Seen
from catalog.facets.tally import Counts as Counts
from catalog.facets.tally import Flags as Flags
from catalog.facets.tally import Rows, rows_of

FEW_NEAR = 8
"""Taking the flags of one row in so many costs what passing over all flags does."""


class Hits:
    """Rows that pass everything: as a list or as flags, each made of the other when somebody needs it."""

    def __init__(self, total: int, rows: Rows | None, flags: Flags | None) -> None:
        """Neither: all rows of the index, `total` of them."""
        self.total, self.listed, self.flags = total, rows, flags

    @cached_property
    def rows(self) -> Rows:
        """Ascending."""
        if self.listed is not None:
            return self.listed
        return np.arange(self.total) if self.flags is None else rows_of(self.flags)


@dataclass(frozen=True, slots=True)
class Sifted:
    """counts: every cell, each facet's under all filters but its own. alone: the same of what is no facet, as a number."""

    hits: Hits
    counts: Counts
    alone: Mapping[str, int]


def sift(seen: Seen, having: Flags | None, filters: Mapping[str, Filter]) -> Sifted:
    """Answer a question. `having`: the rows that have the words, None when none were asked for."""
    if having is None and len(filters) < 2:
        return _by_one(seen, *filters.items()) if filters else Sifted(_all(seen), seen.counts, {})
    found = _candidates(seen, having, list(filters.values()))
    if found is not None:
        return _Listed(seen, found, filters).sifted()
    return _Passed(seen, having, filters).sifted()


def _all(seen: Seen) -> Hits:
    return Hits(seen.total, None, seen.flags)


def _by_one(seen: Seen, item: tuple[str, Filter]) -> Sifted:
    """A single filter: its own counts are those of the base, the others' are those of its list."""
    name, filter_ = item
    counts = seen.counts_of(filter_).copy()
    total = _total(seen, counts)
    few = filter_.size * SPARSE < seen.rows
    hits = Hits(total, seen.of(filter_), None) if few else Hits(total, None, seen.both(filter_.flags))
    if filter_.foreign is not None:
        return Sifted(hits, counts, {name: int(np.count_nonzero(seen.both(filter_.foreign)))})
    counts[seen.tally.cells[name]] = seen.counts[seen.tally.cells[name]]
    return Sifted(hits, counts, {})


def _total(seen: Seen, counts: Counts) -> int:
    """Every row has one value of the first facet."""
    return int(counts[next(iter(seen.tally.cells.values()))].sum())


def _candidates(seen: Seen, having: Flags | None, filters: list[Filter]) -> Rows | None:
    """A short list that holds every row that may count; None where there is none."""
    sized = sorted(filters, key=lambda each: each.size)
    if len(sized) > 1 and (sized[0].size + sized[1].size) * SPARSE < seen.rows:
        rows = seen.among(sorted_union(sized[0].rows(), sized[1].rows()))
        return rows if having is None else rows[having.take(rows)]
    if having is None:
        return None
    inside = seen.both(having)
    return rows_of(inside) if int(np.count_nonzero(inside)) * SPARSE < seen.rows else None


class _Listed:
    """A short list of rows, each looked at with every filter."""

    def __init__(self, seen: Seen, rows: Rows, filters: Mapping[str, Filter]) -> None:
        self._seen, self._rows, self._filters = seen, rows, filters
        self._passing = {name: each.passing(rows) for name, each in filters.items()}

    def sifted(self) -> Sifted:
        misses = np.zeros(len(self._rows), np.uint8)
        for passing in self._passing.values():
            misses += ~passing
        hits = self._rows[misses == 0]
        counts = self._seen.tally.count(hits)
        alone = {name: self._rows[(misses == 1) & ~passing] for name, passing in self._passing.items()}
        told: dict[str, int] = {}
        for name, rows in alone.items():
            each = self._filters[name]
            if each.foreign is not None:
                told[name] = int(np.count_nonzero(each.foreign.take(rows)))
            else:
                counts[self._seen.tally.cells[name]] += self._seen.tally.count_one(name, rows)
        return Sifted(Hits(len(hits), hits, None), counts, told)


class _Passed:
    """All rows, passed over once a filter."""

    def __init__(self, seen: Seen, having: Flags | None, filters: Mapping[str, Filter]) -> None:
        self._seen, self._filters = seen, filters
        self._whole = having is None
        self._inside = seen.flags if having is None else seen.both(having)
        self._passes = np.zeros(seen.rows, np.uint8)
        for each in filters.values():
            np.add(self._passes, each.flags.view(np.uint8), out=self._passes)
        self._flags = self._passing(len(filters))

    def _passing(self, count: int) -> Flags:
        """The rows that pass so many filters."""
        found: Flags = self._passes == count
        if self._inside is not None:
            found &= self._inside
        return found

    @cached_property
    def _near(self) -> Flags:
        """The rows that miss one filter."""
        return self._passing(len(self._filters) - 1)

    def sifted(self) -> Sifted:
        hits = Hits(int(np.count_nonzero(self._flags)), None, self._flags)
        mostly = self._whole and 2 * hits.total > self._seen.total
        counts = self._seen.counted(self._flags) if mostly else self._seen.tally.count(hits.rows)
        told: dict[str, int] = {}
        for name, each in self._filters.items():
            if each.foreign is not None:
                told[name] = int(np.count_nonzero(self._near & each.foreign))
            else:
                self._own(name, counts, hits.total)
        return Sifted(hits, counts, told)

    def _own(self, name: str, counts: Counts, total: int) -> None:
        """Add the rows that miss `name` alone to its cells; or take those that miss another from the whole."""
        cells, tally = self._seen.tally.cells[name], self._seen.tally
        others = [each for other, each in self._filters.items() if other != name]
        if self._whole and len(others) == 1:
            counts[cells] = self._seen.count_of(others[0], name)
        elif self._few_near is not None:
            alone = self._few_near[~self._filters[name].flags.take(self._few_near)]
            counts[cells] += tally.count_one(name, alone)
        else:
            self._own_of_many(name, counts, total)

    def _own_of_many(self, name: str, counts: Counts, total: int) -> None:
        cells, tally = self._seen.tally.cells[name], self._seen.tally
        flags = self._near & ~self._filters[name].flags
        missing = int(np.count_nonzero(flags))
        if self._whole and missing > self._seen.total - missing - total:
            rest = rows_of(self._seen.both(~(flags | self._flags)))
            counts[cells] = self._seen.counts[cells] - tally.count_one(name, rest)
        else:
            counts[cells] += tally.count_one(name, rows_of(flags))

    @cached_property
    def _few_near(self) -> Rows | None:
        """The rows that miss one filter, where they are so few that each filter looks at them one by one."""
        few = int(np.count_nonzero(self._near)) * FEW_NEAR < self._seen.rows
        return rows_of(self._near) if few else None
