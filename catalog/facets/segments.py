"""Postings in segments: the rows that have a term in one place of their text.

A short segment is a list of rows, ascending; one that many rows are in is a bit a row, which is smaller and as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.tokens import Rows, ranges

HEAD, NAME, PART, BRAND, DESCRIPTION = range(5)
"""Where a term may stand, what counts most first. HEAD: the first word of the name, which in French says what the thing is.

PART: in the name, as a part only of what is written as one ("4" in "4-9 kg", "savon" in "porte-savon").
"""
PLACES = 5
ROW_BITS = 32
SHORT = 1 << 16
"""How many segments sixteen bits tell apart."""
DENSE = 32
"""A segment of more than one row in so many is a bit a row."""

Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]


class Segments:
    """`first`: of each term its first segment; `starts`: of each segment its first row among `rows`; `places`.

    `dense`: the segments that are bits, ascending; their rows are in `bits`, a line each.
    """

    def __init__(self, columns: Mapping[str, Array], rows: int) -> None:
        self._count = rows
        self._first = columns["term.segments"]
        self._starts = columns["segment.starts"]
        self._places = columns["segment.places"]
        self._rows = columns["posting.rows"]
        self._dense = columns["dense.segments"]
        self._bits: Bits = columns["dense.bits"].reshape(len(self._dense), (rows + 7) // 8)

    def mark(self, terms: Rows, inside: Flags) -> None:
        """Set the flags of all rows that have one of these terms."""
        numbers = self._of(terms)
        inside[self._listed(numbers)] = True
        for line in self._lines(numbers):
            inside |= unpacked(self._bits[line], self._count)

    def lists(self, terms: Rows) -> Iterator[tuple[int, Array, bool]]:
        """What is listed, place by place: the place, its rows, and whether they ascend."""
        numbers = self._of(terms)
        places = self._places[numbers]
        for place in range(PLACES):
            of_place = numbers[places == place]
            if len(of_place) and len(found := self._listed(of_place)):
                yield place, found, len(of_place) == 1

    def bits(self, terms: Rows) -> Iterator[tuple[int, Bits]]:
        """What is a bit a row: the place, and the bits."""
        for line in self._lines(self._of(terms)):
            yield int(self._places[self._dense[line]]), self._bits[line]

    def _of(self, terms: Rows) -> Rows:
        """The segments of these terms."""
        first = self._first[terms].astype(np.int64)
        return ranges(first, self._first[terms + 1].astype(np.int64) - first)

    def _listed(self, numbers: Rows) -> Array:
        if len(numbers) == 1:
            return self._rows[int(self._starts[numbers[0]]) : int(self._starts[numbers[0] + 1])]
        starts = self._starts[numbers].astype(np.int64)
        return self._rows[ranges(starts, self._starts[numbers + 1].astype(np.int64) - starts)]

    def _lines(self, numbers: Rows) -> list[int]:
        """Which lines of bits are among these segments."""
        at = np.searchsorted(self._dense, numbers)
        at[at == len(self._dense)] = 0
        return at[self._dense[at] == numbers].tolist() if len(self._dense) else []


def unpacked(bits: Bits, count: int) -> Flags:
    """A flag a row."""
    flags: Flags = np.unpackbits(bits, count=count).view(np.bool_)
    return flags


def held(bits: Bits, rows: Array) -> Flags:
    """Which of these rows are set."""
    flags: Flags = (bits[rows >> 3] << (rows & 7).astype(np.uint8) & 0x80).view(np.bool_)
    return flags


class Grouped(NamedTuple):
    """Rows segment after segment, ascending in each: `used`, the numbers of the segments, and how many rows each has."""

    used: Rows
    lengths: Rows
    rows: NDArray[np.int32]


def segments(owners: NDArray[np.int32], rows: NDArray[np.int32], terms: int, count: int) -> dict[str, Array]:
    """The columns of postings: of each the number of its segment (term * PLACES + place) and its row, of `count`.

    A row may be in several segments of a term, and more than once in one: that changes no answer.
    """
    used, lengths, ordered = _grouped(owners, rows, terms * PLACES)
    dense = np.flatnonzero(lengths * DENSE > count)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    bits = [_packed(ordered[starts[number] : starts[number + 1]], count) for number in dense.tolist()]
    listed = np.ones(len(rows), np.bool_)
    listed[ranges(starts[dense], lengths[dense])] = False
    lengths[dense] = 0
    return {
        "term.segments": np.searchsorted(used, np.arange(terms + 1) * PLACES).astype(np.uint32),
        "segment.starts": np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32),
        "segment.places": (used % PLACES).astype(np.uint8),
        "posting.rows": ordered[listed].astype(np.uint32),
        "dense.segments": dense.astype(np.uint32),
        "dense.bits": np.concatenate([np.zeros(0, np.uint8), *bits]),
    }


def _grouped(owners: NDArray[np.int32], rows: NDArray[np.int32], most: int) -> Grouped:
    """The segments with the most rows are told by sixteen bits, which are sorted in one pass; the others as they can."""
    counts = np.bincount(owners, minlength=most)
    used = np.flatnonzero(counts)
    lengths = counts[used]
    often = np.zeros(most, np.bool_)
    often[used[np.argsort(-lengths, kind="stable")[:SHORT]] if len(used) > SHORT else used] = True
    short = (np.cumsum(often) - 1).astype(np.uint16)
    starts = np.cumsum(lengths) - lengths
    ordered = np.empty(len(rows), np.int32)
    chosen = often[owners]
    of_these, at = often[used], chosen if len(used) > SHORT else slice(None)
    order = np.argsort(short[owners[at]], kind="stable")
    ordered[ranges(starts[of_these], lengths[of_these])] = rows[at][order]
    if len(used) > SHORT:
        ordered[ranges(starts[~of_these], lengths[~of_these])] = _sorted(owners[~chosen], rows[~chosen])
    return Grouped(used, lengths, _ascending(ordered, starts, lengths))


def _sorted(owners: NDArray[np.int32], rows: NDArray[np.int32]) -> NDArray[np.int32]:
    keys = owners.astype(np.int64) << ROW_BITS | rows
    keys.sort()
    return keys.astype(np.int32)


def _ascending(rows: NDArray[np.int32], starts: Rows, lengths: Rows) -> NDArray[np.int32]:
    """Sort the segments that were found on more than one way."""
    falls = np.flatnonzero(rows[1:] < rows[:-1]) + 1
    segment = np.searchsorted(starts, falls, side="right") - 1
    mixed = np.unique(segment[starts[segment] != falls])
    places = ranges(starts[mixed], lengths[mixed])
    rows[places] = _sorted(np.repeat(np.arange(len(mixed), dtype=np.int32), lengths[mixed]), rows[places])
    return rows


def _packed(rows: NDArray[np.int32], count: int) -> Bits:
    flags = np.zeros(count, np.bool_)
    flags[rows] = True
    return np.packbits(flags)
