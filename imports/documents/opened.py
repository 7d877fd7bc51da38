"""One document in this very process: its bytes tell what it is, then it is read as a sheet or an ingredient list."""

from __future__ import annotations

from pathlib import Path

from imports.documents.ingredient_list import list_of
from imports.documents.layout import Text, plain_text, text_of
from imports.documents.pdf import Unreadable, words_of
from imports.documents.record import Kind, ReadDocument, Refused, Sheet
from imports.documents.safety_sheet import sheet_of

LINES = 3000
"""So many lines of a document are handed over."""
_HEAD = 1024
_TEXT = 4 * 2**20
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def read_here(path: Path, name: str, most_pages: int) -> ReadDocument:
    """Reads in this process, with no limit of time or memory. Never raises on any content of the file."""
    try:
        kind, text = _text(path, most_pages)
    except Unreadable as refusal:
        return ReadDocument(name, "other", 0, refused=Refused(refusal.code, refusal.params))
    read = sheet_of(text)
    sheet, refused = (read, None) if isinstance(read, Sheet) else (None, read)
    ingredients = None if sheet else list_of(text)
    return ReadDocument(name, kind, text.pages, text.plain(LINES), sheet, ingredients, refused)


def _text(path: Path, most_pages: int) -> tuple[Kind, Text]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise Unreadable("document.no_bytes")
    if b"%PDF-" in head:
        return "pdf", text_of(words_of(path, most_pages))
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        raise Unreadable("document.picture")
    return "text", plain_text(_decoded(path))


def _decoded(path: Path) -> str:
    """A text file; whatever holds control characters is none."""
    with path.open("rb") as stream:
        data = stream.read(_TEXT + 1)
    if len(data) > _TEXT:
        raise Unreadable("document.too_large", mb=_TEXT >> 20)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data.translate(None, _CONTROLS) != data:
        raise Unreadable("document.unknown_format")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
