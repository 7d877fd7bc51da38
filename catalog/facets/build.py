"""Make an index directory of one publication's offers. The same offers give the same bytes, whatever their order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets import directory as columns
from catalog.facets.analysis import CUT, collated, fold
from catalog.facets.directory import Array
from catalog.facets.display import shown
from catalog.facets.postings import postings
from catalog.facets.selection import OFFERS, SINGLE_FACETS
from catalog.facets.strings import packed
from catalog.facets.tally import value_lists

KIND = "offers"
NO_PRICE = np.iinfo(np.int64).max
NONE = "none"
"""The value of an offer that has none in a single-valued facet."""
TIES = ("name", "supplier", "reference", "lot", "offer")


def build(offers: pa.Table, directory: Path) -> None:
    """Write the index of `offers` (columns of OFFERS) to `directory`, whole or not at all; replaces what stands there.

    Raises KeyError for a missing column and pyarrow.ArrowInvalid for a column of another type.
    """
    table, name_rank = in_price_order(offers.select(OFFERS.names).cast(OFFERS))
    arrays = (
        _codes("currency", table["currency"]) | _names(name_rank) | _units(table) | _offers(table) | postings(table)
    )
    for facet in SINGLE_FACETS:
        codes = _codes(facet, table[facet])
        arrays |= codes | value_lists(facet, codes[f"code.{facet}"], len(codes[f"count.{facet}"]))
    facts = {"rows": table.num_rows, "priced": table.num_rows - table["price"].null_count}
    columns.write(directory, KIND, facts, arrays, {"display": shown(table)})


def in_price_order(table: pa.Table) -> tuple[pa.Table, Array]:
    """Cheapest first, without a price last; equal prices by name. Beside it each row's place by name."""
    rank = _rank(_by_name(table))
    prices = pc.fill_null(table["price"], int(NO_PRICE)).to_numpy()
    order = np.lexsort((rank, prices))
    return table.take(order).combine_chunks(), rank[order]


def _by_name(table: pa.Table) -> Array:
    """French order: words alone decide, accents and signs only between equal ones; then supplier, reference, lot."""
    keys = table.select([*TIES]).append_column("collation", _collation(table["name"]))
    by = [(name, "ascending", "at_end") for name in ("collation", *TIES)]
    order: Array = pc.sort_indices(keys, sort_keys=by).to_numpy()
    return order


def _collation(names: pa.ChunkedArray) -> pa.Array:
    """The words of each name, folded; each distinct one only once, for names share most of them."""
    texts = pc.replace_substring(pc.fill_null(names, ""), CUT, " ").cast(pa.large_string()).combine_chunks()
    split = pc.ascii_split_whitespace(texts)
    chunks = split.flatten().dictionary_encode()
    whole = collated(fold(CUT.join(chunks.dictionary.to_pylist())))
    keys = pa.array([key.strip() for key in whole.split(CUT)], pa.large_string()).take(chunks.indices)
    kept = pc.not_equal(keys, "")
    words = np.bincount(pc.list_parent_indices(split).filter(kept).to_numpy(), minlength=len(texts))
    starts = pa.array(np.concatenate([[0], np.cumsum(words)]), pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(starts, keys.filter(kept)), pa.scalar(" ", pa.large_string()))


def _names(rank: Array) -> dict[str, Array]:
    """name_order: rows by name; name_rank: where each row stands in it."""
    order = np.empty_like(rank)
    order[rank] = np.arange(len(rank), dtype=np.uint32)
    return {"name_order": order, "name_rank": rank}


def _units(table: pa.Table) -> dict[str, Array]:
    """unit_rank: where each row stands by basis and unit price; rows without one last, as they come."""
    known = pc.and_(pc.is_valid(table["unit_price"]), pc.is_valid(table["unit_basis"]))
    bases = pc.if_else(known, table["unit_basis"], None).combine_chunks()
    names = pc.unique(bases).drop_null().sort()
    place = pc.fill_null(pc.index_in(bases, names), len(names)).to_numpy()
    prices = pc.fill_null(pc.if_else(known, table["unit_price"], None), 0).to_numpy()
    return {"unit_rank": _rank(np.lexsort((prices, place)))}


def _rank(order: Array) -> Array:
    """Where each row stands in an order of rows."""
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    return rank


def _offers(table: pa.Table) -> dict[str, Array]:
    """offer_order: rows by offer id, so that tags that come by id find their row."""
    ids = table["offer"].to_numpy()
    return {"offer_order": np.argsort(ids, kind="stable").astype(np.uint32)}


def _codes(facet: str, column: pa.ChunkedArray) -> dict[str, Array]:
    """A code a row into the sorted values, and how many rows have each."""
    filled = pc.fill_null(column, NONE).combine_chunks()
    filled = pc.if_else(pc.equal(filled, ""), NONE, filled)
    values = pc.unique(filled)
    values = values.take(pc.sort_indices(values))
    codes = pc.index_in(filled, values).to_numpy(zero_copy_only=False).astype(smallest(len(values)))
    counts = np.bincount(codes, minlength=len(values)).astype(np.int64)
    return {f"code.{facet}": codes, f"count.{facet}": counts} | named(f"value.{facet}", packed(values))


def named(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The same columns under names that begin with `prefix`."""
    return {f"{prefix}.{name}": array for name, array in arrays.items()}


def smallest(count: int) -> type[np.uint8] | type[np.uint16] | type[np.uint32]:
    """The smallest unsigned type that tells `count` values apart."""
    return np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.uint32


def by_offer(offers: NDArray[np.int64], order: Array, asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each asked offer id, -1 where the index has none."""
    if not len(offers):
        return np.full(len(asked), -1, np.int64)
    places = np.minimum(np.searchsorted(offers, asked, sorter=order), len(offers) - 1)
    rows = order[places].astype(np.int64)
    return np.where(offers[rows] == asked, rows, -1)
