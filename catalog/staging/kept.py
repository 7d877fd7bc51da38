"""What a line says once what stands has filled in what its file is silent about.

An absent column means "unchanged", never "empty": its fields keep the value that stands. A missing cell of a present
column is missing, but a name, which no product is without, stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Set
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.columns import DATA_FIELDS, OFFER_FIELDS, OFFER_ROWS, PRODUCT_FIELDS, PRODUCT_ROWS
from catalog.staging.written import filled, text_of, whole
from imports.record import TIER

_PRICE_FIELDS = frozenset({"price", "printed_price", "price_includes_vat", "vat", "price_basis", "tiers", "currency"})
"""They travel with the price: what a file without a price column says of them would fit no price."""
Texts = Set[str | None]


def products_said(lines: pa.Table, before: pa.Table, given: Set[str], texts: Set[str]) -> pa.Table:
    """The product of each line, columns of PRODUCT_ROWS without digests.

    before: what stands for each line (PRODUCT_ROWS, all null where nothing does). given: the fields of the file.
    texts: the headers of name and description, whose claims follow the words.
    """
    stands = before["reference"].is_valid()
    said = {
        name: _said(name, lines, before, stands, given) for name in PRODUCT_FIELDS if name not in ("data", "claims")
    }
    said["hazard_codes"] = _no_list_missing(said["hazard_codes"])
    said["data"] = _data(lines["data"], before["data"], given)
    said["claims"] = _claims(lines["claims"], before["claims"], given, texts)
    place = {name: lines[name] for name in ("reference", "row", "sheet")}
    known = {"product_id": before["product_id"], "digest": pa.nulls(len(lines), pa.string())}
    return pa.table({**place, **known, **said}).select(PRODUCT_ROWS.names).cast(PRODUCT_ROWS)


def offers_said(lines: pa.Table, before: pa.Table, given: Set[str]) -> pa.Table:
    """The terms of each line, columns of OFFER_ROWS without digests. Arguments as in `products_said`."""
    stands = before["reference"].is_valid()
    said = {
        name: pc.if_else(stands, before[name], lines[name]) if absent(name, given) else lines[name]
        for name in OFFER_FIELDS
    }
    if "price" in given and "vat" not in given:
        # A rate without a column of its own stays, unless the file names one elsewhere (in a header).
        said["vat"] = pc.coalesce(lines["vat"], before["vat"])
    said["tiers"] = _by_quantity(_no_list_missing(said["tiers"]))
    place = {name: lines[name] for name in ("reference", "lot", "row", "sheet")}
    known = {"offer_id": before["offer_id"], "digest": pa.nulls(len(lines), pa.string())}
    return pa.table({**place, **known, **said}).select(OFFER_ROWS.names).cast(OFFER_ROWS)


def _said(name: str, lines: pa.Table, before: pa.Table, stands: pa.ChunkedArray, given: Set[str]) -> Any:
    column = lines[name]
    if name in given and name != "name":
        return column
    return pc.if_else(pc.and_not(stands, filled(column)), before[name], column)


def absent(name: str, given: Set[str]) -> bool:
    """Whether a file of these fields is silent about a term of an offer."""
    if name in _PRICE_FIELDS:
        return "price" not in given
    return name not in given and not (name == "content_unit" and "content_per_order_unit" in given)


def _no_list_missing(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(column.is_valid(), column, pa.scalar([], column.type)) if column.null_count else column


def _by_quantity(tiers: pa.ChunkedArray) -> pa.Array:
    """The tiers of each offer by their quantity, in which order they are kept and given back."""
    lists = whole(tiers)
    items = pc.list_flatten(lists)
    if not len(items):
        return lists
    owner = pc.list_parent_indices(lists).to_numpy()
    order = np.lexsort((items.field("min_quantity").fill_null(0).to_numpy(), owner))
    ends = np.concatenate(([0], np.cumsum(pc.list_value_length(lists).to_numpy()))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), items.take(pa.array(order)).cast(TIER))


def _data(said: pa.ChunkedArray, before: pa.ChunkedArray, given: Set[str]) -> pa.Array:
    silent = frozenset(DATA_FIELDS) - given - ({"dilution_least"} if "dilution" in given else set())

    def merged(new: str, old: str | None) -> str:
        stood = json.loads(old) if old else {}
        kept = {name: value for name, value in stood.items() if name in silent}
        found = {name: value for name, value in sorted((kept | json.loads(new)).items()) if value}
        return json.dumps(found, ensure_ascii=False)

    old = whole(before)
    kept = (
        pc.if_else(pc.equal(old, "{}"), pa.scalar(None, pa.string()), old) if silent else pa.nulls(len(old), old.type)
    )
    if kept.null_count == len(kept):
        return whole(said)
    return _of_pairs(whole(said), kept, merged, pa.string())


def _claims(said: pa.ChunkedArray, before: pa.ChunkedArray, given: Set[str], texts: Set[str]) -> Any:
    """Without a single claim column in the file, claims that came from one stay; those from words follow the words.

    The same claims in another order are the same.
    """
    new, old = whole(_no_list_missing(said)), whole(before)
    differs = pc.and_(filled(old), pc.not_equal(text_of(new), text_of(old)))
    labelled = any(name == "label" or name.startswith("claim:") for name in given)

    def merged(claims: list[dict[str, Any]], stood: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [] if labelled else [claim for claim in stood if claim["column"] not in (None, *texts)]
        found = claims + [claim for claim in kept if claim not in claims]
        return stood if len(found) == len(stood) and all(claim in stood for claim in found) else found

    lines = np.flatnonzero(differs.to_numpy(zero_copy_only=False))
    place = np.arange(len(new))
    place[lines] = len(new) + np.arange(len(lines))
    turned = _of_pairs(new.filter(differs), old.filter(differs), merged, new.type)
    return pa.concat_arrays([new, turned]).take(pa.array(place)) if len(lines) else new


def _of_pairs(new: pa.Array, old: pa.Array, merged: Callable[[Any, Any], Any], kind: pa.DataType) -> pa.Array:
    """`merged` of each two values side by side, worked out once for every two that differ."""
    codes = [text_of(column).dictionary_encode().indices.to_numpy().astype(np.int64) for column in (new, old)]
    pairs = codes[0] * (int(codes[1].max(initial=0)) + 1) + codes[1]
    _, first, place = np.unique(pairs, return_index=True, return_inverse=True)
    found = [merged(new[at].as_py(), old[at].as_py()) for at in first.tolist()]
    return pa.array(found, kind).take(pa.array(place))
