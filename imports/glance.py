"""A bounded look at the beginning of a file: enough to say whether it holds some words, never to read it.

No reader is started and nothing is trusted: at most MOST bytes of the file and of each part of a package are looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from imports.fields import fold

MOST = 256 * 1024
SCANNED = 4 * 1024 * 1024
PARTS = (b"sharedStrings", b"content.xml", b"sheet1.xml", b"workbook.xml")
"""Parts of a package that hold words, those with the most first: makers write them in any order."""
_LOCAL = b"PK\x03\x04"


def glance(path: Path) -> str:
    """The words at the beginning of a file, folded as headers are: text for `word in glance(path)`."""
    with path.open("rb") as file:
        raw = file.read(SCANNED)
    pieces = [piece for _, piece in sorted(_parts(raw))] if raw.startswith(_LOCAL) else [raw[:MOST]]
    return " ".join(fold(_text(piece)) for piece in pieces)


def _parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """(place in PARTS, beginning) of the parts with words, found by their local headers; no directory is believed."""
    for found in re.finditer(re.escape(_LOCAL), raw):
        head = raw[found.start() : found.start() + 30]
        if len(head) < 30:
            return
        method, name, extra = (int.from_bytes(head[at : at + 2], "little") for at in (8, 26, 28))
        begin = found.start() + 30
        for place, part in enumerate(PARTS):
            if part in raw[begin : begin + name]:
                yield place, _inflated(raw[begin + name + extra :], method)


def _inflated(data: bytes, method: int) -> bytes:
    if method == 0:
        return data[:MOST]
    try:
        return zlib.decompressobj(-15).decompress(data, MOST)
    except zlib.error:
        return b""


def _text(piece: bytes) -> str:
    """As text, whatever its encoding: tags become blanks, so that no words of two cells run together."""
    wide = piece[:2] in (b"\xff\xfe", b"\xfe\xff") or piece[:400].count(0) > 80
    text = piece.decode("utf-16" if piece[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le", "ignore") if wide else ""
    if not text:
        text = piece.decode("utf-8", "replace")
        text = piece.decode("cp1252", "replace") if "\ufffd" in text[: MOST // 2] else text
    return re.sub(r"<[^>]{0,300}>", " ", text)
