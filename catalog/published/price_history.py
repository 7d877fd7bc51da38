"""What a price clause needs to know of a supplier's offers in a lot: earlier prices, lines of the schedule, indices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy.orm import Session

from catalog.clauses.calendar import last_revision, year_before
from catalog.clauses.figures import micro
from catalog.clauses.reading import read
from catalog.clauses.records import Base
from catalog.clauses.terms import KINDS, Clause
from catalog.prices import ONE, Price, price_on
from catalog.queries import price_clauses, release
from catalog.queries.price_clauses import ClauseKept, FirstPrice, PriceKept

DAY = dt.timedelta(days=1)


def clause_of(kept: ClauseKept | None) -> Clause | None:
    """A clause as the arithmetic takes it; None where there is none, or where its terms cannot be read any more."""
    kind = next((each for each in KINDS if kept and each == kept.kind), None)
    if kept is None or kind is None:
        return None
    terms, faults = read(kind, kept.terms)
    return None if faults else Clause(kind, kept.valid_from, terms, kept.source)


def index_values(session: Session) -> Mapping[str, int]:
    """ "CODE:2026-03" -> the value of the index in 10^-6."""
    found = price_clauses.index_facts(session)
    values = {key: micro(each.payload.get("value")) for key, each in found.items() if each.month}
    return {key: value for key, value in values.items() if value}


@dataclass
class History:
    """The prices of one supplier's offers in some lots, day by day, each publication read once.

    ceiling: the publication that a batch stands on; no later one is looked at.
    """

    session: Session
    supplier_id: int
    lot_ids: tuple[int, ...]
    ceiling: int
    _read: dict[int, dict[int, PriceKept]] = field(default_factory=dict)

    def on(self, day: dt.date, quantity: int = ONE) -> Mapping[int, int]:
        """Offer id -> the price of a quantity in force on a day, by the publication then in force."""
        kept = self.shown(min(release.publication_on(self.session, day), self.ceiling))
        prices = ((offer, price_of(terms, day, quantity)) for offer, terms in kept.items())
        return {offer: price for offer, price in prices if price is not None}

    def shown(self, number: int) -> Mapping[int, PriceKept]:
        """Offer id -> the terms of its prices in a publication (0: none)."""
        if number not in self._read:
            kept = price_clauses.prices_in(self.session, self.supplier_id, self.lot_ids, number) if number else {}
            self._read[number] = kept
        return self._read[number]

    @cached_property
    def first(self) -> Mapping[int, FirstPrice]:
        """Offer id -> the price it was first published with."""
        return price_clauses.first_prices(self.session, self.supplier_id, self.lot_ids)

    @cached_property
    def begun(self) -> Mapping[int, int]:
        """Lot id -> the publication that first showed offers of this supplier in it."""
        found: dict[int, int] = {}
        for each in self.first.values():
            found[each.lot_id] = min(each.publication, found.get(each.lot_id, each.publication))
        return found


@dataclass(frozen=True)
class LotHistory:
    """What stands behind the prices of one lot on one day: offer id -> price, reference -> schedule line."""

    clause: Clause
    day: dt.date
    history: History
    lines: Mapping[str, int]
    quantity: int = ONE

    @cached_property
    def eve(self) -> Mapping[int, int]:
        """The prices before the last day of revision; before this day, where the clause names none."""
        return self.history.on((last_revision(self.clause, self.day) or self.day) - DAY, self.quantity)

    @cached_property
    def year_ago(self) -> Mapping[int, int]:
        """The prices of a year before."""
        return self.history.on(year_before(self.day), self.quantity)

    @cached_property
    def at_base(self) -> Mapping[int, int]:
        """The prices of the clause's base day."""
        return self.history.on(self.clause.base, self.quantity)

    def base(self, offer: int) -> Base | None:
        """The price that is revised.

        It is the price of the base day; for what the lot began with here, its first price stands for it; what came
        later is revised from its own first day.
        """
        if (price := self.at_base.get(offer)) is not None:
            return Base(price, self.clause.base)
        first = self.history.first.get(offer)
        if first is None or first.publication > self.history.ceiling:
            return None
        came = self.clause.base if first.publication == self.history.begun[first.lot_id] else first.day
        return Base(self._first_price(offer, first), max(came, self.clause.base))

    def _first_price(self, offer: int, first: FirstPrice) -> int:
        """Of this quantity, as the offer was first published."""
        kept = None if self.quantity == ONE else self.history.shown(first.publication).get(offer)
        found = None if kept is None else price_of(kept, max(first.day, kept.valid_from or first.day), self.quantity)
        return first.price if found is None else found


def lot_history(history: History, clause: Clause, lot_id: int, day: dt.date, quantity: int = ONE) -> LotHistory:
    """The history behind one lot; the lines of its schedule are read where the clause asks for them."""
    lines: dict[str, int] = {}
    if clause.kind == "schedule":
        kept = price_clauses.schedule_on(history.session, history.supplier_id, lot_id, day)
        lines = {reference: line.price for reference, line in kept.items() if line.price is not None}
    return LotHistory(clause, day, history, lines, quantity)


def price_of(kept: PriceKept, day: dt.date, quantity: int = ONE) -> int | None:
    """The price of a quantity on a day, None where none is in force then."""
    base = Price(kept.price, kept.valid_from, kept.valid_to)
    tiers = [Price(each["price"], each["valid_from"], each["valid_to"], each["min_quantity"]) for each in kept.tiers]
    return price_on(day, base, tiers, quantity)
