"""What a catalogue message says of the offers of a range: product data and terms, as a publication shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.models import Lot, Offer, OfferVersion, ProductVersion
from catalog.queries.products import in_force

BLOCK = 400
TERMS = (
    "price", "currency", "vat", "order_unit", "content_unit", "content_per_order_unit", "min_order_quantity", "order_multiple",
    "lead_time_days", "valid_from", "valid_to",
)  # fmt: skip


def items(
    session: Session, publication: int, suppliers: Collection[int], offers: Collection[int]
) -> dict[int, Mapping[str, Any]]:
    """Offer id -> terms, description, brand, further data, hazard codes, last day of its lot; read in blocks.

    suppliers: the ids of whose offers these are: they lead the keys of the tables.
    """
    ids, owners = sorted(offers), sorted(suppliers)
    found: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(ids), BLOCK):
        chosen = Offer.supplier_id.in_(owners), Offer.id.in_(ids[start : start + BLOCK])
        rows = session.execute(_items(publication).where(*chosen)).mappings()
        found |= {row["offer_id"]: row for row in rows}
    return found


def _items(publication: int) -> Any:
    terms, product = OfferVersion, ProductVersion
    return (
        select(
            Offer.id.label("offer_id"), *(getattr(terms, name) for name in TERMS), product.description, product.brand,
            product.data, product.hazard_codes, Lot.ends.label("lot_ends"),
        )
        .join(terms, and_(terms.supplier_id == Offer.supplier_id, terms.offer_id == Offer.id))
        .join(product, and_(product.supplier_id == Offer.supplier_id, product.product_id == Offer.product_id))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(in_force(terms, publication), in_force(product, publication))
    )  # fmt: skip
