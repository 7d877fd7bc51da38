"""Rehearse a file with no database: read, map, clean, claims as far as the file alone tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import Invalid
from catalog.reference.shipped import names, shipped_facts
from catalog.staging.stage import claim_records
from catalog.tagging.families import family_of, family_words
from catalog.tagging.left_over import not_understood
from catalog.tagging.vocabulary import Vocabulary
from catalog.wording.reading import product_json
from imports.reading import read_file
from imports.record import Reading, Request

CLAIM = ("attribute", "label", "number", "quote", "column")


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading, and what is needed to tell its products."""

    reading: Reading
    vocabulary: Vocabulary
    file: str
    family: str | None

    def products(self) -> Iterator[dict[str, Any]]:
        """The contract's line of each product, in the order of the file."""
        for row in self.reading.products.to_pylist():
            family = family_of(row["family"], self.vocabulary) or self.family
            yield product_json(row, self._claims(row, family), family, self.file)

    def _claims(self, row: dict[str, Any], family: str | None) -> list[dict[str, Any]]:
        claims = claim_records(row, self.reading.columns, self.vocabulary, family)
        return [
            {name: claim[name] for name in CLAIM} for claim in claims if claim["attribute"] and not claim["against"]
        ]


def check(path: Path, request: Request) -> Checked:
    """Read one file with the shipped facts. Nobody's rights are asked: nothing is kept.

    Raises Invalid for a family that is none.
    """
    known = names("family")
    if request.family is not None and request.family not in known:
        raise Invalid("option.family", value=request.family, known=", ".join(known))
    vocabulary = shipped_vocabulary()
    reading = read_file(path, with_words(request, vocabulary))
    reading = dataclasses.replace(reading, leftovers=not_understood(reading.leftovers, vocabulary))
    return Checked(reading, vocabulary, request.name, request.family)


def shipped_vocabulary() -> Vocabulary:
    """The vocabulary of the files as shipped."""
    return Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())


def with_words(request: Request, vocabulary: Vocabulary) -> Request:
    """The request with the family words of a vocabulary."""
    words = dataclasses.replace(request.words, families=family_words(vocabulary))
    return dataclasses.replace(request, words=words)
