"""Words that no fact knows, kept as claims of their own until a person says what they mean; then they are heard at once.

Such a claim has no attribute, and its quote is the whole cell. A decided word counts in label cells only, never in a
title: "Vert" may be somebody's word for a label and is still the colour of a pen.
"""

from __future__ import annotations

from dataclasses import replace

from catalog.tagging.records import Claim, Product
from catalog.tagging.vocabulary import Label, Vocabulary
from catalog.tagging.words import plain

UNHEARD = ""
"""The attribute of a claim that nobody understands yet; the vocabulary has none of this code."""
LONGEST = 80
"""A longer cell is no word (characters)."""


def word_of(text: str) -> str:
    """A cell as words are compared: plain, with single spaces."""
    return " ".join(plain(text).split())


def is_word(text: str) -> bool:
    """Whether a cell may be somebody's word for a label: short, and with letters."""
    return len(text) <= LONGEST and any(sign.isalpha() for sign in text)


def heard(product: Product, vocabulary: Vocabulary) -> Product:
    """The product with the words that were decided as claims of their labels, and without those nobody understands."""
    if all(claim.label for claim in product.claims):
        return product
    if not vocabulary.heard and all(claim.attribute != UNHEARD for claim in product.claims):
        return product
    claims = tuple(_heard(claim, vocabulary) for claim in product.claims)
    kept = tuple(claim for claim in claims if claim.attribute != UNHEARD)
    return product if kept == product.claims else replace(product, claims=kept)


def _heard(claim: Claim, vocabulary: Vocabulary) -> Claim:
    if claim.label or claim.against or not vocabulary.heard:
        return claim
    label = label_heard(claim.quote, vocabulary, within=claim.attribute == UNHEARD)
    return replace(claim, attribute=label.attribute, label=label.code) if label else claim


def label_heard(cell: str, vocabulary: Vocabulary, *, within: bool = True) -> Label | None:
    """The label that a cell was decided to mean, as a whole or (within) by a word in it."""
    word = word_of(cell)
    if within and word not in vocabulary.heard and vocabulary.heard_within:
        found = vocabulary.heard_within.search(word)
        word = found.group() if found else word
    return vocabulary.labels.get(vocabulary.heard.get(word, ""))
