"""The one clock. Days are days in Paris; times are stored in UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Clock:
    """`day` set: every date is that day and every recorded time lies in it, at the real time of day."""

    day: dt.date | None = None

    def now(self) -> dt.datetime:
        """The time to record, aware, in UTC."""
        real = dt.datetime.now(PARIS)
        if self.day is None:
            return real.astimezone(dt.UTC)
        return dt.datetime.combine(self.day, real.time(), PARIS).astimezone(dt.UTC)

    def today(self) -> dt.date:
        """The day in Paris."""
        return self.now().astimezone(PARIS).date()


def end_of(day: dt.date) -> dt.datetime:
    """The first instant after `day` in Paris: what was recorded before it was known by the end of that day."""
    if day == dt.date.max:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), PARIS).astimezone(dt.UTC)


def day_of(moment: dt.datetime) -> dt.date:
    """The day in Paris of an aware time."""
    return moment.astimezone(PARIS).date()
