"""What one offer buys, in a unit in which others can be compared with it: litre, printed page, sheet. Pure, whole numbers.

Two offers are compared only where both are measured in the same basis. A litre of concentrate is never set beside a litre
ready to use, nor a pack whose content nobody stated beside one that is known: such an offer has no comparable price, and
a reason says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from catalog.prices import MEASURES, ONE

Basis = Literal["litre", "litre_ready", "kilogram", "metre", "square_metre", "page", "sheet", "piece"]
BASES: tuple[Basis, ...] = (
    "litre", "litre_ready", "kilogram", "metre", "square_metre", "page", "sheet", "piece",
)  # fmt: skip

_MEASURED: Mapping[str, tuple[Basis, int]] = {
    "LTR": ("litre", 1), "MTQ": ("litre", 1_000), "KGM": ("kilogram", 1), "MTR": ("metre", 1),
    "MTK": ("square_metre", 1),
}  # fmt: skip
"""The measure that prices are compared in -> basis, and how many of it one is."""
_PIECES: Mapping[str, int] = {"C62": 1, "H87": 1, "EA": 1, "DZN": 12, "CEN": 100, "MIL": 1_000}
SHEETS_OF_A_REAM = 500
_SHEETS: Mapping[str, int] = {"XST": 1, "RM": SHEETS_OF_A_REAM}
"""A carton of reams holds reams of 500 (UN/ECE Rec 20, RM). A ream that is ordered alone may hold 250: it has to say."""
_ITEMS = {*_PIECES, "XCQ", "XBO", "XTU"} - {"DZN", "CEN", "MIL"}
"""Order units that are one cartridge, bottle or tube."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What is known of one order unit. Codes are UN/ECE Rec 20; `content` 10^-6 of its unit; None where not stated.

    dilution: 10^-4 percent of concentrate in the ready solution, of the most concentrated stated use (100 %: ready as it
    is). yield_pages: pages that one cartridge prints.
    """

    order_unit: str | None
    content_unit: str | None
    content: int | None
    dilution: int | None = None
    yield_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How many units of a basis one order unit gives, exactly."""

    basis: Basis
    per_unit: Fraction


@dataclass(frozen=True, slots=True)
class Incomparable:
    """Why there is no comparable price: a code of the wording."""

    code: Literal["comparable.no_content", "comparable.no_unit", "comparable.uncounted", "comparable.no_items"]


def measured(pack: Pack) -> Measure | Incomparable:
    """The one basis of an offer: pages where a cartridge states its yield, litres ready to use where a liquid states its
    dilution, else what the pack holds."""
    if pack.yield_pages:
        items = _items(pack)
        return Incomparable("comparable.no_items") if items is None else Measure("page", items * pack.yield_pages)
    held = _held(pack)
    if isinstance(held, Measure) and held.basis == "litre" and pack.dilution:
        return Measure("litre_ready", held.per_unit * ONE / pack.dilution)
    return held


def unit_price(price: int, measure: Measure) -> int:
    """The price (10^-6 per order unit) of one unit of the basis, rounded once, halves up."""
    return half_up(price / measure.per_unit)


def half_up(amount: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def units_for(need: Fraction, measure: Measure, least: int = 1, multiple: int = 1) -> int:
    """The fewest whole order units that cover a need in the basis, at least `least`, by the `multiple`."""
    units = max(
        -(-need.numerator * measure.per_unit.denominator // (need.denominator * measure.per_unit.numerator)), least
    )
    return -(-units // multiple) * multiple


def _held(pack: Pack) -> Measure | Incomparable:
    """What the pack holds; an order unit that is a measure, a piece or a sheet holds itself."""
    if pack.content is None and pack.content_unit is None and pack.order_unit != "RM":
        return _counted(pack.order_unit, ONE, "comparable.no_content")
    if not pack.content or pack.content < 0:
        return Incomparable("comparable.no_content")
    return _counted(pack.content_unit, pack.content, "comparable.uncounted")


def _counted(
    unit: str | None, content: int, unknown: Literal["comparable.no_content", "comparable.uncounted"]
) -> Measure | Incomparable:
    if unit is None:
        return Incomparable("comparable.no_unit")
    if unit in MEASURES:
        measure, size = MEASURES[unit]
        basis, times = _MEASURED[measure]
        return Measure(basis, Fraction(content * size * times, ONE * ONE))
    if unit in _SHEETS:
        return Measure("sheet", Fraction(content * _SHEETS[unit], ONE))
    if unit in _PIECES:
        return Measure("piece", Fraction(content * _PIECES[unit], ONE))
    return Incomparable(unknown)


def _items(pack: Pack) -> Fraction | None:
    """How many cartridges one order unit holds; None where that is not stated."""
    if pack.content and pack.content > 0 and (pack.content_unit in _PIECES or pack.content_unit in _ITEMS):
        return Fraction(pack.content * _PIECES.get(pack.content_unit or "", 1), ONE)
    alone = pack.content is None or pack.content_unit in MEASURES
    return Fraction(1) if alone and pack.order_unit in _ITEMS else None
