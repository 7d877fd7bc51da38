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


class _Codes(dict[Hashable, int]):
    """Cell -> code, given out in order of appearance. Blank cells share code 0."""

    def __missing__(self, cell: Hashable) -> int:
        code = len(self)
        self[cell] = code
        return code


def _fresh() -> _Codes:
    return _Codes({"": 0, None: 0})


class GridColumns:
    """Gathers rows chunk by chunk. Ragged rows are filled with blanks; a column that starts late is blank before."""

    def __init__(self) -> None:
        self._indexes: list[_Codes] = []
        self._codes: list[array[int]] = []
        self.height = 0

    def extend(self, rows: Iterable[Sequence[Any]]) -> None:
        """Takes rows of hashable cells. Raises UnreadableFile when there are more than MOST_COLUMNS columns."""
        source = iter(rows)
        while chunk := list(islice(source, CHUNK)):
            self._widen(max(map(len, chunk)))
            columns = zip_longest(*chunk, fillvalue="")
            for index, codes, cells in zip(self._indexes, self._codes, _filled(columns, len(chunk)), strict=False):
                codes.extend(map(index.__getitem__, cells))
            self.height += len(chunk)
            pace.advance(len(chunk))

    def _widen(self, width: int) -> None:
        if width > MOST_COLUMNS:
            raise UnreadableFile("file.too_many_columns", columns=width, limit=MOST_COLUMNS)
        while len(self._indexes) < width:
            self._indexes.append(_fresh())
            self._codes.append(array("i", bytes(4 * self.height)))

    def columns(self, convert: Any = None) -> tuple[Column, ...]:
        """The columns so far; `convert` turns each distinct raw cell into a Cell, once. The builder is emptied."""
        made = []
        while self._indexes:
            index, codes = self._indexes.pop(0), self._codes.pop(0)
            made.append(_column(list(index)[2:], codes, convert))
        return tuple(made)


def _filled(columns: Iterator[tuple[Any, ...]], height: int) -> Iterator[tuple[Any, ...]]:
    """The chunk's columns, then blank ones for the columns that this chunk does not reach."""
    yield from columns
    while True:
        yield ("",) * height


def _column(distinct: list[Any], codes: array[int], convert: Any) -> Column:
    cells: list[Cell] = [None, *([convert(cell) for cell in distinct] if convert else distinct)]
    shifted: npt.NDArray[np.int32] = (
        np.frombuffer(codes, dtype=np.int32).copy() if len(codes) else np.zeros(0, np.int32)
    )
    shifted[shifted > 0] -= 1
    return _blanks_first(cells, shifted)


def _blanks_first(cells: list[Cell], codes: npt.NDArray[np.int32]) -> Column:
    """Cells that hold nothing but blanks join code 0, so that `codes > 0` means "something is written here"."""
    blank = np.array([cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells])
    if blank.sum() > 1:
        codes = np.where(blank[codes], np.int32(0), codes)
    return Column(cells, codes)
