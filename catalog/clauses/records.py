"""What the arithmetic is given (a price, what is known of it) and what it gives back (a verdict, step by step)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Word = Literal[
    "equal", "within", "beyond", "below", "no_base", "no_index", "not_in_schedule", "no_list_price", "no_clause"
]
WORDS: tuple[Word, ...] = (
    "equal", "within", "beyond", "below", "no_base", "no_index", "not_in_schedule", "no_list_price", "no_clause",
)  # fmt: skip
"""equal: what the clause says. within: less, or as much as it leaves free. below: less than stands, or than a price that
the clause fixes. beyond: more than it allows. The others: nothing can be said, and what is lacking."""

Indices = Mapping[str, int]
""""CODE:2026-03" -> value of the index, in 10^-6."""


@dataclass(frozen=True, slots=True)
class Base:
    """The price that is revised and the day it stood on: the clause's base day, or the offer's first when that is later."""

    price: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Priced:
    """One price of a file (quantity 1, without VAT) and what stands: amounts in 10^-6.

    standing: the price in force now. eve: the one before the last day of revision. year_ago: the one a year before.
    line: the price of the schedule (BPU) on the day.
    """

    price: int
    family: str | None = None
    list_price: int | None = None
    standing: int | None = None
    base: Base | None = None
    eve: int | None = None
    year_ago: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: a code and its parameters; `catalog.wording` makes the sentence."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a clause allows before its ceiling. price None: it sets no limit. fixed: it names the price, not the most."""

    price: int | None
    steps: tuple[Step, ...]
    fixed: bool = False
    lacking: Word | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one price. allowed: the clause's price, or None. gap: over it; rise: over what stands, 10^-4 %.

    safeguard: beyond the safeguard clause, whatever the verdict.
    """

    word: Word
    price: int
    allowed: int | None
    gap: int | None
    rise: int | None
    safeguard: bool
    steps: tuple[Step, ...]
