"""Offers that rest on a proof, who was told of an end, and which ends somebody dealt with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.models import (
    Account,
    Agreement,
    Coverage,
    ExpiryAlert,
    ExpiryClosing,
    Lot,
    Membership,
    Offer,
    OfferVersion,
    Organisation,
    ProductVersion,
)
from catalog.queries.products import in_force, suspended_offers


@dataclass(frozen=True, slots=True)
class CoveredOffer:
    """An offer of a lot that still runs, whose product some proof covers. lot_ends: the contract's last day for it.

    central_id: of the central body whose agreement it lies in.
    """

    supplier_id: int
    product_id: int
    offer_id: int
    supplier: str
    supplier_name: str
    reference: str
    name: str
    agreement: str
    lot: str
    lot_ends: dt.date
    family: str | None
    central_id: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is told. organisation_id: of the supplier or the central body."""

    organisation_id: int
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Closing:
    """How a central body dealt with an end. by: the person's name, None for the operator of the command line."""

    subject: str
    reason: str
    by: str | None
    at: dt.datetime


def covered_offers(session: Session, publication: int, day: dt.date, scope: Scope) -> list[CoveredOffer]:
    """The offers of a publication that a proof covers, in lots that have not ended, none of them suspended."""
    held = suspended_offers(session, publication)
    covered = select(Coverage.supplier_id, Coverage.product_id).distinct().subquery()
    statement: Select[*tuple[Any, ...]] = (
        select(Offer.supplier_id, Offer.product_id, Offer.id, Organisation.code, Organisation.name,
               ProductVersion.reference, ProductVersion.name, Agreement.code, Lot.code, Lot.ends,
               ProductVersion.family, Agreement.central_id)
        .join(covered, and_(covered.c.supplier_id == Offer.supplier_id, covered.c.product_id == Offer.product_id))
        .join(OfferVersion, and_(OfferVersion.supplier_id == Offer.supplier_id, OfferVersion.offer_id == Offer.id,
                                 in_force(OfferVersion, publication)))
        .join(ProductVersion, and_(ProductVersion.supplier_id == Offer.supplier_id,
                                   ProductVersion.product_id == Offer.product_id, in_force(ProductVersion, publication)))
        .join(Organisation, Organisation.id == Offer.supplier_id)
        .join(Lot, Lot.id == Offer.lot_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .where(Lot.ends >= day)
        .order_by(Organisation.code, ProductVersion.reference, Lot.code)
    )  # fmt: skip
    found = (CoveredOffer(*row) for row in session.execute(statement))
    return [offer for offer in found if offer.offer_id not in held and scope.knows(offer.agreement, offer.supplier)]


def closings(session: Session, recorded_before: dt.datetime) -> dict[str, dict[int | None, Closing]]:
    """subject -> the central body that closed it (None: the operator, for all of them) -> its last closing."""
    account = and_(
        Account.organisation_id == ExpiryClosing.by_organisation_id, Account.id == ExpiryClosing.by_account_id
    )
    statement = (
        select(ExpiryClosing.by_organisation_id, ExpiryClosing.subject, ExpiryClosing.reason, Account.name,
               ExpiryClosing.recorded_at)
        .join(Account, account, isouter=True)
        .where(ExpiryClosing.recorded_at < recorded_before)
        .order_by(ExpiryClosing.recorded_at, ExpiryClosing.id)
    )  # fmt: skip
    found: dict[str, dict[int | None, Closing]] = {}
    for central, subject, reason, by, at in session.execute(statement):
        found.setdefault(subject, {})[central] = Closing(subject, reason, by, at)
    return found


def told(session: Session, subjects: Collection[str]) -> set[tuple[str, dt.date, int, str]]:
    """(subject, last day, threshold, recipient) of every alert that went out for these."""
    columns = (ExpiryAlert.subject, ExpiryAlert.last_day, ExpiryAlert.threshold, ExpiryAlert.recipient)
    rows = session.execute(select(*columns)) if subjects else ()
    return {(row[0], row[1], row[2], row[3]) for row in rows if row[0] in subjects}


def last_told(session: Session) -> dict[tuple[str, dt.date], dt.datetime]:
    """(subject, last day) -> when somebody was last told of it."""
    columns = (ExpiryAlert.subject, ExpiryAlert.last_day, func.max(ExpiryAlert.recorded_at))
    rows = session.execute(select(*columns).group_by(ExpiryAlert.subject, ExpiryAlert.last_day))
    return {(subject, last): at for subject, last, at in rows}


def people(session: Session, organisations: Iterable[int], roles: Collection[str]) -> list[Person]:
    """Who has an open account with one of these roles in these organisations."""
    statement = (
        select(Account.organisation_id, Account.email, Account.name, Account.language)
        .where(Account.organisation_id.in_(list(organisations)), Account.role.in_(list(roles)))
        .where(Account.disabled_at.is_(None))
        .order_by(Account.email)
    )
    return [Person(*row) for row in session.execute(statement)]


def central_of(session: Session, agreements: Collection[str]) -> dict[str, int]:
    """agreement code -> the id of its central body."""
    rows = session.execute(select(Agreement.code, Agreement.central_id).where(Agreement.code.in_(list(agreements))))
    return {code: central for code, central in rows}


def joined(session: Session, day: dt.date, recorded_before: dt.datetime) -> list[tuple[str, int]]:
    """(agreement code, member id) of every membership that holds on a day."""
    last = (
        select(Membership.agreement_id, Membership.organisation_id, func.max(Membership.id).label("id"))
        .where(Membership.recorded_at < recorded_before)
        .group_by(Membership.agreement_id, Membership.organisation_id)
        .subquery()
    )
    statement = (
        select(Agreement.code, Membership.organisation_id)
        .join(last, last.c.id == Membership.id)
        .join(Agreement, Agreement.id == Membership.agreement_id)
        .where(Membership.valid_from <= day, or_(Membership.valid_until.is_(None), Membership.valid_until >= day))
    )
    return [(code, member) for code, member in session.execute(statement)]
