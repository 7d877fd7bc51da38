"""Where a word typed with one slip may belong, without reading the vocabulary.

Two words one slip apart are equal, or one is the other without a letter, or both are the same without one letter each. So
every word is written down under itself and under what is left without each of its letters, by hash: a typed word is looked
up in the same way. Hashes may meet by accident: who asks compares the words themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalog.facets.directory import Array

SLIP_LETTERS = 4
"""From how many letters on a word may hold a slip; a shorter one would be too many others."""
LONGEST_WORD = 40
_BASE = 0x9E3779B97F4A7C15
_BACK = pow(_BASE, -1, 1 << 64)
_MIX = 0xD6E8FEB86659FD93
_ALL = (1 << 64) - 1

Hashes = NDArray[np.uint32]


class Slips:
    """`hashes` ascending, each with the place of a word in `words`."""

    def __init__(self, hashes: Array, words: Array) -> None:
        self._hashes = hashes
        self._words = words

    def candidates(self, word: str) -> list[int]:
        """The places of words that may be one slip from `word`, ascending, each once."""
        if not SLIP_LETTERS - 1 <= len(word) <= LONGEST_WORD:
            return []
        asked = np.unique(_hashed(np.array([[ord(letter) for letter in word]], np.uint64)))
        first, last = (np.searchsorted(self._hashes, asked, side) for side in ("left", "right"))
        stretches = [self._words[start:stop] for start, stop in zip(first.tolist(), last.tolist(), strict=True)]
        return sorted({int(place) for stretch in stretches for place in stretch})


def slip_table(words: Sequence[str]) -> dict[str, Array]:
    """The columns of all `words` made of letters alone, by their place."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        if SLIP_LETTERS <= len(word) <= LONGEST_WORD and word.isalpha():
            by_length[len(word)].append(place)
    found = [_entries(words, places, length) for length, places in sorted(by_length.items())]
    entries = np.unique(np.concatenate([np.zeros(0, np.uint64), *found]))
    return {
        "slip.hashes": (entries >> np.uint64(32)).astype(np.uint32),
        "slip.words": (entries & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


def _entries(words: Sequence[str], places: list[int], length: int) -> NDArray[np.uint64]:
    letters = "".join(words[place] for place in places).encode("utf-32-le")
    hashes = _hashed(np.frombuffer(letters, np.uint32).reshape(len(places), length).astype(np.uint64))
    return (hashes.astype(np.uint64) << np.uint64(32) | np.array(places, np.uint64)[:, None]).ravel()


def _hashed(letters: NDArray[np.uint64]) -> Hashes:
    """Of each line of letters: the hash of the whole, and without each letter. A column each."""
    powers = np.array([pow(_BASE, place, 1 << 64) for place in range(letters.shape[1])], np.uint64)
    before = np.cumsum(letters * powers, axis=1, dtype=np.uint64)
    whole = before[:, -1:]
    without = before - letters * powers + (whole - before) * np.uint64(_BACK)
    mixed = np.concatenate([whole, without], axis=1) * np.uint64(_MIX)
    return (mixed >> np.uint64(32)).astype(np.uint32)
