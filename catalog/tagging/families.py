"""The purchase family that a supplier's own words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain
from imports.fields import fold

_JOINED = re.compile(r"[\w\s']*(?:[,&+]|(?<!\w)(?:et|and|und)(?!\w))[\w\s']*")
_LEVELS = re.compile(r"\s*(?:[>»|\\]|(?<!\w)/(?!\w)|\s-\s)\s*")


def family_words(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Folded family word -> family code, as `imports.record.Words.families` takes them; the first family keeps a word."""
    found: dict[str, str] = {}
    for code, words in vocabulary.families.items():
        for word in (code, *words):
            found.setdefault(fold(word), code)
    return found


@lru_cache(maxsize=20_000)
def family_of(text: str | None, vocabulary: Vocabulary) -> str | None:
    """The family code for what a file's family cell says, None where no word of ours is in it.

    The whole cell is looked up first, then its levels from the narrowest ("Hygiène > Papier toilette"), then the
    longest word within; two families joined in one cell ("Détergents et désinfectants"), or named equally long by it,
    give None rather than a guess.
    """
    if not text or not text.strip():
        return None
    if text.strip() in vocabulary.families:
        return text.strip()
    words = _words_of(vocabulary)
    levels = [text, *reversed(_LEVELS.split(text))]
    exact = (words.get(fold(level)) for level in levels)
    return next((code for code in exact if code), None) or _within(text, vocabulary)


@lru_cache(maxsize=4)
def _words_of(vocabulary: Vocabulary) -> Mapping[str, str]:
    return family_words(vocabulary)


def _within(text: str, vocabulary: Vocabulary) -> str | None:
    folded = plain(text)
    found = [
        (match.start(), match.end(), code)
        for code, pattern in vocabulary.family_patterns.items()
        for match in pattern.finditer(folded)
    ]
    if _of_two(folded, found):
        return None
    lengths = {code: max(end - start for start, end, each in found if each == code) for _, _, code in found}
    longest = [code for code, length in lengths.items() if length == max(lengths.values())]
    return longest[0] if len(longest) == 1 else None


def _of_two(text: str, found: list[tuple[int, int, str]]) -> bool:
    """ "Détergents et désinfectants": a heading of two families says of no product which one it is of."""
    outer = sorted(each for each in found if not any(_holds(other, each) for other in found))
    return any(one[2] != two[2] and _JOINED.fullmatch(text[one[1] : two[0]]) for one, two in pairwise(outer))


def _holds(outer: tuple[int, int, str], inner: tuple[int, int, str]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1] and outer[:2] != inner[:2]
