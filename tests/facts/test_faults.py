"""What ships may stand as it is; a pattern of any shape is judged, never obeyed blindly."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.reference.shipped import KINDS, facts_of, shipped_facts
from catalog.tagging.fact_faults import faults

FACTS = [(fact.kind, fact.key, fact.payload) for fact in shipped_facts()]
LABEL = next(payload for kind, key, payload in FACTS if (kind, key) == ("label", "EU_ECOLABEL"))


def pattern_faults(pattern: str) -> list[str]:
    return [fault.code for fault in faults("label", "EU_ECOLABEL", {**LABEL, "number_regex": pattern}, FACTS)]


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_ships_has_no_fault(kind: str) -> None:
    for fact in (facts_of(kind)[0], facts_of(kind)[-1]):
        assert faults(kind, fact.key, fact.payload, FACTS) == ()


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", r"\d+\d+\d+\d+", "(?:ab?)*", "^(?:[A-Z]+/)+$", "x" * 301, "(a{1,50}){1,50}"]
)
def test_a_pattern_that_one_long_cell_could_hang_on_is_refused(pattern: str) -> None:
    assert pattern_faults(pattern) == ["fact.fault.slow"]


@pytest.mark.parametrize("pattern", ["", r"^\d{4} ?\d{4}$", "^a{3}$", r"^[A-Z]{2}(?:-?[A-Z]{1,3})?/\d{3}/\d{2,5}$"])
def test_a_pattern_like_those_that_ship_is_taken(pattern: str) -> None:
    assert pattern_faults(pattern) == []


@settings(max_examples=60, deadline=None)
@given(st.text("ab()[]{}*+?|\\d.^$/-09,", max_size=20))
def test_any_pattern_gets_an_answer_and_what_is_taken_is_quick(pattern: str) -> None:
    if pattern_faults(pattern) or not pattern:
        return
    started = time.perf_counter()
    re.compile(pattern).search("ab0/" * 100)
    assert time.perf_counter() - started < 5
