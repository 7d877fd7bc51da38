"""A second table under the first, whose columns stand elsewhere: its lines are never read by the first one's header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from imports.cleaning.texts import plain
from imports.fields import REQUIRED, known_word
from imports.record import Issue, Words
from imports.tables.layout import Table, number_like

MOST = 5_000
"""Lines looked at; a file with more lines without a price has another fault than this one."""
_LONGEST = 60
Fields = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Further:
    """Header lines below the header. `same`: they say the same in other words; `other` -> how its lines are told."""

    same: frozenset[int]
    other: Mapping[int, Issue]


def further_headers(table: Table, fields: Fields, words: Words) -> Further:
    """Finds header lines among those without a readable price; the lines under another header are rejected."""
    same, other = set(), {}
    for line in _without_price(table, fields)[:MOST]:
        named = _named(table, line, words)
        if len(named.keys() & set(REQUIRED)) >= 2:
            moved = [name for name, place in named.items() if name in fields and place not in fields[name]]
            if moved:
                other[line] = Issue("row.other_header", "error", params={"header": table.grid.place(line)})
            else:
                same.add(line)
    return Further(frozenset(same), other)


def under_other(table: Table, further: Further, headers: frozenset[int]) -> dict[int, Issue]:
    """Line -> issue for every line that follows another header, up to the next line of `headers`."""
    found, current = {}, None
    for line in table.lines.tolist() if further.other else ():
        current = further.other.get(line, None if line in headers else current)
        if current is not None and line not in further.other:
            found[line] = _at(table, line, current)
    return found


def _at(table: Table, line: int, issue: Issue) -> Issue:
    value = next((plain(cell) for cell in table.grid.line(line) if cell is not None), None)
    row = int(table.grid.numbers[line])
    return Issue(
        issue.code, issue.level, row, value=value and value[:200], sheet=table.grid.sheet(line), params=issue.params
    )


def _without_price(table: Table, fields: Fields) -> list[int]:
    price = fields.get("price", ())[:1]
    if not price:
        return []
    column = table.grid.columns[price[0]]
    readable = np.array([number_like(cell) for cell in column.values])
    return [int(line) for line in table.lines[~readable[column.codes[table.lines]]]]


def _named(table: Table, line: int, words: Words) -> dict[str, int]:
    """Field -> the column in which this line names it."""
    return dict(reversed(list(_fields_at(table, line, words))))


def _fields_at(table: Table, line: int, words: Words) -> Iterator[tuple[str, int]]:
    for position, cell in enumerate(table.grid.line(line)):
        if isinstance(cell, str) and len(cell) <= _LONGEST and (name := known_word(plain(cell), words)):
            yield name, position
