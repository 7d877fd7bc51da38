"""Postings in segments: the rows that have a term in one place of their text, ascending."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from catalog.facets.directory import Array
from catalog.facets.tokens import Rows, ranges

HEAD, NAME, PART, BRAND, DESCRIPTION = range(5)
"""Where a term may stand, what counts most first. HEAD: the first word of the name, which in French says what the thing is.

PART: in the name, as a part only of what is written as one ("4" in "4-9 kg", "savon" in "porte-savon").
"""
PLACE_BITS = 3
ROW_BITS = 32
PLACES = 5


class Segments:
    """`first`: of each term its first segment; `starts`: of each segment its first row among `rows`; `places`."""

    def __init__(self, first: Array, starts: Array, places: Array, rows: Array) -> None:
        self._first = first
        self._starts = starts
        self._places = places
        self._rows = rows

    def rows(self, terms: Rows) -> Array:
        """The rows of these terms, in no order; a row as often as it has one of them. Side by side where the terms are."""
        first, last = int(terms[0]), int(terms[-1])
        if last - first == len(terms) - 1:
            return self._rows[self._start(first) : self._start(last + 1)]
        starts = self._starts[self._first[terms]].astype(np.int64)
        return self._rows[ranges(starts, self._starts[self._first[terms + 1]].astype(np.int64) - starts)]

    def by_place(self, terms: Rows) -> Iterator[tuple[int, Array, bool]]:
        """The same, place by place: the place, its rows, and whether they ascend, each once."""
        first = self._first[terms].astype(np.int64)
        numbers = ranges(first, self._first[terms + 1].astype(np.int64) - first)
        places = self._places[numbers]
        for place in range(PLACES):
            of_place = numbers[places == place]
            if len(of_place):
                yield place, self._of(of_place), len(of_place) == 1

    def _of(self, numbers: Rows) -> Array:
        if len(numbers) == 1:
            return self._rows[int(self._starts[numbers[0]]) : int(self._starts[numbers[0] + 1])]
        starts = self._starts[numbers].astype(np.int64)
        return self._rows[ranges(starts, self._starts[numbers + 1].astype(np.int64) - starts)]

    def _start(self, term: int) -> int:
        return int(self._starts[self._first[term]])


def segments(keys: Rows, terms: int) -> dict[str, Array]:
    """The columns of postings given as ascending keys of term, row and place, each term and row once."""
    places = (keys & (1 << PLACE_BITS) - 1).astype(np.uint8)
    owners = keys >> ROW_BITS + PLACE_BITS
    counts = np.stack([np.bincount(owners[places == place], minlength=terms) for place in range(PLACES)], axis=1)
    starts = np.concatenate([[0], np.cumsum(counts.ravel())])
    rows = np.empty(len(keys), np.uint32)
    for place in range(PLACES):
        of_place = np.flatnonzero(places == place)
        rows[ranges(starts[:-1].reshape(terms, PLACES)[:, place], counts[:, place])] = (
            keys[of_place] >> PLACE_BITS & _ROW
        )
    used = np.flatnonzero(counts.ravel())
    first = np.searchsorted(used, np.arange(terms + 1) * PLACES)
    return {
        "term.segments": first.astype(np.uint32),
        "segment.starts": np.append(starts[used], len(keys)).astype(np.uint32),
        "segment.places": (used % PLACES).astype(np.uint8),
        "posting.rows": rows,
    }


_ROW = (1 << ROW_BITS) - 1
