"""Days of revision: anniversaries, ends of months, days named one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.clauses.calendar import last_revision, month_of, months_after, next_revision, year_before
from catalog.clauses.terms import Clause, Kind, Terms

BEGAN = dt.date(2026, 1, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-12-15", 1, "2027-01-15"),
     ("2026-03-31", -1, "2026-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-01-10", 0, "2026-01-10")],
)  # fmt: skip
def test_months_later(start: str, months: int, expected: str) -> None:
    assert months_after(day(start), months) == day(expected)


def test_the_month_read_lies_before() -> None:
    assert (month_of(day("2027-01-15")), month_of(day("2027-01-15"), 2), month_of(BEGAN, 12)) == (
        "2027-01", "2026-11", "2025-01",
    )  # fmt: skip
    assert year_before(day("2028-02-29")) == day("2027-02-28")


@pytest.mark.parametrize(
    ("kind", "terms", "on", "last", "following"),
    [
        ("firm", Terms(), "2027-05-01", None, None),
        ("index", Terms(), "2027-05-01", "2027-05-01", None),
        ("index", Terms(), "2025-12-31", None, "2026-01-01"),
        ("index", Terms(months=12), "2026-12-31", None, "2027-01-01"),
        ("index", Terms(months=12), "2027-01-01", "2027-01-01", "2028-01-01"),
        ("index", Terms(months=3, base=day("2026-01-31")), "2026-04-29", None, "2026-04-30"),
        ("index", Terms(months=3, base=day("2026-01-31")), "2026-08-01", "2026-07-30", "2026-10-30"),
        ("firm", Terms(effective=day("2027-03-01")), "2027-02-28", None, "2027-03-01"),
        ("firm", Terms(effective=day("2027-03-01")), "2027-08-28", "2027-08-28", None),
        ("firm", Terms(effective=day("2027-03-01"), months=6), "2027-08-31", "2027-03-01", "2027-09-01"),
        ("firm", Terms(dates=(day("2027-01-01"), day("2027-07-01"))), "2027-06-30", "2027-01-01", "2027-07-01"),
        ("firm", Terms(dates=(day("2027-01-01"),)), "2027-06-30", "2027-01-01", None),
    ],
)
def test_days_of_revision(kind: Kind, terms: Terms, on: str, last: str | None, following: str | None) -> None:
    clause = Clause(kind, BEGAN, terms)
    assert last_revision(clause, day(on)) == (day(last) if last else None)
    assert next_revision(clause, day(on)) == (day(following) if following else None)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    st.integers(1, 60),
    st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1)),
)
def test_a_day_lies_between_its_revisions(base: dt.date, months: int, on: dt.date) -> None:
    clause = Clause("index", base, Terms(months=months))
    last, following = last_revision(clause, on), next_revision(clause, on)
    assert following is not None
    assert last is None or last <= on
    assert on < following
    assert (last is None) == (on < months_after(base, months))
