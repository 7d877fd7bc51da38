"""What was done with a batch, by whom: from the journal and from the publications that took it in or back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.models import Account, Batch, BatchLot, JournalEntry, Lot, Organisation, Publication, PublicationBatch


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done: `action` of the journal, or `publication.KIND` with its number in `detail`.

    by: the person's name; None for the operator. organisation: its code.
    """

    at: dt.datetime
    action: str
    by: str | None
    organisation: str | None
    detail: Mapping[str, Any]


def deeds(session: Session, batch_id: int) -> list[Deed]:
    """What the journal holds of a batch, the first first."""
    one, who = JournalEntry, Account
    rows = session.execute(
        select(one.at, one.action, who.name, Organisation.code, one.detail)
        .join(who, and_(who.email == one.actor, who.organisation_id == one.organisation_id), isouter=True)
        .join(Organisation, Organisation.id == one.organisation_id, isouter=True)
        .where(one.subject == f"batch:{batch_id}")
        .order_by(one.id)
    )
    return [Deed(*row) for row in rows]


def turns(session: Session, batch: Batch) -> list[Deed]:
    """The publications that took a batch in or back, the first first; `detail` has number, effective and note."""
    one, who = Publication, Account
    mine = (PublicationBatch.supplier_id == batch.supplier_id, PublicationBatch.batch_id == batch.id)
    rows = session.execute(
        select(one.recorded_at, one.kind, who.name, Organisation.code, one.number, one.effective, one.note)
        .join(PublicationBatch, PublicationBatch.publication == one.number)
        .join(who, and_(who.id == one.by_account_id, who.organisation_id == one.by_organisation_id), isouter=True)
        .join(Organisation, Organisation.id == one.by_organisation_id, isouter=True)
        .where(*mine)
        .order_by(one.number)
    )
    return [
        Deed(at, f"publication.{kind}", by, code, {"number": number, "effective": effective, "note": note})
        for at, kind, by, code, number, effective, note in rows
    ]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier file of a supplier was: its name, purpose and headers; `lot_header`: the one of its lot column."""

    supplier: str
    batch: int
    file_name: str
    mode: str
    lots: tuple[str, ...]
    headers: tuple[str, ...]
    recorded_at: dt.datetime
    lot_header: str | None = None


def earlier(session: Session, suppliers: Collection[str], most: int = 200) -> list[Earlier]:
    """The last files of some suppliers (codes) that were read, the newest first."""
    rows = session.execute(
        select(
            Batch.id, Batch.supplier_id, Organisation.code, Batch.file_name, Batch.mode, Batch.report, Batch.recorded_at
        )
        .join(Organisation, Organisation.id == Batch.supplier_id)
        .where(Organisation.code.in_(suppliers), Batch.state.in_(("rehearsed", "published", "undone")))
        .order_by(Batch.id.desc())
        .limit(most)
    ).all()
    held: dict[int, tuple[str, ...]] = {}
    named = select(BatchLot.batch_id, Lot.code).join(Lot, Lot.id == BatchLot.lot_id).order_by(Lot.code)
    for number, lot in session.execute(named.where(BatchLot.batch_id.in_([row.id for row in rows]))):
        held[number] = (*held.get(number, ()), lot)
    return [
        Earlier(code, number, name, mode, held.get(number, ()),
                (*report.get("columns", {}), *report.get("ignored_columns", ())), at,
                next((header for header, field in report.get("columns", {}).items() if field == "lot"), None))
        for number, _, code, name, mode, report, at in rows
    ]  # fmt: skip
