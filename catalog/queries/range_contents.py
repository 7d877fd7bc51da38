"""What a publication says of products, as far as the validation of a range rests on it; read in blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from catalog.models import Claim, Lot, Offer, OfferVersion, Organisation, ProductVersion
from catalog.queries.products import in_force
from catalog.tagging.ranges import Said

Key = tuple[int, int]
"""(supplier id, product id)."""
BLOCK = 400
MANY = 20_000
"""From this many products on, all of a publication are read at once."""
Statement = Select[*tuple[Any, ...]]


def said(session: Session, publication: int, products: Collection[int]) -> dict[Key, Said]:
    """(supplier id, product id) -> what the sheet says, of the products of these ids that the publication shows."""
    claims, packs = _claims(session, publication, products), _packs(session, publication, products)
    version = ProductVersion
    statement: Statement = select(
        version.supplier_id, version.product_id, version.name, version.description, version.brand, version.gtin,
        version.family, version.hazard_codes,
    ).where(in_force(version, publication))  # fmt: skip
    found = {}
    for supplier, product, name, *rest, hazards in _read(session, statement, version, products):
        key = (supplier, product)
        values = (name, *rest, tuple(hazards or ()), tuple(claims[key]), tuple(packs[key]))
        found[key] = Said(*values)
    return found


def names(session: Session, publication: int, products: Collection[int]) -> dict[Key, tuple[str, str]]:
    """(supplier id, product id) -> reference and name."""
    version = ProductVersion
    statement: Statement = select(version.supplier_id, version.product_id, version.reference, version.name).where(
        in_force(version, publication)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in _read(session, statement, version, products)}


def _claims(session: Session, publication: int, products: Collection[int]) -> defaultdict[Key, list[Any]]:
    statement: Statement = select(
        Claim.supplier_id, Claim.product_id, Claim.attribute, Claim.label, Claim.number, Claim.against
    ).where(in_force(Claim, publication))
    found: defaultdict[Key, list[Any]] = defaultdict(list)
    for row in _read(session, statement, Claim, products):
        found[row[0], row[1]].append((row[2], row[3], row[4], bool(row[5])))
    return found


def _packs(session: Session, publication: int, products: Collection[int]) -> defaultdict[Key, list[Any]]:
    version = OfferVersion
    statement: Statement = (
        select(
            Offer.supplier_id, Offer.product_id, Lot.code, version.order_unit, version.content_unit,
            version.content_per_order_unit,
        )
        .join(version, and_(version.supplier_id == Offer.supplier_id, version.offer_id == Offer.id))
        .join(Lot, Lot.id == Offer.lot_id)
        .where(in_force(version, publication))
    )  # fmt: skip
    found: defaultdict[Key, list[Any]] = defaultdict(list)
    for row in _read(session, statement, Offer, products):
        found[row[0], row[1]].append((row[2], (row[3], row[4], row[5])))
    return found


def _read(session: Session, statement: Statement, table: Any, products: Collection[int]) -> Iterator[Any]:
    """Named suppliers lead the keys of these tables: without them a few products would cost a scan of all."""
    if len(products) >= MANY:
        wanted = set(products)
        yield from (row for row in session.execute(statement) if row[1] in wanted)
        return
    suppliers, ids = select(Organisation.id).where(Organisation.kind == "supplier"), sorted(products)
    for start in range(0, len(ids), BLOCK):
        block = (table.supplier_id.in_(suppliers), table.product_id.in_(ids[start : start + BLOCK]))
        yield from session.execute(statement.where(*block))
