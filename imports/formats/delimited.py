"""CSV and its cousins: encoding and delimiter found on evidence, quotes that never close found and not swallowed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from imports import pace
from imports.formats.encoding import decode
from imports.grids import GridColumns
from imports.record import Grid, Issue, Source, UnreadableFile

DELIMITERS = (";", "\t", ",", "|")
NONE = "\x1f"
"""Stands for the delimiter of a file of one column: the unit separator, which no such file holds."""
LONGEST_LINE = 1_000_000
"""Characters. A longer line is no catalogue line, and the file is refused."""
LONGEST_CELL_LINES = 200
"""A quoted cell that runs over more lines than this was never closed."""
_SAMPLE = 200


@dataclass(slots=True)
class _Lines:
    """The physical lines of the file and what was found wrong while cutting them; keys are line positions in the grid."""

    lines: list[str]
    delimiter: str
    width: int = 0
    broken: dict[int, Issue] = field(default_factory=dict)
    warned: list[Issue] = field(default_factory=list)


def read(path: Path) -> Source:
    """One grid, its blank lines counted in the row numbers. Raises UnreadableFile."""
    text, encoding = decode(path.read_bytes())
    text = text.removesuffix("\x1a")  # the end mark of DOS files
    _refuse_binary(text)
    lines = _split(text.replace("\r", "\n") if _odd_breaks(text) else text)
    _check_lengths(lines)
    csv.field_size_limit(LONGEST_LINE + 1)
    delimiter, lines = _announced(lines)
    delimiter = delimiter or _delimiter(lines)
    wrapped = None if delimiter else _unwrapped(lines)
    if wrapped:
        lines, delimiter = wrapped, _delimiter(wrapped)
    cut = _Lines(
        lines, delimiter or NONE, warned=[Issue("file.quoted_lines", "warning")] if delimiter and wrapped else []
    )
    pace.expect(len(lines))
    grid = _grid(cut)
    return Source(_name(delimiter), (grid,), encoding, delimiter, tuple(cut.warned))


def _name(delimiter: str | None) -> str:
    return "tsv" if delimiter == "\t" else "csv"


def _refuse_binary(text: str) -> None:
    if not text.strip("\0\r\n\t ;,|"):
        raise UnreadableFile("file.empty")
    head = text[:65536]
    if sum(head.count(chr(code)) for code in range(9)) > len(head) // 20:
        raise UnreadableFile("file.not_a_table", kind=None)


def _odd_breaks(text: str) -> bool:
    """Old Macintosh files end their lines with a bare carriage return."""
    return "\n" not in text and "\r" in text


def _split(text: str) -> list[str]:
    """Physical lines, cut at line feeds only: a stray vertical tab or U+2028 inside a cell is not a line."""
    lines = text.split("\n")
    last = lines.pop()
    whole = [line + "\n" for line in lines]
    return [*whole, last] if last else whole


def _announced(lines: list[str]) -> tuple[str | None, list[str]]:
    """The "sep=;" line that spreadsheet programs write and hide."""
    if lines and (match := re.fullmatch(r"\ufeff?\"?sep=(.)\"?\s*", lines[0], re.IGNORECASE)):
        return match.group(1), lines[1:]
    return None, lines


def _delimiter(lines: list[str]) -> str | None:
    """The delimiter that cuts most of the first lines into the same number of cells; None for a file of one column."""
    sample = [line.replace("\r", "") for line in lines[: _SAMPLE * 3] if line.strip()][:_SAMPLE]
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0) else None


def _unwrapped(lines: list[str]) -> list[str] | None:
    """The lines of a file of which each line as a whole stands in quotes, without them; None for any other file."""
    texts = [line.strip() for line in lines]
    if not all(len(text) > 1 and text[0] == text[-1] == '"' for text in texts if text):
        return None
    try:
        return [next(csv.reader([text]), [""])[0] + "\n" if text else "\n" for text in texts]
    except csv.Error:
        return None


def _regularity(sample: list[str], delimiter: str) -> tuple[float, int]:
    """(share of lines cut into the commonest number of cells, that number); one counts for nothing.

    Each line is cut by itself: a quote that never closes must not swallow the sample.
    """
    widths = [len(row) for line in sample for row in csv.reader([line], delimiter=delimiter) if row]
    several = [width for width in widths if width > 1]
    if not several:
        return (0.0, 0)
    common = max(set(several), key=lambda width: (several.count(width), width))
    return (round(several.count(common) / len(widths), 1), common)


def _grid(cut: _Lines) -> Grid:
    try:
        return _built(_whole(cut), cut)
    except csv.Error:
        cut.broken.clear()
        pace.restart()
        return _built(_one_by_one(cut), cut)


def _built(records: Iterator[Sequence[str]], cut: _Lines) -> Grid:
    builder = GridColumns()
    builder.extend(records)
    numbers = np.arange(1, builder.height + 1, dtype=np.int32)
    return Grid(None, builder.columns(_all_shown), numbers, broken=cut.broken)


_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_TEXT_MARK = re.compile(r"'(?:[=+\-@\t\r].*|[0-9 ]+)", re.DOTALL)


def _all_shown(cells: list[str]) -> list[str]:
    return [shown(cell) if cell[0] in "='" else cell for cell in cells]


def shown(cell: str) -> str:
    """A cell as a spreadsheet shows it: ="00012" and '00012 are the text 00012, both written to keep its zeros."""
    if match := _TEXT_FORMULA.fullmatch(cell):
        return match[1]
    return cell[1:] if cell.startswith("'") and _TEXT_MARK.fullmatch(cell) else cell


def _check_lengths(lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise UnreadableFile("file.line_too_long", row=number, limit=LONGEST_LINE)


def _whole(cut: _Lines) -> Iterator[list[str]]:
    """Every record in one pass. Raises csv.Error where quotes do not close, or a cell runs over too many lines."""
    reader = csv.reader(cut.lines, delimiter=cut.delimiter, strict=True)
    before = 0
    for record in reader:
        if reader.line_num - before > LONGEST_CELL_LINES:
            raise csv.Error("a quoted cell runs over too many lines")
        before = reader.line_num
        yield record


def _one_by_one(cut: _Lines) -> Iterator[list[str]]:
    """The same, record by record: a line whose quotes do not close is marked and the next line is read afresh."""
    position, line = 0, 0
    while position < len(cut.lines):
        record, used = _record(cut, position, line)
        yield record
        position, line = position + used, line + 1


def _record(cut: _Lines, position: int, line: int) -> tuple[list[str], int]:
    lines = islice(cut.lines, position, position + LONGEST_CELL_LINES)
    reader = csv.reader(lines, delimiter=cut.delimiter, strict=True)
    try:
        record = next(reader)
        cut.width = cut.width or len(record)
        return record, reader.line_num
    except csv.Error:
        return _loose(cut, position, line), 1


def _loose(cut: _Lines, position: int, line: int) -> list[str]:
    """A line with quotes out of place: taken as it reads when its cells still number right, else marked as broken."""
    text = cut.lines[position].rstrip("\r\n").replace("\r", " ")
    loose = next(csv.reader([text], delimiter=cut.delimiter), [])
    row = line + 1
    if text.count('"') % 2 == 0 and len(loose) == cut.width:
        cut.warned.append(Issue("row.quotes", "warning", row, value=text[:200]))
        return loose
    cut.broken[line] = Issue("row.unclosed_quote", "error", row, value=text[:200])
    return text.split(cut.delimiter)
