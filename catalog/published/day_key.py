"""What an edition is of: the one name under which a day is made, kept in memory and kept on disk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.means.clock import end_of
from catalog.queries import recorded, release
from catalog.queries.recorded import Stamp


@dataclass(frozen=True, slots=True)
class DayKey:
    """What an edition is of: a publication, a day, and what was recorded by its end.

    published: when the publication was recorded; a number that was taken back is given again.
    """

    publication: int
    on: dt.date
    stamp: Stamp
    published: dt.datetime | None = None

    @classmethod
    def of(cls, session: Session, on: dt.date) -> DayKey:
        """That of a day as the database stands."""
        number = release.publication_on(session, on)
        return cls(number, on, recorded.stamp(session, end_of(on)), release.recorded_at(session, number))

    @property
    def until(self) -> dt.datetime:
        """The first instant after the day."""
        return end_of(self.on)

    @property
    def decisions(self) -> int:
        """How many rows were recorded that may move a tag or a range."""
        return sum(rows for rows, _ in self.stamp)
