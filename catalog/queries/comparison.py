"""What a comparison of two publications looks at: which suppliers have offers in which lots, and what is suspended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.models import Agreement, Lot, Offer, Organisation, ProductVersion, Suspension
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class LotOffered:
    """A lot in which a supplier has, or ever had, offers."""

    supplier: str
    supplier_id: int
    lot: str
    lot_id: int
    agreement: str


def lots_offered(session: Session) -> list[LotOffered]:
    """Every supplier and lot with offers, by their codes."""
    rows = session.execute(
        select(Organisation.code, Organisation.id, Lot.code, Lot.id, Agreement.code)
        .join(Offer, Offer.supplier_id == Organisation.id)
        .join(Lot, Lot.id == Offer.lot_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .distinct()
        .order_by(Organisation.code, Lot.code)
    )
    return [LotOffered(*row) for row in rows]


def suspended(
    session: Session, supplier_id: int, lot_ids: Collection[int], publication: int
) -> frozenset[tuple[str, str]]:
    """(reference, lot code) of a supplier's offers in these lots that are suspended in a publication."""
    version = ProductVersion
    rows = session.execute(
        select(version.reference, Lot.code)
        .join(Offer, and_(Offer.supplier_id == version.supplier_id, Offer.product_id == version.product_id))
        .join(Suspension, and_(Suspension.supplier_id == Offer.supplier_id, Suspension.offer_id == Offer.id))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(Offer.supplier_id == supplier_id, Offer.lot_id.in_(list(lot_ids)))
        .where(in_force(Suspension, publication), in_force(version, publication))
    )
    return frozenset((reference, lot) for reference, lot in rows)
