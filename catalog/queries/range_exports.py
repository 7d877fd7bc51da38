"""Exports of ranges as they were issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import RangeExport, new_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What tells one export from another."""

    range_id: int
    on: dt.date
    format: str
    language: str
    audience: str
    content_hash: str


def issued(session: Session, asked: Asked) -> RangeExport | None:
    """The export of exactly that, if it was ever issued."""
    of = RangeExport
    query = select(of).where(
        of.range_id == asked.range_id, of.on_day == asked.on, of.format == asked.format, of.language == asked.language,
        of.audience == asked.audience, of.content_hash == asked.content_hash,
    )  # fmt: skip
    return session.scalars(query).first()


def how_many(session: Session, range_id: int) -> int:
    """How many exports of a range were issued."""
    return session.scalar(select(func.count()).where(RangeExport.range_id == range_id)) or 0


def number(session: Session, row: RangeExport) -> int:
    """Its number among the exports of its range, from 1."""
    of = RangeExport
    return session.scalar(select(func.count()).where(of.range_id == row.range_id, of.id <= row.id)) or 0


def add(
    session: Session, asked: Asked, *, version: int, document: str, name: str, by: Actor, at: dt.datetime
) -> RangeExport:
    """Keep an export. Its id is above those of all before: the caller holds the range's lock."""
    highest = session.scalar(select(func.max(RangeExport.id)).where(RangeExport.range_id == asked.range_id)) or 0
    row = RangeExport(
        id=max(new_id(), highest + 1), range_id=asked.range_id, version=version, on_day=asked.on, format=asked.format,
        language=asked.language, audience=asked.audience, content_hash=asked.content_hash, document=document,
        document_name=name, recorded_at=at, **by.by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def listing(session: Session, range_id: int, recorded_before: dt.datetime) -> list[RangeExport]:
    """Every export of a range, the newest first."""
    of = RangeExport
    query = select(of).where(of.range_id == range_id, of.recorded_at < recorded_before).order_by(of.id.desc())
    return list(session.scalars(query))
