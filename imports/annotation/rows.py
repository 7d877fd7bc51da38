"""The rows of a sheet with the marked cells in another style. Rows go through in chunks; one without a mark is not opened.

Formulas, values and whatever else a cell holds stay as they are. A marked cell that is not there is put in, blank.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from imports.annotation.markup import attribute, with_attribute, without_attribute
from imports.annotation.sheet import Frame
from imports.record import Level
from imports.tables.places import letters, position

Cells = Mapping[int, Level]
"""Column (from 0) -> the level that its cell is marked with."""
Styled = Callable[[int, Level], int]
"""From the number of a style and a level to the number of the marked style."""
_PLACE = re.compile(rb"([A-Z]{1,3})\d{1,7}")


def between(chunks: Iterable[bytes], frame: Frame) -> Iterator[bytes]:
    """The bytes of the rows alone."""
    at, end = 0, frame.start + frame.length
    for chunk in chunks:
        yield chunk[max(0, frame.start - at) : max(0, end - at)]
        at += len(chunk)


@dataclass(slots=True)
class Marker:
    """Marks the rows of one sheet. wanted: row (from 1) -> its cells."""

    frame: Frame
    wanted: Mapping[int, Cells]
    styled: Styled
    number: int = 0
    left: deque[int] = field(default_factory=deque)

    def rows(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The rows, marked."""
        self.left, opening, kept = deque(sorted(self.wanted)), b"<%brow" % self.frame.prefix, b""
        for chunk in chunks:
            kept += chunk
            cut = kept.rfind(opening)
            if cut > 0:
                yield from self._whole(kept[:cut])
                kept = kept[cut:]
        yield from self._whole(kept)
        yield from (self._missing(row) for row in self.left)

    def _whole(self, text: bytes) -> Iterator[bytes]:
        """Some whole rows: what stands between two marked ones goes through in one piece."""
        done, starts = 0, list(re.finditer(rb"<%brow(?=[\s/>])[^>]*>" % self.frame.prefix, text))
        for index, start in enumerate(starts):
            told = attribute(start[0], "r")
            self.number = int(told) if told else self.number + 1
            if not self.left or self.left[0] > self.number:
                continue
            yield text[done : start.start()]
            yield from self._before(self.number)
            done = start.start()
            if self.left and self.left[0] == self.number:
                done = starts[index + 1].start() if index + 1 < len(starts) else len(text)
                yield self._marked(start[0], text[start.end() : done], self.wanted[self.left.popleft()])
        yield text[done:]

    def _before(self, number: int) -> Iterator[bytes]:
        """Wanted rows that the sheet does not hold."""
        while self.left and self.left[0] < number:
            yield self._missing(self.left.popleft())

    def _missing(self, row: int) -> bytes:
        made = b"".join(self._blank(row, column, b"", level) for column, level in sorted(self.wanted[row].items()))
        return b'<%brow r="%d">%b</%brow>' % (self.frame.prefix, row, made, self.frame.prefix)

    def _marked(self, start: bytes, body: bytes, cells: Cells) -> bytes:
        """One row. `body`: all after its start tag, the blanks up to the next row included."""
        return self._found(start, body, cells) or self._walked(start, body, cells)

    def _found(self, start: bytes, body: bytes, cells: Cells) -> bytes | None:
        """The row where each wanted cell is there and bears its address: nothing else is looked at. None otherwise."""
        out, done = [start], 0
        for column, level in sorted(cells.items()):
            at = body.find(b' r="%b%d"' % (letters(column).encode(), self.number), done)
            begin, end = body.rfind(b"<", done, max(at, done)), body.find(b">", at)
            if at < 0 or not body.startswith(b"<%bc " % self.frame.prefix, max(begin, 0)):
                return None
            out += [body[done:begin], self._coloured(body[begin : end + 1], level)]
            done = end + 1
        return b"".join((*out, body[done:]))

    def _walked(self, start: bytes, body: bytes, cells: Cells) -> bytes:
        """The row cell by cell."""
        opened, body = _opened(start, body, self.frame.prefix)
        left, out, done, column = dict(sorted(cells.items())), [], 0, -1
        for cell in re.finditer(rb"<%bc(?=[\s/>])[^>]*>" % self.frame.prefix, body):
            place = _PLACE.match(attribute(cell[0], "r") or b"")
            column = position(place[1].decode()) if place else column + 1
            before = [self._blank(self.number, each, start, left.pop(each)) for each in list(left) if each < column]
            out += [body[done : cell.start()], *before]
            out.append(self._coloured(cell[0], left.pop(column)) if column in left else cell[0])
            done = cell.end()
        return self._closed(opened, out, body[done:], [self._blank(self.number, *each) for each in _after(left, start)])

    def _closed(self, start: bytes, out: list[bytes], rest: bytes, further: list[bytes]) -> bytes:
        """The row with cells put in behind its last one."""
        if not further:
            return start + b"".join(out) + rest
        end = rest.rindex(b"</%brow" % self.frame.prefix)
        more = rest.find(b"<%bextLst" % self.frame.prefix)
        place = more if 0 <= more < end else end
        return without_attribute(start, "spans") + b"".join(out) + rest[:place] + b"".join(further) + rest[place:]

    def _coloured(self, cell: bytes, level: Level) -> bytes:
        return with_attribute(cell, "s", b"%d" % self.styled(int(attribute(cell, "s") or 0), level))

    def _blank(self, row: int, column: int, start: bytes, level: Level) -> bytes:
        told = (self.frame.prefix, letters(column).encode(), row, self.styled(self._style(start, column), level))
        return b'<%bc r="%b%d" s="%d"/>' % told

    def _style(self, start: bytes, column: int) -> int:
        """The style of a cell that is not there: its row's, else its column's."""
        if attribute(start, "customFormat") in (b"1", b"true"):
            return int(attribute(start, "s") or 0)
        for tag in re.findall(rb"<%bcol(?=\s)[^>]*>" % self.frame.prefix, self.frame.head):
            if int(attribute(tag, "min") or 0) <= column + 1 <= int(attribute(tag, "max") or 0):
                return int(attribute(tag, "style") or 0)
        return 0


def _after(left: Cells, start: bytes) -> list[tuple[int, bytes, Level]]:
    return [(column, start, level) for column, level in left.items()]


def _opened(start: bytes, body: bytes, prefix: bytes) -> tuple[bytes, bytes]:
    """A row that is one empty element as a row that cells can be put into."""
    return (start[:-2].rstrip() + b">", b"</%brow>" % prefix + body) if start.endswith(b"/>") else (start, body)
