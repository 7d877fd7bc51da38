"""What each kind of clause allows on a day, before ceiling and safeguard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from catalog.clauses import figures
from catalog.clauses.calendar import last_revision, month_of, next_revision
from catalog.clauses.records import Allowed, Base, Indices, Priced, Step, Word
from catalog.clauses.terms import Clause, Kind, Terms
from catalog.prices import ONE


def firm(clause: Clause, priced: Priced, day: dt.date, _indices: Indices) -> Allowed:
    """The price of the base day; on a day of revision, free up to the ceiling, once."""
    if priced.base is None:
        return _lacking("no_base", "clause.no_base", {})
    revised = last_revision(clause, day)
    if revised is None or revised <= priced.base.day:
        return _unrevised(clause, priced.base, day)
    eve = priced.base.price if priced.eve is None else priced.eve
    if priced.standing is not None and priced.standing > eve:
        return Allowed(priced.standing, (Step("clause.revised", {"price": priced.standing, "on": _text(revised)}),))
    return Allowed(None, (Step("clause.revisable", {"on": _text(revised)}),))


def index(clause: Clause, priced: Priced, day: dt.date, indices: Indices) -> Allowed:
    """The base price by the formula, its indices read for the last day of revision."""
    base = priced.base
    if base is None:
        return _lacking("no_base", "clause.no_base", {})
    revised = last_revision(clause, day)
    if revised is None or revised <= base.day:
        return _unrevised(clause, base, day)
    months = (_base_month(clause, base), month_of(revised, clause.terms.lag))
    for part in clause.terms.indices:
        for month in months:
            if f"{part.code}:{month}" not in indices:
                return _lacking("no_index", "clause.no_index", {"index": part.code, "month": month})
    return _by_formula(clause.terms, base.price, months, indices)


def schedule(_clause: Clause, priced: Priced, day: dt.date, _indices: Indices) -> Allowed:
    """The line of the unit price schedule in force that day."""
    if priced.line is None:
        return _lacking("not_in_schedule", "clause.not_in_schedule", {"day": _text(day)})
    return Allowed(priced.line, (Step("clause.schedule", {"line": priced.line, "day": _text(day)}),), fixed=True)


def tariff(clause: Clause, priced: Priced, _day: dt.date, _indices: Indices) -> Allowed:
    """The public list price of the file less the discount of its family, or the one for all."""
    discount = clause.terms.discounts.get(priced.family or "", clause.terms.discount)
    if priced.list_price is None or discount is None:
        return _lacking("no_list_price", f"clause.no_{'discount' if priced.list_price else 'list_price'}", {})
    left = figures.WHOLE - discount
    price = figures.rounded(priced.list_price * left, figures.WHOLE, _decimals(clause.terms, priced.list_price))
    told = {"list": priced.list_price, "discount": discount, "price": price, "family": priced.family}
    own = "family" if priced.family in clause.terms.discounts else "all"
    return Allowed(price, (Step(f"clause.tariff.{own}", told),), fixed=True)


KIND: Mapping[Kind, Callable[[Clause, Priced, dt.date, Indices], Allowed]] = {
    "firm": firm,
    "index": index,
    "schedule": schedule,
    "tariff": tariff,
}


def _unrevised(clause: Clause, base: Base, day: dt.date) -> Allowed:
    until = next_revision(clause, max(day, base.day))
    code = "clause.firm_until" if until else "clause.firm"
    return Allowed(base.price, (Step(code, {"price": base.price, "until": _text(until), "since": _text(base.day)}),))


def _base_month(clause: Clause, base: Base) -> str:
    """An offer that came later is revised from the month read for its own day, never from before the clause's."""
    said = clause.terms.base_month or month_of(clause.base)
    return said if base.day <= clause.base else max(said, month_of(base.day, clause.terms.lag))


def _by_formula(terms: Terms, price: int, months: tuple[str, str], indices: Indices) -> Allowed:
    """P0 x (a + b1 x I1/I1_0 + ...): one fraction, rounded once."""
    top, bottom, shown = terms.fixed, ONE, [figures.plain(terms.fixed)] if terms.fixed else []
    for part in terms.indices:
        before, now = (indices[f"{part.code}:{month}"] for month in months)
        top, bottom = top * before + part.weight * now * (bottom // ONE), bottom * before
        shown.append(f"{figures.plain(part.weight)} × {figures.plain(now)} / {figures.plain(before)}")
    told = {"base": price, "formula": " + ".join(shown), "since": months[0], "month": months[1]}
    return _rounded(terms, price, (top, bottom), told)


def _rounded(terms: Terms, price: int, coefficient: tuple[int, int], told: dict[str, object]) -> Allowed:
    top, bottom = coefficient
    decimals = _decimals(terms, price)
    if terms.coefficient_decimals is None:
        result = figures.rounded(price * top, bottom, decimals)
        return Allowed(result, (Step("clause.index", told | {"price": result}),))
    factor = figures.rounded_up(top * ONE, bottom, terms.coefficient_decimals)
    result = figures.rounded(price * factor, ONE, decimals)
    shown = {"coefficient": figures.plain(factor), "price": result}
    return Allowed(result, (Step("clause.index.coefficient", told | shown),))


def _decimals(terms: Terms, price: int) -> int:
    return figures.decimals_of(price) if terms.decimals is None else terms.decimals


def _lacking(word: Word, code: str, params: Mapping[str, object]) -> Allowed:
    return Allowed(None, (Step(code, params),), lacking=word)


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
