"""The purchase family that a supplier's own words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain
from imports.fields import fold

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
    longest word within; two families named equally long by one cell give None rather than a guess.
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
    found: dict[str, int] = {}
    for code, pattern in vocabulary.family_patterns.items():
        lengths = [len(match.group()) for match in pattern.finditer(plain(text))]
        if lengths:
            found[code] = max(lengths)
    longest = [code for code, length in found.items() if length == max(found.values())]
    return longest[0] if len(longest) == 1 else None
