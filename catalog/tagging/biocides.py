"""Disinfectants, a class of their own: never ecolabelled, never suited without a protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.tagging import pitfalls
from catalog.tagging.records import Product
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain, quote, tokens

FAMILY = "DISINFECTANTS"
_PRODUCT_TYPE = re.compile(r"(?<!\w)(?:tp|pt)\s?0?[1-5](?!\w)")
"""Product types 1 to 5 of the Biocides Regulation: disinfectants."""


@dataclass(frozen=True, slots=True)
class Biocide:
    """How a product is known for a disinfectant: the word and where it stands ("family", "name" or "description")."""

    word: str
    where: str


def biocide_of(product: Product, vocabulary: Vocabulary) -> Biocide | None:
    """The first sign that a product is a disinfectant, None without one.

    Words count in the families of mixtures and where no family is known: a chair "antibactérienne" is no biocide.
    """
    if product.family == FAMILY:
        return Biocide(FAMILY, "family")
    if product.family is not None and product.family not in vocabulary.mixtures:
        return None
    return _in_text(product.name, "name", vocabulary) or _in_text(product.description, "description", vocabulary)


def _in_text(text: str | None, where: str, vocabulary: Vocabulary) -> Biocide | None:
    if not text:
        return None
    folded = plain(text)
    if not vocabulary.biocide_triggers.isdisjoint(tokens(folded)):
        for word in vocabulary.biocide_words:
            for match in word.pattern.finditer(folded) if where == "name" or not word.name_only else ():
                before = folded[: match.start()]
                if not pitfalls.negated(before) and not pitfalls.names_another_product(before):
                    return Biocide(quote(text, match.start(), match.end()), where)
    return _by_type(text, folded, where)


def _by_type(text: str, folded: str, where: str) -> Biocide | None:
    match = _PRODUCT_TYPE.search(folded) if "tp" in folded or "pt" in folded else None
    return Biocide(quote(text, match.start(), match.end()), where) if match else None
