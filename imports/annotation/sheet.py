"""The frame of a sheet's XML: what stands before and after its rows, looked at without keeping the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from imports.annotation.markup import MOST, prefix_of
from imports.annotation.record import Unfollowed
from imports.tables.places import position

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows from 1, columns from 0."""
_AFTER_DRAWING = frozenset(
    ("legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
     "extLst", "AlternateContent")
)  # fmt: skip
_NEVER = (b"<!--", b"<![CDATA[", b"<!DOCTYPE", b"<!ENTITY")
"""What would make "<row" mean something else than a row."""
_OVERLAP = 64
_ROWS = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")


@dataclass(frozen=True, slots=True)
class Frame:
    """`head` and `tail` as they will be written; the rows are the `length` bytes from `start` of the part as received."""

    prefix: bytes
    head: bytes
    tail: bytes
    start: int
    length: int

    def merged(self) -> Iterator[Area]:
        """The merged areas."""
        pattern = rb"<%bmergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']" % self.prefix
        for left, top, right, bottom in re.findall(pattern, self.tail):
            yield int(top), position(left.decode()), int(bottom), position(right.decode())

    def drawing(self) -> str | None:
        """The relation of the sheet's drawing of comments, where it has one."""
        place = next((at for name, at in self._children() if name == "legacyDrawing"), None)
        found = re.match(rb"<[^>]*?:id\s*=\s*[\"']([^\"']+)", self.tail[place:]) if place is not None else None
        return found[1].decode() if found else None

    def with_drawing(self, relation: str, namespace: str) -> bytes:
        """The end of the sheet with a drawing of comments in its place."""
        last = self.tail.rindex(b"</")
        place = next((at for name, at in self._children() if name in _AFTER_DRAWING), last)
        told = (self.prefix, namespace.encode(), relation.encode())
        return self.tail[:place] + b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % told + self.tail[place:]

    def _children(self) -> list[tuple[str, int]]:
        """The elements after the rows and where each begins in the tail. Raises Unfollowed."""
        root = re.search(rb"<%bworksheet(?:\s[^>]*)?>" % self.prefix, self.head)
        if not root:
            raise Unfollowed("worksheet")
        return _children(root[0] + b"<%bsheetData>" % self.prefix, self.tail)


def _children(opening: bytes, tail: bytes) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    parser, depth = expat.ParserCreate("utf-8"), [0]

    def start(name: str, _: object) -> None:
        depth[0] += 1
        at = parser.CurrentByteIndex - len(opening)
        if depth[0] == 2 and at >= 0:
            found.append((name.rpartition(":")[2], at))

    def end(_: str) -> None:
        depth[0] -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(opening + tail, True)
    except expat.ExpatError as error:
        raise Unfollowed("worksheet") from error
    return found


def framed(chunks: Iterable[bytes]) -> Frame:
    """The frame of a sheet. Raises Unfollowed for one that cannot be cut at its rows."""
    source, head = _checked(chunks), b""
    while not (opening := _ROWS.search(head)):
        head += _next(source)
        if len(head) > MOST:
            raise Unfollowed("worksheet")
    prefix, start = prefix_of(head, "worksheet"), opening.end()
    closing = b"</%bsheetData" % opening[1]
    if opening[2]:
        return Frame(prefix, head[: start - 2] + b">", closing + b">" + _rest(source, head[start:]), start, 0)
    length, kept = 0, head[start:]
    while (at := kept.find(closing)) < 0:
        cut = max(0, len(kept) - _OVERLAP)
        length, kept = length + cut, kept[cut:] + _next(source)
    return Frame(prefix, head[:start], _rest(source, kept[at:]), start, length + at)


def _checked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks that hold nothing that would mislead a search for tags."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        if b"\0" in text or any(sign in text for sign in _NEVER):
            raise Unfollowed("worksheet")
        tail = text[-_OVERLAP:]
        yield chunk


def _next(source: Iterator[bytes]) -> bytes:
    chunk = next(source, None)
    if chunk is None:
        raise Unfollowed("worksheet")
    return chunk


def _rest(source: Iterator[bytes], kept: bytes) -> bytes:
    parts, size = [kept], len(kept)
    for chunk in source:
        size += len(chunk)
        if size > MOST:
            raise Unfollowed("worksheet")
        parts.append(chunk)
    return b"".join(parts)
