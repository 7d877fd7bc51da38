"""Rows that the day says the same of, under one number: their states, claims, labels and ranges are counted in one pass.

A million rows have a few hundred profiles. Whatever is asked of the day is answered for the profiles first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.directory import Array

STATE_CODES = {"unknown": 0, "yes": 1, "no": 2}
"""How a state is written in a uint8 column. 0 is unknown, so what nobody filled in never counts as yes."""
STATE_NAMES = tuple(STATE_CODES)
UNKNOWN = STATE_CODES["unknown"]
CLAIMED = len(STATE_CODES)
"""The cell after the three states: unknown, and claimed."""
WORD = 62
"""Values of a list that one signed 64-bit key tells apart."""
TAGS_A_KEY = 31
EXACT_SINGLE = 1 << 24
"""Whole numbers below are exact in single precision."""
TABLED = 2_000_000
"""Up to so many profiles times cells, a table of who is in which is quicker than a list."""
BLOCK = 8192
"""Profiles added up at a time: longer sums are shared out to threads, which wait for one another on a busy machine."""

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class Several(NamedTuple):
    """A facet with several values for a row: (value, row) pairs in order. `counts`: how many rows have each value."""

    values: tuple[str, ...]
    codes: NDArray[np.uint16]
    rows: NDArray[np.uint32]
    counts: Counts

    def of(self, chosen: frozenset[str]) -> Array:
        """The rows that have any of the chosen values; a row may come more than once."""
        wanted = [rows for value, rows in zip(self.values, self.each(), strict=True) if value in chosen]
        return np.concatenate(wanted) if wanted else self.rows[:0]

    def each(self) -> list[Array]:
        """The rows of each value, ascending."""
        ends = np.cumsum(self.counts).tolist()
        return [self.rows[first:last] for first, last in itertools.pairwise([0, *ends])]


class Tags(NamedTuple):
    """attribute -> a state a row; attribute -> whether a row is claimed and unknown. Both have every attribute."""

    states: Mapping[str, NDArray[np.uint8]]
    claimed: Mapping[str, Flags]


class Profiles:
    """`codes`: the profile of each row; `counts`: how many rows have each; `specimens`: a row of each.

    The cells counted are the values of each list; then for each attribute unknown, yes, no, claimed and unknown.
    """

    def __init__(
        self, codes: Array, counts: Counts, specimens: Array, tags: Tags, lists: Mapping[str, Several]
    ) -> None:
        """`lists`: (value, profile) pairs."""
        self.codes, self.counts, self.specimens, self.lists = codes, counts, specimens, lists
        self.states = {name: column[specimens] for name, column in tags.states.items()}
        self.claimed = {name: column[specimens] for name, column in tags.claimed.items()}
        self.cells = _cells(self.states, {name: len(each.values) for name, each in lists.items()})
        self.size = max((cells.stop for cells in self.cells.values()), default=0)
        pairs = [np.zeros((2, 0), np.int64), *self._pairs()]
        self._cell, self._profile = np.concatenate(pairs, axis=1)
        self._table = self._tabled() if len(counts) * self.size <= TABLED else None

    def tally(self, rows: Array) -> Counts:
        """How many of `rows` are in each cell."""
        return self.spread(np.bincount(self.codes.take(rows), minlength=len(self.counts)))

    def spread(self, counts: Counts) -> Counts:
        """The cells of so many rows of each profile. Whole numbers below 2^53 stay exact."""
        if self._table is not None:
            return _added(self._table, counts)
        return np.bincount(self._cell, counts[self._profile], self.size).astype(np.int64)

    def spread_one(self, name: str, counts: Counts) -> Counts:
        """The cells of one list or attribute."""
        if self._table is None:
            return self.spread(counts)[self.cells[name]]
        return _added(self._table[self.cells[name]], counts)

    def cells_of(self, profiles: Array) -> Counts:
        """The cells of a few rows whose profiles are given."""
        if self._table is None:
            return self.spread(np.bincount(profiles, minlength=len(self.counts)))
        cells: Counts = self._table.take(profiles, axis=1).sum(axis=1).astype(np.int64)
        return cells

    def _tabled(self) -> NDArray[np.float32] | NDArray[np.float64]:
        """(cell, profile) -> 1 where the profile is in the cell."""
        table = np.zeros((self.size, len(self.counts)), np.float32 if len(self.codes) < EXACT_SINGLE else np.float64)
        table[self._cell, self._profile] = 1
        return table

    def having(self, name: str, chosen: frozenset[str], claimed_too: bool) -> Flags:
        """The profiles in one of the chosen states, or with one of the chosen values of a list."""
        if name in self.lists:
            found = np.zeros(len(self.counts), np.bool_)
            found[self.lists[name].of(chosen)] = True
            return found
        inside = np.zeros(len(self.counts), np.bool_)
        for state in chosen & STATE_CODES.keys():
            inside |= self.states[name] == STATE_CODES[state]
        return inside | self.claimed[name] if claimed_too and "yes" in chosen else inside

    def _pairs(self) -> Iterator[Array]:
        """(cell, profile): what each profile adds to."""
        every = np.arange(len(self.counts))
        for name, column in self.states.items():
            first = self.cells[name].start
            yield np.stack([first + column.astype(np.int64), every])
            claimed = np.flatnonzero(self.claimed[name])
            yield np.stack([np.full(len(claimed), first + CLAIMED), claimed])
        for name, each in self.lists.items():
            yield np.stack([self.cells[name].start + each.codes.astype(np.int64), each.rows.astype(np.int64)])


def profiled(rows: int, tags: Tags, several: Mapping[str, Several]) -> Profiles:
    """Number the profiles of `rows` rows, in the order in which they are first met."""
    codes = np.zeros(rows, np.int64)
    for column in (*_tag_keys(rows, tags), *_list_keys(rows, several)):
        codes = _numbered(codes << 31 | _numbered(column))
    count = int(codes.max(initial=-1)) + 1
    specimens = np.zeros(count, np.uint32)
    specimens[codes[::-1]] = np.arange(rows, dtype=np.uint32)[::-1]
    small = codes.astype(np.uint16 if count <= 1 << 16 else np.uint32)
    lists = {name: _of_specimens(each, specimens) for name, each in several.items()}
    return Profiles(small, np.bincount(codes, minlength=count), specimens, tags, lists)


def _tag_keys(rows: int, tags: Tags) -> Iterator[Array]:
    """Two bits an attribute: its state, or claimed."""
    names = sorted(tags.states)
    for first in range(0, len(names), TAGS_A_KEY):
        key = np.zeros(rows, np.int64)
        for name in names[first : first + TAGS_A_KEY]:
            key <<= 2
            key |= tags.states[name]
            key |= tags.claimed[name] * np.uint8(CLAIMED)
        yield key


def _list_keys(rows: int, several: Mapping[str, Several]) -> Iterator[Array]:
    """One bit a value."""
    for each in several.values():
        of_values = each.each()
        for first in range(0, len(of_values), WORD):
            key = np.zeros(rows, np.int64)
            for bit, having in enumerate(of_values[first : first + WORD]):
                key[having] |= 1 << bit
            yield key


def _numbered(column: Array) -> Array:
    """Equal values under one small number, in the order in which they are first met."""
    numbers: Array = pa.array(column).dictionary_encode().indices.to_numpy()
    return numbers.astype(np.int64)


def _of_specimens(each: Several, specimens: Array) -> Several:
    """The pairs of the specimens, with the profile in the place of the row."""
    found = [np.flatnonzero(_within(rows, specimens)) for rows in each.each()]
    counts = np.array([len(profiles) for profiles in found], np.int64)
    codes = np.repeat(np.arange(len(found)), counts).astype(np.uint16)
    rows = np.concatenate([np.zeros(0, np.int64), *found]).astype(np.uint32)
    return Several(each.values, codes, rows, counts)


def _added(table: Array, counts: Counts) -> Counts:
    """The counts of all profiles of each line of the table."""
    numbers = counts.astype(table.dtype)
    sums = [
        np.vecdot(table[:, first : first + BLOCK], numbers[first : first + BLOCK])
        for first in range(0, len(counts), BLOCK)
    ]
    found: Counts = sum(sums, np.zeros(len(table), table.dtype)).astype(np.int64)
    return found


def _within(rows: Array, asked: Array) -> Flags:
    """Which of `asked` are among the ascending `rows`."""
    if not len(rows):
        return np.zeros(len(asked), np.bool_)
    found: Flags = rows[np.minimum(np.searchsorted(rows, asked), len(rows) - 1)] == asked
    return found


def _cells(attributes: Iterable[str], lists: Mapping[str, int]) -> dict[str, slice]:
    sizes = dict(lists) | dict.fromkeys(attributes, CLAIMED + 1)
    found, start = {}, 0
    for name, size in sizes.items():
        found[name] = slice(start, start + size)
        start += size
    return found
