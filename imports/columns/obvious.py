"""What the columns of a table without known headers plainly hold: a proposal for the person who is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from imports.cleaning import Fault
from imports.cleaning.texts import gtin, plain
from imports.columns.keys import apart
from imports.record import Cell, Column
from imports.tables.layout import Table, number_like, number_share

_CODE = re.compile(r"^(?=.*\d)[\w./+#-]{3,30}$")
_DECIMAL = re.compile(r"\d[.,]\d{1,5}\s*(?:€|eur)?\s*$|€", re.IGNORECASE)


def obvious(table: Table) -> str:
    """ "[A]=reference;[B]=name;[C]=price", each only where one column alone may be it; "" unless all three are found."""
    free = [position for position, title in enumerate(table.titles) if title and _held(table, position)]
    barcodes = [position for position in free if _share(table, position, _is_barcode) > 0.8]
    free = [position for position in free if position not in barcodes]
    prices = [
        position for position in free if _share(table, position, _is_price) > 0.6 and _numbers(table, position) > 0.9
    ]
    names = sorted(
        (position for position in free if _numbers(table, position) < 0.2),
        key=lambda position: -_length(table, position),
    )
    codes = [position for position in free if position not in (*prices, *names[:1]) and _tells(table, position)]
    if len(prices) != 1 or not names or len(codes) != 1:
        return ""
    found = [
        (codes[0], "reference"),
        (names[0], "name"),
        (prices[0], "price"),
        *((place, "gtin") for place in barcodes[:1]),
    ]
    return ";".join(f"{table.titles[position]}={name}" for position, name in sorted(found))


def _column(table: Table, position: int) -> Column:
    return table.grid.columns[position]


def _held(table: Table, position: int) -> bool:
    return bool((_column(table, position).codes[table.lines] > 0).any())


def _numbers(table: Table, position: int) -> float:
    return number_share(_column(table, position), table.lines)


def _cells(table: Table, position: int) -> Iterator[Cell]:
    column = _column(table, position)
    yield from (column.values[code] for code in np.unique(column.codes[table.lines]).tolist() if code)


def _share(table: Table, position: int, test: Callable[[Cell], bool]) -> float:
    hits = [test(cell) for cell in _cells(table, position)]
    return sum(hits) / len(hits) if hits else 0.0


def _is_barcode(cell: Cell) -> bool:
    digits = plain(cell)
    return digits.isdigit() and len(digits) in (8, 13, 14) and not isinstance(gtin(cell), Fault)


def _is_price(cell: Cell) -> bool:
    return number_like(cell) and bool(_DECIMAL.search(plain(cell)))


def _length(table: Table, position: int) -> float:
    return float(np.mean([len(plain(cell)) for cell in _cells(table, position)] or [0]))


def _tells(table: Table, position: int) -> bool:
    """Codes, another on every line."""
    alike = _share(table, position, lambda cell: bool(_CODE.match(plain(cell))))
    return alike > 0.9 and apart([_column(table, position)], table.lines) == len(table.lines)
