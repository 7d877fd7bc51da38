"""One version of a product or an offer written by hand: as the one that stands, but for a field or two."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Claim, OfferVersion, PriceTier, ProductVersion, new_id
from catalog.published.versions import close, insert_all
from catalog.queries.products import CLAIM_FIELDS, TIER_FIELDS, in_force
from catalog.staging.columns import OFFER_ROWS, PRODUCT_ROWS
from catalog.staging.digests import offer_digests, product_digests

Row = Mapping[str, Any]


def product_version(session: Session, supplier_id: int, product_id: int, publication: int) -> Row | None:
    """The row of a product that a publication shows."""
    one = ProductVersion
    mine = (one.supplier_id == supplier_id, one.product_id == product_id, in_force(one, publication))
    row = session.execute(select(one.__table__).where(*mine)).mappings().one_or_none()
    return dict(row) if row else None


def offer_version(session: Session, supplier_id: int, offer_id: int, publication: int) -> Row | None:
    """The row of an offer that a publication shows."""
    one = OfferVersion
    mine = (one.supplier_id == supplier_id, one.offer_id == offer_id, in_force(one, publication))
    row = session.execute(select(one.__table__).where(*mine)).mappings().one_or_none()
    return dict(row) if row else None


def write_product(session: Session, row: Row, changed: Row, number: int) -> None:
    """The product of `row` says `changed` from publication `number` on; its claims and its source stay."""
    claims = session.execute(
        select(*(getattr(Claim, name) for name in CLAIM_FIELDS))
        .where(Claim.supplier_id == row["supplier_id"], Claim.product_id == row["product_id"], Claim.until.is_(None))
        .order_by(Claim.id)
    ).mappings()
    made = {**row, **changed, "id": new_id(), "since": number, "until": None}
    said = made | {"claims": [dict(claim) for claim in claims], "data": _canonical(made["data"])}
    made["digest"] = product_digests(_table(said, PRODUCT_ROWS))[0].as_py()
    close(session, ProductVersion, "product_id", row["supplier_id"], [row["product_id"]], number)
    insert_all(session, ProductVersion, [made])


def write_offer(session: Session, row: Row, changed: Row, number: int) -> None:
    """The offer of `row` has these terms from publication `number` on; its tiers and its source stay."""
    tiers = _tiers(session, row)
    made = {**row, **changed, "id": new_id(), "since": number, "until": None}
    made["digest"] = offer_digests(_table(made | {"lot": None, "reference": None, "tiers": tiers}, OFFER_ROWS))[
        0
    ].as_py()
    close(session, OfferVersion, "offer_id", row["supplier_id"], [row["offer_id"]], number)
    insert_all(session, OfferVersion, [made])
    common = {"supplier_id": row["supplier_id"], "offer_version_id": made["id"]}
    insert_all(session, PriceTier, [{**tier, **common, "id": new_id()} for tier in tiers])


def _tiers(session: Session, row: Row) -> list[dict[str, Any]]:
    found = session.execute(
        select(*(getattr(PriceTier, name) for name in TIER_FIELDS))
        .where(PriceTier.supplier_id == row["supplier_id"], PriceTier.offer_version_id == row["id"])
        .order_by(PriceTier.min_quantity, PriceTier.id)
    ).mappings()
    return [dict(tier) for tier in found]


def _canonical(data: Any) -> str:
    """The one form that staging writes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _table(row: Row, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names}], schema=schema)
