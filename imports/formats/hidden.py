"""What the author of an ODS or XLS sheet hid: rows and columns, which the reader of cells does not tell."""

from __future__ import annotations

import html
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from imports.formats.container import Sheet
from imports.record import UnreadableFile

ENDLESS = 1000
"""A stretch of hidden rows or columns longer than this is the empty end of a sheet, and counts for none."""
_CHUNK = 1 << 20
_TAG = re.compile(rb"<table:table(-row|-column)?\s([^>]*)>")
_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d+)"')
_NAME = re.compile(rb'table:name="([^"]*)"')
_FREE, _LAST_XLS_COLUMN = 0xFFFFFFFA, 255
_BOUNDSHEET, _ROW, _COLINFO, _EOF = 0x85, 0x208, 0x7D, 0x0A


def of_open_document(path: Path) -> dict[str, Sheet]:
    """Sheet name -> what is hidden in it. Raises UnreadableFile for broken XML, over which the reader of cells would hang."""
    sheets: dict[str, Sheet] = {}
    sheet = Sheet()
    with zipfile.ZipFile(path) as archive:
        for kind, attributes in _tags(archive):
            if not kind:
                name = _NAME.search(attributes)
                sheet = sheets.setdefault(
                    html.unescape(name[1].decode("utf-8", "backslashreplace")) if name else "", Sheet()
                )
            elif _HIDDEN.search(attributes):
                repeated = _REPEATED.search(attributes)
                _count(sheet, kind == b"-row", int(repeated[1][:9]) if repeated else 1)
    return sheets


def _tags(archive: zipfile.ZipFile) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the attributes of each table, row and column element, in order."""
    if "content.xml" not in archive.namelist():
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open("content.xml") as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            _feed(parser, chunk)
            text = tail + chunk
            cut = max(text.rfind(b"<"), len(text) - _CHUNK)
            yield from _TAG.findall(text[:cut])
            tail = text[cut:]
        _feed(parser, b"", last=True)
        yield from _TAG.findall(tail)


def _feed(parser: expat.XMLParserType, chunk: bytes, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise UnreadableFile("file.damaged", detail="XML") from error


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFile("file.hostile", detail="doctype")


def _count(sheet: Sheet, row: bool, how_many: int) -> None:
    if how_many >= ENDLESS:
        return
    if row:
        sheet.hidden_rows += how_many
    else:
        sheet.hidden_columns += how_many


def of_old_workbook(raw: bytes) -> dict[str, Sheet]:
    """Sheet name -> what is hidden in it; empty where the file's records cannot be followed. Raises UnreadableFile."""
    try:
        stream = _workbook_stream(raw)
        return {name: _sheet_at(stream, place) for name, place in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        return {}


def _workbook_stream(raw: bytes) -> bytes:
    """The stream "Workbook" of an OLE file; the whole of a file that is none. Raises on a broken one."""
    if not raw.startswith(b"\xd0\xcf\x11\xe0"):
        return raw
    size = 1 << min(struct.unpack_from("<H", raw, 30)[0], 12)
    table = _allocation(raw, size)
    if _turns_in_circles(table):
        raise UnreadableFile("file.damaged", detail="OLE")
    directory = _chain(raw, table, struct.unpack_from("<I", raw, 48)[0], size)
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le")
        start, _ = struct.unpack_from("<II", directory, at + 116)
        if kind == 2 and name in ("Workbook", "Book"):
            return _chain(raw, table, start, size)
    return b""


def _allocation(raw: bytes, size: int) -> list[int]:
    """The file's table of sectors: which one follows which."""
    places = [place for place in struct.unpack_from("<109I", raw, 76) if place < _FREE]
    further, left = struct.unpack_from("<II", raw, 68)
    sectors = len(raw) // size
    most = sectors * 4 // size + 1  # sectors that the table itself may fill
    left = min(left, sectors)
    while further < _FREE and left:
        block = struct.unpack_from(f"<{size // 4}I", raw, (further + 1) * size)
        places += [place for place in block[:-1] if place < _FREE]
        further, left = block[-1], left - 1
    return [
        place for sector in places[:most] for place in struct.unpack_from(f"<{size // 4}I", raw, (sector + 1) * size)
    ]


def _turns_in_circles(table: list[int]) -> bool:
    """True where a chain of sectors comes back to itself: the reader of cells would follow it for ever."""
    seen = [0] * len(table)
    for start in range(len(table)):
        at = start
        while at < len(table) and not seen[at]:
            seen[at], at = start + 1, table[at]
        if at < len(table) and seen[at] == start + 1:
            return True
    return False


def _chain(raw: bytes, table: list[int], start: int, size: int) -> bytes:
    parts: list[bytes] = []
    sector = start
    while sector < _FREE and len(parts) <= len(table):
        parts.append(raw[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    """(kind, place of the content) of each record up to the end of this part."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            return
        yield kind, at + 4
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, at in _records(stream, 0):
        if kind == _BOUNDSHEET:
            place, _, length, wide = struct.unpack_from("<IHBB", stream, at)
            text = stream[at + 8 : at + 8 + length * (2 if wide & 1 else 1)]
            yield text.decode("utf-16-le" if wide & 1 else "latin-1"), place


def _sheet_at(stream: bytes, start: int) -> Sheet:
    sheet = Sheet()
    for kind, at in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<H", stream, at + 12)[0] & 0x20:
            sheet.hidden_rows += 1
        if kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", stream, at)
            sheet.hidden_columns += last - first + 1 if flags & 1 and first <= last < _LAST_XLS_COLUMN else 0
    return sheet
