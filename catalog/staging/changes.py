"""What publishing a staged file would do to what stands. The rehearsal shows it, the publication does it: one function.

All of it is columns: a table of what would be written beside one of what stood, line by line. A full file leaves behind
what it does not name; whether that is withdrawn is a person's decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.columns import OFFER_FIELDS, OFFER_ROWS, PRODUCT_FIELDS, PRODUCT_ROWS
from catalog.staging.compared import Mask, differing, flags, places_in
from catalog.staging.digests import offer_digests, product_digests
from catalog.staging.kept import Headers, offers_said, products_said
from catalog.staging.silence import LeftEmpty
from catalog.staging.written import filled, in_pieces_no_more, joined, whole

Record = Mapping[str, Any]
OfferKey = tuple[str, str]
"""(reference, lot code)."""
BLOCK = 1000
"""Records made at a time, for those who go through them one by one."""
Places = npt.NDArray[np.int64]
LEFT = pa.schema([("reference", pa.string()), ("field", pa.string()), ("value", pa.string())])
"""A cell of a product that a file leaves empty; "claims" stands for what was claimed against it. `value`: as text."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for one supplier in the lots of a batch: columns of PRODUCT_ROWS and of OFFER_ROWS."""

    products: pa.Table = field(default_factory=PRODUCT_ROWS.empty_table)
    offers: pa.Table = field(default_factory=OFFER_ROWS.empty_table)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that changes: of which reference (and lot, for a term), which field, from what to what."""

    reference: str
    lot: str | None
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changes:
    """Products and offers to write, new and changed, each table beside what stood: all null where nothing did.

    gone_rows: the offers that a full file no longer names, or that a file withdraws, by reference and lot. incomplete:
    references of a patch that name a new offer without a price, or a new product without a name; nothing is published
    for them. left_rows: columns of LEFT, the cells that the file leaves empty and what stands in them.
    """

    product_rows: pa.Table = field(default_factory=PRODUCT_ROWS.empty_table)
    product_before: pa.Table = field(default_factory=PRODUCT_ROWS.empty_table)
    offer_rows: pa.Table = field(default_factory=OFFER_ROWS.empty_table)
    offer_before: pa.Table = field(default_factory=OFFER_ROWS.empty_table)
    same_offers: int = 0
    gone_rows: pa.Table = field(default_factory=OFFER_ROWS.empty_table)
    incomplete: tuple[str, ...] = ()
    left_rows: pa.Table = field(default_factory=LEFT.empty_table)

    @property
    def new_products(self) -> int:
        """Products that do not stand yet."""
        return int(self.product_before["reference"].null_count)

    @property
    def new_offers(self) -> int:
        """Offers that do not stand yet."""
        return int(self.offer_before["reference"].null_count)

    @property
    def changed_offers(self) -> int:
        """Offers whose terms or product change, without the new ones."""
        products = self.product_rows.filter(pa.array(_product_cells(self).any(axis=1)))
        terms = self.offer_rows.filter(pa.array(_offer_cells(self).any(axis=1)))
        beside = pc.invert(pc.is_in(terms["reference"], value_set=whole(products["reference"])))
        return int(products.num_rows) + int(pc.sum(beside).as_py() or 0)

    @property
    def cell_count(self) -> int:
        """How many cells change."""
        return int(_product_cells(self).sum() + _offer_cells(self).sum())

    def first_cells(self, most: int) -> tuple[Cell, ...]:
        """The first changed cells: those of products, then terms, in the order of the file."""
        return tuple(islice(_told(self), most))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every changed cell. A record each: for a page, ask `first_cells` and `cell_count`."""
        return tuple(_told(self))

    @property
    def gone(self) -> tuple[OfferKey, ...]:
        """(reference, lot) of `gone_rows`, in order."""
        return tuple(_keys(self.gone_rows))

    @property
    def products(self) -> Mapping[str, Record]:
        """reference -> the whole record to write. Made when asked: a publication works on `product_rows`."""
        return dict(self.product_records())

    @property
    def offers(self) -> Mapping[OfferKey, Record]:
        """(reference, lot) -> the whole record to write. Made when asked, as `products`."""
        return dict(self.offer_records())

    def product_records(self) -> Iterator[tuple[str, Record]]:
        """The products to write one by one, `data` as a mapping."""
        for row in _records(self.product_rows):
            yield row["reference"], {**row, "data": json.loads(row["data"])}

    def offer_records(self) -> Iterator[tuple[OfferKey, Record]]:
        """The offers to write one by one."""
        for row in _records(self.offer_rows):
            yield (row["reference"], row["lot"]), row


def changes(
    staged: pa.Table, columns: Mapping[str, str], standing: Standing, *, full: bool, erase: bool = False,
    rejected: Set[str] = frozenset(),
) -> Changes:  # fmt: skip
    """Compare a staged table with what stands. `columns`: header -> field of the file.

    erase: a person lets the empty cells of its columns erase what was said of a product. rejected: the references of rejected
    rows; a row with a fault leaves nothing out.
    """
    headers = Headers(columns, erase)
    lines, withdrawn = _parted(in_pieces_no_more(staged))
    stood = _beside(lines, standing)
    products, left = products_said(lines, stood.products, headers)
    offers = offers_said(lines, stood.offers, headers.given)
    complete = flags(pc.and_(offers["price"].is_valid(), filled(products["name"])))
    found = _compared(products, offers, stood, complete)
    return Changes(
        *found,
        gone_rows=_gone(standing.offers, offers.filter(pa.array(complete)), withdrawn, rejected, full=full),
        incomplete=tuple(pc.unique(products["reference"].filter(pa.array(~complete))).to_pylist()),
        left_rows=_left(whole(products["reference"]), left, complete),
    )


def _left(references: pa.Array, left: LeftEmpty, complete: Mask) -> pa.Table:
    """Of a product on several lines, the first speaks."""
    chosen, _ = _first_of(references, complete)
    tables = [LEFT.empty_table()]
    for name, values in left.items():
        value = values.take(pa.array(chosen))
        rows = {"reference": references.take(pa.array(chosen)), "field": pa.repeat(name, len(chosen)), "value": value}
        tables.append(pa.table(rows, schema=LEFT).filter(value.is_valid()))
    return pa.concat_tables(tables).combine_chunks()


def _parted(staged: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The lines that offer something, and those that withdraw."""
    if staged["deleted"].null_count == staged.num_rows:
        return staged, staged.slice(0, 0)
    withdraws = pc.fill_null(staged["deleted"], False)
    return in_pieces_no_more(staged.filter(pc.invert(withdraws))), staged.filter(withdraws)


def _beside(lines: pa.Table, standing: Standing) -> Standing:
    """What stands for each line."""
    products = places_in(whole(lines["reference"]), whole(standing.products["reference"]))
    offers = places_in(_joined_keys(lines), _joined_keys(standing.offers))
    return Standing(standing.products.take(products), standing.offers.take(offers))


def _compared(
    products: pa.Table, offers: pa.Table, stood: Standing, complete: Mask
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table, int]:
    """The four tables of Changes, and how many offers stay as they are. Of one product or offer on several lines, the
    first line speaks of the product, the last of the offer."""
    chosen, codes = _first_of(whole(products["reference"]), complete)
    moved = chosen[_moved(products, stood.products, PRODUCT_FIELDS, chosen)]
    last, _ = _last_of(_joined_keys(offers), complete)
    turns = _moved(offers, stood.offers, OFFER_FIELDS, last)
    touched = np.zeros(int(codes.max(initial=-1)) + 1, bool)
    touched[codes[moved]] = True
    same = int((~turns & ~touched[codes[last]]).sum())
    turned = last[turns]
    return (
        _named(products.take(moved), product_digests), stood.products.take(moved),
        _named(offers.take(turned), offer_digests), stood.offers.take(turned), same,
    )  # fmt: skip


def _moved(after: pa.Table, before: pa.Table, fields: tuple[str, ...], lines: Places) -> Mask:
    """Which of these lines are new or say something else than what stands."""
    old, new = before.take(lines), after.take(lines)
    return np.asarray(differing(old, new, fields).any(axis=1) | ~flags(old["reference"].is_valid()), dtype=bool)


def _first_of(keys: pa.Array, complete: Mask) -> tuple[Places, Places]:
    """The first complete line of each key in the order of the file, and a number for the key of every line."""
    codes = keys.dictionary_encode().indices.to_numpy().astype(np.int64)
    lines = np.flatnonzero(complete)
    _, first = np.unique(codes[lines], return_index=True)
    return np.sort(lines[first]), codes


def _last_of(keys: pa.Array, complete: Mask) -> tuple[Places, Places]:
    """The last complete line of each key, in the order of the first ones."""
    first, codes = _first_of(keys, complete)
    last = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    lines = np.flatnonzero(complete)
    last[codes[lines]] = lines
    return last[codes[first]], codes


def _named(rows: pa.Table, digests: Any) -> pa.Table:
    place = rows.schema.get_field_index("digest")
    return rows.set_column(place, rows.schema.field(place), digests(rows))


def _gone(standing: pa.Table, offered: pa.Table, withdrawn: pa.Table, rejected: Set[str], *, full: bool) -> pa.Table:
    """The standing offers that nothing names any more (of a full file), or that a line withdraws and none offers."""
    keys = _joined_keys(standing)
    left = pc.invert(pc.is_in(keys, value_set=_joined_keys(offered)))
    if full:
        named = pc.is_in(whole(standing["reference"]), value_set=pa.array(sorted(rejected), pa.string()))
        left = pc.and_not(left, named)
    else:
        left = pc.and_(left, pc.is_in(keys, value_set=_joined_keys(withdrawn)))
    return standing.filter(left).sort_by([("reference", "ascending"), ("lot", "ascending")])


def _joined_keys(rows: pa.Table) -> pa.Array:
    return joined([rows["reference"], rows["lot"]])


def _records(rows: pa.Table) -> Iterator[dict[str, Any]]:
    for block in rows.to_batches(max_chunksize=BLOCK):
        yield from block.to_pylist()


def _keys(rows: pa.Table) -> Iterable[OfferKey]:
    return zip(rows["reference"].to_pylist(), rows["lot"].to_pylist(), strict=True)


def _product_cells(found: Changes) -> Mask:
    return _of_standing(found.product_before, found.product_rows, PRODUCT_FIELDS)


def _offer_cells(found: Changes) -> Mask:
    return _of_standing(found.offer_before, found.offer_rows, OFFER_FIELDS)


def _of_standing(before: pa.Table, after: pa.Table, fields: tuple[str, ...]) -> Mask:
    """The cells that change; of what is new, none does."""
    return np.asarray(differing(before, after, fields) & flags(before["reference"].is_valid())[:, None], dtype=bool)


def _told(found: Changes) -> Iterable[Cell]:
    return chain(
        _cells(found.product_before, found.product_rows, PRODUCT_FIELDS, _product_cells(found)),
        _cells(found.offer_before, found.offer_rows, OFFER_FIELDS, _offer_cells(found)),
    )


def _cells(before: pa.Table, after: pa.Table, fields: tuple[str, ...], masks: Mask) -> Iterable[Cell]:
    for line, side in zip(*np.nonzero(masks), strict=True):
        name, at = fields[side], int(line)
        lot = after["lot"][at].as_py() if "lot" in after.schema.names else None
        yield Cell(after["reference"][at].as_py(), lot, name, _value(before, name, at), _value(after, name, at))


def _value(table: pa.Table, name: str, line: int) -> Any:
    value = table[name][line].as_py()
    return json.loads(value) if name == "data" and value is not None else value
