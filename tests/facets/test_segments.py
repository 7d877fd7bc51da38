"""Rows come back from their segments, whichever way these are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets import segments as kept
from catalog.facets.segments import PLACES, Segments, held, segments, unpacked

ROWS = 40
POSTING = st.tuples(st.integers(0, 5), st.integers(0, PLACES - 1), st.integers(0, ROWS - 1))


@pytest.mark.parametrize("short", [1 << 16, 3])
@given(postings=st.lists(POSTING, max_size=120), asked=st.sets(st.integers(0, 5)))
def test_each_place_of_a_term_has_its_rows(short: int, postings: list[tuple[int, int, int]], asked: set[int]) -> None:
    """`short`: how many segments are told by sixteen bits; the others are sorted otherwise."""
    usual, kept.SHORT = kept.SHORT, short
    owners = np.array([term * PLACES + place for term, place, _ in postings], np.int32)
    rows = np.array([row for _, _, row in postings], np.int32)
    found = Segments(segments(owners, rows, 6, ROWS), ROWS)
    kept.SHORT = usual
    terms = np.array(sorted(asked), np.int64)
    told: set[tuple[int, int]] = set()
    for place, each, ascending in found.lists(terms):
        assert not ascending or (np.diff(each.astype(np.int64)) >= 0).all()
        told |= {(place, row) for row in each.tolist()}
    for place, bits in found.bits(terms):
        every = np.arange(ROWS)
        assert held(bits, every).tolist() == unpacked(bits, ROWS).tolist()
        told |= {(place, row) for row in np.flatnonzero(held(bits, every)).tolist()}
    assert told == {(place, row) for term, place, row in postings if term in asked}
    inside = np.zeros(ROWS, np.bool_)
    found.mark(terms, inside)
    assert set(np.flatnonzero(inside).tolist()) == {row for _, row in told}
