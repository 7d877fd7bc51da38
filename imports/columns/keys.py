"""The smallest set of columns that tells the rows of a table apart, for files without a reference column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from imports.record import Column

Codes = npt.NDArray[np.int64]
MOST_WORK = 30_000_000
"""Cells looked at before the search for an even smaller set is given up."""


def telling_apart(columns: Sequence[Column], lines: npt.NDArray[np.intp]) -> tuple[int, ...]:
    """Positions in `columns` of the smallest set that tells apart as many rows as all of them do together."""
    codes = [_ranked(column.codes[lines]) for column in columns]
    useful = [position for position, code in enumerate(codes) if code.max(initial=0) > 0]
    if not useful:
        return (0,) if columns else ()
    goal = _distinct([codes[position] for position in useful])
    greedy = _pruned(_greedy(codes, useful, goal), codes, goal)
    return _smaller(codes, useful, goal, len(greedy), len(lines)) or greedy


def apart(columns: Sequence[Column], lines: npt.NDArray[np.intp]) -> int:
    """How many different rows these columns make at `lines`."""
    return _distinct([_ranked(column.codes[lines]) for column in columns]) if columns else 0


def _distinct(codes: Sequence[Codes]) -> int:
    """How many different rows these columns make."""
    return int(_joined(codes).max(initial=-1)) + 1


def _ranked(codes: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> Codes:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _joined(codes: Sequence[Codes]) -> Codes:
    joined = codes[0]
    for code in codes[1:]:
        joined = _ranked(joined * (int(code.max(initial=0)) + 1) + code)
    return joined


def _greedy(codes: Sequence[Codes], useful: Sequence[int], goal: int) -> tuple[int, ...]:
    """Adds the column that tells most rows apart until nothing is left to tell."""
    chosen: list[int] = []
    joined: Codes = np.zeros(len(codes[0]), np.int64)
    while int(joined.max(initial=0)) + 1 < goal:
        gains = {position: _distinct([joined, codes[position]]) for position in useful if position not in chosen}
        best = max(gains, key=lambda position: (gains[position], -position))
        chosen.append(best)
        joined = _joined([joined, codes[best]])
    return tuple(sorted(chosen)) or (useful[0],)


def _pruned(chosen: tuple[int, ...], codes: Sequence[Codes], goal: int) -> tuple[int, ...]:
    for position in chosen:
        rest = tuple(other for other in chosen if other != position)
        if rest and _distinct([codes[other] for other in rest]) == goal:
            return _pruned(rest, codes, goal)
    return chosen


def _smaller(codes: Sequence[Codes], useful: Sequence[int], goal: int, size: int, height: int) -> tuple[int, ...]:
    """A set smaller than `size`, tried out one by one while that stays cheap."""
    work = 0
    for smaller in range(1, size):
        for positions in combinations(useful, smaller):
            work += height * smaller
            if work > MOST_WORK:
                return ()
            if _distinct([codes[position] for position in positions]) == goal:
                return positions
    return ()
