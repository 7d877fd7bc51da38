"""A table to be written as a file: what stands above it, its columns, its rows, its totals. Values keep their type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "whole", "amount", "rate", "date"]
"""amount: an integer of 10^-6 of a currency. rate: an integer of 10^-4 percent, written as a number of percent."""
Value = str | int | dt.date | None
SCALES = {"whole": 1, "amount": 1_000_000, "rate": 10_000}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header in the reader's language, what its values are, its width in characters."""

    header: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """`heading`: lines above the header. Rows have a value a column; totals too, below them."""

    name: str
    heading: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    totals: Sequence[Sequence[Value]] = ()


def number(value: int, kind: Kind) -> Decimal:
    """The number that an integer of this kind stands for, exact and without trailing zeros."""
    exact = Decimal(value) / SCALES[kind]
    whole = exact.to_integral_value()
    return whole if whole == exact else exact.normalize()
