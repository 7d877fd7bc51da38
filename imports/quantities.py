"""Quantities that a header names: "10+", "Prix x10", "10 à 49", "à partir de 50"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST = 10**7
_N = r"(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d{1,7})"
_WORDS = (
    r"(?:(?:prix|tarif|pu|p\.u\.|px|price|preis|net|ht|h\.t\.|€|eur|unitaire|unit|qt[eé]|qty|quantit[eéy]s?|palier|"
    r"tranche|selon|suivant|par quantit[ée]|de|par|pour|d[eè]s|[aà] partir de|[aà] compter de|from|ab|staffel)[ .:(/-]*)*"
)
_UNITS = (
    r"[ .)/-]*(?:u\.?|unit[eé]s?|pi[eè]ces?|pcs?|pce|ex|colis|cartons?|stk|st[uü]ck|ht|h\.t\.|€|eur|net|plus)*[ .)]*"
)
_RANGE = re.compile(rf"^{_WORDS}{_N} ?(?:-|–|à|a|to|bis) ?{_N}{_UNITS}$")
_UP = re.compile(rf"^{_WORDS}{_N} ?(?:\+|et (?:\+|plus)|ou plus|and more|u?nd mehr){_UNITS}$")
_FROM = re.compile(
    rf"^{_WORDS}(?:x ?|×|≥ ?|>= ?|\+ ?de ?|(?:d[eè]s|[aà] partir de|[aà] compter de|from|ab) ){_N}{_UNITS}$"
)
_LONGEST = 60
_YEARS = range(1990, 2101)


@lru_cache(4096)
def quantity_from(title: str) -> int | None:
    """The quantity (10^-6) from which the price under this header holds; None where it names none."""
    if len(title) > _LONGEST or not any(char.isdigit() for char in title):
        return None
    text = unicodedata.normalize("NFKC", title).casefold().strip()
    for pattern in (_RANGE, _UP, _FROM):
        if match := pattern.match(text):
            first = int(re.sub(r"\D", "", match.group(1)))
            last = int(re.sub(r"\D", "", match.group(2))) if pattern is _RANGE else MOST
            return first * 10**6 if 0 < first < last and not (first in _YEARS and last in _YEARS) else None
    return None
