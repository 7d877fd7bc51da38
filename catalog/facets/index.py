"""Asking an index: totals, the counts of every facet value under all other filters, and one page of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets import directory as columns
from catalog.facets.build import KIND, by_offer
from catalog.facets.directory import Array, Contents, DamagedIndex
from catalog.facets.live import STATE_CODES, Live
from catalog.facets.matching import Matcher
from catalog.facets.order import best_first, dearest_first, page_of
from catalog.facets.selection import MULTI_FACETS, OFFERS, SINGLE_FACETS, STATES, Answer, Scope, Selection
from catalog.facets.sieve import Counts, Flags, Sieve
from catalog.facets.strings import Strings
from catalog.facets.text import Words

PRICE = "price"
"""The name of the price limits among the filters."""
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of a page, as published: the columns of OFFERS. Money in micro-units, None where there is none."""

    offer: int
    supplier: str
    reference: str
    lot: str
    agreement: str
    name: str
    description: str | None
    brand: str | None
    family: str | None
    gtin: str | None
    price: int | None
    currency: str | None
    order_unit: str | None
    content_unit: str | None
    content_per_order_unit: int | None
    supplier_name: str | None
    lot_name: str | None
    suspended: bool | None
    unit_price: int | None
    unit_basis: str | None


class Index:
    """One publication's offers, memory-mapped and never changed: threads and processes may share it."""

    def __init__(self, contents: Contents) -> None:
        """Raises KeyError for a column that is not there."""
        arrays = contents.arrays
        self.checksum = contents.checksum
        self.rows: int = contents.facts["rows"]
        self.offer_ids: NDArray[np.int64] = arrays["offer"]
        self._offer_order = arrays["offer_order"]
        self._priced: int = contents.facts["priced"]
        self._prices = arrays["price"]
        self._name_rank = arrays["name_rank"]
        self._unit_rank = arrays["unit_rank"]
        self._facets = {name: _Facet(name, arrays) for name in (*SINGLE_FACETS, "currency")}
        self._matcher = Matcher(self.rows, arrays)
        self._display: pa.Table = contents.tables["display"].select(OFFERS.names)
        self._orderable = _orderable(self._display["suspended"])

    @classmethod
    def open(cls, directory: Path) -> Index:
        """Map an index that `build` wrote. Raises DamagedIndex."""
        contents = columns.read(directory, KIND)
        try:
            return cls(contents)
        except (KeyError, ValueError) as fault:
            raise DamagedIndex(directory, f"{type(fault).__name__}: {fault}") from fault

    def ask(self, selection: Selection, scope: Scope, live: Live) -> Answer:
        """Answer a browse question as `scope` may see it, with the tags of `live`.

        A value or state that nobody has matches nothing; an empty choice is no filter. Sorting by price takes offers
        as they stand, whatever their currency; those without a price come last both ways.
        Raises KeyError for a facet that is none, ValueError for a page below 1, a size outside 1..200 or a `live`
        that was made for another index.
        """
        self._check(selection, live)
        words = self._matcher.understand(selection.text)
        base = _both(self._seen(scope), self._matcher.having(words))
        sieve = Sieve(self.rows, base, self._filters(selection, live))
        return Answer(
            total=sieve.hits.total,
            page=selection.page,
            size=selection.size,
            rows=tuple(self._page(selection, sieve.hits.rows, words).tolist()),
            facets=self._counts(selection, live, sieve),
            claimed=_claimed(live, sieve),
            other_currency=self._other_currency(selection, sieve),
        )

    def offers(self, rows: Iterable[int]) -> list[OfferRow]:
        """What a page shows of these rows, in the order given."""
        return [OfferRow(**line) for line in self._display.take(pa.array(rows, pa.int64())).to_pylist()]

    def rows_of(self, offers: Sequence[int]) -> NDArray[np.int64]:
        """The row of each offer id, -1 where the index has none."""
        return by_offer(self.offer_ids, self._offer_order, np.array(offers, np.int64))

    def values(self, facet: str) -> tuple[str, ...]:
        """Every code of a single-valued facet (or "currency"), sorted. Raises KeyError."""
        return tuple(self._facets[facet].values.every)

    def _check(self, selection: Selection, live: Live) -> None:
        """A facet that is none is found by the filters."""
        if selection.page < 1 or not 1 <= selection.size <= LARGEST_PAGE:
            raise ValueError(f"page {selection.page} of size {selection.size}")
        if live.rows != self.rows:
            raise ValueError(f"tags of {live.rows} rows for an index of {self.rows}")

    def _seen(self, scope: Scope) -> Flags | None:
        """The rows of the scope's agreements that are also of its suppliers, in no closed lot and not suspended; None: all."""
        agreements, suppliers = (
            None if allowed is None else self._facets[facet].among(allowed)
            for facet, allowed in (("agreement", scope.agreements), ("supplier", scope.suppliers))
        )
        closed = ~self._facets["lot"].among(scope.closed_lots) if scope.closed_lots else None
        return _both(_both(_both(agreements, suppliers), closed), self._orderable)

    def _filters(self, selection: Selection, live: Live) -> dict[str, Flags]:
        """facet or attribute (or PRICE) -> the rows that pass it."""
        filters = {name: self._having(name, chosen, live) for name, chosen in selection.values.items() if chosen}
        for attribute, chosen in selection.tags.items():
            if chosen:
                filters[attribute] = live.having(attribute, chosen, selection.proof == "all")
        if _limited(selection):
            filters[PRICE] = self._priced_between(selection)
        return filters

    def _having(self, facet: str, chosen: frozenset[str], live: Live) -> Flags:
        if facet in SINGLE_FACETS:
            return self._facets[facet].among(chosen)
        inside = np.zeros(self.rows, np.bool_)
        inside[live.several[facet].of(chosen)] = True
        return inside

    def _priced_between(self, selection: Selection) -> Flags:
        """Within the limits, both included, and in their currency. Rows are in price order: the limits are a slice."""
        low, high = selection.price_min, selection.price_max
        first = 0 if low is None else int(np.searchsorted(self._prices, low))
        last = self._priced if high is None else int(np.searchsorted(self._prices, high, side="right"))
        inside = np.zeros(self.rows, np.bool_)
        inside[first : min(last, self._priced)] = True
        return inside & self._facets["currency"].among({selection.currency})

    def _other_currency(self, selection: Selection, sieve: Sieve) -> int:
        if not _limited(selection):
            return 0
        comparable = self._facets["currency"].among({selection.currency})
        comparable[self._priced :] = False
        return int(np.count_nonzero(sieve.only_missing(PRICE) & ~comparable))

    def _counts(self, selection: Selection, live: Live, sieve: Sieve) -> dict[str, dict[str, int]]:
        facets: dict[str, dict[str, int]] = {}
        for name in SINGLE_FACETS:
            facet = self._facets[name]
            counts = sieve.without(name).count(facet.codes, facet.counts)
            facets[name] = _shown(facet.values.every, counts, selection.values.get(name, frozenset()))
        for name in MULTI_FACETS:
            several = live.several[name]
            counts = sieve.without(name).count_several(several)
            facets[name] = _shown(several.values, counts, selection.values.get(name, frozenset()))
        return facets | {name: _states(name, live, sieve) for name in (*live.states, *_unheard(selection, live))}

    def _page(self, selection: Selection, rows: Array, words: Words) -> Array:
        first = (selection.page - 1) * selection.size
        keys: Array | None = None
        if selection.sort == "name":
            keys = self._name_rank[rows]
        elif selection.sort == "unit_price":
            keys = self._unit_rank[rows]
        elif selection.sort == "-price":
            keys = dearest_first(self._prices[rows], int(np.searchsorted(rows, self._priced)))
        elif selection.sort == "relevance" and words:
            keys = best_first(self._matcher.scores(words, rows))
        return page_of(rows, first, first + selection.size, keys)


class _Facet:
    """A single-valued facet: a code a row into its sorted values; `counts`: how many rows have each."""

    def __init__(self, name: str, arrays: Mapping[str, Array]) -> None:
        self.codes = arrays[f"code.{name}"]
        self.counts: Counts = arrays[f"count.{name}"]
        self.values = Strings(arrays[f"value.{name}.data"], arrays[f"value.{name}.starts"])

    def among(self, chosen: Iterable[str]) -> Flags:
        """The rows that have one of the chosen values."""
        wanted = np.zeros(len(self.values), np.bool_)
        wanted[[place for value in chosen if (place := self.values.places.get(value)) is not None]] = True
        return wanted[self.codes]


def _both(one: Flags | None, other: Flags | None) -> Flags | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _orderable(suspended: pa.ChunkedArray) -> Flags | None:
    """The rows that are not suspended; None where all are orderable. Who holds one by its id still sees it, marked."""
    flags = pc.fill_null(suspended, False)
    return pc.invert(flags).to_numpy() if pc.any(flags, min_count=0).as_py() else None


def _limited(selection: Selection) -> bool:
    return selection.price_min is not None or selection.price_max is not None


def _shown(values: Sequence[str], counts: Counts, chosen: frozenset[str]) -> dict[str, int]:
    """The values that somebody has, and the chosen ones even at 0, so that a choice can always be taken back."""
    found = {values[place]: int(counts[place]) for place in np.flatnonzero(counts).tolist()}
    return found | {value: 0 for value in sorted(chosen) if value not in found}


def _states(attribute: str, live: Live, sieve: Sieve) -> dict[str, int]:
    """How many rows are yes, no and unknown: all three, always, so that they sum."""
    left = sieve.without(attribute)
    if attribute not in live.states:
        return {"yes": 0, "no": 0, "unknown": left.total}
    counts = left.count(live.states[attribute], live.state_counts[attribute])
    return {state: int(counts[STATE_CODES[state]]) for state in STATES}


def _unheard(selection: Selection, live: Live) -> list[str]:
    """Chosen attributes that nobody tagged: every row is unknown in them."""
    return sorted(name for name, chosen in selection.tags.items() if chosen and name not in live.states)


def _claimed(live: Live, sieve: Sieve) -> dict[str, int]:
    return {
        name: sieve.without(name).count_flagged(flags, live.claimed_counts[name])
        for name, flags in live.claimed.items()
    }
