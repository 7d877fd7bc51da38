"""What stands for one supplier in a publication, as columns: what a file is compared with."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.orm import Session

from catalog.queries import standing
from catalog.queries.products import CLAIM_FIELDS, TIER_FIELDS
from catalog.staging.changes import Standing
from catalog.staging.columns import CARRIED, CLAIM, OFFER_ROWS, PRODUCT_ROWS
from catalog.staging.written import in_pieces_no_more
from imports.record import TIER

HAZARDS = pa.list_(pa.string())


def standing_of(session: Session, supplier_id: int, lot_ids: Collection[int], publication: int) -> Standing:
    """All products of the supplier, and its offers in these lots, as a publication shows them."""
    return Standing(
        _products(session, supplier_id, publication), _offers(session, supplier_id, list(lot_ids), publication)
    )


def _products(session: Session, supplier_id: int, publication: int) -> pa.Table:
    claims = standing.claims(session, supplier_id, publication)
    blocks = standing.products(session, supplier_id, publication)
    return in_pieces_no_more(pa.concat_tables(_product_block(found, claims) for found in blocks))


def _product_block(found: Mapping[str, Any], claims: Mapping[str, Any]) -> pa.Table:
    lists = {
        "claims": _lists(found["product_id"], claims, "product_id", CLAIM_FIELDS, CLAIM),
        "hazard_codes": _from_json(found["hazard_codes"]),
        "data": _canonical(found["data"]),
    }
    return _table({**dict.fromkeys(CARRIED, [None] * len(found["product_id"])), **found, **lists}, PRODUCT_ROWS)


def _offers(session: Session, supplier_id: int, lot_ids: list[int], publication: int) -> pa.Table:
    tiers = standing.tiers(session, supplier_id, publication)
    blocks = standing.offers(session, supplier_id, lot_ids, publication)
    return in_pieces_no_more(pa.concat_tables(_offer_block(found, tiers) for found in blocks))


def _offer_block(found: Mapping[str, Any], tiers: Mapping[str, Any]) -> pa.Table:
    lists = {"tiers": _lists(found["version_id"], tiers, "offer_version_id", TIER_FIELDS, TIER)}
    return _table({**found, **lists}, OFFER_ROWS)


def _table(found: dict[str, Any], schema: pa.Schema) -> pa.Table:
    columns = [column(found[name], schema.field(name).type) for name in schema.names]
    return pa.table(columns, schema=schema)


def column(values: Any, kind: pa.DataType) -> pa.Array:
    """Values as a driver gives them: SQLite holds days as texts, and yes as 1."""
    if isinstance(values, pa.Array):
        return values
    made = pa.array(values)
    return pa.nulls(len(made), kind) if pa.types.is_null(made.type) else made.cast(kind)


def _from_json(texts: Sequence[str]) -> pa.Array:
    """Lists of texts from their JSON, each distinct one read once."""
    coded = pa.array(texts, pa.string()).dictionary_encode()
    return pa.array([json.loads(text) for text in coded.dictionary.to_pylist()], HAZARDS).take(coded.indices)


def _canonical(texts: Sequence[str]) -> pa.Array:
    """JSON objects in the one form that staging writes, whoever wrote them."""
    coded = pa.array(texts, pa.string()).dictionary_encode()
    every = [json.loads(text) for text in coded.dictionary.to_pylist()]
    written = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in every]
    return pa.array(written, pa.string()).take(coded.indices)


def _lists(
    owners: Sequence[int], found: Mapping[str, Sequence[Any]], key: str, fields: Sequence[str], kind: pa.StructType
) -> pa.Array:
    """For each owner its items in their order; `found` may hold items of others too."""
    known = pa.array(owners, pa.int64())
    place = pc.index_in(pa.array(found[key], pa.int64()), value_set=known)
    ours = place.is_valid()
    items = pa.StructArray.from_arrays(
        [column(found[name], kind.field(name).type).filter(ours) for name in fields], fields=list(map(kind.field, fields))
    )  # fmt: skip
    at = place.drop_null().to_numpy()
    ends = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=len(known))))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), items.take(pa.array(np.argsort(at, kind="stable"))))
