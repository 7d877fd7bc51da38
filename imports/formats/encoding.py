"""The encoding of a plain file, on evidence: marks first, then strict UTF-8, then which one gives the likeliest letters."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from imports.record import UnreadableFile

SINGLE_BYTE = ("cp1252", "iso-8859-15", "mac_roman", "cp850")
"""Tried in this order; the first of equals wins, so cp1252 is named when nothing tells them apart.

A reading names its encoding as Python does: these, "utf-8", "utf-8-sig" (with its mark), "utf-16" (with its mark),
"utf-16-le", "utf-16-be", "utf-32".
"""

_LIKELY = frozenset("éèàçêôûîïëâùüöäñœæÉÈÀÇÊÔÎÏËÂÙÜÖÄŒÆß°²³€«»’‘“”–—…µ®™½¼¾×·•§\u00a0")
_FRENCH = frozenset("éèàçêôûîïëâùœÉÈÀÇÊ€°²«»’\u00a0")
_WINDOW = 3


def decode(raw: bytes) -> tuple[str, str]:
    """(text, encoding). Never replaces a byte: raises UnreadableFile when no encoding fits."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
    ):
        if raw.startswith(mark):
            return _strict(raw, name), name
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if raw.startswith(mark):
            return _strict(raw, "utf-16"), "utf-16"
    if wide := _without_mark(raw):
        return _strict(raw, wide), wide
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(raw):
            raise _refusal(raw, "utf-8", error) from error
        return _single_byte(raw)


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refusal(raw, encoding, error) from error


def _refusal(raw: bytes, encoding: str, error: UnicodeDecodeError) -> UnreadableFile:
    row = raw.count(b"\n", 0, error.start) + 1
    return UnreadableFile("file.encoding", encoding=encoding, byte=error.start, row=row)


def _without_mark(raw: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of the first kilobyte is zero."""
    head = raw[:1024]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return None
    if head[1::2].count(0) > len(head) * 0.4 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > len(head) * 0.4 and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _mostly_utf8(raw: bytes) -> bool:
    """True for UTF-8 with a few broken places: any other reading would turn all its accents into pairs of signs."""
    pairs = len(re.findall(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x86][\x80-\xbf]", raw))
    return pairs * 2 > len(re.findall(rb"[\x80-\xff]+", raw))


def _single_byte(raw: bytes) -> tuple[str, str]:
    sample = _around_accents(raw)
    scores = {encoding: _score(sample, encoding) for encoding in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda encoding: scores[encoding])
    if scores[best] < 0.5:
        best = _guessed(raw) or best
    return _strict(raw, best), best


def _around_accents(raw: bytes) -> list[bytes]:
    """The first 4,000 places that are not ASCII, each with its neighbours."""
    places = []
    for match in re.finditer(rb"[\x80-\xff]+", raw):
        places.append(raw[max(match.start() - 1, 0) : match.end() + 1])
        if len(places) == 4000:
            break
    return places


def _score(places: list[bytes], encoding: str) -> float:
    """How likely (-1 to 1) these places are in this encoding: common letters count for it, odd signs against it."""
    total = 0.0
    for place in places:
        try:
            text = place.decode(encoding)
        except UnicodeDecodeError:
            return -1.0
        total += _likely(text)
    return total / len(places) if places else 0.0


def _likely(text: str) -> float:
    odd = [char for char in text if ord(char) > 127]
    score = sum(1.0 if char in _FRENCH else 0.8 if char in _LIKELY else -1.0 for char in odd) / len(odd)
    return score - (0.5 if _capital_inside(text) else 0.0)


def _capital_inside(text: str) -> bool:
    """A capital after a small letter ("rÈf") or a fraction between letters ("c½ur") is a sign of the wrong encoding."""
    return bool(re.search(r"[a-zà-ÿ][À-ÞŒ][a-zà-ÿ]|[A-Za-z][½¼¾¤¦¨´¸][A-Za-z]", text))


def _guessed(raw: bytes) -> str | None:
    """What charset-normalizer makes of letters that are not Western."""
    best = from_bytes(raw[:200_000]).best()
    return best.encoding if best else None
