"""Prices by quantity side by side: "1+ | 10+ | 100+", "Prix HT | Prix x10", "Prix 1 | Qté 2 | Prix 2"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from imports.cleaning.amounts import Money, convention_of, money
from imports.columns.draft import Draft, tokens_of
from imports.fields import fold
from imports.quantities import quantity_from
from imports.record import Column
from imports.tables.layout import number_share

_NUMBERED = re.compile(r"^(.*?)[ _.-]*(\d{1,2})$")
_PRICED = frozenset("prix tarif pu px price preis ht".split())
"""Ranges that begin above 1 and name no price may be sizes ("36-38")."""
_QUANTITY = frozenset(
    "qte qty quantite quantity seuil palier mini min des partir tranche lower bound menge staffelmenge".split()
)


def take_tiers(draft: Draft, candidates: Sequence[int]) -> list[int]:
    """Takes prices by quantity and gives back the candidates among which the price itself is still to be found.

    Taken only where at least two quantities stand side by side and no price rises with its quantity: "Prix x10" may
    also be what ten cost together.
    """
    if {"price", "prices:price"} & draft.fields.keys() or draft.request.mode == "patch":
        return list(candidates)
    return _by_header(draft, candidates) or _by_number(draft, candidates) or list(candidates)


def _by_header(draft: Draft, candidates: Sequence[int]) -> list[int]:
    found = {
        position: quantity
        for position in draft.free()
        if (quantity := quantity_from(draft.table.titles[position])) and _amounts(draft, position)
        and not tokens_of(draft, position) & {"ttc", "incl"}
    }  # fmt: skip
    plain = [position for position in candidates if position not in found and draft.held(position)]
    plain = [position for position in plain if not tokens_of(draft, position) & {"ttc", "incl", "public", "catalogue"}]
    base = plain if len(plain) == 1 and min(found.values(), default=0) > 10**6 else []
    ladder = [*base, *sorted(found, key=found.__getitem__)]
    bare = (
        not base
        and min(found.values(), default=0) > 10**6
        and not any(tokens_of(draft, position) & _PRICED for position in found)
    )
    if (
        bare
        or len(ladder) < 2
        or len(set(found.values())) < len(found)
        or (plain and not base)
        or not _falling(draft, ladder)
    ):
        return []
    draft.take("prices:price", ladder[1:])
    return ladder[:1]


def _by_number(draft: Draft, candidates: Sequence[int]) -> list[int]:
    """ "Prix HT | Qté 2 | Prix 2": a price column and a quantity column share a number."""
    prices, quantities = _numbered(draft, candidates), _numbered(draft, _quantities(draft))
    shared = sorted(prices.keys() & quantities.keys())
    base = [
        position
        for position in candidates
        if position not in {prices[number] for number in shared} and draft.held(position)
    ]
    ladder = [*base, *(prices[number] for number in shared)]
    if not shared or len(base) > 1 or len(ladder) < 2 or not _falling(draft, ladder):
        return []
    if not base:
        draft.take("prices:base_quantity", [quantities[shared[0]]])
        shared = shared[1:]
    draft.take("prices:price", [prices[number] for number in shared])
    draft.take("prices:min_quantity", [quantities[number] for number in shared])
    return ladder[:1]


def _quantities(draft: Draft) -> list[int]:
    return [
        position for position in draft.free() if tokens_of(draft, position) & _QUANTITY and _amounts(draft, position)
    ]


def _numbered(draft: Draft, positions: Sequence[int]) -> dict[int, int]:
    """Number at the end of the header -> column; none where two columns share a number, or their words differ."""
    found: dict[int, int] = {}
    stems = set()
    for position in positions:
        if match := _NUMBERED.match(fold(draft.table.titles[position])):
            if int(match.group(2)) in found:
                return {}
            found[int(match.group(2))] = position
            stems.add(match.group(1))
    return found if len(stems) == 1 else {}


def _amounts(draft: Draft, position: int) -> bool:
    return number_share(draft.table.grid.columns[position], draft.table.lines) >= 0.5


def _falling(draft: Draft, ladder: Sequence[int]) -> bool:
    """True where hardly any row pays more for each when it buys more."""
    lines = draft.table.lines
    sign = convention_of(cell for position in ladder for cell in draft.table.grid.columns[position].values).sign
    rows = np.stack([_micros(draft.table.grid.columns[position], sign)[lines] for position in ladder])
    rising = compared = 0
    for lower, upper in pairwise(rows):
        both = ~np.isnan(lower) & ~np.isnan(upper)
        compared += int(both.sum())
        rising += int((upper[both] > lower[both]).sum())
    return compared > 0 and rising * 10 <= compared


def _micros(column: Column, sign: str | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Amounts for comparing alone, NaN where a cell is none."""
    read = money("price", sign)
    found = [read(cell) if cell is not None else None for cell in column.values]
    amounts = [each.micro if isinstance(each, Money) else np.nan for each in found]
    return np.array(amounts, dtype=np.float64)[column.codes]
