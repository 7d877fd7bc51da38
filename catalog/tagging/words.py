"""Text as it is compared: accents and case off, one character for one, so that a find can be quoted from the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

QUOTE = 160
"""A longer text is quoted around the find only (characters)."""
_AROUND = 50

_TOKEN = re.compile(r"\w+")
_SPECIAL = {"œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ø": "o", "Ø": "o", "ß": "s", "đ": "d", "ł": "l", "Ł": "l"}
_APOSTROPHES = "’‘ʼ′´`"
_DASHES = "‐‑‒–—−"
_SPACES = "\u00a0\u202f\u2007\u2009\t\r\n"


def _table() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
    table |= {ord(letter): plain for letter, plain in _SPECIAL.items()}
    for signs, plain in ((_APOSTROPHES, "'"), (_DASHES, "-"), (_SPACES, " ")):
        table |= {ord(sign): plain for sign in signs}
    return table


_PLAIN = _table()


def composed(text: str) -> str:
    """The text with its accents composed: the form in which `plain` keeps the place of every character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """Lower case without accents; as long as `composed(text)`, character for character."""
    if text.isascii():  # four searches that find nothing cost less than a look at every letter
        return text.lower().replace("`", "'").replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return composed(text).translate(_PLAIN).lower()


@lru_cache(maxsize=64)
def folded(text: str) -> tuple[str, frozenset[str]]:
    """A text in its plain form, and its words: kept while one product after another asks for its own several times."""
    told = plain(text)
    return told, frozenset(_TOKEN.findall(told))


def word_shape(word: str) -> str:
    """The regular expression (on plain text) of one word or phrase: with and without plural, spaces and hyphens alike."""
    return r"[\s-]+".join(_number_free(part) for part in re.split(r"[\s-]+", plain(word)) if part)


def _number_free(part: str) -> str:
    """One word, singular or plural. Short ones stay as they are: "GRS" is not the plural of "gr"."""
    if not part.isalpha() or len(part) < 4:
        return re.escape(part)
    stem = part[:-1] if len(part) > 4 and part[-1] in "sx" else part
    return stem + ("x?" if part.endswith("x") else "s?")


def triggers(words: Iterable[str]) -> frozenset[str]:
    """For each word or phrase its longest part, singular and plural: a text with none of them holds none of the words."""
    longest = (max(_TOKEN.findall(plain(word)), key=len, default="") for word in words)
    return frozenset(form for part in longest if part for form in _forms(part))


def tokens(plain_text: str) -> set[str]:
    """The words of a plain text."""
    return set(_TOKEN.findall(plain_text))


def _forms(part: str) -> tuple[str, ...]:
    stem = part[:-1] if len(part) > 4 and part[-1] in "sx" else part
    return (part, stem, stem + "s", stem + "x")


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern (on plain text) that finds any of the words as whole words, longest first; None without words."""
    shapes = sorted({word_shape(word) for word in words if word.strip()}, key=lambda shape: (-len(shape), shape))
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)") if shapes else None


def loosely(words: Iterable[str]) -> str:
    """A regular expression for a linear engine that knows plain letters only: it finds any of the words wherever
    `any_of` does, and now and then more."""
    shapes = sorted({_loose(word) for word in words if word.strip()})
    return "|".join(shape for shape in shapes if shape)


def _loose(word: str) -> str:
    shape = r"[^0-9A-Za-z_]+".join(_number_free(part) for part in re.split(r"[\s-]+", plain(word)) if part)
    before, after = (r"\b" if sign.isascii() and sign.isalnum() else "" for sign in (word.strip()[0], word.strip()[-1]))
    return f"{before}(?:{shape}){after}" if shape else ""


def quote(text: str, start: int, end: int) -> str:
    """What to show of a find: the whole of a short text, else the words around it between ellipses."""
    whole = composed(text)
    if len(whole) <= QUOTE:
        return whole.strip()
    first, last = max(0, start - _AROUND), min(len(whole), end + _AROUND)
    first = whole.rfind(" ", 0, first) + 1 if first else 0
    last = whole.find(" ", last) if whole.find(" ", last) != -1 else len(whole)
    return ("… " if first else "") + whole[first:last].strip() + (" …" if last < len(whole) else "")


def quoted_from(said: str, text: str | None) -> bool:
    """Whether `quote` may have made these words of a text."""
    if not text or not said:
        return False
    whole = composed(text)
    if len(whole) <= QUOTE:
        return said == whole.strip()
    return said.removeprefix("… ").removesuffix(" …") in whole
