"""The same changes with other prices for some offers, or without some offers: what a person decided of a file's prices."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Set
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.changes import Changes, OfferKey
from catalog.staging.columns import OFFER_FIELDS
from catalog.staging.compared import differing, flags
from catalog.staging.digests import offer_digests
from catalog.staging.written import whole

PRICE_FIELDS = (
    "price", "printed_price", "price_includes_vat", "vat", "price_basis", "tiers", "currency", "valid_from", "valid_to",
)  # fmt: skip
"""What makes up the price of an offer and when it holds."""


def repriced(
    found: Changes, prices: Mapping[OfferKey, Mapping[str, Any]], left_out: Set[OfferKey] = frozenset()
) -> Changes:
    """Changes with these fields of these offers replaced, and without the offers left out.

    An offer that then says what stands is no change any more; a new product left without an offer is none either.
    """
    if not prices and not left_out:
        return found
    keys = list(zip(found.offer_rows["reference"].to_pylist(), found.offer_rows["lot"].to_pylist(), strict=True))
    rows = _replaced(found.offer_rows, keys, prices)
    stays = np.array([key not in left_out for key in keys], bool)
    same = _same(found.offer_before, rows, np.array([key in prices for key in keys], bool))
    kept = pa.array(stays & ~same)
    products = _with_offers(found, rows.filter(pa.array(stays)))
    changed = whole(found.product_rows["reference"].filter(products))
    still = same & ~flags(pc.is_in(whole(rows["reference"]), value_set=changed))
    return dataclasses.replace(
        found, offer_rows=rows.filter(kept), offer_before=found.offer_before.filter(kept),
        product_rows=found.product_rows.filter(products), product_before=found.product_before.filter(products),
        same_offers=found.same_offers + int(still.sum()),
    )  # fmt: skip


def _replaced(rows: pa.Table, keys: list[OfferKey], prices: Mapping[OfferKey, Mapping[str, Any]]) -> pa.Table:
    """The table with the lines of these offers written again, in their places."""
    places = [place for place, key in enumerate(keys) if key in prices]
    if not places:
        return rows
    lines = rows.take(places).to_pylist()
    told = [{**line, **prices[keys[place]]} for place, line in zip(places, lines, strict=True)]
    again = pa.Table.from_pylist(told, schema=rows.schema)
    at = rows.schema.get_field_index("digest")
    again = again.set_column(at, rows.schema.field(at), offer_digests(again))
    order = np.arange(rows.num_rows)
    order[places] = rows.num_rows + np.arange(len(places))
    return pa.concat_tables([rows, again]).take(pa.array(order)).combine_chunks()


def _same(before: pa.Table, rows: pa.Table, touched: Any) -> Any:
    """Which of the touched lines now say what stands."""
    stands = flags(before["reference"].is_valid())
    return touched & stands & ~differing(before, rows, OFFER_FIELDS).any(axis=1)


def _with_offers(found: Changes, rows: pa.Table) -> pa.Array:
    """Which products are written: those that stand, and the new ones that still have an offer."""
    offered = pc.is_in(whole(found.product_rows["reference"]), value_set=whole(rows["reference"]))
    return pc.or_(found.product_before["reference"].combine_chunks().is_valid(), offered)
