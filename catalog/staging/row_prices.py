"""The prices that one row of terms holds: on which day, from which quantity, and where each stands in the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.prices import ONE, Price, price_on

Row = Mapping[str, Any]
"""What OFFER_ROWS says of an offer: price, valid_from, valid_to, tiers."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A price of a row, as it begins. place: -1 the row's own, else the tier's. quantity: in 10^-6 order units."""

    day: dt.date
    quantity: int
    place: int
    price: int


def prices_from(row: Row, day: dt.date) -> Iterator[Begun]:
    """The prices in force on a day, one a quantity, and each that begins later, once; at least the row's own."""
    tiers = row["tiers"] or ()
    if not tiers and row["valid_from"] is None:
        yield Begun(day, ONE, -1, row["price"])
        return
    begins = {max(begin or day, day) for begin in (row["valid_from"], *(tier["valid_from"] for tier in tiers))}
    quantities = {ONE, *(tier["min_quantity"] or ONE for tier in tiers)}
    found: dict[int, Begun] = {}
    for each in sorted(begins):
        for quantity in sorted(quantities):
            place = _place(row, each, quantity)
            if place is not None:
                found.setdefault(place, Begun(each, quantity, place, _at(row, place)))
    yield from found.values() or [Begun(day, ONE, -1, row["price"])]


def price_in(row: Row, day: dt.date, quantity: int = ONE) -> int | None:
    """The price of a quantity on a day, None where none is in force."""
    place = _place(row, day, quantity)
    return None if place is None else _at(row, place)


def _at(row: Row, place: int) -> int:
    found: int = row["price"] if place < 0 else row["tiers"][place]["price"]
    return found


def _place(row: Row, day: dt.date, quantity: int) -> int | None:
    base = Price(-1, row["valid_from"], row["valid_to"])
    tiers = [
        Price(place, tier["valid_from"], tier["valid_to"], tier["min_quantity"] or ONE)
        for place, tier in enumerate(row["tiers"] or ())
    ]
    return price_on(day, base, tiers, quantity)
