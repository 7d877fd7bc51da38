"""CAS and EC numbers: their check digits, and those that a narrow cell breaks over two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from imports.documents.layout import Piece, Printed

_BROKEN = re.compile(r"(?<![\w-])(?P<cas>\d{2,7}-(?:\d{2}-)?)$|(?<![\w-])(?P<ec>[2-9]\d{2}-(?:\d{3}-)?)$")
_REST = re.compile(r"^(?:\d{2,3}-)?\d(?![\d\w-])")
_AND_ANOTHER = re.compile(r"\d{2,7}-\d{2}-\d\s*/$")
_CAS_ALONE = re.compile(r"\d{2,7}-\d{2}-\d")
_ALIGNED = 12
"""Cells of one column begin within so many points of each other."""
_LOWER = 2
"""The rest of a number stands in one of so many lines below it."""


def valid_cas(number: str) -> bool:
    """Whether the last digit is the check digit: the digits before it, from the right, times 1, 2, 3 ..., modulo 10."""
    digits = number.replace("-", "")
    total = sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), start=1))
    return total % 10 == int(digits[-1]) and digits.strip("0") != ""


def valid_ec(number: str) -> bool:
    """Whether the last digit is the check digit: the six before it, from the left, times 1 to 6, modulo 11."""
    digits = number.replace("-", "")
    total = sum(place * int(digit) for place, digit in enumerate(digits[:-1], start=1))
    return len(digits) == 7 and total % 11 % 10 == int(digits[-1])


def mended_numbers(rows: Sequence[Printed]) -> list[Printed]:
    """The rows with each number that breaks off at a hyphen put together in the line where it begins.

    A second number of the same ingredient below a slash comes up too. Only where what follows below, in the same column or at the beginning of the next line, makes its check digit right.
    """
    whole = list(rows)
    for at in range(len(whole)):
        for piece in whole[at].pieces:
            if broken := _BROKEN.search(piece.text):
                _put_together(whole, at, piece, broken)
            elif _AND_ANOTHER.search(piece.text) and at + 1 < len(whole):
                _draw_up(whole, at, piece)
    return [row for row in whole if row.pieces]


def _put_together(rows: list[Printed], at: int, piece: Piece, broken: re.Match[str]) -> None:
    for below in range(at + 1, min(at + 1 + _LOWER, len(rows))):
        wraps = below == at + 1 and piece is rows[at].pieces[-1]
        for place, other in enumerate(rows[below].pieces):
            near = abs(other.left - piece.left) < _ALIGNED or (wraps and place == 0)
            rest = _REST.match(other.text) if near else None
            if rest and _right(broken, rest.group()):
                rows[at] = _with(rows[at], piece, piece.text + rest.group())
                rows[below] = _with(rows[below], other, other.text[rest.end() :].strip())
                return


def _draw_up(rows: list[Printed], at: int, piece: Piece) -> None:
    """The number that stands alone below one that ends with a slash shares its row."""
    for other in rows[at + 1].pieces:
        if abs(other.left - piece.left) < _ALIGNED and _CAS_ALONE.fullmatch(other.text.strip()):
            rows[at] = _with(rows[at], piece, f"{piece.text} {other.text.strip()}")
            rows[at + 1] = _with(rows[at + 1], other, "")
            return


def _right(broken: re.Match[str], rest: str) -> bool:
    """Whether the two make a number of the shape that was begun, with its check digit."""
    number = broken.group() + rest
    if re.fullmatch(r"\d{2,7}-\d{2}-\d", number):
        return valid_cas(number)
    return re.fullmatch(r"[2-9]\d{2}-\d{3}-\d", number) is not None and valid_ec(number)


def _with(row: Printed, old: Piece, text: str) -> Printed:
    """The row with another text in one of its pieces; a piece without text goes."""
    changed = (replace(piece, text=text) if piece is old else piece for piece in row.pieces)
    pieces = tuple(piece for piece in changed if piece.text)
    return replace(row, pieces=pieces, text=" ".join(piece.text for piece in pieces))
