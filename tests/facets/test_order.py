"""A page is a stretch of the sorted whole, however it is found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets.order import best_first, dearest_first, page_of
from catalog.facets.strings import Strings, packed

SMALL = st.lists(st.integers(0, 6), max_size=30)


@given(SMALL, st.integers(0, 35), st.integers(1, 10))
def test_best_first_keeps_the_order_of_equals(scores: list[int], first: int, size: int) -> None:
    rows = np.arange(len(scores)) * 3
    page = page_of(rows, first, first + size, best_first(np.array(scores, np.uint32)))
    whole = sorted(range(len(scores)), key=lambda place: -scores[place])
    assert page.tolist() == [3 * place for place in whole[first : first + size]]


@given(SMALL, st.integers(0, 5), st.integers(0, 35), st.integers(1, 10))
def test_dearest_first_keeps_the_order_of_equals_and_the_unpriced_last(
    prices: list[int], unpriced: int, first: int, size: int
) -> None:
    prices = sorted(prices)
    column = np.array([*prices, *[np.iinfo(np.int64).max] * unpriced], np.int64)
    page = page_of(np.arange(len(column)), first, first + size, dearest_first(column, len(prices)))
    whole = [*sorted(range(len(prices)), key=lambda place: -prices[place]), *range(len(prices), len(column))]
    assert page.tolist() == whole[first : first + size]


@given(st.sets(st.text(alphabet="aàb€😀-", max_size=4)), st.text(alphabet="aàb€😀-", max_size=3))
def test_strings_are_found_whole_and_by_their_beginning(texts: set[str], asked: str) -> None:
    every = sorted(texts)
    strings = Strings(**packed(pa.array(every, pa.string())))
    assert strings.every == every
    assert strings.find(asked) == (every.index(asked) if asked in texts else -1)
    assert [every[place] for place in strings.prefixed(asked)] == [text for text in every if text.startswith(asked)]
