"""Words of label and attribute columns that nobody understands, once the vocabulary has had its say."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.tagging.claims import claims_of, names_something
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain
from imports.record import Leftover


def not_understood(leftovers: Iterable[Leftover], vocabulary: Vocabulary) -> tuple[Leftover, ...]:
    """The leftovers of a reading without those that name a mark, a licence or a claim."""
    return tuple(each for each in leftovers if not understood(each.field, each.value, vocabulary))


def understood(field: str, value: str, vocabulary: Vocabulary) -> bool:
    """Whether the vocabulary knows what a word of a label or claim column speaks of. Of other columns it says nothing."""
    if field != "label" and not field.startswith("claim:"):
        return False
    return names_something(plain(value), vocabulary) or any(
        claim.attribute for claim in claims_of([], [(None, "", value)], None, vocabulary)
    )
