"""The order of a page. Rows come in the order of the index (cheapest first, then by name), which settles every tie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array

Keys = NDArray[np.int64]


def page_of(rows: Array, first: int, last: int, keys: Keys | None = None) -> Array:
    """rows[first:last] once sorted by their keys, smallest first; without keys, as they come. Empty beyond the end."""
    if keys is None:
        return rows[first:last]
    top = np.argpartition(keys, last - 1)[:last] if last < len(rows) else np.arange(len(rows))
    return rows[top[np.argsort(keys[top])][first:last]]


def dearest_first(prices: Keys, priced: int) -> Keys:
    """Keys of rows whose ascending `prices` are given: dearest first; equal ones as they come; unpriced ones last.

    priced: how many of them have a price; the others stand at the end.
    """
    step = np.cumsum(np.diff(prices[:priced], prepend=prices[:1]) != 0)
    fall = np.zeros(len(prices), np.int64)
    fall[:priced] = (step[-1] if priced else 0) - step
    fall[priced:] = len(prices)
    return _with_place(fall)


def best_first(scores: Array) -> Keys:
    """Keys of rows by score, highest first; equal ones as they come."""
    return _with_place(np.iinfo(np.int32).max - scores.astype(np.int64))


def _with_place(keys: Keys) -> Keys:
    return keys << 32 | np.arange(len(keys))
