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
        return _listed(seen, found, filters, {name: each.passing(found) for name, each in filters.items()})
    if having is None and len(filters) == 2:
        return _by_two(seen, filters)
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


def _listed(seen: Seen, rows: Rows, filters: Mapping[str, Filter], passing: Mapping[str, Flags]) -> Sifted:
    """A short list that holds every row that counts; `passing`: which of its rows pass each filter."""
    misses = np.zeros(len(rows), np.uint8)
    for flags in passing.values():
        misses += ~flags
    hits, near = rows[misses == 0], misses == 1
    counts, told = seen.tally.count(hits), {}
    for name, each in filters.items():
        alone = rows[near & ~passing[name]]
        if each.foreign is not None:
            told[name] = int(np.count_nonzero(each.foreign.take(alone)))
        else:
            counts[seen.tally.cells[name]] += seen.tally.count_one(name, alone)
    return Sifted(Hits(len(hits), hits, None), counts, told)


def _by_two(seen: Seen, filters: Mapping[str, Filter]) -> Sifted:
    """Two filters: the own counts of each are those of the other's list."""
    one, other = filters.values()
    flags = seen.both(one.flags & other.flags)
    hits = Hits(int(np.count_nonzero(flags)), None, flags)
    counts = _counted(seen, hits)
    told: dict[str, int] = {}
    for (name, each), rest in zip(filters.items(), (other, one), strict=True):
        if each.foreign is not None:
            told[name] = int(np.count_nonzero(seen.both(rest.flags & each.foreign)))
        else:
            counts[seen.tally.cells[name]] = seen.count_of(rest, name)
    return Sifted(hits, counts, told)


def _counted(seen: Seen, hits: Hits) -> Counts:
    """Of more than half of what is seen, the rest is counted and taken from the whole."""
    if hits.flags is not None and 2 * hits.total > seen.total:
        return seen.counted(hits.flags)
    return seen.tally.count(hits.rows)


class _Passed:
    """All rows, passed over once a filter: those that miss at most one are looked at, as a list where they are few."""

    def __init__(self, seen: Seen, having: Flags | None, filters: Mapping[str, Filter]) -> None:
        self._seen, self._filters = seen, filters
        self._whole = having is None
        self._inside = seen.flags if having is None else seen.both(having)
        self._passes = np.zeros(seen.rows, np.uint8)
        for each in filters.values():
            np.add(self._passes, each.flags.view(np.uint8), out=self._passes)

    def sifted(self) -> Sifted:
        least = self._seen_of(self._passes >= len(self._filters) - 1)
        if int(np.count_nonzero(least)) * FEW_NEAR < self._seen.rows:
            rows = rows_of(least)
            passing = {name: each.flags.take(rows) for name, each in self._filters.items()}
            return _listed(self._seen, rows, self._filters, passing)
        return self._of_many()

    def _seen_of(self, flags: Flags) -> Flags:
        if self._inside is not None:
            flags &= self._inside
        return flags

    def _of_many(self) -> Sifted:
        flags = self._seen_of(self._passes == len(self._filters))
        near = self._seen_of(self._passes == len(self._filters) - 1)
        hits = Hits(int(np.count_nonzero(flags)), None, flags)
        counts = _counted(self._seen, hits) if self._whole else self._seen.tally.count(hits.rows)
        told: dict[str, int] = {}
        for name, each in self._filters.items():
            if each.foreign is not None:
                told[name] = int(np.count_nonzero(near & each.foreign))
            else:
                self._own(name, counts, hits, near & ~each.flags)
        return Sifted(hits, counts, told)

    def _own(self, name: str, counts: Counts, hits: Hits, alone: Flags) -> None:
        """Add the rows that miss `name` alone to its cells; or take those that miss another from the whole."""
        cells, tally = self._seen.tally.cells[name], self._seen.tally
        missing = int(np.count_nonzero(alone))
        if self._whole and hits.flags is not None and missing > self._seen.total - missing - hits.total:
            rest = self._seen.both(~(alone | hits.flags))
            counts[cells] = self._seen.counts[cells] - tally.count_one(name, rows_of(rest))
        else:
            counts[cells] += tally.count_one(name, rows_of(alone))
