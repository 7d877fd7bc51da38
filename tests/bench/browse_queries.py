"""Two hundred questions to a made-up catalogue, and the exact terms they come to: what every engine is asked."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalog.facets.directory import Array
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.matching import Matcher
from catalog.facets.selection import EVERYTHING, MULTI_FACETS, SINGLE_FACETS, Selection, Sort
from tests.bench.browse_catalogue import ATTRIBUTES

COUNT = 200
FILTERED = (*SINGLE_FACETS, *MULTI_FACETS, *ATTRIBUTES)
TEXT_SHARE, CUT_SHARE, SLIP_SHARE, PRICE_SHARE = 0.5, 0.25, 0.15, 0.15
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """selection: what Tamis is asked. groups: the same text for the others, all of which must hold, any term of each."""

    selection: Selection
    groups: tuple[tuple[int, ...], ...] | None


def questions(table: pa.Table, index: Index, live: Live, arrays: Mapping[str, Array]) -> list[Question]:
    """0 to 4 filters in turn; every second one with words, of which some are cut as if typed or have lost a letter."""
    dice = random.Random(17)
    names = table["name"].take(np.array([dice.randrange(table.num_rows) for _ in range(COUNT)])).to_pylist()
    prices = np.sort(table["price"].to_numpy())
    matcher = Matcher(index.rows, arrays, index.column("reference"))
    asked = [_selection(dice, number, name, prices, index, live) for number, name in enumerate(names)]
    return [Question(each, _groups(each.text, matcher)) for each in asked]


def _selection(dice: random.Random, number: int, name: str, prices: Codes, index: Index, live: Live) -> Selection:
    """As somebody comes to it: each filter is chosen among what the ones before it have left."""
    text = _text(dice, name) if number % 2 else ""
    low, high = _prices(dice, prices) if dice.random() < PRICE_SHARE else (None, None)
    sort: Sort = "relevance" if text and dice.random() < 0.5 else "price"
    selection = Selection(text=text, price_min=low, price_max=high, sort=sort)
    for facet in dice.sample(FILTERED, number // 2 % 5):
        counts = index.ask(selection, EVERYTHING, live).facets[facet]
        chosen = {facet: _chosen(dice, counts)}
        if facet in ATTRIBUTES:
            selection = replace(selection, tags={**selection.tags, **chosen})
        else:
            selection = replace(selection, values={**selection.values, **chosen})
    return selection


def _groups(text: str, matcher: Matcher) -> tuple[tuple[int, ...], ...] | None:
    words = matcher.understand(text)
    return (
        tuple(tuple(sorted({int(term) for sense in group for term in sense.terms})) for group in words)
        if text
        else None
    )


def _text(dice: random.Random, name: str) -> str:
    """One or two words of a name, the thing itself among them."""
    words = [word for word in name.split() if len(word) > 3]
    said = [words[0], *dice.sample(words[1:], dice.choice((0, 1, 1)) if len(words) > 1 else 0)]
    chance = dice.random()
    if chance < CUT_SHARE:
        said[-1] = said[-1][: max(3, len(said[-1]) - 2)]
    elif chance < CUT_SHARE + SLIP_SHARE:
        place = dice.randrange(1, len(said[0]) - 1)
        said[0] = said[0][:place] + said[0][place + 1 :]
    return " ".join(said)


def _chosen(dice: random.Random, counts: Mapping[str, int]) -> frozenset[str]:
    """One value, seldom two or three; the larger it is the likelier."""
    values = [value for value, count in counts.items() if count] or list(counts)
    if not any(counts.values()):
        return frozenset(dice.sample(values, min(1, len(values))))
    weights = [counts[value] for value in values]
    return frozenset(dice.choices(values, weights, k=dice.choice((1, 1, 1, 2, 3))))


def _prices(dice: random.Random, prices: Codes) -> tuple[int, int]:
    low, high = sorted((dice.random(), dice.random()))
    return int(prices[int(low * len(prices))]), int(prices[int(high * len(prices))])


def term_pairs(arrays: Mapping[str, Array], rows: int) -> tuple[Codes, Codes]:
    """(row, term) of every posting, by term; references and GTINs after the words. What the others index of the text."""
    counts, lengths = (_lengths(arrays[name]) for name in ("term.segments", "segment.starts"))
    term_of = np.repeat(np.arange(len(counts)), counts)
    found = [arrays["posting.rows"].astype(np.int64)]
    terms = [np.repeat(term_of, lengths)]
    dense = arrays["dense.segments"]
    for number, bits in zip(dense.tolist(), arrays["dense.bits"].reshape(len(dense), -(-rows // 8)), strict=True):
        found.append(np.flatnonzero(np.unpackbits(bits, count=rows)))
        terms.append(np.full(len(found[-1]), term_of[number]))
    codes = np.concatenate([arrays[f"{name}.rows"] for name in ("reference", "odd", "gtin")]).astype(np.int64)
    of, said = np.concatenate([*found, codes]), np.concatenate([*terms, len(counts) + np.arange(len(codes))])
    pairs = np.unique(said << 32 | of)
    return pairs & 0xFFFFFFFF, pairs >> 32


def _lengths(starts: Array) -> Codes:
    ends: Codes = starts.astype(np.int64)
    return ends[1:] - ends[:-1]


def terms_by_row(arrays: Mapping[str, Array], rows: int) -> tuple[Codes, Codes]:
    """The terms of all rows one after the other, and where each row's begin."""
    of, terms = term_pairs(arrays, rows)
    order = np.argsort(of, kind="stable")
    return terms[order], np.concatenate([[0], np.cumsum(np.bincount(of, minlength=rows))])


def spoken(groups: Sequence[Sequence[int]], prefix: str = "t") -> list[list[str]]:
    """Term numbers as words that every engine's tokenizer leaves alone."""
    return [[f"{prefix}{term}" for term in group] for group in groups]
