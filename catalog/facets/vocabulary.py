"""The words an index knows, and how what a buyer types finds them: whole, begun, or with one slip of the finger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.facets.directory import Array
from catalog.facets.strings import Strings

SLIP_LETTERS = 4
"""From how many letters on a word may hold a slip; a shorter one would be too many others."""


class Vocabulary:
    """`terms`: what postings hang on. `words`: every surface as suppliers write it, with its term."""

    def __init__(self, terms: Strings, words: Strings, term_of: Array) -> None:
        self._terms = terms
        self._words = words
        self._term_of = term_of

    def term(self, text: str) -> int:
        """The number of a term, or -1."""
        return self._terms.find(text)

    def name(self, term: int) -> str:
        """The term of a number."""
        return self._terms[term].decode()

    def begun(self, text: str) -> Iterator[int]:
        """The terms of all words that begin with `text`; one may come more than once."""
        return (int(self._term_of[place]) for place in self._words.prefixed(text))

    def begun_exact(self, text: str) -> range:
        """The terms that begin with `text`, as references and GTINs are known by."""
        return self._terms.prefixed(text)

    def near(self, word: str) -> list[int]:
        """The terms of all words one slip from `word`: a letter lost, doubled, wrong, or two neighbours swapped."""
        lengths = range(max(SLIP_LETTERS, len(word) - 1), len(word) + 2)
        found = (
            process.extract(word, self._lettered.get(n, ()), scorer=OSA.distance, score_cutoff=1, limit=None)
            for n in lengths
        )
        return [int(self._term_of[self._words.find(near)]) for some in found for near, _, _ in some]

    @cached_property
    def _lettered(self) -> dict[int, list[str]]:
        """Words of letters alone by their length."""
        words: dict[int, list[str]] = defaultdict(list)
        for word in self._words.every:
            if word.isalpha():
                words[len(word)].append(word)
        return words
