"""What stands beside selections: proposals, visits, layouts of order lists; what took the place of an offer's product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Lot,
    Offer,
    OrderLayout,
    Organisation,
    ProductVersion,
    SelectionProposal,
    SelectionVisit,
    Succession,
)
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class ProposalKept:
    """A proposal of a selection. by: the name of the person; outcome: accepted, declined, or None while it waits."""

    id: int
    selection_id: int
    message: str
    recorded_at: dt.datetime
    by: str | None
    by_account_id: int | None
    outcome: str | None
    outcome_reason: str | None
    answered_at: dt.datetime | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class Successor:
    """What a supplier's reference gave way to; `offers`: offer id -> lot code, in force or not."""

    supplier: str
    reference: str
    name: str
    offers: Mapping[int, str]


def proposals(session: Session, organisation_id: int, selection_id: int | None = None) -> list[ProposalKept]:
    """The proposals of an organisation (of one selection), the last one first."""
    one = SelectionProposal
    maker = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    query: Select[*tuple[Any, ...]] = (
        select(one.id, one.selection_id, one.message, one.recorded_at, Account.name, one.by_account_id, one.outcome,
               one.outcome_reason, one.answered_at, one.answered_by)
        .join(Account, maker, isouter=True)
        .where(one.organisation_id == organisation_id)
        .order_by(one.id.desc())
    )  # fmt: skip
    if selection_id is not None:
        query = query.where(one.selection_id == selection_id)
    return [ProposalKept(*row) for row in session.execute(query)]


def proposal_row(session: Session, organisation_id: int, proposal_id: int) -> SelectionProposal | None:
    """A proposal as it is kept, to answer it; nobody else answers it before this transaction ends."""
    one = SelectionProposal
    query = select(one).where(one.organisation_id == organisation_id, one.id == proposal_id)
    return session.scalars(query.with_for_update()).one_or_none()


def visit_row(session: Session, organisation_id: int, selection_id: int, account_id: int) -> SelectionVisit | None:
    """The person's last visit of a selection, as it is kept."""
    return session.get(SelectionVisit, (organisation_id, selection_id, account_id))


def layouts(session: Session, organisation_id: int) -> list[OrderLayout]:
    """The layouts of an organisation that are in use, by name."""
    one = OrderLayout
    query = select(one).where(one.organisation_id == organisation_id, one.retired_at.is_(None))
    return list(session.scalars(query.order_by(one.name, one.id)))


def layout_row(
    session: Session, organisation_id: int, layout_id: int, *, for_change: bool = False
) -> OrderLayout | None:
    """A layout of the organisation, retired or not."""
    one = OrderLayout
    query = select(one).where(one.organisation_id == organisation_id, one.id == layout_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def successors(session: Session, offer_ids: Collection[int], publication: int) -> dict[int, Successor]:
    """Offer id -> what its product gave way to by that publication; only where it did, and what it names is published."""
    one, version = Succession, ProductVersion
    query = (
        select(Offer.id, one.supplier_id, one.successor_id, Organisation.code, version.reference, version.name)
        .join(one, and_(one.supplier_id == Offer.supplier_id, one.product_id == Offer.product_id))
        .join(version, and_(version.supplier_id == one.supplier_id, version.product_id == one.successor_id))
        .join(Organisation, Organisation.id == one.supplier_id)
        .where(Offer.id.in_(offer_ids), in_force(one, publication), in_force(version, publication))
    )
    rows = session.execute(query).all()
    offers = _offers(session, {row.successor_id for row in rows if row.successor_id})
    return {row[0]: Successor(row[3], row[4], row[5], offers.get(row[2] or 0, {})) for row in rows}


def _offers(session: Session, product_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Product id -> offer id -> lot code."""
    found: dict[int, dict[int, str]] = {}
    query = select(Offer.product_id, Offer.id, Lot.code).join(Lot, Lot.id == Offer.lot_id)
    for product, offer, lot in session.execute(query.where(Offer.product_id.in_(product_ids)).order_by(Lot.code)):
        found.setdefault(product, {})[offer] = lot
    return found
