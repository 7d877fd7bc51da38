"""Which entry of a register may be which product: by licence, company and name, with a score. Pure; a person decides.

A million comparisons stay bounded: an entry is only looked at for a line that shares a code or a word that few entries
have. What would make it another product (a code, a size, a variant, a colour, an accessory) rules out at once; the rest
is how much of the entry's name the line says, weighed by how rare its words are in the register.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.evidence.listed_words import (
    ACCESSORIES,
    DESCRIPTIONS,
    KINDS,
    TRADES,
    Said,
    alternatives,
    company_words,
    said,
)

How = Literal["name", "company", "licence"]
THRESHOLD = 80
"""From which score (0 to 100) an entry is put to a person. See tests/registers/test_truth.py for the curve."""
COMMON = 60
"""A word or code that more entries have finds no candidate by itself; it still weighs."""
LOOKED_AT = 40
"""Entries that are compared with one line, those that share the rarest words first."""
CODE = 6.0
"""What a code weighs beside words, which weigh from 0.7 (in every entry) to 7 (in one of a thousand)."""
NEAR = 3
"""An entry that is so much worse than the best for a line is not put to a person."""
SEVERAL = 3
"""Proposals for one line at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A product of a catalogue. numbers: the licence numbers of this label that its supplier cites."""

    name: str
    brand: str | None = None
    supplier: str | None = None
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a register."""

    name: str | None
    company: str | None = None
    model: str | None = None
    number: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry, by its place, that may be the line: a score from 0 to 100, and what speaks for it most."""

    entry: int
    score: int
    how: How


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry as compared."""

    entry: Entry
    names: tuple[Said, ...]
    company: frozenset[str]
    group: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line as compared."""

    line: Line
    said: Said
    words: frozenset[str]
    makers: frozenset[str]
    """Words of brand and supplier."""
    makers_named: frozenset[str]
    """Those of the brand."""
    head: str | None
    """The first word of the name: in French what the thing is."""


@dataclass(slots=True)
class Register:
    """The entries of one label, by their rare words. Build it once and ask it for many lines."""

    entries: Sequence[Entry]
    listed: list[_Listed] = field(init=False)
    places: dict[str, list[int]] = field(init=False)
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.listed = [_as_listed(entry) for entry in self.entries]
        self.places, self.counts = defaultdict(list), Counter()
        for place, each in enumerate(self.listed):
            for term in _terms(each):
                self.counts[term] += 1
                self.places[term].append(place)

    def proposals(self, line: Line, least: int = THRESHOLD) -> list[Proposal]:
        """The entries that may be this line, the likeliest first, none below `least`.

        Where several entries are as good by name, those that say most of the line stand alone.
        """
        asked = _as_asked(line)
        judged = [(place, *self._judged(asked, self.listed[place])) for place in self._candidates(asked)]
        found = [(most, Proposal(place, score, how)) for place, score, how, most in judged if score >= least]
        said_most = max((weight for weight, _ in found), default=0.0)
        kept = sorted((each for weight, each in found if weight >= said_most - 1e-9), key=lambda p: (-p.score, p.entry))
        return [each for each in kept if each.score >= kept[0].score - NEAR][:SEVERAL]

    def score(self, line: Line, place: int) -> int:
        """The score of one pair."""
        return self._judged(_as_asked(line), self.listed[place])[0]

    def _candidates(self, asked: _Asked) -> list[int]:
        """Entries that share a rare word, a code or a cited licence, those that share most weight first."""
        shared: Counter[int] = Counter()
        for term in {*asked.words, *asked.said.grams, *(f"no {number}" for number in asked.line.numbers)}:
            places = self.places.get(term, ())
            if 0 < len(places) <= COMMON:
                for place in places:
                    shared[place] += self._weight(term)  # type: ignore[assignment]
        return [place for place, _ in heapq.nlargest(LOOKED_AT, shared.items(), key=lambda item: (item[1], -item[0]))]

    def _weight(self, term: str) -> float:
        return math.log(1 + len(self.listed) / (self.counts[term] or 1)) if self.listed else 0.0

    def _judged(self, asked: _Asked, listed: _Listed) -> tuple[int, How, float]:
        """(score, what speaks for it, weight of the words in common) of the best of an entry's names."""
        how = _agreed(asked, listed)
        if how is None:
            return 0, "name", 0.0
        tries = [self._likeness(asked, listed, name) for name in listed.names]
        score, weight = max(tries, default=(0, 0.0))
        return (min(score + 5, 100) if score and how == "licence" else score), how, weight

    def _likeness(self, asked: _Asked, listed: _Listed, name: Said) -> tuple[int, float]:
        """(0 to 100, weight in common): how much of the entry's name the line says, less what the line says beyond it."""
        if any(_other(asked, listed, name)):
            return 0, 0.0
        own = self._telling(asked, listed, name)
        both = own & asked.words
        weight = sum(map(self._weight, both)) + CODE * len(name.codes)
        whole = sum(map(self._weight, own)) + CODE * len(name.codes)
        if not whole:
            return 0, 0.0
        beyond = asked.words - name.words - listed.company - listed.group - asked.makers - DESCRIPTIONS
        known = sum(1 for word in beyond if self.counts[word]) if name.codes else 0
        instead = 20 if known and own - both - DESCRIPTIONS else 0
        surplus = min(len(beyond) * (1.0 if name.codes else 3.0), 15) + 8 * known + instead
        share = (weight / whole) ** (0.5 if name.codes else 1.5)
        return max(round(100 * share - surplus), 0), weight

    def _telling(self, asked: _Asked, listed: _Listed, name: Said) -> frozenset[str]:
        """The words of a name that the line should say: without its maker and what stands before the brand."""
        order = name.order
        for place in range(len(order) - 1, 0, -1):
            if order[place] in asked.makers_named:
                order = order[place:]
                break
        kept = frozenset(order) & name.words
        own = kept - listed.company - TRADES - (DESCRIPTIONS - asked.words)
        return own or kept


def _as_listed(entry: Entry) -> _Listed:
    names = tuple(alternatives(entry.name or "", entry.model))
    return _Listed(entry, names, company_words(entry.company), said(entry.group or "").words)


def _as_asked(line: Line) -> _Asked:
    spoken = said(f"{line.brand or ''} {line.name}")
    brand, head = company_words(line.brand), said(line.name).first
    makers = brand | company_words(line.supplier)
    return _Asked(line, spoken, spoken.words | brand, makers, brand, head)


def _terms(listed: _Listed) -> set[str]:
    found = {term for name in listed.names for term in (*name.words, *name.codes)}
    return found | ({f"no {listed.entry.number}"} if listed.entry.number else set())


def _agreed(asked: _Asked, listed: _Listed) -> How | None:
    """What ties maker and product: the licence that the supplier cites, the company, a brand in the entry's name."""
    if listed.entry.number and listed.entry.number in asked.line.numbers:
        return "licence"
    brand = asked.makers_named
    words = frozenset().union(*(name.words for name in listed.names)) if listed.names else frozenset()
    if listed.company & (brand or asked.makers | asked.words):
        return "company"
    if brand:
        return "name" if brand & words else None
    firsts = {name.first for name in listed.names if name.first}
    return "name" if not listed.company and firsts & asked.words else None


def _other(asked: _Asked, listed: _Listed, name: Said) -> Iterator[bool]:
    """Whether something makes the line another product than the entry under this name."""
    line, own = asked.said, name.words - listed.company
    told = name.words | listed.group
    yield not all(_told(code, line, name) for code in name.codes)
    yield not all(_told(code, name, line) for code in line.codes)
    yield name.variants != line.variants
    yield _apart(name.sizes, line.sizes)
    yield bool(name.colours and name.colours != line.colours)
    yield bool(asked.makers_named and not asked.makers_named & (name.words | listed.company))
    yield bool(asked.head in ACCESSORIES - told or (name.codes and line.words & ACCESSORIES - told))
    yield bool(not name.codes and line.words & KINDS - told)
    yield bool(not name.codes and len(own) < 3 and own - asked.words)


def _told(code: str, by: Said, of: Said) -> bool:
    """Whether a name says a code of another, in one piece or in several ("HL 3170CDW", "HL3170CDW")."""
    return code in by.grams or any(code in other and other in of.grams for other in by.codes)


def _apart(ones: frozenset[tuple[str, object]], others: frozenset[tuple[str, object]]) -> bool:
    """Whether both name a size of one kind, and not the same."""
    kinds = {kind for kind, _ in ones} & {kind for kind, _ in others}
    return any(not {x for x in ones if x[0] == kind} & {x for x in others if x[0] == kind} for kind in kinds)
