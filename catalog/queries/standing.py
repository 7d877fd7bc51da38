"""What stands for one supplier, as columns: name -> its values line by line, as the database's driver gives them.

A comparison with a file reads all of a supplier's products: values stay as they come (JSON and days as texts on SQLite),
and whoever asks turns whole columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Date, Integer, Select, Text, and_, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.models import Agreement, Claim, Lot, Offer, OfferVersion, Organisation, PriceTier, Product, ProductVersion
from catalog.queries.products import CLAIM_FIELDS, OFFER_FIELDS, PRODUCT_FIELDS, TIER_FIELDS, in_force

Columns = Mapping[str, Sequence[Any]]
BLOCK = 20_000
KEYS = 500
"""How many keys one statement names."""
USE = ("dilution", "yield_pages")
"""What a product's data says of its use, as whole numbers."""


def products(session: Session, supplier_id: int, publication: int) -> Iterator[Columns]:
    """reference, product_id, digest, row, sheet, family_told and PRODUCT_FIELDS of the supplier's products; lists as JSON.

    reference: the one the publication shows.
    """
    version = ProductVersion
    statement = (
        select(version.reference, version.product_id, version.digest, version.row, version.sheet,
               *(plain(version, name) for name in ("family_told", *PRODUCT_FIELDS)))
        .where(version.supplier_id == supplier_id, in_force(version, publication))
    )  # fmt: skip
    return in_blocks(session, statement)


def claims(session: Session, supplier_id: int, publication: int) -> Columns:
    """product_id and CLAIM_FIELDS of the supplier's claims, in the order they were made."""
    statement = (
        select(Claim.product_id, *(plain(Claim, name) for name in CLAIM_FIELDS))
        .where(Claim.supplier_id == supplier_id, in_force(Claim, publication))
        .order_by(Claim.id)
    )
    return columns(session, statement)


class ClaimPlace(NamedTuple):
    """The cell that a claim was read from, but for its column."""

    batch_id: int
    file: str
    sheet: str | None
    row: int | None


def claim_places(session: Session, supplier_id: int, products: Collection[int]) -> dict[tuple[Any, ...], ClaimPlace]:
    """(product_id, *CLAIM_FIELDS) -> where the open claims of these products were read from."""
    one, asked = Claim, sorted(products)
    found: dict[tuple[Any, ...], ClaimPlace] = {}
    for start in range(0, len(asked), KEYS):
        rows = session.execute(
            select(one.product_id, *(getattr(one, name) for name in CLAIM_FIELDS), one.batch_id, one.file, one.sheet, one.row)
            .where(one.supplier_id == supplier_id, one.until.is_(None), one.product_id.in_(asked[start : start + KEYS]))
        )  # fmt: skip
        width = 1 + len(CLAIM_FIELDS)
        found |= {tuple(row[:width]): ClaimPlace(*row[width:]) for row in rows}
    return found


def offers(session: Session, supplier_id: int, lot_ids: Collection[int], publication: int) -> Iterator[Columns]:
    """reference, lot, offer_id, version_id, digest, row, sheet and OFFER_FIELDS of the supplier's offers in these lots."""
    version = OfferVersion
    statement = (
        select(ProductVersion.reference, Lot.code.label("lot"), Offer.id.label("offer_id"), version.id.label("version_id"),
               version.digest, version.row, version.sheet, *(plain(version, name) for name in OFFER_FIELDS))
        .join(Offer, and_(Offer.supplier_id == version.supplier_id, Offer.id == version.offer_id))
        .join(ProductVersion, and_(ProductVersion.supplier_id == Offer.supplier_id,
                                   ProductVersion.product_id == Offer.product_id, in_force(ProductVersion, publication)))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(version.supplier_id == supplier_id, Offer.lot_id.in_(list(lot_ids)), in_force(version, publication))
    )  # fmt: skip
    return in_blocks(session, statement)


def tiers(session: Session, supplier_id: int, publication: int) -> Columns:
    """offer_version_id and TIER_FIELDS of the supplier's further prices, by quantity."""
    version = OfferVersion
    statement = (
        select(PriceTier.offer_version_id, *(plain(PriceTier, name) for name in TIER_FIELDS))
        .join(version, and_(version.supplier_id == PriceTier.supplier_id, version.id == PriceTier.offer_version_id))
        .where(PriceTier.supplier_id == supplier_id, in_force(version, publication))
        .order_by(PriceTier.min_quantity, PriceTier.id)
    )
    return columns(session, statement)


def plain(table: Any, name: str) -> Any:
    """A column whose values are left as the driver gives them; JSON as the text it was written as."""
    column: InstrumentedAttribute[Any] = getattr(table, name)
    if isinstance(column.type, JSON):
        return cast(column, Text).label(name)
    if isinstance(column.type, Date):
        return type_coerce(column, Text).label(name)
    return type_coerce(column, Integer).label(name) if isinstance(column.type, Boolean) else column


def columns(session: Session, statement: Select[*tuple[Any, ...]]) -> Columns:
    """The answer of a statement, column by column."""
    answer = session.execute(statement)
    return _turned(tuple(answer.keys()), answer.all())


def in_blocks(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Columns]:
    """The same block by block, at least one: as many rows of a long answer as are held at a time."""
    answer = session.execute(statement.execution_options(yield_per=BLOCK))
    names, empty = tuple(answer.keys()), True
    for rows in answer.partitions():
        empty = False
        yield _turned(names, rows)
    if empty:
        yield _turned(names, ())


def _turned(names: Sequence[str], rows: Sequence[Any]) -> Columns:
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())


def product_ids(session: Session, supplier_id: int) -> Columns:
    """reference and id of every product the supplier ever had, those that stand first.

    The reference is the one shown now; of a product that stands no more, the one it was first known by.
    """
    shown = and_(
        ProductVersion.supplier_id == Product.supplier_id,
        ProductVersion.product_id == Product.id,
        ProductVersion.until.is_(None),
    )
    reference = func.coalesce(ProductVersion.reference, Product.reference).label("reference")
    statement = select(reference, Product.id).outerjoin(ProductVersion, shown)
    return columns(session, statement.where(Product.supplier_id == supplier_id).order_by(ProductVersion.id.is_(None)))


def offer_ids(session: Session, supplier_id: int, lot_id: int) -> Columns:
    """product_id and id of every offer the supplier ever had in the lot."""
    mine = (Offer.supplier_id == supplier_id, Offer.lot_id == lot_id)
    return columns(session, select(Offer.product_id, Offer.id).where(*mine))


def shown(session: Session, publication: int) -> Iterator[Columns]:
    """Every offer of a publication as the index takes it: offer_id, supplier_id, lot_id, what is said of its product and
    the terms that are shown, in no order. dilution, yield_pages: whole numbers, None where not stated."""
    version, product = OfferVersion, ProductVersion
    said = ("reference", "name", "description", "brand", "family", "gtin")
    terms = ("price", "currency", "order_unit", "content_unit", "content_per_order_unit", "valid_from", "valid_to")
    statement = (
        select(version.offer_id, version.supplier_id, Offer.lot_id, *(plain(product, name) for name in said),
               *(product.data[name].as_integer().label(name) for name in USE),
               *(plain(version, name) for name in terms))
        .join(Offer, and_(Offer.supplier_id == version.supplier_id, Offer.id == version.offer_id))
        .join(product, and_(product.supplier_id == Offer.supplier_id, product.product_id == Offer.product_id,
                            in_force(product, publication)))
        .where(in_force(version, publication))
    )  # fmt: skip
    return in_blocks(session, statement)


def tiers_from(session: Session, publication: int, quantity: int) -> list[Any]:
    """offer_id and TIER_FIELDS of every further price of a publication that holds from this quantity (or less) on."""
    version = OfferVersion
    statement = (
        select(version.offer_id, *(getattr(PriceTier, name) for name in TIER_FIELDS))
        .join(version, and_(version.supplier_id == PriceTier.supplier_id, version.id == PriceTier.offer_version_id))
        .where(in_force(version, publication), PriceTier.min_quantity <= quantity)
        .order_by(PriceTier.min_quantity, PriceTier.valid_from)
    )
    return list(session.execute(statement))


def lots(session: Session) -> Columns:
    """id, lot, lot_name and agreement of every lot."""
    statement = select(Lot.id, Lot.code.label("lot"), Lot.name.label("lot_name"), Agreement.code.label("agreement"))
    return columns(session, statement.join(Agreement, Agreement.id == Lot.agreement_id))


def suppliers(session: Session) -> Columns:
    """id, supplier and supplier_name of every organisation."""
    one = Organisation
    return columns(session, select(one.id, one.code.label("supplier"), one.name.label("supplier_name")))
