"""Figures of a clause as people write them, read into whole numbers and written back. Never a float."""

from __future__ import annotations

import re

from catalog.prices import ONE, divided

FIGURE = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?")
PERCENT = 10_000
"""One percent, as a rate."""
WHOLE = 100 * PERCENT
"""100 %, as a rate."""


def micro(written: object) -> int | None:
    """A figure as written ("118.4", "0,85", 3) in 10^-6; None where it is none, or has more than six decimals."""
    if isinstance(written, bool) or not isinstance(written, (str, int)):
        return None
    found = FIGURE.fullmatch(str(written).strip())
    return int(found[1]) * ONE + int((found[2] or "").ljust(6, "0")) if found else None


def rate(written: object) -> int | None:
    """A percentage as written ("3.5") in 10^-4 %; None where it is none, or has more than four decimals."""
    found = micro(written)
    return None if found is None or found % 100 else found // 100


def plain(value: int) -> str:
    """10^-6 as a decimal text without trailing zeros: 118400000 -> "118.4"."""
    whole, part = divmod(value, ONE)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".")


def plain_rate(value: int) -> str:
    """A rate as a percentage without trailing zeros: 35000 -> "3.5"."""
    return plain(value * 100)


def rounded(numerator: int, denominator: int, decimals: int) -> int:
    """The quotient (in 10^-6) to so many decimals, halves up, in one step."""
    step = int(10 ** (6 - decimals))
    return divided(numerator, denominator * step) * step


def decimals_of(amount: int) -> int:
    """How many decimals an amount has, two at least."""
    return max(2, len(plain(amount).partition(".")[2]))


def change(before: int, after: int) -> int | None:
    """From one amount to another, in 10^-4 %, halves up; None from nothing."""
    return divided((after - before) * WHOLE, before) if before > 0 else None


def rounded_up(numerator: int, denominator: int, decimals: int) -> int:
    """The quotient (in 10^-6) to so many decimals, upwards, in one step."""
    step = int(10 ** (6 - decimals))
    return -(-numerator // (denominator * step)) * step
