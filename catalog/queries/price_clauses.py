"""Price clauses of lots, lines of their schedules, values of indices, and the prices an offer had on earlier days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    BatchLot,
    Fact,
    Offer,
    OfferVersion,
    Organisation,
    PriceClause,
    Publication,
    ScheduleLine,
)
from catalog.queries.products import all_tiers, in_force

INDEX = "price_index"
"""Kind of the facts that are values of indices: key "CODE:2026-03"; a key without month holds the name of the index."""


@dataclass(frozen=True, slots=True)
class ClauseKept:
    """A price clause as recorded. `by`: the name of the person, None for the operator."""

    id: int
    lot_id: int
    kind: str
    valid_from: dt.date
    terms: Mapping[str, Any]
    source: str
    recorded_at: dt.datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class LineKept:
    """The line of a schedule that speaks for a reference: its price (10^-6) from a day on, None where it has ended."""

    reference: str
    line: str | None
    price: int | None
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class IndexKept:
    """One value of an index, or its name (month None)."""

    code: str
    month: str | None
    payload: Mapping[str, Any]
    source: str
    confidence: str
    reason: str | None
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PriceKept:
    """The terms of an offer that make its price on a day, in a publication."""

    price: int
    valid_from: dt.date | None
    valid_to: dt.date | None
    tiers: tuple[Mapping[str, Any], ...] = ()


def clauses(session: Session, lot_ids: Collection[int]) -> dict[int, list[ClauseKept]]:
    """Lot id -> all its clauses ever recorded, those that begin last first, of one day the last recorded first."""
    one = PriceClause
    account = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    query = (
        select(one.id, one.lot_id, one.kind, one.valid_from, one.terms, one.source, one.recorded_at, Account.name)
        .join(Account, account, isouter=True)
        .where(one.lot_id.in_(lot_ids))
        .order_by(one.valid_from.desc(), one.id.desc())
    )
    found: dict[int, list[ClauseKept]] = {}
    for row in session.execute(query):
        found.setdefault(row.lot_id, []).append(ClauseKept(*row))
    return found


def clause_on(recorded: list[ClauseKept], day: dt.date) -> ClauseKept | None:
    """The clause in force on a day: of those begun, the one recorded last. None where none has begun."""
    return max((each for each in recorded if each.valid_from <= day), key=lambda each: each.id, default=None)


def schedule_on(session: Session, supplier_id: int, lot_id: int, day: dt.date) -> dict[str, LineKept]:
    """Reference -> the line that speaks on a day: of those begun, the one recorded last. Ended lines are left out."""
    return {line.reference: line for line in _last_lines(session, supplier_id, lot_id, day) if line.price is not None}


def _last_lines(session: Session, supplier_id: int, lot_id: int, day: dt.date) -> Iterator[LineKept]:
    one = ScheduleLine
    query = (
        select(one.reference, one.line, one.price, one.valid_from)
        .where(one.supplier_id == supplier_id, one.lot_id == lot_id, one.valid_from <= day)
        .order_by(one.id)
    )
    yield from {row.reference: LineKept(*row) for row in session.execute(query)}.values()


def index_facts(session: Session) -> dict[str, IndexKept]:
    """Key -> value or name of an index in force: the last local version where there is one, else the last shipped."""
    query = (
        select(Fact.key, Fact.payload, Fact.source, Fact.confidence, Fact.reason, Fact.recorded_at)
        .where(Fact.kind == INDEX)
        .order_by(Fact.key, Fact.origin == "local", Fact.version)
    )
    return {key: IndexKept(*_of_key(key), *rest) for key, *rest in session.execute(query)}


def _of_key(key: str) -> tuple[str, str | None]:
    code, _, month = key.partition(":")
    return code, month or None


def prices_in(session: Session, supplier_id: int, lot_ids: Collection[int], publication: int) -> dict[int, PriceKept]:
    """Offer id -> the terms of its price in a publication, of one supplier's offers in these lots."""
    tiers = all_tiers(session, publication)
    query = _versions(supplier_id, lot_ids).where(in_force(OfferVersion, publication))
    return {
        row.offer_id: PriceKept(row.price, row.valid_from, row.valid_to, tuple(tiers.get(row.offer_id, ())))
        for row in session.execute(query)
    }


@dataclass(frozen=True, slots=True)
class FirstPrice:
    """The price an offer was first published with: in which publication, and the day that took effect."""

    lot_id: int
    publication: int
    day: dt.date
    price: int


def first_prices(session: Session, supplier_id: int, lot_ids: Collection[int]) -> dict[int, FirstPrice]:
    """Offer id -> its first price, of one supplier's offers in these lots."""
    one = OfferVersion
    since = (
        select(one.offer_id, func.min(one.since).label("since"))
        .join(Offer, and_(Offer.supplier_id == one.supplier_id, Offer.id == one.offer_id))
        .where(one.supplier_id == supplier_id, Offer.lot_id.in_(lot_ids))
        .group_by(one.offer_id)
        .subquery()
    )
    query = (
        select(one.offer_id, Offer.lot_id, one.since, Publication.effective, one.price)
        .join(since, and_(since.c.offer_id == one.offer_id, since.c.since == one.since))
        .join(Offer, and_(Offer.supplier_id == one.supplier_id, Offer.id == one.offer_id))
        .join(Publication, Publication.number == one.since)
        .where(one.supplier_id == supplier_id)
    )
    rows = session.execute(query)
    return {offer: FirstPrice(lot_id, number, day, price) for offer, lot_id, number, day, price in rows}


def _versions(supplier_id: int, lot_ids: Collection[int]) -> Select[int, int, dt.date | None, dt.date | None]:
    one = OfferVersion
    return (
        select(one.offer_id, one.price, one.valid_from, one.valid_to)
        .join(Offer, and_(Offer.supplier_id == one.supplier_id, Offer.id == one.offer_id))
        .where(one.supplier_id == supplier_id, Offer.lot_id.in_(lot_ids))
    )


@dataclass(frozen=True, slots=True)
class LotUse:
    """What hangs on a lot: offers ever made in it, and those in force."""

    offers: int
    in_force: int


def lot_use(session: Session, lot_ids: Collection[int], publication: int) -> dict[int, LotUse]:
    """Lot id -> what hangs on it; a lot without offers is left out."""
    shown = and_(OfferVersion.supplier_id == Offer.supplier_id, OfferVersion.offer_id == Offer.id)
    counted = func.count(func.distinct(OfferVersion.offer_id))
    query = (
        select(Offer.lot_id, func.count(func.distinct(Offer.id)), counted)
        .join(OfferVersion, and_(shown, in_force(OfferVersion, publication)), isouter=True)
        .where(Offer.lot_id.in_(lot_ids))
        .group_by(Offer.lot_id)
    )
    return {lot_id: LotUse(offers, standing) for lot_id, offers, standing in session.execute(query)}


def schedule_sizes(session: Session, lot_id: int, day: dt.date) -> dict[str, int]:
    """Supplier code -> lines of its schedule in the lot that speak on a day."""
    one = ScheduleLine
    last = func.row_number().over(partition_by=(one.supplier_id, one.reference), order_by=one.id.desc()).label("place")
    found = select(one.supplier_id, one.price, last).where(one.lot_id == lot_id, one.valid_from <= day).subquery()
    query = (
        select(Organisation.code, func.count())
        .join(found, found.c.supplier_id == Organisation.id)
        .where(found.c.place == 1, found.c.price.is_not(None))
        .group_by(Organisation.code)
        .order_by(Organisation.code)
    )
    return {code: count for code, count in session.execute(query)}


def holders_in_use(session: Session, lot_id: int) -> frozenset[int]:
    """The ids of the suppliers that ever had an offer, a batch or a line of a schedule in a lot."""
    tables = (Offer, BatchLot, ScheduleLine)
    return frozenset(
        supplier
        for table in tables
        for supplier in session.scalars(select(table.supplier_id).where(table.lot_id == lot_id).distinct())
    )
