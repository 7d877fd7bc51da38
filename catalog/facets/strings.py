"""Sorted distinct strings in two memory-mapped columns: looked up by halving, never loaded as a whole unless asked."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.directory import Array

AFTER_ALL = b"\xff"
"""Sorts after every UTF-8 continuation of a prefix."""


class Ordered(Sequence[bytes]):
    """Strings in byte order. Most halvings are done among a few milestones, kept in memory once one is looked up."""

    mile = 128
    """So many strings apart the milestones stand."""

    def place(self, key: bytes) -> int:
        """The place of the first string that is not before `key`."""
        mile = bisect_left(self._milestones, key)
        return bisect_left(self, key, max(0, (mile - 1) * self.mile), min(mile * self.mile, len(self)))

    def find(self, text: str) -> int:
        """The place of `text`, the first if there are several, or -1."""
        key = text.encode()
        place = self.place(key)
        return place if place < len(self) and self[place] == key else -1

    def prefixed(self, text: str) -> range:
        """The places of all strings that begin with `text`."""
        key = text.encode()
        low = self.place(key)
        if low == len(self) or not self[low].startswith(key):
            return range(low, low)
        return range(low, self.place(key + AFTER_ALL))

    def equal(self, text: str) -> range:
        """The places of all strings that are `text`."""
        first = self.find(text)
        return range(first, self.place(text.encode() + b"\0")) if first >= 0 else range(0)

    @cached_property
    def _milestones(self) -> list[bytes]:
        return [self[place] for place in range(0, len(self), self.mile)]


class Strings(Ordered):
    """`data`: UTF-8 bytes of all strings, one after the other; `starts`: where each begins, and the end of the last."""

    def __init__(self, data: Array, starts: Array) -> None:
        self.data = data
        self.starts = starts
        self._bytes = data.data
        self._starts = starts.data

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        return bytes(self._bytes[self._starts[place] : self._starts[place + 1]])

    @cached_property
    def every(self) -> list[str]:
        """All strings, decoded once."""
        whole = bytes(self._bytes)
        return [whole[first:last].decode() for first, last in itertools.pairwise(self.starts.tolist())]

    @cached_property
    def places(self) -> dict[str, int]:
        """string -> place, for the small tables that every question asks."""
        return {text: place for place, text in enumerate(self.every)}


def packed(values: pa.Array) -> dict[str, Array]:
    """The columns of a sorted Arrow string array, as `Strings` takes them."""
    values = pa.concat_arrays([values.cast(pa.string())]) if values.offset else values.cast(pa.string())
    if not len(values):
        return {"data": np.zeros(0, np.uint8), "starts": np.zeros(1, np.uint32)}
    _, offsets, data = values.buffers()
    starts: NDArray[Any] = np.frombuffer(offsets, np.int32, len(values) + 1).astype(np.uint32)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return {"data": whole[: int(starts[-1])], "starts": starts}
