"""The lines of an export as rows of cells under one header, out of a plain file or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imports.cleaning.texts import text_of
from imports.formats.encoding import decode
from imports.formats.signatures import format_of
from imports.formats.spreadsheet import read_ole, read_zip
from imports.record import Cell, Grid, Issue, UnreadableFile
from imports.registers.columns import named
from imports.registers.cutting import FIRST, cut_of, records

LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row below the header. issue: what was mended in it, or (an error) why it cannot be cut into cells."""

    number: int
    cells: tuple[Cell, ...]
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """An export laid out. above: what stands over the header; tail: a second separator that closes each line."""

    format: str
    titles: tuple[str, ...]
    header_row: int
    rows: tuple[RegisterRow, ...]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    above: tuple[str, ...] = ()
    tail: str = ""


def table_of(path: Path) -> RegisterTable:
    """The table of a file. Raises UnreadableFile for what is no table, or names no column of a register."""
    kind = format_of(path)
    if kind == "csv":
        return _plain(path)
    if kind in ("zip", "ole"):
        return _workbook(path, kind)
    raise UnreadableFile("file.not_a_table", kind=kind)


def _plain(path: Path) -> RegisterTable:
    text, encoding = decode(path.read_bytes())
    lines = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise UnreadableFile("file.line_too_long", row=0, limit=LONGEST_LINE)
    cut = cut_of(lines, named)
    if cut is None:
        raise UnreadableFile("register.no_columns")
    titles = next(records(["", lines[cut.header]], replace(cut, header=0))).cells
    rows = tuple(RegisterRow(each.number, each.cells, each.issue) for each in records(lines, cut))
    above = tuple(lines[: cut.header])
    return RegisterTable(
        "tsv" if cut.delimiter == "\t" else "csv", _titled(titles[: cut.width]), cut.header + 1, rows, encoding,
        cut.delimiter, None, above, cut.tail,
    )  # fmt: skip


def _workbook(path: Path, kind: str) -> RegisterTable:
    """The visible sheet whose first lines name most columns."""
    source = read_zip(path) if kind == "zip" else read_ole(path)
    best: tuple[int, int, Grid | None] = (0, 0, None)
    for grid in source.grids:
        for line in range(min(FIRST, len(grid.numbers))):
            found = 0 if grid.hidden else named([text_of(cell) for cell in grid.line(line)])
            if found > best[0]:
                best = found, line, grid
    if best[2] is None:
        raise UnreadableFile("register.no_columns")
    return _of_grid(best[2], best[1], source.format)


def _of_grid(grid: Grid, header: int, kind: str) -> RegisterTable:
    titles = _titled([text_of(cell) for cell in grid.line(header)])
    above = tuple(" ".join(filter(None, map(text_of, grid.line(line)))) for line in range(header))
    rows = tuple(_rows(grid, header))
    return RegisterTable(kind, titles, int(grid.numbers[header]), rows, sheet=grid.name, above=above)


def _rows(grid: Grid, header: int) -> Iterator[RegisterRow]:
    for line in range(header + 1, len(grid.numbers)):
        cells = grid.line(line)
        if any(text_of(cell).strip() for cell in cells):
            yield RegisterRow(int(grid.numbers[line]), cells)


def _titled(cells: Sequence[str]) -> tuple[str, ...]:
    """Titles as shown, a second of the same words marked, "" over a column without."""
    seen: dict[str, int] = {}
    titles = []
    for cell in cells:
        title = " ".join(cell.split())
        seen[title] = seen.get(title, 0) + 1
        titles.append(title if not title or seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(titles)
