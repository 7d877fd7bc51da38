"""Asking an index: totals, the counts of every facet value under all other filters, and one page of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets import directory as columns
from catalog.facets.build import KIND, by_offer
from catalog.facets.directory import Array, Contents, DamagedIndex
from catalog.facets.display import Display, orderable
from catalog.facets.display import OfferRow as OfferRow
from catalog.facets.filters import DayFilter, Filter, NobodyTagged, PriceFilter, ValueFilter
from catalog.facets.live import STATE_CODES, Live
from catalog.facets.matching import Matcher
from catalog.facets.order import best_first, page_of
from catalog.facets.paging import Orders
from catalog.facets.profiles import CLAIMED
from catalog.facets.seen import Seen
from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, STATES, Answer, Scope, Selection
from catalog.facets.sieve import Flags, Hits, Sifted, sift
from catalog.facets.tally import Facet, Tally
from catalog.facets.text import Words

PRICE = "price"
"""The name of the price limits among the filters."""
LARGEST_PAGE = 200
SCOPES_KEPT = 32
"""Masks whose counts are kept for a day, those asked last."""


class Index:
    """One publication's offers, memory-mapped and never changed: threads and processes may share it."""

    def __init__(self, contents: Contents) -> None:
        """Raises KeyError for a column that is not there."""
        arrays = contents.arrays
        self.checksum = contents.checksum
        self.rows: int = contents.facts["rows"]
        self._display = Display(contents.tables["display"])
        self.offer_ids: NDArray[np.int64] = self._display.numbers("offer")
        self._offer_order = arrays["offer_order"]
        self._priced: int = contents.facts["priced"]
        self._prices = self._display.numbers("price")[: self._priced]
        self._facets = {name: Facet(name, arrays) for name in SINGLE_FACETS}
        self._currency = Facet("currency", arrays)
        self._comparable: dict[str, Flags] = {}
        self._orders = Orders(arrays, self._prices, self._priced)
        self._matcher = Matcher(self.rows, arrays, self._display.column("reference"))
        self._orderable = orderable(self._display)
        self._seen: WeakKeyDictionary[Live, OrderedDict[Scope, Seen]] = WeakKeyDictionary()
        self._lock = Lock()

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
        seen = self._seen_by(scope, live)
        found = sift(seen, self._matcher.having(words), self._filters(selection, live))
        return Answer(
            total=found.hits.total,
            page=selection.page,
            size=selection.size,
            rows=tuple(self._page(selection, found.hits, words).tolist()),
            facets=self._facets_of(selection, live, seen.tally, found),
            claimed={name: int(found.counts[seen.tally.cells[name]][CLAIMED]) for name in live.states},
            other_currency=found.alone.get(PRICE, 0),
        )

    def fitting(self, selection: Selection, scope: Scope, live: Live) -> NDArray[np.int64]:
        """All rows that fit, ascending, whatever page is asked for. Raises as `ask`."""
        self._check(selection, live)
        words = self._matcher.understand(selection.text)
        flags = self._matcher.having(words)
        for each in self._filters(selection, live).values():
            flags = each.flags if flags is None else flags & each.flags
        seen = self._seen_by(scope, live).flags
        inside = _both(flags, seen)
        return np.arange(self.rows) if inside is None else np.flatnonzero(inside)

    def column(self, name: str) -> pa.ChunkedArray:
        """A column of OFFERS by row. Raises KeyError."""
        return self._display.column(name)

    def offers(self, rows: Iterable[int]) -> list[OfferRow]:
        """What a page shows of these rows, in the order given."""
        return self._display.lines(np.fromiter(rows, np.int64))

    def rows_of(self, offers: Sequence[int]) -> NDArray[np.int64]:
        """The row of each offer id, -1 where the index has none."""
        return by_offer(self.offer_ids, self._offer_order, np.array(offers, np.int64))

    def values(self, facet: str) -> tuple[str, ...]:
        """Every code of a single-valued facet (or "currency"), sorted. Raises KeyError."""
        return tuple((self._currency if facet == "currency" else self._facets[facet]).values.every)

    def _check(self, selection: Selection, live: Live) -> None:
        """A facet that is none is found by the filters."""
        if selection.page < 1 or not 1 <= selection.size <= LARGEST_PAGE:
            raise ValueError(f"page {selection.page} of size {selection.size}")
        if live.rows != self.rows:
            raise ValueError(f"tags of {live.rows} rows for an index of {self.rows}")

    def _seen_by(self, scope: Scope, live: Live) -> Seen:
        """The base of the scope's questions on that day, counted once and kept."""
        with self._lock:
            kept = self._seen.setdefault(live, OrderedDict())
            if scope not in kept:
                tally = next((each.tally for each in kept.values()), None) or Tally(self._facets, live.profiles)
                kept[scope] = Seen(tally, self.rows, self._mask(scope))
                if len(kept) > SCOPES_KEPT:
                    kept.popitem(last=False)
            kept.move_to_end(scope)
            return kept[scope]

    def _mask(self, scope: Scope) -> Flags | None:
        """The rows of the scope's agreements that are also of its suppliers, in no closed lot and not suspended; None: all."""
        flags = self._orderable
        for name, allowed in (("agreement", scope.agreements), ("supplier", scope.suppliers)):
            if allowed is not None:
                flags = _both(flags, self._facets[name].among(self._facets[name].places(allowed)))
        lots = self._facets["lot"]
        return _both(flags, ~lots.among(lots.places(scope.closed_lots))) if scope.closed_lots else flags

    def _filters(self, selection: Selection, live: Live) -> dict[str, Filter]:
        """facet or attribute (or PRICE) -> its filter. A choice of nothing filters nothing."""
        filters = {name: self._choice(name, chosen, live) for name, chosen in selection.values.items() if chosen}
        for name, chosen in selection.tags.items():
            if chosen and name in live.states:
                filters[name] = DayFilter(live, name, chosen, selection.proof == "all")
            elif chosen:
                filters[name] = NobodyTagged(self.rows, "unknown" in chosen)
        if _limited(selection):
            filters[PRICE] = self._priced_between(selection)
        return filters

    def _choice(self, name: str, chosen: frozenset[str], live: Live) -> Filter:
        if name in MULTI_FACETS:
            return DayFilter(live, name, chosen, False)
        return ValueFilter(self._facets[name], name, self._facets[name].places(chosen))

    def _priced_between(self, selection: Selection) -> PriceFilter:
        """Within the limits, both included, and in their currency. Rows are in price order: the limits are a slice."""
        low, high = selection.price_min, selection.price_max
        first = 0 if low is None else int(np.searchsorted(self._prices, low))
        last = self._priced if high is None else int(np.searchsorted(self._prices, high, side="right"))
        return PriceFilter(first, last, self._priced_in(selection.currency))

    def _priced_in(self, currency: str) -> Flags:
        """The rows that have a price in that currency; worked out once for each currency that there is."""
        found = self._comparable.get(currency)
        if found is None:
            found = self._currency.among(places := self._currency.places({currency}))
            found[self._priced :] = False
            if places:
                self._comparable[currency] = found
        return found

    def _facets_of(self, selection: Selection, live: Live, tally: Tally, found: Sifted) -> dict[str, dict[str, int]]:
        facets = tally.named(found.counts)
        for name, chosen in selection.values.items():
            facets[name] |= {value: 0 for value in sorted(chosen) if value not in facets[name]}
        for name in live.states:
            cells = found.counts[tally.cells[name]].tolist()
            facets[name] = {state: cells[STATE_CODES[state]] for state in STATES}
        return facets | {name: _unheard(name, found, selection.tags[name]) for name in _untagged(selection, live)}

    def _page(self, selection: Selection, hits: Hits, words: Words) -> Array:
        first = (selection.page - 1) * selection.size
        if selection.sort == "relevance" and words:
            keys = best_first(self._matcher.scores(words, hits.rows))
            return page_of(hits.rows, first, first + selection.size, keys)
        return self._orders.page(selection.sort, hits, first, first + selection.size)


def _both(one: Flags | None, other: Flags | None) -> Flags | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _limited(selection: Selection) -> bool:
    return selection.price_min is not None or selection.price_max is not None


def _untagged(selection: Selection, live: Live) -> list[str]:
    """Chosen attributes that nobody tagged: every row is unknown in them."""
    return sorted(name for name, chosen in selection.tags.items() if chosen and name not in live.states)


def _unheard(name: str, found: Sifted, chosen: frozenset[str]) -> dict[str, int]:
    left = found.hits.total if "unknown" in chosen else found.alone[name]
    return {"yes": 0, "no": 0, "unknown": left}
