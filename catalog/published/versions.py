"""Write what a publication changes: close the versions that end, insert those that begin. Bulk rows, no objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from catalog.means.means import Means
from catalog.models import Batch, Claim, Offer, OfferVersion, PriceTier, Product, ProductVersion, new_id
from catalog.queries import intake, products
from catalog.queries.products import CLAIM_FIELDS, OFFER_FIELDS, PRODUCT_FIELDS, TIER_FIELDS
from catalog.staging.changes import Changes, OfferKey, Record

BLOCK = 500
UNSEEN = {"synchronize_session": False}
"""No objects of these tables are held by the session: nothing to keep in step."""
Rows = list[dict[str, Any]]


def write_changes(means: Means, batch: Batch, found: Changes, number: int, *, withdraw: bool) -> None:
    """Make the changes of a batch part of publication `number`."""
    session = means.session
    ids = _product_ids(means, batch, found)
    _write_products(session, batch, found.products, ids, number)
    offers = _offer_ids(means, batch, found.offers, ids)
    _write_offers(session, batch, found.offers, offers, number)
    if withdraw:
        close(session, OfferVersion, "offer_id", batch.supplier_id, _gone_ids(session, batch, found.gone), number)


def close(session: Session, table: Any, column: str, supplier_id: int, ids: Iterable[int], number: int) -> None:
    """End the open versions of these products or offers at publication `number`.

    A version that began in this very publication (an earlier batch of it) never was seen: it is deleted.
    """
    for block in blocks(sorted(set(ids))):
        mine = and_(table.supplier_id == supplier_id, getattr(table, column).in_(block), table.until.is_(None))
        if table is OfferVersion:
            _drop_tiers(session, supplier_id, select(table.id).where(mine, table.since == number))
        session.execute(delete(table).where(mine, table.since == number), execution_options=UNSEEN)
        session.execute(update(table).where(mine).values(until=number), execution_options=UNSEEN)


def _drop_tiers(session: Session, supplier_id: int, versions: Any) -> None:
    mine = and_(PriceTier.supplier_id == supplier_id, PriceTier.offer_version_id.in_(versions))
    session.execute(delete(PriceTier).where(mine), execution_options=UNSEEN)


def _product_ids(means: Means, batch: Batch, found: Changes) -> dict[str, int]:
    """reference -> id of every product touched; those never seen before are made."""
    wanted = {*found.products, *(reference for reference, _ in found.offers)}
    ids = products.ids_by_reference(means.session, batch.supplier_id, wanted)
    made = {reference: new_id() for reference in sorted(wanted - ids.keys())}
    rows = [
        {"supplier_id": batch.supplier_id, "id": number, "reference": reference, "recorded_at": means.clock.now()}
        for reference, number in made.items()
    ]
    insert_all(means.session, Product, rows)
    return ids | made


def _write_products(
    session: Session, batch: Batch, records: Mapping[str, Record], ids: Mapping[str, int], number: int
) -> None:
    touched = [ids[reference] for reference in records]
    close(session, ProductVersion, "product_id", batch.supplier_id, touched, number)
    close(session, Claim, "product_id", batch.supplier_id, touched, number)
    common = {"supplier_id": batch.supplier_id, "batch_id": batch.id, "since": number, "until": None}
    insert_all(
        session,
        ProductVersion,
        [_product_row(record, reference, ids[reference], common) for reference, record in records.items()],
    )
    insert_all(session, Claim, [row for reference, record in records.items()
                                for row in _claim_rows(record, ids[reference], batch, common)])  # fmt: skip


def _product_row(record: Record, reference: str, product_id: int, common: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: record[name] for name in (*PRODUCT_FIELDS, "digest", "row", "sheet")}
    return {**common, "id": new_id(), "product_id": product_id, "reference": reference, **said}


def _claim_rows(record: Record, product_id: int, batch: Batch, common: Mapping[str, Any]) -> Rows:
    place = {"file": batch.file_name, "sheet": record["sheet"], "row": record["row"]}
    return [
        {**common, **place, "id": new_id(), "product_id": product_id, **{name: claim[name] for name in CLAIM_FIELDS}}
        for claim in record["claims"]
    ]


def _offer_ids(
    means: Means, batch: Batch, records: Mapping[OfferKey, Record], ids: Mapping[str, int]
) -> dict[OfferKey, int]:
    """(reference, lot) -> id of every offer touched; those never seen before are made."""
    found: dict[OfferKey, int] = {}
    rows: Rows = []
    for lot, lot_id in intake.lot_ids(means.session, batch.supplier_id, batch.id).items():
        known = products.offer_ids(means.session, batch.supplier_id, lot_id)
        for reference in sorted(each for each, code in records if code == lot):
            number = known.get(reference) or new_id()
            found[reference, lot] = number
            if reference not in known:
                rows.append({"supplier_id": batch.supplier_id, "id": number, "product_id": ids[reference],
                             "lot_id": lot_id, "recorded_at": means.clock.now()})  # fmt: skip
    insert_all(means.session, Offer, rows)
    return found


def _write_offers(
    session: Session, batch: Batch, records: Mapping[OfferKey, Record], ids: Mapping[OfferKey, int], number: int
) -> None:
    close(session, OfferVersion, "offer_id", batch.supplier_id, ids.values(), number)
    common = {"supplier_id": batch.supplier_id, "batch_id": batch.id, "since": number, "until": None}
    rows, tiers = [], []
    for key, record in records.items():
        version = new_id()
        said = {name: record[name] for name in (*OFFER_FIELDS, "digest", "row", "sheet")}
        rows.append({**common, "id": version, "offer_id": ids[key], **said})
        tiers += [_tier_row(batch.supplier_id, version, tier) for tier in record["tiers"]]
    insert_all(session, OfferVersion, rows)
    insert_all(session, PriceTier, tiers)


def _tier_row(supplier_id: int, version: int, tier: Record) -> dict[str, Any]:
    said = {name: tier[name] for name in TIER_FIELDS}
    return {"supplier_id": supplier_id, "id": new_id(), "offer_version_id": version, **said}


def _gone_ids(session: Session, batch: Batch, gone: Iterable[OfferKey]) -> list[int]:
    wanted = set(gone)
    found: list[int] = []
    for lot, lot_id in intake.lot_ids(session, batch.supplier_id, batch.id).items():
        known = products.offer_ids(session, batch.supplier_id, lot_id)
        found += [number for reference, number in known.items() if (reference, lot) in wanted]
    return found


def insert_all(session: Session, table: Any, rows: Rows) -> None:
    """Insert rows in one bulk statement; none is no statement."""
    if rows:
        session.execute(insert(table), rows)


def blocks(ids: list[int]) -> Iterator[list[int]]:
    """Ids in blocks that one statement may name."""
    for start in range(0, len(ids), BLOCK):
        yield ids[start : start + BLOCK]
