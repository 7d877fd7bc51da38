"""Words on the rows of an index: which rows have them, and how well each fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.codes import Codes
from catalog.facets.directory import Array
from catalog.facets.segments import BRAND, DESCRIPTION, HEAD, NAME, PART, Segments, held
from catalog.facets.sieve import Flags
from catalog.facets.slips import Slips
from catalog.facets.strings import Strings
from catalog.facets.text import Group, Sense, Words, understand
from catalog.facets.tokens import Rows
from catalog.facets.vocabulary import Lexicon, Vocabulary

WEIGHTS = {HEAD: 12, NAME: 8, PART: 6, BRAND: 4, DESCRIPTION: 1}
"""What a find in a place weighs. The first word of a name says what the thing is: "savon" before "porte-savon"."""
CODE_WEIGHT = 16
"""What a reference or GTIN weighs."""
FIRST, FURTHER = 10, 8
"""What the first word typed and those after it weigh: it, too, says what the thing is."""
ASKED_AGAIN = 500
"""How many texts are kept as understood."""
LENGTHS = 256
"""Names of equal score are told apart by how short they are, up to this many words."""
FEW = 32
"""So many times fewer rows than finds, and the rows are looked for among the finds rather than the reverse."""

Scores = NDArray[np.uint32]


class Find(NamedTuple):
    """What a find weighs; the rows that have it, and whether they ascend, each once; or a bit a row."""

    weight: int
    rows: Array
    ascending: bool
    bits: bool = False


class Matcher:
    """The postings of an index."""

    def __init__(self, rows: int, arrays: Mapping[str, Array], references: pa.ChunkedArray) -> None:
        """`references`: of each row, as the offer shows it."""
        terms, words = (Strings(arrays[f"{name}.data"], arrays[f"{name}.starts"]) for name in STRINGS)
        self._rows = rows
        self._segments = Segments(arrays, rows)
        self._lengths = arrays["name_words"]
        self._codes = Codes(arrays, references)
        slips = Slips(arrays["slip.hashes"], arrays["slip.words"])
        self._vocabulary = Vocabulary(Lexicon(terms, words, arrays["word.term"], self._codes, slips))
        self._understood = lru_cache(ASKED_AGAIN)(partial(understand, vocabulary=self._vocabulary))

    def understand(self, text: str) -> Words:
        """Read a query in the words of this index. The same text comes again with every filter that is ticked."""
        return self._understood(text)

    def having(self, words: Words) -> Flags | None:
        """The rows that have all words; None when none was asked for."""
        found: Flags | None = None
        for group in words:
            inside = self._any_of(group)
            if found is None:
                found = inside
            else:
                found &= inside
        return found

    def scores(self, words: Words, rows: Array) -> Scores:
        """How well each of `rows` (ascending) fits: over all words, its best term's closeness times the weight of the
        best place it stands in.

        Of two that fit equally the one with the shorter name has more.
        """
        total = np.zeros(len(rows), np.uint32)
        for number, group in enumerate(words):
            total += self._best(group, rows) * np.uint32(FURTHER if number else FIRST)
        total *= np.uint32(LENGTHS)
        total += LENGTHS - 1 - self._lengths[rows]
        return total

    def _best(self, group: Group, rows: Array) -> Scores:
        """The best find of each row: from the least to the most, the later one stands."""
        best = np.zeros(len(rows), np.uint32)
        everywhere: NDArray[np.uint16] | None = None
        for find in sorted(self._finds(group), key=itemgetter(0)):
            if find.bits:
                best[held(find.rows, rows)] = find.weight
            elif find.ascending and len(rows) * FEW < len(find.rows):
                best[_among(rows, find.rows)] = find.weight
            else:
                everywhere = np.zeros(self._rows, np.uint16) if everywhere is None else everywhere
                everywhere[find.rows] = find.weight
        return best if everywhere is None else np.maximum(best, everywhere[rows])

    def _finds(self, group: Group) -> Iterator[Find]:
        for sense in group:
            words, codes = self._split(sense)
            for place, rows, ascending in self._segments.lists(words):
                yield Find(sense.closeness * WEIGHTS[place], rows, ascending)
            for place, bits in self._segments.bits(words):
                yield Find(sense.closeness * WEIGHTS[place], bits, ascending=False, bits=True)
            if len(codes):
                yield Find(sense.closeness * CODE_WEIGHT, self._codes.rows(codes), ascending=False)

    def _any_of(self, group: Group) -> Flags:
        inside = np.zeros(self._rows, np.bool_)
        for sense in group:
            words, codes = self._split(sense)
            self._segments.mark(words, inside)
            if len(codes):
                inside[self._codes.rows(codes)] = True
        return inside

    def _split(self, sense: Sense) -> tuple[Rows, Rows]:
        """The terms, and the codes by their own place."""
        cut = int(np.searchsorted(sense.terms, self._vocabulary.terms))
        return sense.terms[:cut], sense.terms[cut:] - self._vocabulary.terms


STRINGS = ("term", "word")


def _among(rows: Array, found: Array) -> Flags:
    """Which of the rows are among those found, which ascend."""
    at = np.searchsorted(found, rows.astype(found.dtype))
    at[at == len(found)] = 0
    inside: Flags = found[at] == rows
    return inside
