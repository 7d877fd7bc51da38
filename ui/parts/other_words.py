"""Words that find nothing: what else may have been meant. A word too many, or a word that names an attribute.

Suppliers name what a product is, buyers also what it must be: « savon crèche » stands in no designation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from catalog.facets.analysis import fold
from catalog.reference.shipped import LIST, facts_of, names
from catalog.tagging.records import ATTRIBUTES

MOST_WORDS = 8
"""Of a longer text no word is left out by itself: it is a sentence, not a question."""
ALSO = {
    "early_childhood": ("bébé", "bébés", "enfant", "enfants", "jeune enfant", "baby", "babies"),
    "ecolabelled": ("écologique", "écologiques", "écolo"),
    "remanufactured": ("remanufacturé", "remanufacturée", "remanufacturés", "remanufacturées"),
}
"""Attribute -> what buyers call it beside its names and the words that suppliers claim it with."""


def fewer(text: str) -> list[tuple[str, str]]:
    """(the word left out, the other words), for each word of a text of several."""
    words = text.split()
    if not 1 < len(words) <= MOST_WORDS:
        return []
    return [(word, " ".join([*words[:at], *words[at + 1 :]])) for at, word in enumerate(words)]


def alone(text: str) -> list[str]:
    """Each word by itself, for a text of more than two: of two, leaving one out is the same."""
    words = text.split()
    return list(dict.fromkeys(words)) if 2 < len(words) <= MOST_WORDS else []


def attributes(text: str) -> Iterator[tuple[str, str]]:
    """(attribute, the other words) for each attribute that some of the words name."""
    words = text.split()
    folded = [fold(word) for word in words]
    for attribute in ATTRIBUTES:
        found = next((at for said in _said(attribute) if (at := _place(folded, said)) is not None), None)
        if found is not None:
            begins, ends = found
            yield attribute, " ".join([*words[:begins], *words[ends:]])


def _place(words: Sequence[str], said: Sequence[str]) -> tuple[int, int] | None:
    for at in range(len(words) - len(said) + 1):
        if list(words[at : at + len(said)]) == list(said):
            return at, at + len(said)
    return None


@cache
def _said(attribute: str) -> tuple[tuple[str, ...], ...]:
    """What names an attribute, folded, the longest first."""
    claimed = [fact.payload for fact in facts_of("claim_word") if fact.payload["attribute"] == attribute]
    words = {word for payload in claimed for word in payload["words"].split(LIST)}
    words |= {*names("attribute")[attribute], *ALSO.get(attribute, ())}
    return tuple(sorted({tuple(fold(word).split()) for word in words}, key=len, reverse=True))
