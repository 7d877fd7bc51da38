"""The hazard statements of the CLP regulation in three languages, and how to find their sentences in a text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from imports.documents.letters import Letters, compact

FILE = Path(__file__).with_name("statements.csv")
_HEAD = 8
"""Letters by which a sentence is looked up."""
_SHORTEST = 12
_ORDINARY = frozenset(("H209", "H210", "H211"))
"""Their sentences ("Explosive", "Very sensitive") are ordinary words: only the code tells."""


@dataclass(frozen=True, slots=True)
class Statements:
    """codes: every code known. heads: the first letters of a sentence -> (compact sentence, code), longest first."""

    codes: frozenset[str]
    heads: Mapping[str, tuple[tuple[str, str], ...]]

    def sentences(self, letters: Letters) -> Iterator[tuple[str, int]]:
        """(code, position) of each whole sentence; the longest one at a place, none within another."""
        position = 0
        while position < len(letters.text):
            found = self._at(letters, position)
            if found:
                yield found[1], position
            position += len(found[0]) if found else 1

    def _at(self, letters: Letters, position: int) -> tuple[str, str] | None:
        for sentence, code in self.heads.get(letters.text[position : position + _HEAD], ()):
            end = position + len(sentence)
            if letters.text.startswith(sentence, position) and letters.begins_word(position) and letters.ends_word(end):
                return sentence, code
        return None


@cache
def statements() -> Statements:
    """The statements as shipped beside this module, read once."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        sentence = compact(row["text"])
        if len(sentence) >= _SHORTEST and row["code"] not in _ORDINARY:
            heads.setdefault(sentence[:_HEAD], []).append((sentence, row["code"]))
    ordered = {head: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for head, found in heads.items()}
    return Statements(frozenset(row["code"] for row in rows), ordered)
