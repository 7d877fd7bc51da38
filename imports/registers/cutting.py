"""A register's CSV cut into cells, whatever broke it: lines quoted whole, a second separator around, commas left bare.

Issuers' exports are often a table that passed through a second program: `a,"b; c",d` saved as one column by a program
that separates by ";" becomes `"a,""b";" c"",d"`. Each record is tried as it should be, then as such a program leaves it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from imports.formats.delimited import DELIMITERS, shown
from imports.record import Issue

LONGEST_CELL = 20
"""Lines that one quoted cell may run over."""
FIRST = 30
"""Among so many lines the header stands."""
Named = Callable[[Sequence[str]], int]
"""How many of these titles name a column of a register."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number as a person counts them (blank lines count), its cells, what was mended or is beyond that."""

    number: int
    cells: tuple[str, ...]
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file is cut. tail: a second separator that closes the lines; width: cells of the header."""

    delimiter: str
    tail: str
    width: int
    header: int
    """The header's line, from 0."""


def cut_of(lines: Sequence[str], named: Named) -> Cut | None:
    """How to cut these lines: where and by which separator most titles are named; None where none is."""
    best: tuple[int, Cut | None] = (0, None)
    for place, line in enumerate(lines[:FIRST]):
        for delimiter in DELIMITERS:
            text = line.strip("\ufeff\r\n")
            tail = next((each for each in DELIMITERS if each != delimiter and text.endswith(each)), "")
            cells = _cells(text.removesuffix(tail), delimiter) or []
            while cells and not cells[-1].strip():
                cells.pop()
            if (found := named(cells)) > best[0]:
                best = found, Cut(delimiter, tail, len(cells), place)
    return best[1]


def records(lines: Sequence[str], cut: Cut) -> Iterator[Record]:
    """Every record below the header that holds anything."""
    place, number = cut.header + 1, cut.header + 1
    while place < len(lines):
        number += 1
        cells, used, issue = _record(lines, place, cut)
        place += used
        if any(cell.strip(" ;,|\t") for cell in cells):
            yield Record(number, tuple(shown(cell) if cell[:1] in ("=", "'") else cell for cell in cells), issue)


def _record(lines: Sequence[str], place: int, cut: Cut) -> tuple[list[str], int, Issue | None]:
    """The cells of the record that begins at a line, the lines it takes, and what is told of it."""
    line = lines[place].strip("\ufeff\r\n")
    bare = line.removesuffix(cut.tail) if cut.tail else line
    cells = _cells(bare, cut.delimiter)
    if cells is not None and 1 < len(cells) <= cut.width:
        return cells, 1, None
    if cells is None and (several := _over_lines(lines, place, cut)):
        return several[0], several[1], None
    return _mended(line, bare, cells, cut)


def _mended(line: str, bare: str, cells: list[str] | None, cut: Cut) -> tuple[list[str], int, Issue | None]:
    if inner := _unwrapped(line, bare, cut):
        return inner, 1, Issue("register.row_unwrapped", "warning", value=line[:200])
    for each in (cells, bare.split(cut.delimiter)):
        joined = _joined(each or [], cut)
        if joined and each and len(joined) < len(each):
            return joined, 1, Issue("register.cells_joined", "warning", value=line[:200])
    if cells is not None and len(cells) <= cut.width:
        return cells, 1, None
    code = "row.unclosed_quote" if cells is None else "register.cells_surplus"
    return cells or bare.split(cut.delimiter), 1, Issue(code, "error", value=line[:200])


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one line; None where its quotes are out of place."""
    try:
        found = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else [] if not found else None


def _over_lines(lines: Sequence[str], place: int, cut: Cut) -> tuple[list[str], int] | None:
    """A record whose quoted cell holds line breaks: (cells, lines). None where the quote was never closed.

    A line that is a whole sound record of its own is none's middle.
    """
    text = lines[place].strip("\ufeff\r\n")
    for used in range(2, min(LONGEST_CELL, len(lines) - place) + 1):
        line = lines[place + used - 1].rstrip("\r\n")
        if line.count('"') % 2 == 0 and len(_cells(_bare(line, cut), cut.delimiter) or ()) == cut.width:
            return None
        text += "\n" + line
        if len(cells := _many(_bare(text, cut), cut.delimiter)) == cut.width:
            return cells, used
    return None


def _bare(text: str, cut: Cut) -> str:
    return text.removesuffix(cut.tail) if cut.tail else text


def _many(text: str, delimiter: str) -> list[str]:
    """The cells of a record of several lines; none where it does not close."""
    try:
        found = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return []
    return found[0] if len(found) == 1 else []


def _unwrapped(line: str, bare: str, cut: Cut) -> list[str] | None:
    """The cells of a line that another program quoted, whole or in pieces cut at its own separator."""
    for outer in (cut.tail or ";", *DELIMITERS):
        for text in (line, bare):
            pieces = _cells(text, outer) if outer != cut.delimiter and text.startswith('"') else None
            inner = outer.join(pieces).rstrip(outer) if pieces else ""
            cells = _cells(inner, cut.delimiter) if inner != text else None
            if cells and (joined := _joined(cells, cut)):
                return joined
    return None


def _joined(cells: Sequence[str], cut: Cut) -> list[str] | None:
    """Cells of the header's number, where commas within a text were left bare: behind one a space follows."""
    whole: list[str] = []
    for cell in cells:
        if whole and len(cells) > cut.width and cell.startswith(" "):
            whole[-1] += cut.delimiter + cell
        else:
            whole.append(cell)
    return whole if len(whole) == cut.width else None
