"""The same reference on several rows: identical rows, tiers of one offer, or a contradiction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Terms = tuple[int | None, dt.date | None, dt.date | None, str | None]
"""What makes rows of one reference tiers: minimum quantity, first day, last day, lot."""


@dataclass(frozen=True, slots=True)
class Line:
    """One valid row: its index, what makes it a tier, its price with list price and discount, and all else it says."""

    index: int
    terms: Terms
    price: object
    rest: object


@dataclass(slots=True)
class Outcome:
    """Indexes of rows. kept -> the further rows folded into it as tiers; doubled -> the row it repeats; contradicting.

    overlapping: row -> the rows whose periods share days at one quantity, at different prices.
    """

    tiers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    doubled: dict[int, int] = field(default_factory=dict)
    contradicting: dict[int, tuple[int, ...]] = field(default_factory=dict)
    overlapping: dict[int, tuple[int, ...]] = field(default_factory=dict)


def judged(groups: Mapping[str, Sequence[Line]]) -> Outcome:
    """`groups`: reference -> its rows, in the order of the file, for references on two rows or more."""
    outcome = Outcome()
    for lines in groups.values():
        for lot in {line.terms[3] for line in lines}:
            _judge([line for line in lines if line.terms[3] == lot], outcome)
    return outcome


def _judge(lines: Sequence[Line], outcome: Outcome) -> None:
    kept = list(_once(lines, outcome))
    if len(kept) < 2:
        return
    if len({line.terms for line in kept}) == len(kept) and len({line.rest for line in kept}) == 1:
        _fold(kept, lines, outcome)
    else:
        _reject(lines, outcome, outcome.contradicting, tuple(line.index for line in lines))


def _fold(kept: Sequence[Line], lines: Sequence[Line], outcome: Outcome) -> None:
    """Rows of different terms are tiers, unless their periods overlap."""
    if clash := _overlapping(kept):
        _reject(lines, outcome, outcome.overlapping, clash)
        return
    first, *others = sorted(kept, key=_order)
    outcome.tiers[first.index] = tuple(line.index for line in others)


def _reject(lines: Sequence[Line], outcome: Outcome, kind: dict[int, tuple[int, ...]], told: tuple[int, ...]) -> None:
    for line in lines:
        outcome.doubled.pop(line.index, None)
        kind[line.index] = told


def _overlapping(lines: Sequence[Line]) -> tuple[int, ...]:
    """Rows of one quantity that hold on the same day at different prices, in the order of the file.

    A price without an end gives way to the one that begins later: that is no contradiction.
    """
    found: set[int] = set()
    by_quantity: dict[int | None, list[Line]] = {}
    for line in lines:
        by_quantity.setdefault(line.terms[0], []).append(line)
    for own in by_quantity.values():
        for earlier, later in combinations(sorted(own, key=_order), 2):
            if earlier.price != later.price and _share_a_day(earlier, later):
                found |= {earlier.index, later.index}
    return tuple(sorted(found))


def _share_a_day(earlier: Line, later: Line) -> bool:
    first, end = earlier.terms[1], earlier.terms[2]
    begin, last = later.terms[1], later.terms[2]
    if first == begin:
        return (end is None) == (last is None)
    return end is not None and (begin is None or begin <= end)


def _once(lines: Sequence[Line], outcome: Outcome) -> Iterator[Line]:
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        key = (line.terms, line.price, line.rest)
        if key in seen:
            outcome.doubled[line.index] = seen[key]
        else:
            seen[key] = line.index
            yield line


def _order(line: Line) -> tuple[int, dt.date, int]:
    """The offer itself is the tier from the smallest quantity and the earliest day."""
    return (line.terms[0] or 0, line.terms[1] or dt.date.min, line.index)
