"""Products and offers as a publication left them, and their identities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.models import (
    Agreement,
    Batch,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    PriceTier,
    Product,
    ProductVersion,
    Suspension,
)

PRODUCT_FIELDS = ("name", "description", "brand", "gtin", "family", "hazard_codes", "data")
"""What a file says of a product; with its claims, what makes one version differ from the next."""
OFFER_FIELDS = (
    "currency", "price", "printed_price", "price_includes_vat", "vat", "price_basis", "list_price", "discount_rate",
    "eco_contribution", "order_unit", "content_unit", "content_per_order_unit", "min_order_quantity", "order_multiple",
    "lead_time_days", "valid_from", "valid_to",
)  # fmt: skip
"""The terms of an offer beside its tiers."""
CLAIM_FIELDS = ("attribute", "label", "number", "quote", "against", "column")
TIER_FIELDS = ("min_quantity", "valid_from", "valid_to", "price")
BLOCK = 500
"""How many keys one statement names: below the least limit of bound parameters of both databases."""

Row = Mapping[str, Any]


def in_force(table: Any, publication: int) -> ColumnElement[bool]:
    """The rows of a versioned table that publication `publication` shows."""
    return and_(table.since <= publication, or_(table.until.is_(None), table.until > publication))


def offer_ids(session: Session, supplier_id: int, lot_id: int) -> dict[str, int]:
    """reference -> offer id of every offer the supplier ever had in the lot."""
    rows = session.execute(
        select(Product.reference, Offer.id)
        .join(Product, and_(Product.supplier_id == Offer.supplier_id, Product.id == Offer.product_id))
        .where(Offer.supplier_id == supplier_id, Offer.lot_id == lot_id)
    )
    return {reference: number for reference, number in rows}


def offer_states(
    session: Session, supplier_id: int, lot_ids: Collection[int], publication: int
) -> dict[tuple[str, str], Row]:
    """(reference, lot code) -> what stands in `publication`: OFFER_FIELDS, `tiers`, ids and source."""
    chosen = [getattr(OfferVersion, name) for name in OFFER_FIELDS]
    rows = session.execute(
        _offers_of(publication, Product.reference, Lot.code.label("lot"), Offer.id.label("offer_id"),
                   OfferVersion.id.label("version_id"), OfferVersion.digest, OfferVersion.batch_id,
                   OfferVersion.sheet, OfferVersion.row, *chosen)
        .where(OfferVersion.supplier_id == supplier_id, Offer.lot_id.in_(list(lot_ids)))
    ).mappings()  # fmt: skip
    tiers = _tiers(session, supplier_id, publication)
    return {(row["reference"], row["lot"]): {**row, "tiers": tiers.get(row["version_id"], [])} for row in rows}


def _tiers(session: Session, supplier_id: int, publication: int) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    rows = session.execute(
        select(PriceTier.offer_version_id, *(getattr(PriceTier, name) for name in TIER_FIELDS))
        .join(OfferVersion, and_(OfferVersion.supplier_id == PriceTier.supplier_id, OfferVersion.id == PriceTier.offer_version_id))
        .where(PriceTier.supplier_id == supplier_id, in_force(OfferVersion, publication))
        .order_by(PriceTier.min_quantity, PriceTier.id)
    ).mappings()  # fmt: skip
    for row in rows:
        found.setdefault(row["offer_version_id"], []).append({name: row[name] for name in TIER_FIELDS})
    return found


def all_tiers(session: Session, publication: int) -> dict[int, list[Row]]:
    """offer id -> its further prices (records of TIER_FIELDS), by quantity and period."""
    rows = session.execute(
        select(OfferVersion.offer_id, *(getattr(PriceTier, name) for name in TIER_FIELDS))
        .join(OfferVersion, and_(OfferVersion.supplier_id == PriceTier.supplier_id, OfferVersion.id == PriceTier.offer_version_id))
        .where(in_force(OfferVersion, publication))
        .order_by(PriceTier.min_quantity, PriceTier.valid_from)
    ).mappings()  # fmt: skip
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["offer_id"], []).append({name: row[name] for name in TIER_FIELDS})
    return found


def count_offers(session: Session, publication: int) -> int:
    """How many offers a publication shows."""
    shown = select(func.count()).select_from(OfferVersion).where(in_force(OfferVersion, publication))
    return session.scalar(shown) or 0


def price_days(session: Session, publication: int) -> list[dt.date]:
    """The days on which a price of a publication begins or is no longer in force, in order: between two, none moves."""
    found: set[dt.date] = set()
    for table, joined in ((OfferVersion, False), (PriceTier, True)):
        dated = or_(table.valid_from.is_not(None), table.valid_to.is_not(None))
        statement = (
            select(table.valid_from, table.valid_to).where(dated, in_force(OfferVersion, publication)).distinct()
        )
        if joined:
            statement = statement.join(
                OfferVersion,
                and_(OfferVersion.supplier_id == PriceTier.supplier_id, OfferVersion.id == PriceTier.offer_version_id),
            )
        for begins, ends in session.execute(statement):
            found |= {begins} if begins else set()
            found |= {ends + dt.timedelta(days=1)} if ends and ends < dt.date.max else set()
    return sorted(found)


def _offers_of(publication: int, *columns: Any) -> Select[Any]:
    """Offers in force, joined with their product and lot."""
    return (
        select(*columns)
        .join(Offer, and_(Offer.supplier_id == OfferVersion.supplier_id, Offer.id == OfferVersion.offer_id))
        .join(Product, and_(Product.supplier_id == Offer.supplier_id, Product.id == Offer.product_id))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(in_force(OfferVersion, publication))
    )


def agreements_of(session: Session, supplier_id: int, product_id: int) -> frozenset[str]:
    """The agreements in whose lots a product is offered, or ever was."""
    lots = select(Offer.lot_id).where(Offer.supplier_id == supplier_id, Offer.product_id == product_id)
    held = select(Agreement.code).join(Lot, Lot.agreement_id == Agreement.id).where(Lot.id.in_(lots))
    return frozenset(session.scalars(held))


def suspended_offers(session: Session, publication: int) -> frozenset[int]:
    """The ids of the offers that are suspended in a publication."""
    return frozenset(session.scalars(select(Suspension.offer_id).where(in_force(Suspension, publication))))


def published(session: Session, publication: int) -> Iterator[Row]:
    """Every offer of a publication with its product: what the index, the fingerprint and an export are made from.

    supplier, supplier_id, product_id, offer_id, reference, lot, agreement, names of each, suspended, PRODUCT_FIELDS and
    OFFER_FIELDS; in no order.
    """
    held = suspended_offers(session, publication)
    fields: list[InstrumentedAttribute[Any]] = [getattr(ProductVersion, name) for name in PRODUCT_FIELDS]
    fields += [getattr(OfferVersion, name) for name in OFFER_FIELDS]
    statement = (
        _offers_of(publication, Organisation.code.label("supplier"), Organisation.name.label("supplier_name"),
                   Offer.supplier_id, Offer.product_id, Offer.id.label("offer_id"), ProductVersion.reference,
                   Lot.code.label("lot"), Lot.name.label("lot_name"), Agreement.code.label("agreement"),
                   Agreement.name.label("agreement_name"), *fields)
        .join(ProductVersion, and_(ProductVersion.supplier_id == Offer.supplier_id,
                                   ProductVersion.product_id == Offer.product_id, in_force(ProductVersion, publication)))
        .join(Organisation, Organisation.id == Offer.supplier_id)
        .join(Agreement, Agreement.id == Lot.agreement_id)
    )  # fmt: skip
    for row in session.execute(statement.execution_options(yield_per=5000)).mappings():
        yield {**row, "suspended": row["offer_id"] in held}


def offer_keys(session: Session, publication: int) -> Iterator[tuple[int, int, int, str | None, str, bool]]:
    """(offer id, supplier id, product id, family, lot code, suspended) of every offer of a publication; in no order."""
    held, version, of = suspended_offers(session, publication), ProductVersion, OfferVersion
    mine = and_(version.supplier_id == Offer.supplier_id, version.product_id == Offer.product_id)
    rows = session.execute(
        select(Offer.id, Offer.supplier_id, Offer.product_id, version.family, Lot.code)
        .join(of, and_(of.supplier_id == Offer.supplier_id, of.offer_id == Offer.id))
        .join(version, and_(mine, in_force(version, publication)))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(in_force(of, publication))
    )
    for offer, supplier, product, family, lot in rows:
        yield offer, supplier, product, family, lot, offer in held


def sheet_of(session: Session, supplier_id: int, product_id: int, publication: int) -> Row | None:
    """One product as published, with the file, sheet and row it comes from."""
    chosen = [getattr(ProductVersion, name) for name in PRODUCT_FIELDS]
    row = session.execute(
        select(ProductVersion.reference, Product.id.label("product_id"), Product.supplier_id, Organisation.code.label("supplier"),
               Organisation.name.label("supplier_name"), Batch.file_name.label("file"), Batch.id.label("batch_id"),
               ProductVersion.sheet, ProductVersion.row, *chosen)
        .join(Product, and_(Product.supplier_id == ProductVersion.supplier_id, Product.id == ProductVersion.product_id))
        .join(Batch, and_(Batch.supplier_id == ProductVersion.supplier_id, Batch.id == ProductVersion.batch_id))
        .join(Organisation, Organisation.id == Product.supplier_id)
        .where(Product.supplier_id == supplier_id, Product.id == product_id, in_force(ProductVersion, publication))
    ).mappings().first()  # fmt: skip
    return dict(row) if row else None


def offers_of_product(session: Session, supplier_id: int, product_id: int, publication: int) -> list[Row]:
    """The offers of one product in a publication: terms, lot, agreement, file and row, cheapest lot code first."""
    chosen = [getattr(OfferVersion, name) for name in OFFER_FIELDS]
    statement = (
        _offers_of(publication, Offer.id.label("offer_id"), Lot.code.label("lot"), Lot.name.label("lot_name"),
                   Agreement.code.label("agreement"), Agreement.name.label("agreement_name"), Lot.ends.label("lot_ends"),
                   Batch.file_name.label("file"), OfferVersion.sheet, OfferVersion.row, *chosen)
        .join(Batch, and_(Batch.supplier_id == OfferVersion.supplier_id, Batch.id == OfferVersion.batch_id))
        .join(Agreement, Agreement.id == Lot.agreement_id)
        .where(Offer.supplier_id == supplier_id, Offer.product_id == product_id)
        .order_by(Lot.code)
    )  # fmt: skip
    held = suspended_offers(session, publication)
    return [{**row, "suspended": row["offer_id"] in held} for row in session.execute(statement).mappings()]


def _blocks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), BLOCK):
        yield keys[start : start + BLOCK]
