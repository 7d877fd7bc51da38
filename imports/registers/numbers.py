"""Article numbers that name one trade item in the whole world: GTIN-8, -12, -13 and -14 as 14 digits, or why not."""

from __future__ import annotations

import re

from imports.cleaning import Fault
from imports.cleaning.texts import plain
from imports.record import Cell

LENGTHS = (8, 12, 13, 14)
_NOT_DIGITS = re.compile(r"[\s\-.\u2010-\u2015']")
_SEVERAL = re.compile(r"[;,/|\n]+|\s{2,}| (?=\d{8,14}(?:\D|$))")
_INTERNAL = re.compile(r"intern|own code|house|maison|propre|eigen|supplier|fournisseur|sku|article", re.IGNORECASE)


def global_number(text: str | None) -> str | Fault | None:
    """14 digits, None for a blank, or a Fault: no number, wrong length, wrong check digit, or for internal use only.

    Nothing is put back or guessed: a number that verifies a label must stand there as it is.
    """
    digits = _NOT_DIGITS.sub("", text or "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        return Fault("register.gtin_unreadable", "warning")
    if len(digits) not in LENGTHS:
        return Fault("gtin.length", "warning", params={"digits": len(digits)})
    if not check_digit_holds(digits):
        return Fault("gtin.check_digit", "warning", params={"digits": len(digits)})
    return Fault("register.gtin_internal", "warning") if internal(digits) else digits.zfill(14)


def check_digit_holds(digits: str) -> bool:
    """Whether the last digit checks the others: from the right every second counts three times."""
    figures = [int(digit) for digit in reversed(digits)]
    return (sum(figures[::2]) + 3 * sum(figures[1::2])) % 10 == 0


def internal(digits: str) -> bool:
    """Whether a number of 8, 12, 13 or 14 digits may stand for different things in two houses, or for nothing.

    Restricted circulation: GTIN-8 that begin with 0 or 2, GTIN-13 from 02, 04 and 20 to 29, coupons 05, 98 and 99, a
    variable measure (GTIN-14 that begins with 9), and numbers of one figure alone.
    """
    if len(set(digits)) == 1:
        return True
    whole = digits.zfill(14)
    if whole.startswith("000000"):
        return whole[6] in "02"
    return whole[0] == "9" or whole[1:3] in {"02", "04", "05", "98", "99"} or whole[1] == "2"


def numbers_in(cell: Cell, code_type: str = "") -> tuple[list[str], list[tuple[str, Fault]]]:
    """Every number of a cell, and what is wrong with the others: (text, why). A code said to be internal gives none."""
    text = str(cell or "").strip()
    if not text:
        return [], []
    if _INTERNAL.search(code_type):
        return [], [(plain(text), Fault("register.gtin_internal", "warning"))]
    found: dict[str, None] = {}
    faults = []
    for part in filter(None, (plain(each) for each in _SEVERAL.split(text))):
        read = global_number(part)
        if isinstance(read, Fault):
            faults.append((part, read))
        elif read:
            found[read] = None
    return list(found), faults
