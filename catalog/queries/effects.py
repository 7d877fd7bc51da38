"""What a change of the catalogue touches beyond itself: the offers of every range, and lines of members' selections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.models import Agreement, Coverage, Lot, Offer, OfferVersion, Organisation, ProductVersion, SelectionLine
from catalog.queries.products import in_force, suspended_offers


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer of a publication as ranges look at it."""

    offer_id: int
    supplier_id: int
    product_id: int
    reference: str
    lot: str
    family: str | None
    suspended: bool


def offers_shown(
    session: Session, publication: int, scope: Scope, products: Collection[int] | None = None
) -> list[ShownOffer]:
    """Every offer of a publication within a scope, in no order; of these few products alone."""
    product, version = ProductVersion, OfferVersion
    query = (
        select(Offer.id, Offer.supplier_id, Offer.product_id, product.reference, Lot.code, product.family)
        .join(version, and_(version.supplier_id == Offer.supplier_id, version.offer_id == Offer.id))
        .join(product, and_(product.supplier_id == Offer.supplier_id, product.product_id == Offer.product_id))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(in_force(version, publication), in_force(product, publication))
    )
    if scope.agreements is not None:
        query = query.join(Agreement, Agreement.id == Lot.agreement_id).where(Agreement.code.in_(scope.agreements))
    if scope.suppliers is not None:
        query = query.join(Organisation, Organisation.id == Offer.supplier_id)
        query = query.where(Organisation.code.in_(scope.suppliers))
    if products is not None:
        query = query.where(Offer.product_id.in_(sorted(products)))
    held = suspended_offers(session, publication)
    return [ShownOffer(*row, row[0] in held) for row in session.execute(query)]


def covered_products(session: Session, recorded_before: dt.datetime) -> set[int]:
    """The ids of the products that any proof known before an instant covers."""
    return set(session.scalars(select(Coverage.product_id).where(Coverage.recorded_at < recorded_before).distinct()))


def selected(session: Session, supplier_id: int) -> list[tuple[int, int]]:
    """(organisation id, offer id) of every line of a selection that holds an offer of the supplier."""
    query = select(SelectionLine.organisation_id, SelectionLine.offer_id).where(
        SelectionLine.supplier_id == supplier_id
    )
    return [(organisation, offer) for organisation, offer in session.execute(query)]
