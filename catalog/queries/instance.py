"""What an instance keeps outside its tables, and rows that no foreign key watches over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, select, text
from sqlalchemy.orm import Session

from catalog.models import (
    Base,
    Batch,
    Coverage,
    Decision,
    Fact,
    Job,
    JournalEntry,
    Mail,
    Offer,
    Product,
    Publication,
    RangeValidation,
    RangeVersion,
    SelectionLine,
    TagDecision,
    Validation,
)

DECIDED = (Decision, TagDecision, RangeVersion, RangeValidation, Validation)
"""Append-only tables of which each row is somebody's word."""
HASHED = ("sha256", "document", "staged")
"""Columns that name a stored file by its hash, whichever table they stand in; a batch's `rows` too."""


@dataclass(frozen=True, slots=True)
class FileNamed:
    """A stored file as a row names it: table, column, hash."""

    table: str
    column: str
    sha256: str


def files_named(session: Session) -> Iterator[FileNamed]:
    """Every stored file that a row names, each once."""
    seen: set[str] = set()
    for table in Base.metadata.sorted_tables:
        names = [name for name in HASHED if name in table.columns] + (
            ["rows"] if table.name == Batch.__tablename__ else []
        )
        for name in names:
            column = table.columns[name]
            for sha256 in session.scalars(select(column).where(column.is_not(None)).distinct()):
                if sha256 not in seen:
                    seen.add(sha256)
                    yield FileNamed(table.name, name, sha256)


def lost_lines(session: Session) -> int:
    """Lines of members' selections whose offer does not exist: nothing but this look watches that key."""
    offer = and_(Offer.supplier_id == SelectionLine.supplier_id, Offer.id == SelectionLine.offer_id)
    statement = select(func.count()).select_from(SelectionLine).where(~exists().where(offer))
    return session.scalar(statement) or 0


def lost_coverages(session: Session) -> int:
    """Coverages of products that do not exist."""
    product = and_(Product.supplier_id == Coverage.supplier_id, Product.id == Coverage.product_id)
    return session.scalar(select(func.count()).select_from(Coverage).where(~exists().where(product))) or 0


def unjournalled(session: Session) -> int:
    """Decisions made after the journal's last entry. Whoever decides writes the journal in the same transaction, right
    after: ids grow with time, so that a later decision means that the journal's end was cut off."""
    last = select(func.coalesce(func.max(JournalEntry.id), 0)).scalar_subquery()
    return sum(session.scalar(select(func.count()).where(table.id > last)) or 0 for table in DECIDED)


def integrity(session: Session) -> list[str]:
    """What SQLite finds wrong with its own file and keys, nothing on PostgreSQL (its server watches over that)."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    told = [str(row) for row in session.scalars(text("PRAGMA integrity_check"))]
    keys = session.execute(text("PRAGMA foreign_key_check")).all()
    return [each for each in told if each != "ok"] + [f"foreign key: {row[0]}" for row in keys[:20]]


def mails(session: Session, before: dt.datetime, tries: int) -> tuple[int, int]:
    """(given up, waiting since before an instant): mails that nobody has."""
    unsent = Mail.sent_at.is_(None)
    lost = select(func.count()).select_from(Mail).where(unsent, Mail.tries >= tries)
    late = select(func.count()).select_from(Mail).where(unsent, Mail.tries < tries, Mail.recorded_at < before)
    return session.scalar(lost) or 0, session.scalar(late) or 0


def stuck_jobs(session: Session, now: dt.datetime, waiting_since: dt.datetime) -> tuple[int, int]:
    """(running past their lease, waiting since before an instant)."""
    lost = select(func.count()).select_from(Job).where(Job.state == "running", Job.lease < now)
    late = select(func.count()).select_from(Job).where(Job.state == "waiting", Job.recorded_at < waiting_since)
    return session.scalar(lost) or 0, session.scalar(late) or 0


def last_recorded(session: Session) -> dt.datetime | None:
    """The latest time of anything the journal or the publications know."""
    times = [session.scalar(select(func.max(column))) for column in (JournalEntry.at, Publication.recorded_at)]
    return max((each for each in times if each is not None), default=None)


def shipped(session: Session) -> dict[tuple[str, str], tuple[object, str, str]]:
    """(kind, key) -> payload, source and confidence of the last version that came with the product."""
    rows = session.execute(
        select(Fact.kind, Fact.key, Fact.payload, Fact.source, Fact.confidence)
        .where(Fact.origin == "shipped")
        .order_by(Fact.version)
    )
    return {(row.kind, row.key): (row.payload, row.source, row.confidence) for row in rows}
