"""Words on the rows of an index: which rows have them, and how well each fits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.postings import BRAND, DESCRIPTION, HEAD, IDENTITY, NAME, ranges
from catalog.facets.sieve import Flags
from catalog.facets.strings import Strings
from catalog.facets.text import Group, Words, understand
from catalog.facets.vocabulary import Terms, Vocabulary

FIELD_WEIGHTS = {IDENTITY: 16, HEAD: 12, NAME: 8, BRAND: 4, DESCRIPTION: 1}
"""What a find in a field weighs. The first word of a name says what the thing is: "savon" before "porte-savon"."""

Scores = NDArray[np.uint32]
Places = NDArray[np.int64]


class Matcher:
    """The postings of an index."""

    def __init__(self, rows: int, arrays: Mapping[str, Array]) -> None:
        terms = Strings(arrays["term.data"], arrays["term.starts"])
        words = Strings(arrays["word.data"], arrays["word.starts"])
        self._rows = rows
        self._starts = arrays["posting.starts"]
        self._found_in = arrays["posting.rows"]
        self._fields = arrays["posting.fields"]
        self._vocabulary = Vocabulary(terms, words, arrays["word.term"])

    def understand(self, text: str) -> Words:
        """Read a query in the words of this index."""
        return understand(text, self._vocabulary)

    def having(self, words: Words) -> Flags | None:
        """The rows that have all words; None when none was asked for."""
        found: Flags | None = None
        for group in words:
            inside = self._any_of(group)
            found = inside if found is None else found & inside
        return found

    def scores(self, words: Words, rows: Array) -> Scores:
        """How well each of `rows` fits: over all words, its best term's closeness times the weight of its best field."""
        total = np.zeros(self._rows, np.uint32)
        for group in words:
            best = np.zeros(self._rows, np.uint32)
            for sense in group:
                postings = self._postings(sense.terms)
                weights = _WEIGHT_OF[self._fields[postings]] * np.uint32(sense.closeness)
                np.maximum.at(best, self._found_in[postings], weights)
            total += best
        return total[rows]

    def _any_of(self, group: Group) -> Flags:
        inside = np.zeros(self._rows, np.bool_)
        for sense in group:
            inside[self._found_in[self._postings(sense.terms)]] = True
        return inside

    def _postings(self, terms: Terms) -> slice | Places:
        """Where the postings of `terms` stand: side by side where the terms do."""
        first, last = int(terms[0]), int(terms[-1])
        if last - first == len(terms) - 1:
            return slice(int(self._starts[first]), int(self._starts[last + 1]))
        starts = self._starts[terms].astype(np.int64)
        return ranges(starts, self._starts[terms + 1].astype(np.int64) - starts)


def _weights() -> Scores:
    """The weight of every set of fields: that of its best."""
    every = range(1 << len(FIELD_WEIGHTS))
    best = [max((weight for field, weight in FIELD_WEIGHTS.items() if bits & field), default=0) for bits in every]
    return np.array(best, np.uint32)


_WEIGHT_OF = _weights()
