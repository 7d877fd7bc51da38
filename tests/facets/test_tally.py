"""The rows of a value are found whatever the size of the catalogue, and counted alike with and without a compiled pass."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.facets import tally
from catalog.facets.build import named
from catalog.facets.strings import packed
from catalog.facets.tally import Counts, Facet, one_pass, rows_of, tallied, value_lists

CODES = st.lists(st.integers(0, 3), max_size=80)


def facet(codes: list[int]) -> Facet:
    column = np.array(codes, np.uint8)
    counts: Counts = np.bincount(column, minlength=4).astype(np.int64)
    names = named("value.f", packed(pa.array(["a", "b", "c", "d"])))
    return Facet("f", {"code.f": column, "count.f": counts, **value_lists("f", column, 4), **names})


@pytest.mark.parametrize("stretch", [2, 5, 16])
@given(codes=CODES, places=st.sets(st.integers(0, 3)))
@settings(deadline=None)
def test_the_rows_of_values_are_listed_by_stretches(stretch: int, codes: list[int], places: set[int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tally, "STRETCH", stretch)
        made = facet(codes)
        by_hand = [row for row, code in enumerate(codes) if code in places]
        assert made.rows(sorted(places)).tolist() == by_hand
        assert np.flatnonzero(made.among(sorted(places))).tolist() == by_hand


def test_a_stretch_that_no_value_has_is_passed_over() -> None:
    made = facet([0] * 70_000 + [1] * 70_000 + [0])
    assert made.rows([0]).tolist() == [*range(70_000), 140_000]
    assert made.rows([1]).tolist() == list(range(70_000, 140_000))
    assert made.rows([2]).tolist() == []


@given(CODES, st.data())
@settings(deadline=None)
def test_the_compiled_pass_counts_as_the_other(codes: list[int], data: st.DataObject) -> None:
    column = np.array(codes, np.uint8)
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, len(codes) - 1)))) if codes else [], np.int64)
    counts = np.zeros(4, np.int64)
    one_pass(column, rows, counts)
    assert counts.tolist() == tallied(column, rows, 4).tolist()


@given(st.integers(0, 400), st.sampled_from([0, 0.01, 0.04, 0.06, 0.09, 0.2, 1]), st.integers(0, 9))
@settings(deadline=None)
def test_flagged_rows_are_found_however_many_there_are(count: int, share: float, seed: int) -> None:
    flags = np.random.default_rng(seed).random(count) < share
    assert rows_of(flags).tolist() == [row for row, flag in enumerate(flags.tolist()) if flag]
