"""Which thing of one list is the like of which of another: old and new references, outgoing and incoming offers. Pure.

The same GTIN says so. Else rare words in common do, weighed by how rare they are in the list that has them most (cosine
of inverse document frequencies). A number weighs more ("5 L" tells one can from another); another family rules out.
A likeness is a proposal, never a decision.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.facets.analysis import terms_of

Why = Literal["gtin", "name"]
Weights = Mapping[str, float]
FAIR = 55
"""From which score (of 100) two names are proposed as the same thing."""
COMMON = 200
"""A word that more things of the new list have finds no candidate by itself; it still weighs."""
SEVERAL = 3
"""How many likenesses of one thing are named at most."""
NUMBER = 1.5
"""How much more a word with a digit weighs."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is compared of a product."""

    name: str
    gtin: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Places in both lists. `score`: 0 to 100, 100 for the same GTIN."""

    old: int
    new: int
    score: int
    why: Why


def likenesses(old: Sequence[Thing], new: Sequence[Thing]) -> list[Likeness]:
    """For each old thing its likenesses, the best first, at most SEVERAL; in the order of the old list."""
    by_gtin = _by_gtin(new)
    before, after = ([frozenset(terms_of(thing.name)) for thing in things] for things in (old, new))
    names = _Names(new, after, _weights(before, after))
    found: list[Likeness] = []
    for place, thing in enumerate(old):
        same = [Likeness(place, each, 100, "gtin") for each in by_gtin.get(thing.gtin or "", ())]
        found += same[:SEVERAL] or list(names.like(place, thing, before[place]))
    return found


def _by_gtin(things: Sequence[Thing]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, thing in enumerate(things):
        if thing.gtin:
            found[thing.gtin].append(place)
    return found


def _weights(*lists: Sequence[frozenset[str]]) -> dict[str, float]:
    """Word -> its weight squared: the rarer, the heavier."""
    counts = [Counter(word for each in words for word in each) for words in lists]
    most = max(map(len, lists))
    return {
        word: (_factor(word) * math.log(1 + most / max(n[word] for n in counts))) ** 2 for word in set().union(*counts)
    }


def _factor(word: str) -> float:
    return NUMBER if any(letter.isdigit() for letter in word) else 1.0


class _Names:
    """The new things by their words."""

    def __init__(self, things: Sequence[Thing], words: Sequence[frozenset[str]], weights: Weights) -> None:
        self.things, self.words, self.weights = things, words, weights
        self.lengths = [self._length(each) for each in words]
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(words):
            for word in each:
                self.places[word].append(place)

    def like(self, place: int, thing: Thing, words: frozenset[str]) -> Iterator[Likeness]:
        """The new things whose name is near enough, the nearest first; of equals, the first."""
        scored = [(self._score(words, each), -each) for each in self._candidates(words) if self._may(thing, each)]
        for score, other in sorted(scored, reverse=True)[:SEVERAL]:
            if score >= FAIR:
                yield Likeness(place, -other, score, "name")

    def _candidates(self, words: frozenset[str]) -> set[int]:
        rare = (self.places[word] for word in words if 0 < len(self.places.get(word, ())) <= COMMON)
        return {place for places in rare for place in places}

    def _may(self, thing: Thing, other: int) -> bool:
        family = self.things[other].family
        return thing.family is None or family is None or thing.family == family

    def _score(self, words: frozenset[str], other: int) -> int:
        both = sum(self.weights[word] for word in words & self.words[other])
        lengths = self._length(words) * self.lengths[other]
        return round(100 * both / lengths) if lengths else 0

    def _length(self, words: frozenset[str]) -> float:
        return math.sqrt(sum(self.weights[word] for word in words))
