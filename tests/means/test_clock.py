"""The one clock: days are Paris days, times are UTC, and a set day holds whatever the hour."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.means.clock import PARIS, Clock, day_of, end_of

DAY = dt.date(2026, 11, 22)


def test_a_set_day_is_today_and_every_recorded_time_lies_in_it() -> None:
    clock = Clock(DAY)
    assert clock.today() == DAY
    assert clock.now().tzinfo is dt.UTC
    assert clock.now().astimezone(PARIS).date() == DAY


def test_the_real_clock_agrees_with_paris() -> None:
    before, now, after = dt.datetime.now(dt.UTC), Clock().now(), dt.datetime.now(dt.UTC)
    assert before <= now <= after
    assert Clock().today() in (before.astimezone(PARIS).date(), after.astimezone(PARIS).date())


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (dt.date(2026, 11, 22), "2026-11-22T23:00:00+00:00"),
        (dt.date(2026, 7, 14), "2026-07-14T22:00:00+00:00"),
        (dt.date(2026, 3, 28), "2026-03-28T23:00:00+00:00"),
        (dt.date(2026, 3, 29), "2026-03-29T22:00:00+00:00"),
        (dt.date(2026, 10, 25), "2026-10-25T23:00:00+00:00"),
        (dt.date(2026, 12, 31), "2026-12-31T23:00:00+00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_paris(day: dt.date, instant: str) -> None:
    assert end_of(day).isoformat() == instant
    assert day_of(end_of(day)) == day + dt.timedelta(days=1)
    assert day_of(end_of(day) - dt.timedelta(microseconds=1)) == day


def test_the_last_day_there_is_has_an_end() -> None:
    assert end_of(dt.date.max) == dt.datetime.max.replace(tzinfo=dt.UTC)
