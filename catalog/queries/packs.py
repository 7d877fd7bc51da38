"""What one order unit of each offer is: its units and content, and what its product's data says of its use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.models import Offer, OfferVersion, ProductVersion
from catalog.queries.products import BLOCK, in_force


@dataclass(frozen=True, slots=True)
class PackSaid:
    """Codes are UN/ECE Rec 20, `content` 10^-6 of its unit, dilutions 10^-4 percent; None where not stated.

    dilution: of the most concentrated stated use; dilution_least: of the least, where several are stated.
    """

    order_unit: str | None
    content_unit: str | None
    content: int | None
    dilution: int | None
    dilution_least: int | None
    yield_pages: int | None


def packs(session: Session, offer_ids: Collection[int], publication: int) -> dict[int, PackSaid]:
    """Offer id -> its pack as a publication shows it."""
    term, said = OfferVersion, ProductVersion
    data = [said.data[name].as_integer() for name in ("dilution", "dilution_least", "yield_pages")]
    query = (
        select(term.offer_id, term.order_unit, term.content_unit, term.content_per_order_unit, *data)
        .join(Offer, and_(Offer.supplier_id == term.supplier_id, Offer.id == term.offer_id))
        .join(said, and_(said.supplier_id == Offer.supplier_id, said.product_id == Offer.product_id,
                         in_force(said, publication)))
        .where(in_force(term, publication))
    )  # fmt: skip
    ids = sorted(offer_ids)
    blocks = (ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK))
    return {
        offer: PackSaid(*rest)
        for block in blocks
        for offer, *rest in session.execute(query.where(term.offer_id.in_(block)))
    }
