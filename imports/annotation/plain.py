"""A workbook of the cells of a file that is no XLSX: each sheet at its rows and columns, values as they were read."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from imports.annotation.comments import MAIN
from imports.annotation.markup import cell_text, escaped
from imports.annotation.package import CONTENT_TYPES, DOCUMENT, entry
from imports.annotation.record import Unfollowed
from imports.annotation.styles import EMPTY
from imports.record import Cell, Column, Grid
from imports.tables.places import letters

MOST_CELLS = 6_000_000
MOST_ROWS = 1_048_576
TEXT, DATE, TIME = 1, 2, 3
"""Styles of `EMPTY`."""
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a workbook knows no time zones)
BLOCK = 2_000
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006"
_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml."


def write_plain(path: Path, grids: Sequence[tuple[str, Grid]]) -> None:
    """Write a workbook of these sheets (name and cells; none is possible). Raises Unfollowed for more than a sheet holds."""
    if sum(len(grid.numbers) * len(grid.columns) for _, grid in grids) > MOST_CELLS or not all(map(_fits, grids)):
        raise Unfollowed("too large")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, content in _frame([(name, grid.hidden) for name, grid in grids]).items():
            out.writestr(entry(name), content)
        for number, (_, grid) in enumerate(grids, 1):
            with out.open(entry(f"xl/worksheets/sheet{number}.xml"), "w") as stream:
                for piece in _sheet(grid):
                    stream.write(piece)


def _fits(named: tuple[str, Grid]) -> bool:
    numbers = named[1].numbers
    return not len(numbers) or (
        int(numbers[0]) > 0 and int(numbers[-1]) <= MOST_ROWS and bool((numbers[1:] > numbers[:-1]).all())
    )


def _frame(sheets: Sequence[tuple[str, bool]]) -> dict[str, bytes]:
    """The parts around the sheets."""
    numbers = range(1, len(sheets) + 1)
    kinds = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers] + [("styles", "styles.xml")]
    parts = [("xl/workbook.xml", b"sheet.main+xml"), ("xl/styles.xml", b"styles+xml")]
    parts += [(f"xl/worksheets/sheet{number}.xml", b"worksheet+xml") for number in numbers]
    declared = b"".join(
        b'<Override PartName="/%b" ContentType="%b%b"/>' % (part.encode(), _TYPE, kind) for part, kind in parts
    )
    return {
        CONTENT_TYPES: _HEAD + b'<Types xmlns="%b/content-types"><Default Extension="rels" ContentType="application/vnd.'
        b'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>%b</Types>'
        % (_PACKAGE, declared),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(kinds),
        "xl/styles.xml": EMPTY,
    }  # fmt: skip


def _relations(kinds: Sequence[tuple[str, str]]) -> bytes:
    made = [
        b'<Relationship Id="rId%d" Type="%b/%b" Target="%b"/>'
        % (number, DOCUMENT.encode(), kind.encode(), target.encode())
        for number, (kind, target) in enumerate(kinds, 1)
    ]
    return _HEAD + b'<Relationships xmlns="%b/relationships">%b</Relationships>' % (_PACKAGE, b"".join(made))


def _workbook(sheets: Sequence[tuple[str, bool]]) -> bytes:
    made = [
        b'<sheet name="%b" sheetId="%d"%b r:id="rId%d"/>' % (escaped(name), number, b' state="hidden"' * hidden, number)
        for number, (name, hidden) in enumerate(sheets, 1)
    ]
    told = (MAIN.encode(), DOCUMENT.encode(), b"".join(made))
    return _HEAD + b'<workbook xmlns="%b" xmlns:r="%b"><sheets>%b</sheets></workbook>' % told


def _sheet(grid: Grid) -> Iterator[bytes]:
    yield (
        _HEAD
        + b'<worksheet xmlns="%b"><sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>'
        % MAIN.encode()
    )
    columns = [_Column(letters(place + grid.offset).encode(), column) for place, column in enumerate(grid.columns)]
    for start in range(0, len(grid.numbers), BLOCK):
        numbers = grid.numbers[start : start + BLOCK].tolist()
        cells = zip(*(column.cells(start, numbers) for column in columns), strict=True)
        yield b"".join(
            b'<row r="%d">%b</row>' % (row, b"".join(line)) for row, line in zip(numbers, cells, strict=True)
        )
    yield b"</sheetData>%b</worksheet>" % _merged(grid)


class _Column:
    """A column whose distinct cells are written once."""

    def __init__(self, name: bytes, column: Column) -> None:
        self.start = b'<c r="' + name
        self.codes = column.codes
        self.ends = [_end(cell) for cell in column.values]

    def cells(self, start: int, numbers: list[int]) -> list[bytes]:
        """The cells of some rows; nothing for a blank one."""
        codes = self.codes[start : start + len(numbers)].tolist()
        return [
            self.start + str(row).encode() + self.ends[code] if code else b""
            for row, code in zip(numbers, codes, strict=True)
        ]  # fmt: skip


def _end(cell: Cell) -> bytes:
    """All of a cell behind its row number."""
    if cell is None:
        return b'"/>'
    if isinstance(cell, str):
        return b'" s="%d" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (TEXT, cell_text(cell))
    style, number = _number(cell)
    return b'" s="%d"><v>%b</v></c>' % (style, number.encode())


def _number(cell: Decimal | dt.date | dt.time | dt.timedelta) -> tuple[int, str]:
    """(style, number) of a cell that a workbook keeps as a number."""
    if isinstance(cell, Decimal):
        return 0, str(cell)
    if isinstance(cell, dt.timedelta):
        return TIME, _days(cell)
    if isinstance(cell, dt.time):
        return TIME, _days(dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second))
    if isinstance(cell, dt.datetime):
        return TIME, _days(cell.replace(tzinfo=None) - EPOCH)
    return DATE, str((cell - EPOCH.date()).days)


def _days(span: dt.timedelta) -> str:
    return str(Decimal(span // dt.timedelta(milliseconds=1)) / 86_400_000)


def _merged(grid: Grid) -> bytes:
    areas = [
        b'<mergeCell ref="%b%d:%b%d"/>' % (
            letters(left + grid.offset).encode(), grid.numbers[first], letters(right + grid.offset).encode(), grid.numbers[last],
        )
        for first, left, last, right in grid.merged
        if left + grid.offset >= 0 and last < len(grid.numbers)
    ]  # fmt: skip
    return b'<mergeCells count="%d">%b</mergeCells>' % (len(areas), b"".join(areas)) if areas else b""
