"""The words an index knows, and how what a buyer types finds them: whole, begun, or with one slip of the finger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.facets.directory import Array
from catalog.facets.strings import Strings

SLIP_LETTERS = 4
"""From how many letters on a word may hold a slip; a shorter one would be too many others."""

Terms = NDArray[np.int64]
"""Terms by their number in an index, ascending, each once."""


class Vocabulary:
    """`terms`: what postings hang on. `words`: every surface as suppliers write it, with its term."""

    def __init__(self, terms: Strings, words: Strings, term_of: Array) -> None:
        self._terms = terms
        self._words = words
        self._term_of = term_of

    def known(self, texts: Iterable[str]) -> Terms:
        """The terms that are among these texts."""
        found = (self._terms.find(text) for text in texts)
        return np.unique(np.array([term for term in found if term >= 0], np.int64))

    def names(self, terms: Terms) -> set[str]:
        """How these terms are written."""
        return {self._terms[term].decode() for term in terms}

    def begun(self, text: str) -> Terms:
        """The terms of all words that begin with `text`."""
        places = self._words.prefixed(text)
        return np.unique(self._term_of[places.start : places.stop]).astype(np.int64)

    def begun_exact(self, text: str) -> Terms:
        """The terms that begin with `text`, as references and GTINs are known by."""
        places = self._terms.prefixed(text)
        return np.arange(places.start, places.stop)

    def near(self, word: str) -> Terms:
        """The terms of all words one slip from `word`: a letter lost, too many or wrong, or two neighbours swapped."""
        lengths = range(max(SLIP_LETTERS, len(word) - 1), len(word) + 2)
        found = [near for length in lengths for near, _, _ in _one_slip(word, self._lettered.get(length, ()))]
        return np.unique(np.array([self._term_of[self._words.find(near)] for near in found], np.int64))

    @cached_property
    def _lettered(self) -> dict[int, list[str]]:
        """Words of letters alone by their length."""
        words: dict[int, list[str]] = defaultdict(list)
        for word in self._words.every:
            if word.isalpha():
                words[len(word)].append(word)
        return words


def _one_slip(word: str, words: Sequence[str]) -> list[Any]:
    found: list[Any] = process.extract(word, words, scorer=OSA.distance, score_cutoff=1, limit=None)
    return found
