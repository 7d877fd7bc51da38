"""References and GTINs of an index: found whole or begun, each with the row of the offer that has it."""

from __future__ import annotations

from itertools import chain

import numpy as np

from catalog.facets.directory import Array
from catalog.facets.strings import Strings
from catalog.facets.tokens import Rows

NONE = np.zeros(0, np.int64)
GTIN_LENGTH = 14
"""A number of more digits is no GTIN."""


class Codes:
    """`texts` ascending with `text_rows`, then `numbers` ascending with `number_rows`: every code by its place in both.

    A number is a GTIN without leading zeros; all else is a text.
    """

    def __init__(self, texts: Strings, text_rows: Array, numbers: Array, number_rows: Array) -> None:
        self._texts = texts
        self._text_rows = text_rows
        self._numbers = numbers
        self._number_rows = number_rows

    def exactly(self, code: str) -> Rows:
        """The places of this code, as often as offers have it."""
        first = self._texts.find(code)
        texts = range(first, self._texts.place(code.encode() + b"\0")) if first >= 0 else range(0)
        return self._places(texts, [(int(code), int(code) + 1)] if _is_number(code) else [])

    def begun(self, text: str) -> Rows:
        """The places of all codes that begin so."""
        longer = range(GTIN_LENGTH - len(text) + 1)
        spans = [(int(text) * 10**more, (int(text) + 1) * 10**more) for more in longer] if _is_number(text) else []
        return self._places(self._texts.prefixed(text), spans)

    def rows(self, places: Rows) -> Array:
        """The row of each place."""
        cut = int(np.searchsorted(places, len(self._texts)))
        numbers = places[cut:] - len(self._texts)
        return np.concatenate([self._text_rows[places[:cut]], self._number_rows[numbers]])

    def _places(self, texts: range, spans: list[tuple[int, int]]) -> Rows:
        """Of a stretch of the texts, and of all numbers in these spans, which ascend."""
        found = [np.arange(texts.start, texts.stop)] if texts else []
        if spans:
            edges = np.searchsorted(self._numbers, np.array(list(chain.from_iterable(spans)), np.int64)).reshape(-1, 2)
            found += [np.arange(first, last) + len(self._texts) for first, last in edges.tolist() if first < last]
        return np.concatenate(found) if found else NONE


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= GTIN_LENGTH
