"""One filter of a question: how many rows pass, which, and whether given rows do. Asked the way that is cheapest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from catalog.facets.directory import Array
from catalog.facets.live import Live
from catalog.facets.selection import MULTI_FACETS
from catalog.facets.tally import Facet, Flags, Rows, merged, rows_of


class Filter(Protocol):
    """size: how many rows pass at most. key: what the filter is remembered by; None: not worth it.

    foreign: of a filter of what is no facet, the rows that it leaves out and that are told as a number; else None.
    """

    @property
    def size(self) -> int: ...

    @property
    def key(self) -> Hashable: ...

    @property
    def foreign(self) -> Flags | None: ...

    @property
    def flags(self) -> Flags:
        """Which rows of all pass."""

    def rows(self) -> Rows:
        """The rows that pass, ascending."""

    def passing(self, rows: Rows) -> Flags:
        """Which of `rows` pass."""

    def parts(self, least: int) -> Sequence[Filter]:
        """Filters that share out its rows, those of more than `least` rows with a key; itself where there is no such."""


class ValueFilter:
    """Any of the chosen values of a single-valued facet."""

    foreign: Flags | None = None

    def __init__(self, facet: Facet, name: str, places: Sequence[int]) -> None:
        self._facet, self._name, self._places = facet, name, list(places)
        self._wanted = facet.wanted(self._places)
        self.size = sum(facet.starts[place + 1] - facet.starts[place] for place in self._places)
        self.key: Hashable = (name, *self._places) if len(self._places) == 1 else None

    @cached_property
    def flags(self) -> Flags:
        return self._facet.among(self._places)

    def rows(self) -> Rows:
        return self._facet.rows(self._places)

    def passing(self, rows: Rows) -> Flags:
        return self._wanted.take(self._facet.codes.take(rows))

    def parts(self, least: int) -> Sequence[Filter]:
        """No row has two values: each large one stands alone, the small ones together."""
        sizes = {place: self._facet.starts[place + 1] - self._facet.starts[place] for place in self._places}
        large = [place for place, size in sizes.items() if size > least]
        if not large or len(sizes) == 1:
            return [self]
        small = [place for place in self._places if place not in large]
        return [ValueFilter(self._facet, self._name, places) for places in ([place] for place in large)] + [
            ValueFilter(self._facet, self._name, small)
        ]


class DayFilter:
    """Any of the chosen states of an attribute, or of the chosen values of a list."""

    foreign: Flags | None = None

    def __init__(self, live: Live, name: str, chosen: frozenset[str], claimed_too: bool) -> None:
        self._codes = live.profiles.codes
        self._wanted = live.profiles.having(name, chosen, claimed_too)
        self.size = int((live.profiles.counts * self._wanted).sum())
        self._read = (
            _of_list(live, name, chosen) if name in MULTI_FACETS else _of_state(live, name, chosen, claimed_too)
        )
        self.key: Hashable = (name, chosen, claimed_too) if name not in MULTI_FACETS or len(chosen) == 1 else None

    @cached_property
    def flags(self) -> Flags:
        return self._read()

    def rows(self) -> Rows:
        return rows_of(self.flags)

    def passing(self, rows: Rows) -> Flags:
        return self._wanted.take(self._codes.take(rows))

    def parts(self, least: int) -> Sequence[Filter]:
        return [self]


class NobodyTagged:
    """An attribute that nobody tagged: unknown everywhere."""

    key: Hashable = None

    def __init__(self, rows: int, unknown: bool) -> None:
        self.size = rows if unknown else 0
        self.flags = np.full(rows, unknown)
        self.foreign: Flags | None = ~self.flags

    def rows(self) -> Rows:
        return rows_of(self.flags)

    def passing(self, rows: Rows) -> Flags:
        return self.flags.take(rows)

    def parts(self, least: int) -> Sequence[Filter]:
        return [self]


class PriceFilter:
    """Rows first..last of those in price order, in one currency. foreign: rows whose price cannot be compared."""

    key: Hashable = None

    def __init__(self, first: int, last: int, comparable: Flags) -> None:
        self._first, self._last = first, max(first, last)
        self._comparable = comparable
        self.size = self._last - first

    @cached_property
    def flags(self) -> Flags:
        found = np.zeros(len(self._comparable), np.bool_)
        found[self._first : self._last] = self._comparable[self._first : self._last]
        return found

    @cached_property
    def foreign(self) -> Flags | None:
        return ~self._comparable

    def rows(self) -> Rows:
        return rows_of(self._comparable[self._first : self._last]) + self._first

    def passing(self, rows: Rows) -> Flags:
        found: Flags = (rows >= self._first) & (rows < self._last) & self._comparable.take(rows)
        return found

    def parts(self, least: int) -> Sequence[Filter]:
        return [self]


def _of_state(live: Live, name: str, chosen: frozenset[str], claimed_too: bool) -> Callable[[], Flags]:
    return lambda: live.having(name, chosen, claimed_too)


def _of_list(live: Live, name: str, chosen: frozenset[str]) -> Callable[[], Flags]:
    def read() -> Flags:
        found = np.zeros(live.rows, np.bool_)
        found[live.several[name].of(chosen).astype(np.int64)] = True
        return found

    return read


def sorted_union(one: Array, other: Array) -> Rows:
    """The rows of two ascending lists, each once."""
    both = merged([one, other])
    fresh = np.empty(len(both), np.bool_)
    fresh[:1] = True
    np.not_equal(both[1:], both[:-1], out=fresh[1:])
    return both[fresh]
