"""Every row as written, kept with the batch: a mapping that holds its columns, not a dictionary a row."""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from imports.cleaning.texts import text_of
from imports.tables.layout import Table

ROW = "\0row"
"""Name of the column of row numbers; no header can be called so."""
SHEET = 10_000_000
"""Further than the last row of any sheet."""
BLOCK = 500


class Rows(Mapping[int, Mapping[str, str]]):
    """Row number -> header -> text as written, blank cells left out. `table`: the Arrow table behind it.

    Of sheets that were read together, the rows of the second count from SHEET on: 10 000 002 is its row 2.
    """

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {row: place for place, row in enumerate(self.table.column(ROW).to_pylist())}

    def __getitem__(self, row: int) -> Mapping[str, str]:
        return _cells(self.table.slice(self._places[row], 1).to_pylist()[0])

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def items(self) -> ItemsView[int, Mapping[str, str]]:
        """Row number and cells, row by row; whoever stops early has read no more."""
        return _Lines(self)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that have a column, in the order of the file."""
        return tuple(name for name in self.table.schema.names if name != ROW)

    def different(self, header: str) -> Iterator[str]:
        """The different texts of a column, in the order of the file."""
        return (text for text in pc.unique(self.table.column(header)).to_pylist() if text is not None)

    def columns(self, wanted: Collection[str]) -> Rows:
        """The same rows with only these columns, as far as there are any."""
        return Rows(self.table.select([name for name in self.table.schema.names if name == ROW or name in wanted]))

    def of_rows(self, wanted: Set[int]) -> Rows:
        """Only the rows whose number in their sheet is wanted."""
        numbers = self.table.column(ROW).to_numpy() % SHEET
        return Rows(self.table.filter(pa.array(np.isin(numbers, list(wanted)))))


class _Lines(ItemsView[int, Mapping[str, str]]):
    """The lines of a table, some hundreds read at a time."""

    _mapping: Rows

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        table = self._mapping.table
        for start in range(0, table.num_rows, BLOCK):
            for line in table.slice(start, BLOCK).to_pylist():
                yield line[ROW], _cells(line)


def _cells(line: Mapping[str, str]) -> Mapping[str, str]:
    return {header: text for header, text in line.items() if header != ROW and text}


def kept(rows: Mapping[int, Mapping[str, str]]) -> bytes:
    """The rows as a file: what `kept_rows` reads."""
    table = rows.table if isinstance(rows, Rows) else _table(rows)
    sink = pa.BufferOutputStream()
    with ipc.new_file(sink, table.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _table(rows: Mapping[int, Mapping[str, str]]) -> pa.Table:
    headers = dict.fromkeys(header for cells in rows.values() for header in cells)
    arrays = {ROW: pa.array(rows, pa.int32())}
    return pa.table(arrays | {header: pa.array([cells.get(header) for cells in rows.values()], pa.string())
                              for header in headers})  # fmt: skip


def kept_rows(path: Path) -> Rows:
    """The rows of a file that `kept` made."""
    with pa.memory_map(str(path)) as file:
        return Rows(ipc.open_file(file).read_all())


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
