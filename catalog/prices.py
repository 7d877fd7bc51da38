"""Amounts worked out from what a supplier prints. Pure, whole numbers only: never a float, each result rounded once.

Amounts are 10^-6 of a currency, rates 10^-4 percent, quantities 10^-6 of a unit. Halves are rounded up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ONE = 1_000_000
"""Quantity 1, in 10^-6 units; also 100 % as a rate."""
CENT = 10_000

MEASURES: Mapping[str, tuple[str, int]] = {
    "LTR": ("LTR", ONE),
    "DLT": ("LTR", 100_000),
    "CLT": ("LTR", 10_000),
    "MLT": ("LTR", 1_000),
    "HLT": ("LTR", 100 * ONE),
    "KGM": ("KGM", ONE),
    "GRM": ("KGM", 1_000),
    "MGM": ("KGM", 1),
    "TNE": ("KGM", 1_000 * ONE),
    "MTR": ("MTR", ONE),
    "LM": ("MTR", ONE),
    "KMT": ("MTR", 1_000 * ONE),
    "CMT": ("MTR", 10_000),
    "MMT": ("MTR", 1_000),
    "MTK": ("MTK", ONE),
    "CMK": ("MTK", 100),
    "MTQ": ("MTQ", ONE),
}
"""UN/ECE Rec 20 code of a measure -> the one prices are compared in, and how much of it (10^-6) one unit is."""


@dataclass(frozen=True, slots=True)
class Price:
    """A price excluding VAT per order unit, from a quantity on (10^-6 units), both days of its period included."""

    price: int
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    min_quantity: int = ONE


@dataclass(frozen=True, slots=True)
class ContentPrice:
    """What one litre, kilogram, metre or piece costs: an amount and the unit's code."""

    price: int
    unit: str


def divided(amount: int, by: int) -> int:
    """The quotient, halves up."""
    return (2 * amount + by) // (2 * by)


def price_excluding_vat(printed: int, includes_vat: bool, vat: int | None, basis: int | None) -> int | None:
    """The printed price, per order unit at quantity 1, without VAT.

    `basis`: how many units (10^-6) the printed price is for; None: one. None where a price with VAT has no known rate,
    or where the basis is nothing.
    """
    units = ONE if basis is None else basis
    if units <= 0 or (includes_vat and vat is None):
        return None
    gross = ONE + (vat or 0) if includes_vat else ONE
    return divided(printed * ONE * ONE, units * gross)


def including_vat(price: int, vat: int | None) -> int | None:
    """A price excluding VAT with it, for display; None where the rate is not known."""
    return None if vat is None else divided(price * (ONE + vat), ONE)


def price_on(day: dt.date, base: Price, tiers: Sequence[Price] = (), quantity: int = ONE) -> int | None:
    """The price of `quantity` (10^-6 units) on that day: None where none is in force.

    Of the prices in force, the one of the largest minimum reached speaks, then the one that began last, then the first.
    """
    held = [each for each in (base, *tiers) if _in_force(each, day) and each.min_quantity <= quantity]
    if not held:
        return None
    return max(held, key=lambda each: (each.min_quantity, each.valid_from or dt.date.min)).price


def content_price(price: int, content_unit: str | None, content_per_order_unit: int | None) -> ContentPrice | None:
    """The price of one litre, kilogram, metre, or of one content unit as it is; None where the content is not known."""
    if content_unit is None or not content_per_order_unit or content_per_order_unit < 0:
        return None
    unit, size = MEASURES.get(content_unit, (content_unit, ONE))
    return ContentPrice(divided(price * ONE * ONE, content_per_order_unit * size), unit)


def line_total(price: int, quantity: int) -> int:
    """A whole number of order units at a price, to the cent (halves up): lines add up to the total that is shown."""
    return divided(price * quantity, CENT) * CENT


def _in_force(price: Price, day: dt.date) -> bool:
    begun = price.valid_from is None or price.valid_from <= day
    return begun and (price.valid_until is None or day <= price.valid_until)
