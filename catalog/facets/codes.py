"""References and GTINs of an index: found whole or begun, each with the row of the offer that has it.

A reference is read where the offer shows it: only the order of the codes is kept. A number is a GTIN without leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
import pyarrow as pa

from catalog.facets.analysis import code
from catalog.facets.directory import Array
from catalog.facets.strings import Ordered, Strings
from catalog.facets.tokens import Rows

NONE = np.zeros(0, np.int64)
GTIN_LENGTH = 14
"""A number of more digits is no GTIN."""
_SIGNS = re.compile(rb"[^a-z0-9]+")


class References(Ordered):
    """The codes of the offers of `rows`, which are in the order of their codes, read from the column of references."""

    mile = 2048

    def __init__(self, column: pa.ChunkedArray, rows: Array) -> None:
        whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        self._shown = Strings(*_buffers(whole))
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        shown = self._shown[int(self._rows[place])]
        quick = _SIGNS.sub(b"", shown.lower()) if shown.isascii() else b""
        return quick or code(shown.decode()).encode()


class Codes:
    """Every code by its place: the references, then the odd GTINs, then those that are numbers."""

    def __init__(self, arrays: Mapping[str, Array], references: pa.ChunkedArray) -> None:
        """`references`: of each row, as the offer shows it."""
        self._texts = (
            References(references, arrays["reference.rows"]),
            Strings(arrays["odd.data"], arrays["odd.starts"]),
        )
        self._numbers = arrays["gtin.numbers"]
        self._rows = (arrays["reference.rows"], arrays["odd.rows"], arrays["gtin.rows"])
        self._first = np.cumsum([0, *map(len, self._rows)])

    def exactly(self, text: str) -> Rows:
        """The places of this code, as often as offers have it."""
        spans = [(int(text), int(text) + 1)] if _is_number(text) else []
        return self._places((texts.equal(text) for texts in self._texts), spans)

    def begun(self, text: str) -> Rows:
        """The places of all codes that begin so."""
        longer = range(GTIN_LENGTH - len(text) + 1)
        spans = [(int(text) * 10**more, (int(text) + 1) * 10**more) for more in longer] if _is_number(text) else []
        return self._places((texts.prefixed(text) for texts in self._texts), spans)

    def rows(self, places: Rows) -> Array:
        """The row of each place."""
        cuts = np.searchsorted(places, self._first)
        parts = zip(self._rows, self._first, cuts, cuts[1:], strict=False)
        return np.concatenate([rows[places[low:high] - first] for rows, first, low, high in parts])

    def _places(self, texts: Iterable[range], spans: list[tuple[int, int]]) -> Rows:
        """Of a stretch of each kind of text, and of all numbers in these spans, which ascend."""
        stretches = list(texts)
        edges = np.searchsorted(self._numbers, np.array(list(chain.from_iterable(spans)), np.int64)).reshape(-1, 2)
        owners = (*range(len(stretches)), *[len(stretches)] * len(spans))
        stretches += [range(first, last) for first, last in edges.tolist()]
        found = [
            np.arange(each.start, each.stop) + self._first[owner]
            for each, owner in zip(stretches, owners, strict=True)
            if each
        ]
        return np.concatenate(found) if found else NONE


def _buffers(texts: pa.Array) -> tuple[Array, Array]:
    _, offsets, data = texts.cast(pa.string()).buffers()
    starts = (
        np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        if offsets
        else np.zeros(1, np.int32)
    )
    return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), starts


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= GTIN_LENGTH
