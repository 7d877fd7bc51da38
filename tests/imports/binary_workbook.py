"""XLSB by hand, record by record: no library writes it. Texts in place or shared, numbers whole or not, truths, errors."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

Value = str | float | int | bool | None
_BOOK, _END_BOOK, _SHEETS, _END_SHEETS, _SHEET_NAME = 131, 132, 143, 144, 156
_SHEET, _END_SHEET, _SIZE, _DATA, _END_DATA, _ROW = 129, 130, 148, 145, 146, 0
_BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = 1, 2, 3, 4, 5, 6, 7
_STRINGS, _END_STRINGS, _STRING = 159, 160, 19
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)


def binary_workbook(
    sheets: dict[str, Sequence[Sequence[Value]]], hidden: Iterable[str] = (), shared: bool = False
) -> bytes:
    """An XLSB of these sheets. `shared`: texts stand in the table of strings. The text "#N/A" is an error cell."""
    strings: dict[str, int] | None = {} if shared else None
    parts = {f"xl/worksheets/sheet{place}.bin": _sheet(rows, strings) for place, rows in enumerate(sheets.values(), 1)}
    names = [
        _record(_SHEET_NAME, struct.pack("<II", name in hidden, place) + _wide(f"rId{place}") + _wide(name))
        for place, name in enumerate(sheets, 1)
    ]
    relations = [
        _RELATION.format(f"rId{place}", "worksheet", f"worksheets/sheet{place}.bin")
        for place in range(1, len(sheets) + 1)
    ]
    if strings:
        parts["xl/sharedStrings.bin"] = _shared(strings)
        relations.append(_RELATION.format("rId99", "sharedStrings", "sharedStrings.bin"))
    parts["xl/workbook.bin"] = (
        _record(_BOOK) + _record(_SHEETS) + b"".join(names) + _record(_END_SHEETS) + _record(_END_BOOK)
    )
    texts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _RELATIONS.format("".join(relations)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return made.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    """Kind in one or two bytes, length in up to four, seven bits each."""
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    length, size = bytearray(), len(content)
    while True:
        length.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return head + bytes(length) + content


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _sheet(rows: Sequence[Sequence[Value]], strings: dict[str, int] | None) -> bytes:
    width = max(map(len, rows), default=1)
    parts = [
        _record(_SHEET),
        _record(_SIZE, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, width - 1)),
        _record(_DATA),
    ]
    for number, row in enumerate(rows):
        parts.append(_record(_ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        parts += [_cell(column, value, strings) for column, value in enumerate(row)]
    return b"".join([*parts, _record(_END_DATA), _record(_END_SHEET)])


def _cell(column: int, value: Value, strings: dict[str, int] | None) -> bytes:
    place = struct.pack("<II", column, 0)
    match value:
        case None:
            return _record(_BLANK, place)
        case bool():
            return _record(_BOOL, place + bytes((value,)))
        case int() if -(2**29) <= value < 2**29:
            return _record(_RK, place + struct.pack("<i", value << 2 | 2))
        case int() | float():
            return _record(_REAL, place + struct.pack("<d", value))
        case "#N/A":
            return _record(_ERROR, place + bytes((0x2A,)))
        case str() if strings is None:
            return _record(_TEXT, place + _wide(value))
    assert strings is not None
    return _record(_SHARED, place + struct.pack("<I", strings.setdefault(value, len(strings))))


def _shared(strings: dict[str, int]) -> bytes:
    items = b"".join(_record(_STRING, b"\0" + _wide(text)) for text in strings)
    return _record(_STRINGS, struct.pack("<II", len(strings), len(strings))) + items + _record(_END_STRINGS)
