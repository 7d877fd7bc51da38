"""The pre-scan of a binary workbook's parts: how far cells reach, what is hidden, and no length that lies.

A record is its kind in one or two bytes, its length in up to four of seven bits each, and its content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from imports.record import UnreadableFile

LONGEST = 1 << 24
"""Bytes of one record; a cell's text takes 64 KB at most."""
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
_SHEET_NAME = 156
_ROW, _COLUMNS, _SIZE, _STRINGS, _END_STRINGS, _STRING = 0, 60, 148, 159, 160, 19
_VALUES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01


@dataclass(slots=True)
class Records:
    """Takes a part chunk by chunk; gives each whole record as (kind, content). Raises UnreadableFile."""

    rest: bytes = b""

    def feed(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        text, at = self.rest + chunk, 0
        while (head := _head(text, at)) is not None and head[2] + head[1] <= len(text):
            kind, length, start = head
            at = start + length
            yield kind, text[start:at]
        self.rest = text[at:]

    def close(self) -> None:
        if self.rest:
            raise UnreadableFile("file.damaged", detail="record")


def _head(text: bytes, at: int) -> tuple[int, int, int] | None:
    """(kind, length, place of the content) of the record at a place; None where it is cut off."""
    if at + 1 >= len(text):
        return None
    kind, at = text[at], at + 1
    if kind & 0x80:
        kind, at = kind & 0x7F | (text[at] & 0x7F) << 7, at + 1
    length = 0
    for shift in (0, 7, 14, 21):
        if at >= len(text):
            return None
        length |= (text[at] & 0x7F) << shift
        at += 1
        if not text[at - 1] & 0x80:
            break
    if length > LONGEST:
        raise UnreadableFile("file.damaged", detail="record")
    return kind, length, at


@dataclass(slots=True)
class SheetReach:
    """How far the filled cells of a sheet reach, and what is hidden in it."""

    records: Records = field(default_factory=Records)
    row: int = -1
    first: int = -1
    last: int = -1
    width: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0

    def feed(self, chunk: bytes) -> None:
        try:
            for kind, content in self.records.feed(chunk):
                if kind in _VALUES:
                    self._value(content)
                elif kind in (_ROW, _COLUMNS, _SIZE):
                    self._told(kind, content)
        except struct.error as error:
            raise UnreadableFile("file.damaged", detail="record") from error

    def _value(self, content: bytes) -> None:
        (column,) = struct.unpack_from("<I", content)
        if column >= MOST_COLUMNS or self.row < 0:
            raise UnreadableFile("file.damaged", detail="cell")
        self.width = max(self.width, column + 1)
        self.first = self.row if self.first < 0 else min(self.first, self.row)
        self.last = max(self.last, self.row)

    def _told(self, kind: int, content: bytes) -> None:
        if kind == _ROW:
            (self.row,) = struct.unpack_from("<I", content)
            self.hidden_rows += len(content) > 11 and bool(content[11] & _ROW_HIDDEN)
        elif kind == _COLUMNS:
            first, last = struct.unpack_from("<II", content)
            hidden = len(content) > 16 and content[16] & _COLUMN_HIDDEN and first <= last < MOST_COLUMNS - 1
            self.hidden_columns += last - first + 1 if hidden else 0
        else:
            first, last, left, right = struct.unpack_from("<4I", content)
            if not (first <= last < MOST_ROWS and left <= right < MOST_COLUMNS):
                raise UnreadableFile("file.damaged", detail="size")
        if not 0 <= self.row + 1 <= MOST_ROWS:
            raise UnreadableFile("file.damaged", detail="row")

    def height(self) -> int:
        """Rows between the first and the last filled one. Raises UnreadableFile where the part ends within a record."""
        self.records.close()
        return self.last - self.first + 1 if self.last >= 0 else 0


def sheet_names(workbook: bytes) -> dict[str, str]:
    """Id of the relation that leads to a sheet's part -> name of the sheet, of the part "xl/workbook.bin"."""
    names: dict[str, str] = {}
    for kind, content in Records().feed(workbook):
        if kind == _SHEET_NAME:
            relation, at = _wide(content, 8)
            names[relation], _ = _wide(content, at)
    return names


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and the place behind it. Raises struct.error, UnicodeDecodeError."""
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + min(length, len(content)) * 2
    return content[at + 4 : end].decode("utf-16-le"), end


@dataclass(slots=True)
class StringsCount:
    """Whether a table of strings holds as many as it says: room is made for all of them before the first is read."""

    records: Records = field(default_factory=Records)
    said: int = 0
    found: int = 0

    def feed(self, chunk: bytes) -> None:
        for kind, content in self.records.feed(chunk):
            if kind == _STRINGS and len(content) >= 8:
                self.said = max(self.said, *struct.unpack_from("<II", content))
            self.found += kind == _STRING

    def close(self, _part: str) -> None:
        """Raises UnreadableFile where it does not."""
        self.records.close()
        if self.said > 2 * self.found + 1_000:
            raise UnreadableFile("file.damaged", detail="strings")
