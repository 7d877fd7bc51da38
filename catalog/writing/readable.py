"""Text of others as a document takes it: what a reader sees, nothing that acts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from anyascii import anyascii

BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Soft hyphens, joiners, marks that turn the direction of what follows."""
BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Halves of pairs and code points that are no characters: XML cannot carry them."""
NO_CHARACTER = "\ufffd"
KEPT = "\u00a0\u202f"
"""Blanks that are told apart from a space: French typography rests on them."""
DRAWN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    "\u1e00-\u1eff\u2010-\u2027\u202f-\u205e\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2100-\u2151\u2153-\u2184"
    "\u2190-\u22ff\ufb00-\ufb06\ufffd]"
)
"""What the fonts of our documents have a drawing for: a test sets every one of them."""


def readable(text: str) -> str:
    """On one line, composed, without control characters, and without marks that reorder or hide what stands there."""
    whole = BROKEN.sub(NO_CHARACTER, unicodedata.normalize("NFC", text))
    return BLANKS.sub(_blank, UNSEEN.sub("", whole)).strip()


def _blank(found: re.Match[str]) -> str:
    text = found.group()
    return text if len(text) == 1 and text in KEPT else " "


def drawn(text: str) -> str:
    """As `readable`, each character that has no drawing spelt in Latin letters: a document without tofu."""
    return "".join(_drawn(character) for character in readable(text))


@cache
def _drawn(character: str) -> str:
    if DRAWN.fullmatch(character):
        return character
    spelt = anyascii(character)
    return spelt if spelt or unicodedata.combining(character) else NO_CHARACTER
