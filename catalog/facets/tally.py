"""How many rows have each value of everything: one vector of counts, in which each facet and attribute has its cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.profiles import Profiles
from catalog.facets.strings import Strings

try:
    from numba import njit  # type: ignore[import-not-found, import-untyped, unused-ignore]
except ImportError:
    njit = None

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]
Counts = NDArray[np.int64]
COMPARED = 6
"""Up to so many chosen values are compared with the codes one by one, which costs a tenth of looking each code up."""
FEW = 8
"""Adding up the cells of one row costs what passing over so many profiles does."""
HOPPED = 28
"""Flags of one row in so many are hopped to as fast as all are passed over."""
COMPILED = 20_000
"""From so many rows on the compiled pass pays, where there is one."""


STRETCH = 16
"""Rows are listed by stretches of 2^16: within one a row takes two bytes."""


class Facet:
    """A single-valued facet: a code a row into its sorted values, and the rows of each value in order.

    `counts`: how many rows have each value. A column that is only compared (currency) has no lists of rows.
    """

    def __init__(self, name: str, arrays: Mapping[str, Array]) -> None:
        self.codes = arrays[f"code.{name}"]
        self.counts: Counts = arrays[f"count.{name}"]
        self.values = Strings(arrays[f"value.{name}.data"], arrays[f"value.{name}.starts"])
        self.starts: list[int] = [0, *np.cumsum(self.counts).tolist()]
        self._within = arrays.get(f"rows.{name}")
        self._stretches = arrays.get(f"stretches.{name}")

    def places(self, chosen: Iterable[str]) -> list[int]:
        """The codes of the chosen values; one that nobody has is left out."""
        return sorted(place for value in chosen if (place := self.values.places.get(value)) is not None)

    def among(self, places: list[int]) -> Flags:
        """Which rows have one of these codes."""
        if len(places) > COMPARED:
            return np.take(self.wanted(places), self.codes)
        if not places:
            return np.zeros(len(self.codes), np.bool_)
        found: Flags = self.codes == places[0]
        for place in places[1:]:
            found |= self.codes == place
        return found

    def wanted(self, places: list[int]) -> Flags:
        """code -> whether it is one of these."""
        wanted = np.zeros(len(self.counts), np.bool_)
        wanted[places] = True
        return wanted

    def rows(self, places: list[int]) -> Rows:
        """The rows that have one of these codes, ascending."""
        if len(places) == 1 and self._within is not None:
            return self._listed(places[0], self._within)
        return rows_of(self.among(places)) if self._within is None else self._merged(places, self._within)

    def _merged(self, places: list[int], within: Array) -> Rows:
        return merged([np.zeros(0, np.int64), *(self._listed(place, within) for place in places)])

    def _listed(self, place: int, within: Array) -> Rows:
        rows = within[self.starts[place] : self.starts[place + 1]].astype(np.int64)
        if self._stretches is not None and len(self.codes) > 1 << STRETCH:
            stretches = self._stretches[place]
            rows += np.repeat(np.arange(len(stretches)) << STRETCH, stretches)
        return rows


def rows_of(flags: Flags) -> Rows:
    """The flagged rows, ascending.

    NumPy passes over flags without a branch once one in ten is set, and below hops from one to the next, which costs up to
    three times as much where they are not rare: so flags that are set are put behind them, and their rows dropped.
    """
    count = int(np.count_nonzero(flags))
    if not len(flags) < count * HOPPED < 3 * len(flags):
        return np.flatnonzero(flags)
    more = len(flags) // 9 + 1
    padded = np.ones(len(flags) + more, np.bool_)
    padded[:-more] = flags
    return np.flatnonzero(padded)[:-more]


def merged(lists: Sequence[Rows]) -> Rows:
    """Ascending lists as one: a stable sort finds them in order already and merges them."""
    return np.sort(np.concatenate(lists), kind="stable")


def value_lists(name: str, codes: Array, values: int) -> dict[str, Array]:
    """The rows of each value within their stretch, and how many of each stretch there are: (values, stretches)."""
    rows = np.argsort(codes, kind="stable")
    stretches = max(1, -(-len(codes) >> STRETCH))
    counts = np.bincount(
        codes.astype(np.int64) * stretches + (np.arange(len(codes)) >> STRETCH), minlength=values * stretches
    )
    table = counts.astype(np.uint32).reshape(values, stretches)
    return {f"rows.{name}": (rows & (1 << STRETCH) - 1).astype(np.uint16), f"stretches.{name}": table}


class Tally:
    """Counts rows by every facet of the index and by all that the day says of them."""

    def __init__(self, facets: Mapping[str, Facet], profiles: Profiles) -> None:
        self.facets, self.profiles = facets, profiles
        self.cells: dict[str, slice] = {}
        start = 0
        for name, facet in facets.items():
            self.cells[name] = slice(start, start := start + len(facet.counts))
        self._order = (*facets, *profiles.lists)
        self.cells |= {name: slice(start + cells.start, start + cells.stop) for name, cells in profiles.cells.items()}
        self.whole: Counts = np.concatenate(
            [*(facet.counts for facet in facets.values()), profiles.spread(profiles.counts)]
        )
        self._starts = [0, *(self.cells[name].stop for name in self._order)]
        values = [value for facet in facets.values() for value in facet.values.every]
        values += [value for each in profiles.lists.values() for value in each.values]
        self._names = np.array(values, object)

    def named(self, counts: Counts) -> dict[str, dict[str, int]]:
        """facet or list -> value -> how many, of the values that somebody has."""
        some = counts[: self._starts[-1]].nonzero()[0]
        names, found = self._names.take(some).tolist(), counts.take(some).tolist()
        cuts = np.searchsorted(some, self._starts).tolist()
        return {
            name: dict(zip(names[first:last], found[first:last], strict=True))
            for name, (first, last) in zip(self._order, itertools.pairwise(cuts), strict=True)
        }

    def count(self, rows: Rows) -> Counts:
        """Every cell over `rows`."""
        found = [tallied(facet.codes, rows, len(facet.counts)) for facet in self.facets.values()]
        return np.concatenate([*found, self._of_day(rows)])

    def count_one(self, name: str, rows: Rows) -> Counts:
        """The cells of one facet, list or attribute over `rows`."""
        if name in self.facets:
            return tallied(self.facets[name].codes, rows, len(self.facets[name].counts))
        return self.profiles.spread_one(name, tallied(self.profiles.codes, rows, len(self.profiles.counts)))

    def _of_day(self, rows: Rows) -> Counts:
        codes = self.profiles.codes
        if FEW * len(rows) < len(self.profiles.counts):
            return self.profiles.cells_of(codes.take(rows))
        return self.profiles.spread(tallied(codes, rows, len(self.profiles.counts)))


def tallied(codes: Array, rows: Rows, size: int) -> Counts:
    """How many of `rows` have each of `size` codes."""
    if _compiled is not None and len(rows) > COMPILED:
        counts = np.zeros(size, np.int64)
        _compiled(codes, rows, counts)
        return counts
    return np.bincount(codes.take(rows), minlength=size)


def one_pass(codes: Array, rows: Rows, counts: Counts) -> None:
    """Add the codes of `rows` to `counts`. What is compiled where Numba is installed."""
    for row in rows:
        counts[codes[row]] += 1


_compiled = None if njit is None else njit(nogil=True)(one_pass)
COMPILED_PASS = _compiled is not None
"""Whether large counts take a compiled pass here. The counts are the same."""
