"""The terms of a price clause: as they are kept (`price_clause.terms`), and as the arithmetic takes them.

Kept as written: percentages and weights are decimal texts ("3.5", "0.85"), days are ISO texts, months "2026-03".

    base             the day whose price is revised (default: the day the clause begins)
    effective        the first day on which a revision may apply
    months           months between two revisions (12: each anniversary)
    dates            the days of revision one by one, instead of `effective` and `months`
    ceiling          a price rises by so many percent at most; ceiling_per: "revision" or "year"
    safeguard        beyond so many percent in a year the central body may end the lot
    decimals         decimals of a revised price (default: those of the price revised, two at least)
    index:           fixed, indices [{code, weight}], base_month, lag, coefficient_decimals (rounded up)
    tariff:          discount, discounts {family: percent}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal["firm", "index", "schedule", "tariff"]
KINDS: tuple[Kind, ...] = ("firm", "index", "schedule", "tariff")
Per = Literal["revision", "year"]


@dataclass(frozen=True, slots=True)
class Part:
    """One index of a formula: its code and its weight in 10^-6."""

    code: str
    weight: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms read: rates in 10^-4 %, weights in 10^-6, days as dates, months as "2026-03"."""

    base: dt.date | None = None
    effective: dt.date | None = None
    months: int | None = None
    dates: tuple[dt.date, ...] = ()
    ceiling: int | None = None
    ceiling_per: Per = "revision"
    safeguard: int | None = None
    decimals: int | None = None
    fixed: int = 0
    indices: tuple[Part, ...] = ()
    base_month: str | None = None
    lag: int = 0
    coefficient_decimals: int | None = None
    discount: int | None = None
    discounts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Clause:
    """How the prices of a lot may move from `valid_from` on. `source`: the article of the contract."""

    kind: Kind
    valid_from: dt.date
    terms: Terms = Terms()
    source: str = ""

    @property
    def base(self) -> dt.date:
        """The day whose price is revised."""
        return self.terms.base or self.valid_from


@dataclass(frozen=True, slots=True)
class TermFault:
    """A term that cannot be: the code of its sentence, which term, the value as written."""

    code: str
    term: str
    value: str | None = None
