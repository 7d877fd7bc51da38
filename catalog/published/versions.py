"""Write what a publication changes: close the versions that end, insert those that begin. Columns, no rows of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from catalog.means.means import Means
from catalog.models import Batch, Claim, Offer, OfferVersion, PriceTier, Product, ProductVersion, new_ids
from catalog.published.bulk import Values, insert_columns
from catalog.queries import intake, standing
from catalog.queries.products import CLAIM_FIELDS, OFFER_FIELDS, PRODUCT_FIELDS, TIER_FIELDS
from catalog.queries.standing import claim_places
from catalog.staging.changes import Changes
from catalog.staging.compared import Mask, flags
from catalog.staging.written import list_json, whole

BLOCK = 500
FLAGS = ("family_told", "hazards_carried")
UNSEEN = {"synchronize_session": False}
"""No objects of these tables are held by the session: nothing to keep in step."""
Rows = list[dict[str, Any]]


def write_changes(means: Means, batch: Batch, found: Changes, number: int, *, withdraw: bool) -> None:
    """Make the changes of a batch part of publication `number`."""
    references, ids = _product_ids(means, batch, found)
    of_products = ids.take(pc.index_in(whole(found.product_rows["reference"]), value_set=references))
    of_offers = ids.take(pc.index_in(whole(found.offer_rows["reference"]), value_set=references))
    _write_products(means.session, batch, found, of_products, number)
    _write_offers(means.session, batch, found, _offer_ids(means, batch, found.offer_rows, of_offers), number)
    if withdraw:
        gone = found.gone_rows["offer_id"].to_pylist()
        close(means.session, OfferVersion, "offer_id", batch.supplier_id, gone, number)


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


def _product_ids(means: Means, batch: Batch, found: Changes) -> tuple[pa.Array, pa.Array]:
    """References and ids of the supplier's products, side by side; those never seen before are made."""
    known = standing.product_ids(means.session, batch.supplier_id)
    references, ids = pa.array(known["reference"], pa.string()), pa.array(known["id"], pa.int64())
    touched = pa.concat_arrays([whole(found.product_rows["reference"]), whole(found.offer_rows["reference"])])
    new = pc.unique(touched.filter(pc.invert(pc.is_in(touched, value_set=references))))
    made = _ids(len(new))
    insert_columns(means.session, Product, len(new), {
        "supplier_id": batch.supplier_id, "id": made, "reference": new, "recorded_at": means.clock.now(),
    })  # fmt: skip
    return pa.concat_arrays([references, new]), pa.concat_arrays([ids, made])


def _write_products(session: Session, batch: Batch, found: Changes, ids: pa.Array, number: int) -> None:
    rows = found.product_rows
    ended = found.product_before["product_id"].drop_null().to_pylist()
    claims = _claims(session, batch, rows, ids)
    close(session, ProductVersion, "product_id", batch.supplier_id, ended, number)
    close(session, Claim, "product_id", batch.supplier_id, ended, number)
    said = {name: rows[name] for name in (*PRODUCT_FIELDS, *FLAGS, "reference", "digest", "row", "sheet")}
    said["hazard_codes"] = list_json(rows["hazard_codes"])
    common = _common(batch, number)
    insert_columns(session, ProductVersion, rows.num_rows, {
        **common, "id": _ids(rows.num_rows), "product_id": ids, **said,
    })  # fmt: skip
    insert_columns(session, Claim, len(claims["product_id"]), {**common, **claims})


def _claims(session: Session, batch: Batch, rows: pa.Table, ids: pa.Array) -> dict[str, pa.Array]:
    """The claims of products as columns. One that stands from an earlier file keeps the cell that it was read from."""
    lists = whole(rows["claims"])
    claims, owner = pc.list_flatten(lists), pc.list_parent_indices(lists)
    products, count = ids.take(owner), len(claims)
    place = {name: whole(rows[name]).take(owner) for name in ("sheet", "row")}
    place |= {"batch_id": pa.repeat(batch.id, count), "file": pa.repeat(batch.file_name, count)}
    said = {name: claims.field(name) for name in CLAIM_FIELDS}
    carried = flags(pc.list_flatten(whole(rows["claims_carried"])))
    if carried.any():
        place = _read_before(session, batch.supplier_id, place, {"product_id": products, **said}, carried)
    return {"id": _ids(count), "product_id": products, **place, **said}


def _read_before(
    session: Session, supplier_id: int, place: Mapping[str, pa.Array], said: Mapping[str, pa.Array], carried: Mask
) -> dict[str, pa.Array]:
    """The places of claims, of the carried ones those of the claims that stand."""
    at = np.flatnonzero(carried)
    asked = pa.table({name: column.take(pa.array(at)) for name, column in said.items()}).to_pylist()
    known = claim_places(session, supplier_id, {each["product_id"] for each in asked})
    found = [known.get(tuple(each.values())) for each in asked]
    lines = [{name: place[name][line].as_py() for name in place} for line in at.tolist()]
    told = [row._asdict() if row else line for row, line in zip(found, lines, strict=True)]
    return {
        name: pc.replace_with_mask(column, pa.array(carried), pa.array([each[name] for each in told], column.type))
        for name, column in place.items()
    }


def _offer_ids(means: Means, batch: Batch, rows: pa.Table, products: pa.Array) -> pa.Array:
    """The id of the offer of each line; those never seen before are made."""
    ids = np.zeros(rows.num_rows, np.int64)
    lots = whole(rows["lot"])
    for code, lot_id in intake.lot_ids(means.session, batch.supplier_id, batch.id).items():
        lines = np.flatnonzero(pc.equal(lots, code).to_numpy(zero_copy_only=False))
        ids[lines] = _offer_ids_in(means, batch.supplier_id, lot_id, products.take(pa.array(lines)))
    return pa.array(ids)


def _offer_ids_in(means: Means, supplier_id: int, lot_id: int, products: pa.Array) -> pa.Array:
    known = standing.offer_ids(means.session, supplier_id, lot_id)
    place = pc.index_in(products, value_set=pa.array(known["product_id"], pa.int64()))
    ids = pa.array(known["id"], pa.int64()).take(place)
    new = products.filter(ids.is_null())
    made = _ids(len(new))
    insert_columns(means.session, Offer, len(new), {
        "supplier_id": supplier_id, "id": made, "product_id": new, "lot_id": lot_id, "recorded_at": means.clock.now(),
    })  # fmt: skip
    return pc.replace_with_mask(ids, ids.is_null(), made)


def _write_offers(session: Session, batch: Batch, found: Changes, ids: pa.Array, number: int) -> None:
    rows = found.offer_rows
    ended = found.offer_before["offer_id"].drop_null().to_pylist()
    close(session, OfferVersion, "offer_id", batch.supplier_id, ended, number)
    versions = _ids(rows.num_rows)
    said = {name: rows[name] for name in (*OFFER_FIELDS, "digest", "row", "sheet")}
    insert_columns(session, OfferVersion, rows.num_rows, {
        **_common(batch, number), "id": versions, "offer_id": ids, **said,
    })  # fmt: skip
    _write_tiers(session, batch.supplier_id, whole(rows["tiers"]), versions)


def _write_tiers(session: Session, supplier_id: int, lists: pa.Array, versions: pa.Array) -> None:
    tiers = pc.list_flatten(lists)
    said = {name: tiers.field(name) for name in TIER_FIELDS}
    owner = versions.take(pc.list_parent_indices(lists))
    insert_columns(session, PriceTier, len(tiers), {
        "supplier_id": supplier_id, "id": _ids(len(tiers)), "offer_version_id": owner, **said,
    })  # fmt: skip


def _common(batch: Batch, number: int) -> dict[str, Values]:
    return {"supplier_id": batch.supplier_id, "batch_id": batch.id, "since": number, "until": None}


def _ids(count: int) -> pa.Array:
    made = new_ids(count) if count else range(0)
    return pa.array(np.arange(made.start, made.stop, dtype=np.int64))


def insert_all(session: Session, table: Any, rows: Rows) -> None:
    """Insert rows in one bulk statement; none is no statement."""
    if rows:
        session.execute(insert(table), rows)


def blocks(ids: list[int]) -> Iterator[list[int]]:
    """Ids in blocks that one statement may name."""
    for start in range(0, len(ids), BLOCK):
        yield ids[start : start + BLOCK]
