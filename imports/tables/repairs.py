"""Cells that a person rewrote before publishing. The file stays as it is; the reading takes what was said instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from imports.cleaning.texts import text_of
from imports.record import Column, Issue, Repair
from imports.tables.layout import Table


def repaired(table: Table, repairs: Sequence[Repair]) -> tuple[Table, tuple[Issue, ...]]:
    """The table with the cells rewritten, and a warning for each: `value` as the file has it, `proposal` what stands now.

    A repair of a sheet, row or column that this table lacks, or that says what the cell says already, does nothing.
    """
    mine = list(_here(table, repairs))
    if not mine:
        return table, ()
    columns, issues = list(table.grid.columns), []
    for line, position, repair in mine:
        before = text_of(columns[position].at(line))
        if before == repair.text:
            continue
        columns[position] = _with(columns[position], line, repair.text)
        issues.append(Issue("cell.repaired", "warning", repair.row, repair.column, before, table.grid.sheet(line),
                            proposal=repair.text))  # fmt: skip
    return replace(table, grid=replace(table.grid, columns=tuple(columns))), tuple(issues)


def _here(table: Table, repairs: Sequence[Repair]) -> Iterator[tuple[int, int, Repair]]:
    """(line, position of the column, repair) of those that belong to this table."""
    mine = [each for each in repairs if each.column in table.titles]
    if not mine:
        return
    lines: dict[int, list[int]] = {}
    for line in table.lines.tolist():
        lines.setdefault(int(table.grid.numbers[line]), []).append(line)
    for each in mine:
        for line in lines.get(each.row, ()):
            if each.sheet in (None, table.grid.sheet(line)):
                yield line, table.titles.index(each.column), each


def _with(column: Column, line: int, text: str) -> Column:
    """The column with one cell rewritten: a value of its own, so that equal cells elsewhere stay."""
    codes = np.array(column.codes, dtype=np.int32, copy=True)
    codes[line] = len(column.values) if text else 0
    return Column((*column.values, text) if text else column.values, codes)
