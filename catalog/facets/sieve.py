"""Which rows pass all filters, which all but one: one counter of misses a row answers both."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.live import Several

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
OUT = np.uint8(255)
"""Misses of a row that the question never looks at: outside the scope, or without the words."""


class Subset:
    """Some rows of the index, counted the cheaper way: those in it, or those left out taken from the whole."""

    def __init__(self, inside: Flags) -> None:
        self.inside = inside
        self.rows = np.flatnonzero(inside)
        self.total = len(self.rows)
        self._mostly = 2 * self.total > len(inside)
        self._few = np.flatnonzero(~inside) if self._mostly else self.rows

    def count(self, codes: Array, whole: Counts) -> Counts:
        """How many rows have each code; `whole`: the same for all rows of the index."""
        if not len(self._few):
            return whole if self._mostly else np.zeros_like(whole)
        few = np.bincount(codes[self._few], minlength=len(whole))
        return whole - few if self._mostly else few

    def count_several(self, facet: Several) -> Counts:
        """How many rows have each value of a facet of several values a row."""
        inside = self.inside[facet.rows]
        return np.bincount(facet.codes[inside], minlength=len(facet.values))

    def count_flagged(self, flags: Flags, whole: int) -> int:
        """How many rows are flagged; `whole`: the same for all rows of the index."""
        few = int(np.count_nonzero(flags[self._few]))
        return whole - few if self._mostly else few


class Sieve:
    """The filters of one question over all rows. `base`: the rows it looks at, None for all.

    filters: name -> which rows pass. A filter's own counts ignore it: they look at rows that miss nothing else.
    """

    def __init__(self, rows: int, base: Flags | None, filters: Mapping[str, Flags]) -> None:
        self._filters = filters
        self._misses = np.zeros(rows, np.uint8)
        for passing in filters.values():
            self._misses += ~passing
        if base is not None:
            self._misses[~base] = OUT
        self.hits = Subset(self._misses == 0)

    def without(self, name: str) -> Subset:
        """The rows that pass every filter but `name`, whether they pass that one or not."""
        if name not in self._filters:
            return self.hits
        return Subset(self._misses == ~self._filters[name])

    def only_missing(self, name: str) -> Flags:
        """The rows that `name` alone keeps out."""
        alone: Flags = (self._misses == 1) & ~self._filters[name]
        return alone
