"""A column headed as a price that is the amount of a line: row by row the product of two columns that no header names."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from imports.cleaning.amounts import convention_of
from imports.columns.draft import Draft
from imports.columns.price_proof import CENT, amounts
from imports.tables.layout import number_share

_ROWS, _COLUMNS = 500, 12
"""So many rows and columns are looked at: what holds row by row in all of them is no chance."""
_FEWEST = 5


def factors_of(draft: Draft, price: int) -> tuple[int, int] | None:
    """The two columns of numbers whose product the price is, where neither is 1 in at least five rows; else None."""
    columns, lines = draft.table.grid.columns, draft.table.lines[:_ROWS]
    found = [place for place in range(len(columns)) if place != price and _unnamed(draft, place, lines)][:_COLUMNS]
    if len(found) < 2:
        return None
    sign = convention_of(cell for place in (price, *found) for cell in columns[place].values).sign
    found_in = {place: amounts(columns[place], lines, sign) for place in (price, *found)}
    pairs = combinations(found, 2)
    return next((pair for pair in pairs if _multiply(*(found_in[each] for each in (*pair, price)))), None)


def _unnamed(draft: Draft, place: int, lines: npt.NDArray[np.intp]) -> bool:
    free = place not in draft.taken and draft.named(place) is None
    return free and number_share(draft.table.grid.columns[place], lines) >= 0.5


def _multiply(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> bool:
    told = ~np.isnan(first) & ~np.isnan(second) & ~np.isnan(whole)
    apart = told & (first != 1) & (second != 1) & (whole != 0)
    right = np.abs(first[told] * second[told] - whole[told]) <= CENT
    return int(apart.sum()) >= _FEWEST and bool(right.mean() >= 0.95)
