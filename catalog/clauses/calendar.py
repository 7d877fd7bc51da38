"""The days on which a price may be revised, and the months whose indices are read."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from catalog.clauses.terms import Clause

MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(day: dt.date, earlier: int = 0) -> str:
    """The month of a day, or one so many months earlier: "2026-03"."""
    year, month = divmod(day.year * 12 + day.month - 1 - earlier, 12)
    return f"{year:04d}-{month + 1:02d}"


def last_revision(clause: Clause, day: dt.date) -> dt.date | None:
    """The last day up to `day` on which prices could be revised; None where there was none yet."""
    terms = clause.terms
    if terms.dates:
        return max((date for date in terms.dates if date <= day), default=None)
    first = _first(clause)
    if first is None or day < first:
        return None
    return months_after(first, _steps(first, terms.months, day) * terms.months) if terms.months else day


def next_revision(clause: Clause, day: dt.date) -> dt.date | None:
    """The first day after `day` on which prices may be revised; None where there is none, or any day will do."""
    terms = clause.terms
    if terms.dates:
        return min((date for date in terms.dates if date > day), default=None)
    first = _first(clause)
    if first is None or day < first:
        return first
    return months_after(first, (_steps(first, terms.months, day) + 1) * terms.months) if terms.months else None


def year_before(day: dt.date) -> dt.date:
    """The same day of the year before."""
    return months_after(day, -12)


def _first(clause: Clause) -> dt.date | None:
    """A firm price without any date stays firm to the end; the others may move from their base on."""
    terms = clause.terms
    if terms.effective:
        return terms.effective
    if terms.months:
        return months_after(clause.base, terms.months)
    return None if clause.kind == "firm" else clause.base


def _steps(first: dt.date, months: int | None, day: dt.date) -> int:
    """How many whole periods of revision lie between the first day and `day`."""
    if not months:
        return 0
    steps = ((day.year - first.year) * 12 + day.month - first.month) // months
    return steps if months_after(first, steps * months) <= day else steps - 1
