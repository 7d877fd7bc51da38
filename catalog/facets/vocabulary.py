"""The words an index knows, and how what a buyer types finds them: whole, begun, or with one slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from catalog.facets.codes import Codes
from catalog.facets.directory import Array
from catalog.facets.slips import SLIP_LETTERS, Slips
from catalog.facets.strings import Strings

ROOT = "~"
"""Before a root among the words: "~nettoi nettoyant" says that `nettoyant` is of that family."""
REMEMBERED = 50_000
"""How many words an index keeps what it found for, once asked."""

Terms = NDArray[np.int64]
"""Terms by their number in an index, ascending, each once; the codes (references, GTINs) come after all terms."""


class Lexicon(NamedTuple):
    """What is written down of an index's words.

    `terms`: what postings hang on; with a digit, as suppliers write it. `words`: every surface of letters alone, and every
    root, with its term in `term_of`. `codes`: references and GTINs. `slips`: where a word with a slip may belong among `words`.
    """

    terms: Strings
    words: Strings
    term_of: Array
    codes: Codes
    slips: Slips


class Vocabulary:
    """A lexicon, asked."""

    def __init__(self, lexicon: Lexicon) -> None:
        """What is kept holds no circle: an index that nobody asks any more goes at once, and its maps with it."""
        self._terms, self._words, self._term_of, self._codes, self._slips = lexicon
        self._place = lru_cache(REMEMBERED)(self._terms.find)
        self._exactly = lru_cache(REMEMBERED)(self._codes.exactly)
        self._family = lru_cache(REMEMBERED)(partial(_termed, self._words, self._term_of))

    @property
    def terms(self) -> int:
        """How many terms there are: the first number that stands for a code."""
        return len(self._terms)

    def known(self, texts: Iterable[str]) -> Terms:
        """The terms that are among these texts."""
        places = {place for text in texts if (place := self._place(text)) >= 0}
        return np.array(sorted(places), np.int64)

    def names(self, terms: Terms) -> set[str]:
        """How these terms are written."""
        return {self._terms[term].decode() for term in terms}

    def begun(self, text: str) -> Terms:
        """The terms of all words that begin with `text`, and those that do themselves."""
        terms = self._terms.prefixed(text)
        return np.union1d(_termed(self._words, self._term_of, text), np.arange(terms.start, terms.stop))

    def related(self, root: str) -> Terms:
        """The terms of all words of this family."""
        return self._family(f"{ROOT}{root} ")

    def coded(self, code: str) -> Terms:
        """The code itself, as often as offers have it."""
        return self._exactly(code) + self.terms

    def begun_code(self, text: str) -> Terms:
        """The codes that begin with `text`."""
        return self._codes.begun(text) + self.terms

    def near(self, word: str) -> Terms:
        """The terms of all words one slip from `word`: a letter lost, too many or wrong, or two neighbours swapped."""
        places = [place for place in self._slips.candidates(word) if self._slipped(word, self._words[place].decode())]
        return np.unique(self._term_of[places]).astype(np.int64) if places else np.zeros(0, np.int64)

    def _slipped(self, word: str, other: str) -> bool:
        return len(other) >= SLIP_LETTERS and OSA.distance(word, other, score_cutoff=1) <= 1


def _termed(words: Strings, term_of: Array, text: str) -> Terms:
    """The terms of all words that begin with `text`."""
    places = words.prefixed(text)
    return np.unique(term_of[places.start : places.stop]).astype(np.int64)
