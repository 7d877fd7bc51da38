"""What the codes of a browse page are called, as far as the person may know of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.reference.shipped import names as reference_names
from catalog.services.agreements import read as agreements
from catalog.services.ranges import show
from catalog.services.ranges.show import RangeSheet
from catalog.wording.sentences import named
from ui.wording.words import t

NONE = "none"


@dataclass(frozen=True, slots=True)
class Names:
    """Facet -> code -> name; the ranges with their rule in words."""

    language: str
    of: Mapping[str, Mapping[str, str]]
    ranges: Mapping[str, RangeSheet]

    def __call__(self, facet: str, code: str) -> str:
        """The name of a code: its own where none is known, words where an offer has no value."""
        if code == NONE and facet in ("family", "brand"):
            return t(f"facet.none.{facet}")
        return self.of.get(facet, {}).get(code) or named(facet, code, self.language)

    def known(self, facet: str) -> frozenset[str]:
        """The codes that exist whether or not an offer has them today."""
        return frozenset(self.of.get(facet, ())) | frozenset(reference_names(facet))


def names(actor: Actor, means: Means, edition: Edition, language: str) -> Names:
    """The names, read once for each edition, language and kind of reader while the database stands as it is."""
    key = ("names", edition.publication, edition.on, language, actor.organisation_id, actor.role)
    return means.once(key, lambda: _names(actor, means, edition, language))


def _names(actor: Actor, means: Means, edition: Edition, language: str) -> Names:
    seen = agreements.agreements(actor, means)
    ranges = {sheet.terms.code: sheet for sheet in show.list_ranges(actor, means, edition.on)}
    return Names(
        language=language,
        of={
            "agreement": {each.terms.code: each.terms.name for each in seen},
            "lot": {lot.code: lot.name for each in seen for lot in each.lots},
            "supplier": {card.code: card.name for card in agreements.suppliers(actor, means)},
            "range": {code: range_name(sheet, language) for code, sheet in ranges.items()},
        },
        ranges=ranges,
    )


def range_name(sheet: RangeSheet, language: str) -> str:
    """A range's name in a language."""
    return sheet.terms.name_fr if language == "fr" else sheet.terms.name_en


def label(text: str) -> str:
    """Any text as the label of an input: what Markdown would obey is escaped, the rest left for screen readers."""
    return re.sub(r"([\\`*_\[\]#~|<>$&:])", r"\\\1", " ".join(text.split()))


def sortable(text: str) -> str:
    """Text as people look it up: case and accents do not count."""
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
