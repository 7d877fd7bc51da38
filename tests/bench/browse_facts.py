"""The same catalogue as every engine gets it: a row of codes a product, in the order of the index; and the plain answer.

The plain answer is worked out from these columns alone, one filter and one facet after the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.live import DayTags
from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS
from tests.bench.browse_catalogue import ATTRIBUTES, LABELS, RANGES
from tests.bench.browse_queries import Question, term_pairs, terms_by_row

STATES = ("unknown", "yes", "no")
SINGLE = (*SINGLE_FACETS, *ATTRIBUTES)
LISTS: Mapping[str, Sequence[str]] = dict(zip(MULTI_FACETS, (LABELS, RANGES), strict=True))
PAGE = 50
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """codes: facet or attribute -> a code a row into `values`; bits: list -> one bit a value. Rows are in price order."""

    table: pa.Table
    codes: Mapping[str, Codes]
    values: Mapping[str, Sequence[str]]
    bits: Mapping[str, Codes]
    prices: Codes
    arrays: Mapping[str, Array]

    @property
    def rows(self) -> int:
        return len(self.prices)

    @cached_property
    def terms(self) -> tuple[Codes, Codes]:
        """The terms of all rows, and where each row's begin."""
        return terms_by_row(self.arrays, self.rows)

    @cached_property
    def pairs(self) -> tuple[Codes, Codes]:
        """(row, term) of every posting, by term."""
        return term_pairs(self.arrays, self.rows)

    def rows_having(self, term: int) -> Codes:
        rows, terms = self.pairs
        first, last = np.searchsorted(terms, (term, term + 1))
        return rows[first:last]

    def documents(self) -> list[str]:
        """The terms of each row as one text."""
        terms, starts = self.terms
        words = [f"t{term}" for term in terms.tolist()]
        ends = starts.tolist()
        return [" ".join(words[first:last]) for first, last in itertools.pairwise(ends)]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an engine found: the total, every count by facet and code, and the first page as rows."""

    total: int
    counts: Mapping[str, Codes]
    page: Sequence[int]


def facts(table: pa.Table, tags: DayTags, offer_ids: Codes, arrays: Mapping[str, Array]) -> Facts:
    """Bring the offers and their tags into the order of the index."""
    order = np.argsort(table["offer"].to_numpy())
    rows = order[np.searchsorted(table["offer"].to_numpy()[order], offer_ids)]
    found = table.take(rows)
    codes, values = {}, {}
    for name in SINGLE_FACETS:
        encoded = found[name].combine_chunks().dictionary_encode()
        codes[name], values[name] = encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist()
    for name in ATTRIBUTES:
        codes[name], values[name] = tags.states[name][rows].astype(np.int64), STATES
    lists = zip(MULTI_FACETS, (tags.labels, tags.ranges), strict=True)
    bits = {name: _bits(column.take(pa.array(rows)), LISTS[name]) for name, column in lists}
    return Facts(found, codes, values | dict(LISTS), bits, found["price"].to_numpy(), arrays)


def _bits(lists: pa.Array, values: Sequence[str]) -> Codes:
    whole = np.zeros(len(lists), np.int64)
    rows = lists.value_parent_indices().to_numpy()
    for place, value in enumerate(values):
        whole[rows[np.array(lists.flatten()) == value]] |= 1 << place
    return whole


def chosen_codes(facts: Facts, question: Question) -> dict[str, list[int]]:
    """facet, list or attribute -> the chosen codes. An empty choice is no filter."""
    asked = {**question.selection.values, **question.selection.tags}
    return {
        name: sorted(facts.values[name].index(value) for value in values) for name, values in asked.items() if values
    }


def limits(question: Question) -> tuple[int, int] | None:
    low, high = question.selection.price_min, question.selection.price_max
    return None if low is None or high is None else (low, high)


def plain(facts: Facts, question: Question, joined: frozenset[str] | None = None) -> Answered:
    """The answer worked out the plain way. `joined`: only offers of these agreements are seen."""
    base = np.ones(facts.rows, np.bool_) if question.groups is None else _having(facts, question.groups)
    if joined is not None:
        agreements = facts.values["agreement"]
        base &= np.isin(facts.codes["agreement"], [place for place, code in enumerate(agreements) if code in joined])
    if (between := limits(question)) is not None:
        base &= (facts.prices >= between[0]) & (facts.prices <= between[1])
    passing = {name: _passes(facts, name, chosen) for name, chosen in chosen_codes(facts, question).items()}
    hits = base.copy()
    for flags in passing.values():
        hits &= flags
    counts = {}
    for name in (*SINGLE, *LISTS):
        others = base.copy()
        for other, flags in passing.items():
            if other != name:
                others &= flags
        counts[name] = _counted(facts, name, others)
    return Answered(int(hits.sum()), counts, np.flatnonzero(hits)[:PAGE].tolist())


def _having(facts: Facts, groups: Sequence[Sequence[int]]) -> Flags:
    found = np.ones(facts.rows, np.bool_)
    for group in groups:
        inside = np.zeros(facts.rows, np.bool_)
        for term in group:
            inside[facts.rows_having(term)] = True
        found &= inside
    return found


def _passes(facts: Facts, name: str, chosen: list[int]) -> Flags:
    if name in LISTS:
        found: Flags = (facts.bits[name] & sum(1 << code for code in chosen)) != 0
        return found
    return np.isin(facts.codes[name], chosen)


def _counted(facts: Facts, name: str, flags: Flags) -> Codes:
    if name in LISTS:
        return np.array([((facts.bits[name][flags] >> place) & 1).sum() for place in range(len(LISTS[name]))])
    return np.bincount(facts.codes[name][flags], minlength=len(facts.values[name]))
