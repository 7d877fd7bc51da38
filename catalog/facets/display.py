"""What a page shows of its rows, mapped beside the codes: fifty lines are read without touching the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.selection import OFFERS

REPEATED = ("supplier", "lot", "agreement", "brand", "family", "currency", "order_unit", "content_unit", "supplier_name",
            "lot_name", "unit_basis")  # fmt: skip
"""Columns of few different texts, each kept once."""
Rows = NDArray[np.int64]
Reader = Callable[[Rows], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of a page, as published: the columns of OFFERS. Money in micro-units, None where there is none."""

    offer: int
    supplier: str
    reference: str
    lot: str
    agreement: str
    name: str
    description: str | None
    brand: str | None
    family: str | None
    gtin: str | None
    price: int | None
    currency: str | None
    order_unit: str | None
    content_unit: str | None
    content_per_order_unit: int | None
    supplier_name: str | None
    lot_name: str | None
    suspended: bool | None
    unit_price: int | None
    unit_basis: str | None


SETTERS = tuple(getattr(OfferRow, each.name).__set__ for each in fields(OfferRow))
"""Filling a column of lines at a time costs a third of making them one by one."""


class Display:
    """The columns of OFFERS by row."""

    def __init__(self, table: pa.Table) -> None:
        """Raises KeyError for a column that is not there."""
        self._table: pa.Table = table.select(OFFERS.names)
        self._readers = [_reader(whole(self._table[each.name])) for each in fields(OfferRow)]

    def lines(self, rows: Rows) -> list[OfferRow]:
        """These rows, in the order given."""
        lines = [object.__new__(OfferRow) for _ in range(len(rows))]
        for fill, read in zip(SETTERS, self._readers, strict=True):
            deque(map(fill, lines, read(rows)), maxlen=0)
        return lines

    def column(self, name: str) -> pa.ChunkedArray:
        """A column of OFFERS. Raises KeyError."""
        return self._table[name].cast(OFFERS.field(name).type)

    def flagged(self, name: str) -> NDArray[np.bool_]:
        """The rows whose flag is set; one that is null is not. A Python value given to pyarrow would load pandas first."""
        array = whole(self._table[name])
        valid, flags = array.buffers()
        found = _unpacked(flags, array)
        return found & _unpacked(valid, array) if array.null_count else found

    def numbers(self, name: str) -> Array:
        """A column of whole numbers as it lies there; what stands in the place of a null is anything."""
        return _numbers(whole(self._table[name]))


def _unpacked(buffer: Any, array: pa.Array) -> NDArray[np.bool_]:
    octets = np.frombuffer(buffer, np.uint8) if buffer else np.zeros(0, np.uint8)
    bits = np.unpackbits(octets, count=array.offset + len(array), bitorder="little")
    return bits[array.offset :].view(np.bool_)


def shown(table: pa.Table) -> pa.Table:
    """The columns of OFFERS as they are kept, with the texts that repeat kept once."""
    for name in REPEATED:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].combine_chunks().dictionary_encode())
    return table


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece; no copy where it is one."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _reader(array: pa.Array) -> Reader:
    """What reads the values of some rows of a column, None where there is none."""
    if array.null_count == len(array):
        return lambda rows: [None] * len(rows)
    kind = array.type
    read = (_repeated if pa.types.is_dictionary(kind) else _texts if pa.types.is_string(kind)
            else _flags if pa.types.is_boolean(kind) else _plain)(array)  # fmt: skip
    if not array.null_count:
        return read
    there = _bits(array.buffers()[0], array.offset)
    return lambda rows: [
        value if known else None for value, known in zip(read(rows), there(rows).tolist(), strict=True)
    ]


def _plain(array: pa.Array) -> Reader:
    numbers = _numbers(array)
    return lambda rows: numbers.take(rows).tolist()


def _numbers(array: pa.Array) -> Array:
    buffer = array.buffers()[1]
    kind: Any = array.type.to_pandas_dtype()
    return (
        np.frombuffer(buffer, kind)[array.offset : array.offset + len(array)] if buffer else np.zeros(len(array), kind)
    )


def _flags(array: pa.Array) -> Reader:
    bits = _bits(array.buffers()[1], array.offset)
    return lambda rows: bits(rows).tolist()


def _bits(buffer: Any, offset: int) -> Callable[[Rows], NDArray[np.bool_]]:
    """Arrow keeps flags and what is there as bits, least first."""
    if buffer is None:
        return lambda rows: np.ones(len(rows), np.bool_)
    octets = np.frombuffer(buffer, np.uint8)

    def read(rows: Rows) -> NDArray[np.bool_]:
        at = rows + offset
        return (octets.take(at >> 3) >> (at & 7).astype(np.uint8) & 1).astype(np.bool_)

    return read


def _texts(array: pa.Array) -> Reader:
    _, starts, data = array.buffers()
    ends = np.frombuffer(starts, np.int32)[array.offset :] if starts else np.zeros(1, np.int32)
    octets = memoryview(data or b"")

    def read(rows: Rows) -> list[str]:
        pairs = zip(ends.take(rows).tolist(), ends.take(rows + 1).tolist(), strict=True)
        return [str(octets[first:last], "utf-8") for first, last in pairs]

    return read


def _repeated(array: pa.Array) -> Reader:
    """A null points anywhere: what is read there is put aside afterwards."""
    places = _numbers(array.indices)
    texts = np.array([*array.dictionary.to_pylist(), None], object)
    return lambda rows: texts.take(places.take(rows), mode="clip").tolist()


def orderable(display: Display) -> NDArray[np.bool_] | None:
    """The rows that are not suspended; None where all are orderable. Who holds one by its id still sees it, marked."""
    suspended = display.flagged("suspended")
    return ~suspended if suspended.any() else None
