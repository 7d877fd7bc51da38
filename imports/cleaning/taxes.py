"""VAT and discount rates: integers of 10^-4 percent, 5.5 % and 0.055 kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from imports.cleaning import Fault
from imports.cleaning.amounts import number, squeezed
from imports.cleaning.texts import text_of
from imports.record import Cell

IN_FORCE = {
    200_000: "20", 100_000: "10", 55_000: "5.5", 21_000: "2.1", 0: "0",
}  # fmt: skip
"""Rates of mainland France (CGI art. 278, 278-0 bis, 279, 281 quater; 0: exempt or reverse charge), read January 2026."""
ELSEWHERE = frozenset((85_000, 13_000, 9_000, 17_500, 10_500, 130_000))
"""Rates of Corsica and of the overseas departments (CGI art. 294 to 297): in force, not for everybody."""
UNIT = 10_000
CHOICES = ("20", "10", "5.5", "2.1", "0")
_RATE = re.compile(r"^(?:TVA |T\.V\.A\. ?|TAUX )?(\d[\d.,]*) ?(%)?(?: ?TVA)?$")
_EXEMPT = frozenset(("EXO", "EXONÉRÉ", "EXONERE", "EXONÉRÉE", "EXEMPT", "ZERO", "ZÉRO"))


def rate_value(cell: Cell, sign: str | None) -> Decimal | None:
    """The number as written, percent sign or not."""
    if isinstance(cell, Decimal):
        return cell if 0 <= cell <= 100 else None
    text = squeezed(cell)
    if text in _EXEMPT:
        return Decimal(0)
    match = _RATE.match(text)
    value = number(match.group(1), _own_sign(match.group(1), sign)) if match else "unreadable"
    return None if isinstance(value, str) or value > 100 else value


def answered(text: str | None) -> int | None:
    """A person's answer ("5.5") as a rate; None where there is none or it is no rate."""
    value = rate_value(text, None) if text else None
    return None if value is None else _rate(value)


def _rate(value: Decimal, times: int = 1) -> int:
    """In 10^-4 percent, to the nearest: 5.4999999999 is what a binary fraction leaves of 5.5."""
    return int((value * UNIT * times).to_integral_value(ROUND_HALF_EVEN))


def _own_sign(text: str, sign: str | None) -> str | None:
    """A rate has no thousands: whatever sign it holds is the decimal one, also where the file's prices show none."""
    found = [char for char in ",." if char in text]
    return found[0] if len(found) == 1 else sign


def written_as_fractions(cells: Iterable[Cell], sign: str | None) -> bool:
    """True when every rate but zero is below 1 and none carries a percent sign: 0.2 for 20 %."""
    values = [
        Decimal(2) if isinstance(cell, str) and "%" in cell else rate_value(cell, sign)
        for cell in cells
        if cell is not None
    ]
    held = [value for value in values if value]
    return bool(held) and all(value < 1 for value in held)


def vat(sign: str | None, fractions: bool, codes: bool = False) -> Callable[[Cell], int | Fault | None]:
    """A cleaner of VAT rates. codes: the column holds a supplier's own codes ("Code TVA": 1, 2), unless a rate is in force."""

    def cleaner(cell: Cell) -> int | Fault | None:
        value = rate_value(cell, sign)
        if value is None:
            return Fault("vat.unreadable", "warning")
        if not fractions and 0 < value < 1 and _rate(value, 100) in IN_FORCE and "%" not in text_of(cell):
            return Fault("vat.mixed", "warning", proposal=_percent(value, cell))
        rate = _rate(value, 100 if fractions else 1)
        if rate in IN_FORCE or rate in ELSEWHERE:
            return rate
        return Fault("vat.code", "warning") if codes else Fault("vat.not_in_force", "warning", rate)

    return cleaner


def _percent(value: Decimal, cell: Cell) -> str:
    """0,055 as the percentage it stands for, written with the sign that the cell is written with."""
    text = f"{Decimal(_rate(value, 100)).scaleb(-4).normalize():f}"
    return text if "." in text_of(cell) and isinstance(cell, str) else text.replace(".", ",")


def discount(sign: str | None, fractions: bool) -> Callable[[Cell], int | Fault | None]:
    """A cleaner of discounts: 12,5 % is 125 000."""

    def cleaner(cell: Cell) -> int | Fault | None:
        text = squeezed(cell).lstrip("-− ")
        value = rate_value(abs(cell) if isinstance(cell, Decimal) else text, sign)
        if value is None:
            return Fault("discount.unreadable", "warning")
        return _rate(value, 100 if fractions else 1)

    return cleaner
