"""Of two prices beside a discount the net one, where the rows prove it: 10,00 less 20 % is 8,00."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt

from imports.cleaning.amounts import Money, convention_of, money
from imports.cleaning.taxes import discount, written_as_fractions
from imports.columns.draft import Draft
from imports.record import Column

CENT = 0.0051
"""Half a cent, and what floats leave: net prices are rounded."""
_FEWEST = 2


def take_proved(draft: Draft, positions: Sequence[int]) -> list[int]:
    """Takes the list price and gives back the net one alone, or all positions where nothing is proved."""
    if len(positions) != 2 or "list_price" in draft.fields:
        return list(positions)
    for rate in draft.fields.get("discount_rate", ()):
        for listed, net in permutations(positions):
            if _proved(draft, listed, net, rate):
                draft.take("list_price", [listed])
                return [net]
    return list(positions)


def _proved(draft: Draft, listed: int, net: int, rate: int) -> bool:
    """True where at least two rows have a discount and in all of them but a twentieth it leads from one price to the other."""
    columns, lines = draft.table.grid.columns, draft.table.lines
    sign = convention_of(cell for place in (listed, net) for cell in columns[place].values).sign
    before, after = (amounts(columns[place], lines, sign) for place in (listed, net))
    share = _shares(columns[rate], sign)[lines]
    told = ~np.isnan(before) & ~np.isnan(after) & (np.nan_to_num(share) > 0)
    right = np.abs(before[told] * (1 - share[told]) - after[told]) <= CENT
    return int(told.sum()) >= _FEWEST and right.mean() >= 0.95


def amounts(column: Column, lines: npt.NDArray[np.intp], sign: str | None) -> npt.NDArray[np.float64]:
    """The amounts of these lines, for comparing alone; NaN where a cell is none."""
    read, codes = money("price", sign), column.codes[lines]
    known = {code: read(column.values[code]) for code in np.unique(codes).tolist() if column.values[code] is not None}
    return np.array(
        [each.micro / 10**6 if isinstance(each := known.get(code), Money) else np.nan for code in codes.tolist()]
    )


def _shares(column: Column, sign: str | None) -> npt.NDArray[np.float64]:
    read = discount(sign, written_as_fractions(column.values, sign))
    found = [read(cell) if cell is not None else None for cell in column.values]
    return np.array([each / 10**6 if isinstance(each, int) else np.nan for each in found])[column.codes]
