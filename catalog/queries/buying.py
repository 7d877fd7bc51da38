"""Selections and what they hold: always asked for by their organisation, so that another's list is never found."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Account,
    Agreement,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    PriceTier,
    Product,
    ProductVersion,
    Selection,
    SelectionLine,
    SelectionProposal,
    SelectionVisit,
)
from catalog.queries.products import in_force
from catalog.queries.references import ids_by_reference, normalised


@dataclass(frozen=True, slots=True)
class SelectionCard:
    """A selection of an organisation: how many lines it has, who made it, when the asker last opened it.

    proposed: whether a proposal of it waits for an answer.
    """

    id: int
    organisation_id: int
    name: str
    by_account_id: int | None
    recorded_at: dt.datetime
    lines: int
    by: str | None = None
    visited_at: dt.datetime | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class LineKept:
    """A line as it is kept: the offer's key and a whole number of order units."""

    id: int
    supplier_id: int
    offer_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class OfferKnown:
    """What was last published of an offer, in force or not."""

    offer_id: int
    supplier: str
    supplier_name: str
    reference: str
    lot: str
    lot_name: str
    agreement: str
    name: str
    gtin: str | None
    family: str | None


@dataclass(frozen=True, slots=True)
class Tier:
    """A further price of an offer: from a quantity (10^-6 units), both days of its period included."""

    price: int
    valid_from: dt.date | None
    valid_to: dt.date | None
    min_quantity: int


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What a line needs to know of an offer in force beside what the index shows. Quantities in 10^-6 order units."""

    vat: int | None
    tiers: tuple[Tier, ...]
    eco_contribution: int | None = None
    min_order_quantity: int | None = None
    order_multiple: int | None = None
    lead_time_days: int | None = None


def selections(session: Session, organisation_id: int, account_id: int | None = None) -> list[SelectionCard]:
    """The selections of an organisation, the last one made first; `account_id`: whose visits are told."""
    one, visit, line, proposal = Selection, SelectionVisit, SelectionLine, SelectionProposal
    mine = and_(line.organisation_id == one.organisation_id, line.selection_id == one.id)
    open_ones = and_(
        proposal.organisation_id == one.organisation_id, proposal.selection_id == one.id, proposal.outcome.is_(None)
    )
    seen = and_(
        visit.organisation_id == one.organisation_id, visit.selection_id == one.id, visit.account_id == account_id
    )
    maker = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    query = (
        select(one.id, one.organisation_id, one.name, one.by_account_id, one.recorded_at,
               select(func.count()).where(mine).scalar_subquery(), Account.name, visit.visited_at,
               select(proposal.id).where(open_ones).exists())
        .join(visit, seen, isouter=True)
        .join(Account, maker, isouter=True)
        .where(one.organisation_id == organisation_id)
        .order_by(one.id.desc())
    )  # fmt: skip
    return [SelectionCard(*row) for row in session.execute(query)]


def find(
    session: Session, organisation_id: int | None, selection_id: int, *, for_change: bool = False
) -> Selection | None:
    """A selection of the organisation. `for_change`: nobody else changes it before this transaction ends."""
    query = select(Selection).where(Selection.organisation_id == organisation_id, Selection.id == selection_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def lines(session: Session, selection: Selection) -> list[LineKept]:
    """The lines of a selection in the order they were added."""
    one = SelectionLine
    query = (
        select(one.id, one.supplier_id, one.offer_id, one.quantity)
        .where(one.organisation_id == selection.organisation_id, one.selection_id == selection.id)
        .order_by(one.id)
    )
    return [LineKept(*row) for row in session.execute(query)]


def line_of(session: Session, selection: Selection, line_id: int) -> SelectionLine | None:
    """One line of a selection."""
    return session.scalars(
        select(SelectionLine).where(
            SelectionLine.organisation_id == selection.organisation_id,
            SelectionLine.selection_id == selection.id,
            SelectionLine.id == line_id,
        )
    ).one_or_none()


def offers_named(
    session: Session, supplier: str, reference: str, lot: str | None, publication: int | None = None
) -> list[int]:
    """The offer ids of a supplier's reference, or of a former one, in one lot or in all, in force or not.

    publication: where the reference is looked up first (None: the newest).
    """
    owner = session.scalar(select(Organisation.id).where(Organisation.code == supplier))
    ids = {} if owner is None else ids_by_reference(session, owner, [normalised(reference)], publication)
    query = (
        select(Offer.id)
        .join(Lot, Lot.id == Offer.lot_id)
        .where(Offer.supplier_id == owner, Offer.product_id.in_(ids.values()))
        .order_by(Lot.code)
    )
    return list(session.scalars(query if lot is None else query.where(Lot.code == lot)))


def last_known(session: Session, offer_ids: Collection[int]) -> dict[int, OfferKnown]:
    """Offer id -> what was last published of it, for lines whose offer is gone."""
    if not offer_ids:
        return {}
    version, product = ProductVersion, Product
    last = (
        select(version.supplier_id, version.product_id, func.max(version.since).label("since"))
        .where(version.product_id.in_(select(Offer.product_id).where(Offer.id.in_(offer_ids))))
        .group_by(version.supplier_id, version.product_id)
        .subquery()
    )
    same = and_(last.c.supplier_id == version.supplier_id, last.c.product_id == version.product_id)
    query = (
        select(Offer.id, Organisation.code, Organisation.name, version.reference, Lot.code, Lot.name, Agreement.code,
               version.name, version.gtin, version.family)
        .join(product, and_(product.supplier_id == Offer.supplier_id, product.id == Offer.product_id))
        .join(version, and_(version.supplier_id == product.supplier_id, version.product_id == product.id))
        .join(last, and_(same, last.c.since == version.since))
        .join(Organisation, Organisation.id == Offer.supplier_id)
        .join(Lot, Lot.id == Offer.lot_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .where(Offer.id.in_(offer_ids))
    )  # fmt: skip
    found: Any = session.execute(query)
    return {row[0]: OfferKnown(*row) for row in found}


def terms(session: Session, offer_ids: Collection[int], publication: int) -> dict[int, OfferTerms]:
    """Offer id -> VAT, further prices and the terms of an order, as a publication shows them."""
    one = OfferVersion
    shown = select(
        one.offer_id, one.vat, one.eco_contribution, one.min_order_quantity, one.order_multiple, one.lead_time_days
    ).where(one.offer_id.in_(offer_ids), in_force(one, publication))
    tiers = _tiers(session, offer_ids, publication)
    return {offer: OfferTerms(vat, tuple(tiers.get(offer, ())), *rest) for offer, vat, *rest in session.execute(shown)}


def _tiers(session: Session, offer_ids: Collection[int], publication: int) -> dict[int, list[Tier]]:
    one = PriceTier
    version = and_(OfferVersion.supplier_id == one.supplier_id, OfferVersion.id == one.offer_version_id)
    query = (
        select(OfferVersion.offer_id, one.price, one.valid_from, one.valid_to, one.min_quantity)
        .join(OfferVersion, version)
        .where(OfferVersion.offer_id.in_(offer_ids), in_force(OfferVersion, publication))
        .order_by(one.id)
    )
    found: dict[int, list[Tier]] = defaultdict(list)
    for offer, price, valid_from, valid_to, min_quantity in session.execute(query):
        found[offer].append(Tier(price, valid_from, valid_to, min_quantity))
    return found
