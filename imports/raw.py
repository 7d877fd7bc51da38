"""Every row as written, kept with the batch: a mapping that holds its columns, not a dictionary a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from imports.cleaning.texts import text_of
from imports.layout import Table

ROW = "\0row"
"""Name of the column of row numbers; no header can be called so."""
SHEET = 10_000_000
"""Further than the last row of any sheet."""


class Rows(Mapping[int, Mapping[str, str]]):
    """Row number -> header -> text as written, blank cells left out. `table`: the Arrow table behind it.

    Of sheets that were read together, the rows of the second count from SHEET on: 10 000 002 is its row 2.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._places = {row: place for place, row in enumerate(table.column(ROW).to_pylist())}

    def __getitem__(self, row: int) -> Mapping[str, str]:
        line = self.table.slice(self._places[row], 1).to_pylist()[0]
        return {header: text for header, text in line.items() if header != ROW and text}

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def rows_of(table: Table) -> Rows:
    """All lines below the header that hold anything."""
    arrays: dict[str, pa.Array] = {ROW: pa.array(_keys(table), pa.int32())}
    for title, column in zip(table.titles, table.grid.columns, strict=True):
        if title:
            texts = pa.array([text_of(cell) for cell in column.values], pa.string())
            arrays[title] = pa.DictionaryArray.from_arrays(pa.array(column.codes[table.lines].astype(np.int32)), texts)
    return Rows(pa.table(arrays))


def _keys(table: Table) -> npt.NDArray[np.int32]:
    """Row numbers; those of a second sheet read with the first count from SHEET on, of a third from twice SHEET."""
    starts = [first for _, first in table.grid.stack[1:]]
    return (table.grid.numbers[table.lines] + SHEET * np.searchsorted(starts, table.lines, "right")).astype(np.int32)


def no_rows() -> Rows:
    """The rows of a file that gave none."""
    return Rows(pa.table({ROW: pa.array([], pa.int32())}))
