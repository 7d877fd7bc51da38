"""One page of many hits without putting all of them in order: a stretch of an order is walked until the page is full."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from catalog.facets.directory import Array
from catalog.facets.order import dearest_first, page_of
from catalog.facets.selection import Sort
from catalog.facets.sieve import Hits
from catalog.facets.tally import Flags, Rows

SHORT = 2048
"""Hits that are sorted faster than looked for."""
SORTED = 16
"""Putting a row in order costs as much as walking past so many."""
BLOCK = 256


class Orders:
    """The orders of an index. Its rows are in price order, then by name; `priced`: how many have a price."""

    def __init__(self, arrays: Mapping[str, Array], prices: Array, priced: int) -> None:
        self._prices, self._priced = prices, priced
        self._name_order, self._name_rank = arrays["name_order"], arrays["name_rank"]
        self._unit_rank = arrays["unit_rank"]

    @cached_property
    def _unit_order(self) -> Array:
        order = np.empty_like(self._unit_rank)
        order[self._unit_rank] = np.arange(len(order), dtype=np.uint32)
        return order

    def page(self, sort: Sort, hits: Hits, first: int, last: int) -> Rows:
        """hits[first:last] in the asked order; any sort that is none here comes by price."""
        if first >= hits.total:
            return np.zeros(0, np.int64)
        if sort == "-price":
            return self._dearest(hits, first, last)
        if sort not in ("name", "unit_price"):
            return self._cheapest(hits, first, last)
        rank = self._name_rank if sort == "name" else self._unit_rank
        if hits.listed is not None or (hits.flags is not None and self._sorted_sooner(hits.total, last)):
            return page_of(hits.rows, first, last, rank.take(hits.rows))
        order = self._name_order if sort == "name" else self._unit_order
        return order[first:last].astype(np.int64) if hits.flags is None else _walked(order, hits, first, last)

    def _sorted_sooner(self, total: int, last: int) -> bool:
        return total < SHORT or SORTED * total * total < last * len(self._prices)

    def _cheapest(self, hits: Hits, first: int, last: int) -> Rows:
        if hits.listed is None and hits.flags is None:
            return np.arange(first, min(last, hits.total))
        if hits.listed is not None or hits.total < SHORT:
            return hits.rows[first:last]
        return _walked(None, hits, first, last)

    def _dearest(self, hits: Hits, first: int, last: int) -> Rows:
        """The dearest stand at the end of the priced rows; equal prices are taken whole, for they keep their order."""
        rows = hits.rows
        priced = int(np.searchsorted(rows, self._priced))
        if last < priced:
            start = int(np.searchsorted(self._prices, self._prices[rows[priced - last]]))
            rows = rows[np.searchsorted(rows, start) : priced]
            priced = len(rows)
        prices = np.zeros(len(rows), np.int64)
        prices[:priced] = self._prices.take(rows[:priced])
        return page_of(rows, first, last, dearest_first(prices, priced))


def _walked(order: Array | None, hits: Hits, first: int, last: int) -> Rows:
    """The page of the hits in an order of all rows (None: as they stand), looked for block by block from its start."""
    assert hits.flags is not None
    every, found, known = len(hits.flags), [np.zeros(0, np.int64)], 0
    start = int(hits.flags.argmax()) if order is None else 0
    while known < last and start < every:
        end = min(every, start + BLOCK + 2 * (last - known) * every // hits.total)
        rows = _block(order, hits.flags, start, end)
        found.append(rows)
        known, start = known + len(rows), end
    return np.concatenate(found)[first:last]


def _block(order: Array | None, flags: Flags, start: int, end: int) -> Rows:
    if order is None:
        return np.flatnonzero(flags[start:end]) + start
    rows = order[start:end].astype(np.int64)
    return rows[flags.take(rows)]
