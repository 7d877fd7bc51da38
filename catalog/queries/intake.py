"""Batches, their lots and issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.models import Agreement, Batch, BatchIssue, BatchLot, Lot, Organisation, PublicationBatch


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of the list of batches. Counts are rows of the file."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    file_name: str
    mode: str
    state: str
    lots: tuple[str, ...]
    row_count: int
    imported: int
    rejected: int
    skipped: int
    recorded_at: dt.datetime
    publication: int | None = None


def find(session: Session, batch_id: int, scope: Scope, *, for_change: bool = False) -> Batch | None:
    """The batch of that id, if its lots lie within the scope's agreements (the caller checks the supplier's right).

    for_change: nobody else changes it until the transaction ends, and it is as whoever was first has left it.
    """
    query = select(Batch).where(Batch.id == batch_id, *within(scope))
    return session.scalar(query.with_for_update(of=Batch) if for_change else query)


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """Batches with a lot in one of the scope's agreements; every batch where the scope has no limit on that side."""
    if scope.agreements is None:
        return []
    seen = (
        select(BatchLot.batch_id)
        .join(Lot, Lot.id == BatchLot.lot_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .where(Agreement.code.in_(scope.agreements))
    )
    return [Batch.id.in_(seen)]


def same_file(session: Session, supplier_id: int, sha256: str, scope: str) -> Batch | None:
    """The batch that already holds this file for this purpose."""
    return session.scalar(
        select(Batch).where(Batch.supplier_id == supplier_id, Batch.sha256 == sha256, Batch.scope == scope)
    )


def lot_ids(session: Session, supplier_id: int, batch_id: int) -> dict[str, int]:
    """lot code -> lot id of a batch's lots."""
    rows = session.execute(
        select(Lot.code, Lot.id)
        .join(BatchLot, BatchLot.lot_id == Lot.id)
        .where(BatchLot.supplier_id == supplier_id, BatchLot.batch_id == batch_id)
        .order_by(Lot.code)
    )
    return {code: number for code, number in rows}


def issues(session: Session, supplier_id: int, batch_id: int) -> list[Row[*tuple[Any, ...]]]:
    """The issues of a batch in the order of the file, those of the file as a whole first; columns as in `Issue`."""
    one = BatchIssue
    statement = (
        select(one.code, one.level, one.row, one.column, one.value, one.sheet, one.last_row, one.proposal, one.params)
        .where(one.supplier_id == supplier_id, one.batch_id == batch_id)
        .order_by(one.row.is_not(None), one.row, one.id)
    )
    return list(session.execute(statement))


def lines(session: Session, suppliers: Collection[int] | None, scope: Scope) -> list[BatchLine]:
    """Batches of these suppliers (None: of all) within the scope's agreements, the newest first."""
    statement = select(Batch, Organisation.code, Organisation.name).join(
        Organisation, Organisation.id == Batch.supplier_id
    )
    if suppliers is not None:
        statement = statement.where(Batch.supplier_id.in_(list(suppliers)))
    rows = session.execute(statement.where(*within(scope)).order_by(Batch.id.desc())).all()
    lots, numbers = _lots(session), _publications(session)
    return [_line(batch, code, name, lots.get(batch.id, ()), numbers.get(batch.id)) for batch, code, name in rows]


def _line(batch: Batch, code: str, name: str, lots: tuple[str, ...], publication: int | None) -> BatchLine:
    return BatchLine(
        batch.id, batch.supplier_id, code, name, batch.file_name, batch.mode, batch.state, lots,
        batch.row_count, batch.imported, batch.rejected, batch.skipped, batch.recorded_at, publication,
    )  # fmt: skip


def _lots(session: Session) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = session.execute(select(BatchLot.batch_id, Lot.code).join(Lot, Lot.id == BatchLot.lot_id).order_by(Lot.code))
    for batch_id, code in rows:
        found[batch_id] = (*found.get(batch_id, ()), code)
    return found


def _publications(session: Session) -> dict[int, int]:
    """batch id -> the last publication that took it in or back."""
    rows: Any = session.execute(
        select(PublicationBatch.batch_id, func.max(PublicationBatch.publication)).group_by(PublicationBatch.batch_id)
    )
    return {batch_id: number for batch_id, number in rows}
