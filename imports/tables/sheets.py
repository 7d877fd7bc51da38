"""Which sheet is the catalogue, or which sheets together, where they say the same under the same headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np

from imports.fields import REQUIRED, fold
from imports.record import Cell, Column, Grid, Words
from imports.tables.layout import Table, catalogue_like, has_numbers, laid_out

NEAR = 4
"""A second catalogue sheet with at least a quarter of the lines of the largest is as plausible: a person is asked."""
ALL = "all"
"""The answer that reads the sheets of the same headers as one catalogue."""
BETWEEN = " + "
"""Between the names of sheets that were read together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet to read, or the names between which a person must choose."""

    table: Table | None
    choices: tuple[str, ...] = ()
    tables: tuple[Table, ...] = field(default=())

    @property
    def read(self) -> frozenset[str | None]:
        """The names of the sheets that are read."""
        parts = (self.table.parts or (self.table,)) if self.table else ()
        return frozenset(part.grid.name for part in parts)


def choose(grids: Sequence[Grid], words: Words, asked: str | None) -> Choice:
    """The catalogue among the sheets. `asked` is a person's answer; hidden sheets are taken on no other ground."""
    if asked is not None:
        return _named(grids, words, asked)
    tables = _visible(grids, words)
    hidden = [table for grid in grids if grid.hidden and (table := laid_out(grid, words)) and catalogue_like(table)]
    best = max(tables, key=lambda table: table.rank, default=None)
    if hidden and (best is None or not catalogue_like(best)):
        return Choice(None, _names(hidden), tables)
    if best is None:
        return Choice(None)
    alike = [table for table in tables if catalogue_like(table) and _same_headers(table, best)]
    rivals = [table for table in tables if table in alike or _rivals(table, best)]
    if len(rivals) > 1:
        together = (ALL,) if len(alike) == len(rivals) else ()
        return Choice(None, (*together, *_names(rivals)), tables)
    return Choice(best if catalogue_like(best) else _by_shape(tables), (), tables)


def _visible(grids: Sequence[Grid], words: Words) -> tuple[Table, ...]:
    return tuple(table for grid in grids if not grid.hidden and (table := laid_out(grid, words)))


def _names(tables: Sequence[Table]) -> tuple[str, ...]:
    return tuple(str(table.grid.name) for table in tables)


def _named(grids: Sequence[Grid], words: Words, asked: str) -> Choice:
    wanted = asked.strip().casefold()
    for grid in grids:
        if grid.name is not None and grid.name.strip().casefold() == wanted:
            return Choice(laid_out(grid, words), (), tuple(filter(None, (laid_out(other, words) for other in grids))))
    if wanted == ALL:
        return _all(grids, words)
    names = tuple(grid.name for grid in grids if grid.name)
    return Choice(None, names) if names else choose(grids, words, None)


def _all(grids: Sequence[Grid], words: Words) -> Choice:
    """The visible sheets with the headers of the best one, under one another."""
    tables = _visible(grids, words)
    best = max(tables, key=lambda table: table.rank, default=None)
    alike = [table for table in tables if best and catalogue_like(table) and _same_headers(table, best)]
    return Choice(stacked(alike), (), tables) if len(alike) > 1 else choose(grids, words, None)


def _rivals(table: Table, best: Table) -> bool:
    return catalogue_like(table) and _weight(table) >= _weight(best) and len(table.lines) * NEAR >= len(best.lines)


def _weight(table: Table) -> int:
    return len(table.known & set(REQUIRED))


def _by_shape(tables: Sequence[Table]) -> Table | None:
    """Where no title is known: the sheet with texts and numbers and the most lines."""
    return max(tables, key=lambda table: (has_numbers(table), len(table.lines), len(table.titles)), default=None)


def _same_headers(table: Table, other: Table) -> bool:
    """True where both name the same fields, under mostly the same titles: one more column makes no other catalogue."""
    own, others = _folded(table), _folded(other)
    if not own or not others:
        return False
    needed = {*REQUIRED, "list_price", "description"}
    return table.known & needed == other.known & needed and len(own & others) * 4 >= len(own | others) * 3


def _folded(table: Table) -> frozenset[str]:
    return frozenset(fold(title) for title in table.titles if title and not title.startswith("["))


def stacked(tables: Sequence[Table]) -> Table:
    """The tables under one another as one, each column found by its title; the first one's header stands for all."""
    titles = list(dict.fromkeys(fold(title) for table in tables for title in table.titles if title))
    places = [{fold(title): place for place, title in enumerate(table.titles) if title} for table in tables]
    spelt = {fold(title): (title, parts) for table in reversed(tables)
             for title, parts in zip(table.titles, table.alternatives, strict=True) if title}  # fmt: skip
    heights = [len(table.grid.numbers) for table in tables]
    starts = [0, *accumulate(heights)]
    columns = tuple(
        _under_one_another([(table.grid.columns[at[title]] if title in at else None, height)
                            for table, at, height in zip(tables, places, heights, strict=True)])
        for title in titles
    )  # fmt: skip
    first = tables[0]
    grid = Grid(
        BETWEEN.join(_names(tables)),
        columns,
        np.concatenate([table.grid.numbers for table in tables]),
        stack=tuple((str(table.grid.name), start) for table, start in zip(tables, starts, strict=False)),
        hidden_rows=sum(table.grid.hidden_rows for table in tables),
        hidden_columns=sum(table.grid.hidden_columns for table in tables),
    )
    lines = np.concatenate([table.lines + start for table, start in zip(tables, starts, strict=False)])
    known = first.known.union(*(table.known for table in tables))
    return replace(first, grid=grid, titles=tuple(spelt[title][0] for title in titles),
                   alternatives=tuple(spelt[title][1] for title in titles), lines=lines, known=known, parts=tuple(tables))  # fmt: skip


def _under_one_another(columns: Sequence[tuple[Column | None, int]]) -> Column:
    index: dict[Cell, int] = {None: 0}
    codes = []
    for column, height in columns:
        if column is None:
            codes.append(np.zeros(height, np.int32))
        else:
            moved = np.array([index.setdefault(cell, len(index)) for cell in column.values], np.int32)
            codes.append(moved[column.codes])
    return Column(list(index), np.concatenate(codes))
