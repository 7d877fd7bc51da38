"""Rows of cells become a grid of columns in which each distinct cell is kept once."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from imports import pace
from imports.record import Cell, Column, UnreadableFile

CHUNK = 4096
MOST_COLUMNS = 2000
"""More columns than any catalogue has; a wider table is refused rather than read for minutes."""


def _fresh() -> dict[Hashable, int]:
    """Cell -> line in which it was first met, counted from 1. Blank cells share 0."""
    return {"": 0, None: 0}


class GridColumns:
    """Gathers rows chunk by chunk. Ragged rows are filled with blanks; a column that starts late is blank before."""

    def __init__(self) -> None:
        self._indexes: list[dict[Hashable, int]] = []
        self._codes: list[array[int]] = []
        self.height = 0

    def extend(self, rows: Iterable[Sequence[Any]]) -> None:
        """Takes rows of hashable cells. Raises UnreadableFile when there are more than MOST_COLUMNS columns."""
        source = iter(rows)
        while chunk := list(islice(source, CHUNK)):
            self._widen(max(map(len, chunk)))
            columns = zip_longest(*chunk, fillvalue="")
            lines = range(self.height + 1, self.height + len(chunk) + 1)
            for index, codes, cells in zip(self._indexes, self._codes, _filled(columns, len(chunk)), strict=False):
                codes.extend(map(index.setdefault, cells, lines))
            self.height += len(chunk)
            pace.advance(len(chunk))

    def _widen(self, width: int) -> None:
        if width > MOST_COLUMNS:
            raise UnreadableFile("file.too_many_columns", columns=width, limit=MOST_COLUMNS)
        while len(self._indexes) < width:
            self._indexes.append(_fresh())
            self._codes.append(array("i", bytes(4 * self.height)))

    def columns(self, convert: Any = None) -> tuple[Column, ...]:
        """The columns so far; `convert` turns distinct raw cells into Cells, each once. The builder is emptied."""
        made = []
        while self._indexes:
            index, codes = self._indexes.pop(0), self._codes.pop(0)
            made.append(_column(index, codes, convert))
        return tuple(made)


def _filled(columns: Iterator[tuple[Any, ...]], height: int) -> Iterator[tuple[Any, ...]]:
    """The chunk's columns, then blank ones for the columns that this chunk does not reach."""
    yield from columns
    while True:
        yield ("",) * height


def _column(index: dict[Hashable, int], lines: array[int], convert: Any) -> Column:
    """Lines of first appearance become codes without gaps, in order of appearance."""
    distinct: list[Any] = list(islice(index, 2, None))
    cells: list[Cell] = [None, *(convert(distinct) if convert else distinct)]
    first = np.fromiter(islice(index.values(), 2, None), np.int64, len(distinct))
    code_of = np.zeros(len(lines) + 1, np.int32)
    code_of[first] = np.arange(1, len(distinct) + 1, dtype=np.int32)
    held: npt.NDArray[np.int32] = np.frombuffer(lines, dtype=np.int32) if len(lines) else np.zeros(0, np.int32)
    return _blanks_first(cells, code_of[held])


def _blanks_first(cells: list[Cell], codes: npt.NDArray[np.int32]) -> Column:
    """Cells that hold nothing but blanks join code 0, so that `codes > 0` means "something is written here"."""
    blank = np.array([cell is None or (cell.__class__ is str and (not cell or cell.isspace())) for cell in cells])
    if blank.sum() > 1:
        codes = np.where(blank[codes], np.int32(0), codes)
    return Column(cells, codes)
