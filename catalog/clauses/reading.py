"""Terms as kept become terms as the arithmetic takes them; whatever cannot be is told, all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catalog.clauses import figures
from catalog.clauses.calendar import MONTH
from catalog.clauses.terms import Kind, Part, TermFault, Terms
from catalog.prices import ONE

MOST_MONTHS = 120
SHOWN = 60
Reader = Callable[[Any], Any]


def read(kind: Kind, written: Mapping[str, Any]) -> tuple[Terms, tuple[TermFault, ...]]:
    """The terms, and what is wrong with them. A faulty term is left out of what is read."""
    faults = [TermFault("clause.term.unknown", name) for name in sorted(written.keys() - KNOWN[kind].keys())]
    found: dict[str, Any] = {}
    for name, reader in KNOWN[kind].items():
        if written.get(name) in (None, "", [], {}):
            continue
        value = reader(written[name])
        if value is None:
            faults.append(TermFault(f"clause.term.{CODES[reader]}", name, str(written[name])[:SHOWN]))
        else:
            found[name] = value
    terms = Terms(**found)
    return terms, (*faults, *(() if faults else _lacking(kind, terms)))


def as_kept(written: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as JSON keeps them: days as ISO texts, what says nothing left out."""
    return {name: _plain(value) for name, value in written.items() if value not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _lacking(kind: Kind, terms: Terms) -> Iterator[TermFault]:
    if kind == "index":
        if not terms.indices:
            yield TermFault("clause.term.missing", "indices")
        if not terms.base_month:
            yield TermFault("clause.term.missing", "base_month")
        total = terms.fixed + sum(part.weight for part in terms.indices)
        if terms.indices and total != ONE:
            yield TermFault("clause.term.weights", "indices", figures.plain(total))
    if kind == "tariff" and terms.discount is None and not terms.discounts:
        yield TermFault("clause.term.missing", "discount")
    if terms.dates and (terms.months or terms.effective):
        yield TermFault("clause.term.dates_or_months", "dates")


def _day(written: Any) -> dt.date | None:
    if isinstance(written, dt.date) and not isinstance(written, dt.datetime):
        return written
    try:
        return dt.date.fromisoformat(written)
    except (TypeError, ValueError):
        return None


def _days(written: Any) -> tuple[dt.date, ...] | None:
    days = [_day(each) for each in written] if isinstance(written, (list, tuple)) else [None]
    return None if None in days else tuple(sorted(day for day in days if day))


def _month(written: Any) -> str | None:
    return written if isinstance(written, str) and MONTH.fullmatch(written) else None


def _whole(least: int, most: int) -> Reader:
    def reader(written: Any) -> int | None:
        text = str(written).strip()
        good = not isinstance(written, bool) and text.isascii() and text.isdigit() and len(text) < 5
        return int(text) if good and least <= int(text) <= most else None

    return reader


def _discount(written: Any) -> int | None:
    found = figures.rate(written)
    return found if found is not None and found <= figures.WHOLE else None


def _discounts(written: Any) -> dict[str, int] | None:
    if not isinstance(written, Mapping):
        return None
    found = {str(family): _discount(value) for family, value in written.items()}
    return None if None in found.values() else {family: rate for family, rate in found.items() if rate is not None}


def _indices(written: Any) -> tuple[Part, ...] | None:
    if not isinstance(written, (list, tuple)):
        return None
    parts = [_part(each) for each in written]
    good = None not in parts and len({part.code for part in parts if part}) == len(parts)
    return tuple(part for part in parts if part) if good else None


def _part(written: Any) -> Part | None:
    if not isinstance(written, Mapping) or set(written) != {"code", "weight"}:
        return None
    weight = figures.micro(written["weight"])
    good = isinstance(written["code"], str) and written["code"] and ":" not in written["code"]
    return Part(written["code"], weight) if good and weight else None


def _per(written: Any) -> str | None:
    return written if written in ("revision", "year") else None


_MONTHS, _LAG, _DECIMALS = _whole(1, MOST_MONTHS), _whole(0, MOST_MONTHS), _whole(0, 6)
CODES: Mapping[Reader, str] = {
    _day: "day",
    _days: "days",
    _month: "month",
    _MONTHS: "whole",
    _LAG: "whole",
    _DECIMALS: "whole",
    figures.rate: "rate",
    figures.micro: "figure",
    _discount: "rate",
    _discounts: "discounts",
    _indices: "indices",
    _per: "per",
}
"""Reader -> what its fault is called."""
_LIMITS: Mapping[str, Reader] = {
    "base": _day,
    "effective": _day,
    "months": _MONTHS,
    "dates": _days,
    "ceiling": figures.rate,
    "ceiling_per": _per,
    "safeguard": figures.rate,
    "decimals": _DECIMALS,
}
KNOWN: Mapping[Kind, Mapping[str, Reader]] = {
    "firm": _LIMITS,
    "index": {
        **_LIMITS,
        "fixed": figures.micro,
        "indices": _indices,
        "base_month": _month,
        "lag": _LAG,
        "coefficient_decimals": _DECIMALS,
    },
    "schedule": _LIMITS,
    "tariff": {**_LIMITS, "discount": _discount, "discounts": _discounts},
}
"""Kind of clause -> its terms and what each accepts."""
