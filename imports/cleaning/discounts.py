"""The price of a row as its list price less its discount, in whole numbers throughout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from imports.cleaning import Cleaned, Fault
from imports.cleaning.amounts import Money

WHOLE = 100 * 10_000
"""100 % in the unit of rates."""


def discounted(listed: Cleaned, rate: Cleaned) -> Cleaned:
    """The net prices: `listed` less `rate`, row by row. A row without a discount has no net price; its cell is the list price's."""
    pairs, codes = np.unique(np.stack([listed.codes, rate.codes]), axis=1, return_inverse=True)
    values: list[Any] = []
    faults: dict[int, Fault] = {}
    for code, (first, second) in enumerate(pairs.T.tolist()):
        money, share = listed.values[first], rate.values[second]
        values.append(None if money is None or share is None else _less(money, share))
        if fault := listed.faults.get(first):
            faults[code] = fault
        elif money is not None and share is None:
            faults[code] = Fault("price.no_discount", "error")
    cells = [listed.cells[first] for first in pairs[0].tolist()]
    return Cleaned(values, codes.reshape(-1).astype(np.int32), cells, faults)


def _less(money: Money, share: int) -> Money:
    """Rounded to the nearest 10^-6, the half upwards."""
    return replace(money, micro=(money.micro * (WHOLE - share) + WHOLE // 2) // WHOLE)
