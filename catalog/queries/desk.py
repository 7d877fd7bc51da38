"""What the central body's desk asks beyond the lists of batches, jobs and proofs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalog.models import Publication


@dataclass(frozen=True, slots=True)
class Coming:
    """A publication whose day is still to come."""

    number: int
    effective: dt.date
    recorded_at: dt.datetime
    offers: int


def coming(session: Session, day: dt.date) -> list[Coming]:
    """Publications that take effect after a day and that nothing has gone back from, the next one first."""
    one, back = Publication, aliased(Publication)
    undone = select(back.number).where(back.undoes == one.number).exists()
    rows = session.execute(
        select(one.number, one.effective, one.recorded_at, one.offers)
        .where(one.effective > day, one.kind.not_in(("undo", "set_aside")), ~undone)
        .order_by(one.effective, one.number)
    )
    return [Coming(*row) for row in rows]
