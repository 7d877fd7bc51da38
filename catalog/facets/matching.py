"""Words on the rows of an index: which rows have them, and how well each fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.postings import BRAND, DESCRIPTION, HEAD, NAME, PART, ranges
from catalog.facets.sieve import Flags
from catalog.facets.slips import Slips
from catalog.facets.strings import Strings
from catalog.facets.text import Group, Sense, Words, understand
from catalog.facets.vocabulary import Lexicon, Vocabulary

FIELD_WEIGHTS = {HEAD: 12, NAME: 8, PART: 6, BRAND: 4, DESCRIPTION: 1}
"""What a find in a field weighs. The first word of a name says what the thing is: "savon" before "porte-savon"."""
CODE_WEIGHT = 16
"""What a reference or GTIN weighs."""
FIRST, FURTHER = 10, 8
"""What the first word typed and those after it weigh: it, too, says what the thing is."""
LENGTHS = 256
"""Names of equal score are told apart by how short they are, up to this many words."""

Scores = NDArray[np.uint32]
Places = NDArray[np.int64]


class Matcher:
    """The postings of an index."""

    def __init__(self, rows: int, arrays: Mapping[str, Array]) -> None:
        terms, words, codes = (Strings(arrays[f"{name}.data"], arrays[f"{name}.starts"]) for name in STRINGS)
        slips = Slips(arrays["slip.hashes"], arrays["slip.words"])
        self._rows = rows
        self._starts = arrays["posting.starts"]
        self._found_in = arrays["posting.rows"]
        self._fields = arrays["posting.fields"]
        self._coded = arrays["code.rows"]
        self._lengths = arrays["name_words"]
        self._vocabulary = Vocabulary(Lexicon(terms, words, arrays["word.term"], codes, slips))

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
        """How well each of `rows` fits: over all words, its best term's closeness times the weight of its best field.

        Of two that fit equally the one with the shorter name has more.
        """
        total = np.zeros(len(rows), np.uint32)
        place = np.empty(self._rows, np.int32)
        place[:] = -1
        place[rows] = np.arange(len(rows), dtype=np.int32)
        for number, group in enumerate(words):
            total += self._best(group, place, len(rows)) * np.uint32(FURTHER if number else FIRST)
        total *= np.uint32(LENGTHS)
        total += LENGTHS - 1 - self._lengths[rows]
        return total

    def _best(self, group: Group, place: NDArray[np.int32], count: int) -> Scores:
        """The best find of each of `count` rows, by their `place` (-1: none of them)."""
        best = np.zeros(count, np.uint32)
        for sense in group:
            for rows, weights in self._finds(sense):
                at = place[rows]
                inside = at >= 0
                np.maximum.at(best, at[inside], weights[inside] * np.uint32(sense.closeness))
        return best

    def _any_of(self, group: Group) -> Flags:
        inside = np.zeros(self._rows, np.bool_)
        for sense in group:
            for rows in self._found(sense):
                inside[rows] = True
        return inside

    def _found(self, sense: Sense) -> Iterator[Array]:
        words, codes = self._split(sense)
        if len(words):
            yield self._found_in[self._postings(words)]
        if len(codes):
            yield self._coded[codes]

    def _finds(self, sense: Sense) -> Iterator[tuple[Array, Scores]]:
        words, codes = self._split(sense)
        if len(words):
            postings = self._postings(words)
            yield self._found_in[postings], _WEIGHT_OF[self._fields[postings]]
        if len(codes):
            yield self._coded[codes], np.full(len(codes), CODE_WEIGHT, np.uint32)

    def _split(self, sense: Sense) -> tuple[Places, Places]:
        """The terms, and the codes by their own place."""
        cut = int(np.searchsorted(sense.terms, self._vocabulary.terms))
        return sense.terms[:cut], sense.terms[cut:] - self._vocabulary.terms

    def _postings(self, terms: Places) -> slice | Places:
        """Where the postings of `terms` stand: side by side where the terms do."""
        first, last = int(terms[0]), int(terms[-1])
        if last - first == len(terms) - 1:
            return slice(int(self._starts[first]), int(self._starts[last + 1]))
        starts = self._starts[terms].astype(np.int64)
        return ranges(starts, self._starts[terms + 1].astype(np.int64) - starts)


STRINGS = ("term", "word", "code")


def _weights() -> Scores:
    """The weight of every set of fields: that of its best."""
    every = range(1 << len(FIELD_WEIGHTS))
    best = [max((weight for field, weight in FIELD_WEIGHTS.items() if bits & field), default=0) for bits in every]
    return np.array(best, np.uint32)


_WEIGHT_OF = _weights()
