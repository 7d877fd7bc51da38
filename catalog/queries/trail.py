"""Every version of a product and of its offers, the batches behind them, and the publications that brought them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Batch,
    Claim,
    Correction,
    OfferVersion,
    ProductVersion,
    Publication,
    PublicationBatch,
)
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a product or an offer: in force since <= publication < until. values: field -> what is kept."""

    since: int
    until: int | None
    batch: int
    sheet: str | None
    row: int | None
    values: Mapping[str, Any]

    def shows_in(self, publication: int) -> bool:
        """Whether it is in force in a publication."""
        return self.since <= publication and (self.until is None or self.until > publication)


@dataclass(frozen=True, slots=True)
class BatchKnown:
    """A file as received. rows: the hash of its rows as written; columns: header -> field; taken: publications that took it in."""

    id: int
    file: str
    rows: str | None
    columns: Mapping[str, str]
    places: Sequence[str]
    received_at: dt.datetime
    by: str | None
    taken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PublicationKnown:
    """A publication: of which kind, when and by whom, and from which day it counts."""

    number: int
    kind: str
    recorded_at: dt.datetime
    effective: dt.date
    by: str | None


@dataclass(frozen=True, slots=True)
class CorrectionKnown:
    """A correction of one field. value and seen (what the supplier said) in the JSON they are kept in."""

    field: str
    offer: int | None
    value: Mapping[str, Any]
    seen: Mapping[str, Any]
    reason: str
    since: int
    until: int | None
    recorded_at: dt.datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class ClaimKnown:
    """A claim in force with its cell."""

    attribute: str
    label: str | None
    number: str | None
    quote: str
    against: bool
    batch: int
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    since: int


def product_versions(session: Session, supplier_id: int, product_id: int, fields: Sequence[str]) -> list[Version]:
    """Every version of a product, the first first."""
    table = ProductVersion
    return _versions(session, table, (table.supplier_id == supplier_id, table.product_id == product_id), fields)


def offer_versions(session: Session, supplier_id: int, offer_id: int, fields: Sequence[str]) -> list[Version]:
    """Every version of an offer, the first first."""
    table = OfferVersion
    return _versions(session, table, (table.supplier_id == supplier_id, table.offer_id == offer_id), fields)


def _versions(session: Session, table: Any, mine: tuple[Any, ...], fields: Sequence[str]) -> list[Version]:
    rows = session.scalars(select(table).where(*mine).order_by(table.since))
    return [
        Version(row.since, row.until, row.batch_id, row.sheet, row.row, {name: getattr(row, name) for name in fields})
        for row in rows
    ]


def batches(session: Session, supplier_id: int, ids: Collection[int]) -> dict[int, BatchKnown]:
    """Batch -> what is known of it."""
    account = and_(Account.organisation_id == Batch.by_organisation_id, Account.id == Batch.by_account_id)
    rows = session.execute(
        select(Batch, Account.name)
        .join(Account, account, isouter=True)
        .where(Batch.supplier_id == supplier_id, Batch.id.in_(list(ids)))
    ).all()
    taken = _taken(session, supplier_id, ids)
    return {
        batch.id: BatchKnown(
            batch.id, batch.file_name, batch.rows, batch.report.get("columns") or {},
            tuple(batch.report.get("places") or ()), batch.recorded_at, name, tuple(taken.get(batch.id, ())),
        )
        for batch, name in rows
    }  # fmt: skip


def _taken(session: Session, supplier_id: int, ids: Collection[int]) -> dict[int, list[int]]:
    rows = session.execute(
        select(PublicationBatch.batch_id, PublicationBatch.publication)
        .join(Publication, Publication.number == PublicationBatch.publication)
        .where(PublicationBatch.supplier_id == supplier_id, PublicationBatch.batch_id.in_(list(ids)))
        .where(Publication.kind == "publish")
        .order_by(PublicationBatch.publication)
    )
    found: dict[int, list[int]] = {}
    for batch, number in rows:
        found.setdefault(batch, []).append(number)
    return found


def publications(session: Session, numbers: Collection[int]) -> dict[int, PublicationKnown]:
    """Number -> what is known of the publication."""
    account = and_(Account.organisation_id == Publication.by_organisation_id, Account.id == Publication.by_account_id)
    rows = session.execute(
        select(Publication.number, Publication.kind, Publication.recorded_at, Publication.effective, Account.name)
        .join(Account, account, isouter=True)
        .where(Publication.number.in_(list(numbers)))
    )
    return {row.number: PublicationKnown(*row) for row in rows}


def corrections(session: Session, supplier_id: int, product_id: int, publication: int) -> list[CorrectionKnown]:
    """The corrections of a product and its offers in force in a publication."""
    one = Correction
    account = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    rows = session.execute(
        select(
            one.field,
            one.offer_id,
            one.value,
            one.seen,
            one.reason,
            one.since,
            one.until,
            one.recorded_at,
            Account.name,
        )
        .join(Account, account, isouter=True)
        .where(one.supplier_id == supplier_id, one.product_id == product_id, in_force(one, publication))
        .order_by(one.id)
    )
    return [CorrectionKnown(*row) for row in rows]


def claims(session: Session, supplier_id: int, product_id: int, publication: int) -> list[ClaimKnown]:
    """The claims of a product in force in a publication, in the order they were found."""
    one = Claim
    rows = session.execute(
        select(one.attribute, one.label, one.number, one.quote, one.against, one.batch_id, one.file, one.sheet, one.row,
               one.column, one.since)
        .where(one.supplier_id == supplier_id, one.product_id == product_id, in_force(one, publication))
        .order_by(one.id)
    )  # fmt: skip
    return [ClaimKnown(*row) for row in rows]
