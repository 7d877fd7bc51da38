"""The distinct chunks of an index, each read once: its terms, and the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.facets.analysis import Chunk, Word, chunk, partly, sequence, written
from catalog.facets.tokens import Read

_PLURAL = re.compile(r"^[^\W\d_]{3,}[^\W\d_s]s$")
"""Words whose singular is written down beside them, so that a slip in it is one slip."""
ALONE = "^[a-z]*[0-9]+$"
"""A number, or letters and a number: known by itself alone. Most of what a large catalogue has is of this kind."""


class Readings(NamedTuple):
    """What names are found by. `whole`: for having all of it; `part`: a part of it; `said`: in a row, for synonyms."""

    whole: Read
    part: Read
    said: Read


class Glossary:
    """The terms met so far, each with a number; the words that suppliers write, with the number of their term."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self.stems: set[str] = set()

    def number(self, term: str) -> int:
        return self.numbers.setdefault(term, len(self.numbers))

    def add(self, terms: Iterable[str]) -> list[int]:
        return [self.number(term) for term in terms]

    def read(self, names: Sequence[str]) -> Readings:
        """Take each name apart, those known by themselves alone all at once."""
        alone = pc.match_substring_regex(pa.array(names, pa.string()), ALONE).to_numpy(zero_copy_only=False)
        known = [self._piece(chunk(names[place])) for place in np.flatnonzero(~alone).tolist()]
        numbers = self._alone([names[place] for place in np.flatnonzero(alone).tolist()])
        whole, part, said = (Read.of(each) for each in (zip(*known, strict=True) if known else ((), (), ())))
        return Readings(whole.among(alone, numbers), part.among(alone, numbers[:0]), said.among(alone, numbers))

    def _alone(self, names: Sequence[str]) -> NDArray[np.int32]:
        fresh = [name for name in names if name not in self.numbers]
        self.numbers |= zip(fresh, range(len(self.numbers), len(self.numbers) + len(fresh)), strict=True)
        numbers = list(map(self.numbers.__getitem__, names))
        return np.array(numbers, np.int32)

    def _piece(self, piece: Chunk) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        for word in (*piece.words, piece.joined) if piece.joined else piece.words:
            self._word(word)
        return self.add(written(piece)), self.add(partly(piece)), self.add(sequence(piece))

    def _word(self, word: Word) -> None:
        """A surface has one term: the first. What has a digit is looked for among the terms."""
        if any(sign.isdigit() for sign in word.surface):
            return
        number = self.number(word.terms[0])
        self.words[word.surface] = number
        self.stems.add(word.terms[0])
        if _PLURAL.search(word.surface):
            self.words[word.surface[:-1]] = number
