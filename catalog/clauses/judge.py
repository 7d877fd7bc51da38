"""One price against its lot's clause on a day: the verdict, the price allowed, and how it was worked out."""

from __future__ import annotations

import datetime as dt

from catalog.clauses import figures
from catalog.clauses.kinds import KIND
from catalog.clauses.records import Allowed, Indices, Judgement, Priced, Step, Word
from catalog.clauses.terms import Clause, Terms


def judge(clause: Clause | None, priced: Priced, day: dt.date, indices: Indices) -> Judgement:
    """The verdict on a price that would be in force on `day`.

    The clause's price is rounded once; what exceeds it by a millionth is beyond. Where something is lacking (a base
    price, an index, a line, a list price) nothing is allowed and nothing is beyond.
    """
    if clause is None:
        return _judged("no_clause", priced, None, (), safeguard=False)
    allowed = _under_ceiling(clause.terms, priced, KIND[clause.kind](clause, priced, day, indices))
    steps, alarm = allowed.steps, _alarm(clause.terms, priced)
    return _judged(_word(allowed, priced), priced, allowed.price, (*steps, *alarm), safeguard=bool(alarm))


def _judged(word: Word, priced: Priced, allowed: int | None, steps: tuple[Step, ...], *, safeguard: bool) -> Judgement:
    gap = None if allowed is None else figures.change(allowed, priced.price)
    rise = None if priced.standing is None else figures.change(priced.standing, priced.price)
    told = {"price": priced.price, "gap": gap, "rise": rise}
    at = len(steps) - 1 if safeguard else len(steps)
    free = word == "beyond" and gap is None
    says = Step(f"clause.says.{'beyond_free' if free else word}", told)
    return Judgement(word, priced.price, allowed, gap, rise, safeguard, (*steps[:at], says, *steps[at:]))


def _word(allowed: Allowed, priced: Priced) -> Word:
    if allowed.lacking:
        return allowed.lacking
    stands = priced.base.price if priced.standing is None and priced.base else priced.standing
    if allowed.price is not None and priced.price > allowed.price:
        return "beyond"
    if allowed.price is not None and priced.price == allowed.price:
        return "equal"
    return "below" if allowed.fixed or (stands is not None and priced.price < stands) else "within"


def _under_ceiling(terms: Terms, priced: Priced, allowed: Allowed) -> Allowed:
    """The ceiling caps the amount itself: what was there before, and so many percent at most."""
    before = _before(terms, priced)
    if terms.ceiling is None or before is None or allowed.lacking:
        return allowed
    decimals = figures.decimals_of(before) if terms.decimals is None else terms.decimals
    most = figures.rounded(before * (figures.WHOLE + terms.ceiling), figures.WHOLE, decimals)
    if allowed.price is not None and allowed.price <= most:
        return allowed
    told = {"before": before, "ceiling": terms.ceiling, "price": most}
    step = Step(f"clause.ceiling.{terms.ceiling_per}", told)
    return Allowed(most, (*allowed.steps, step))


def _before(terms: Terms, priced: Priced) -> int | None:
    known = priced.eve if terms.ceiling_per == "revision" else priced.year_ago
    return known if known is not None else _first(priced)


def _first(priced: Priced) -> int | None:
    return priced.base.price if priced.base else None


def _alarm(terms: Terms, priced: Priced) -> tuple[Step, ...]:
    """More than the safeguard clause bears in a year: a warning of its own, whatever the verdict."""
    before = priced.year_ago if priced.year_ago is not None else _first(priced)
    if terms.safeguard is None or not before:
        return ()
    if priced.price * figures.WHOLE <= before * (figures.WHOLE + terms.safeguard):
        return ()
    told = {"rise": figures.change(before, priced.price), "safeguard": terms.safeguard, "before": before}
    return (Step("clause.safeguard", told),)
