"""Terms as people write them: read exactly, or told term by term."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.clauses import figures
from catalog.clauses.reading import KNOWN, read
from catalog.clauses.terms import KINDS, Kind, Part, TermFault, Terms
from catalog.wording.sentences import say

INDEX: dict[str, Any] = {
    "fixed": "0.15", "indices": [{"code": "CHIM", "weight": "0,85"}], "base_month": "2025-11", "lag": 2, "months": 12,
    "base": "2026-01-01", "ceiling": "3.5", "ceiling_per": "year", "safeguard": 5,
}  # fmt: skip


def test_terms_are_read_exactly() -> None:
    terms, faults = read("index", INDEX)
    assert faults == ()
    assert terms == Terms(
        base=dt.date(2026, 1, 1), months=12, ceiling=35_000, ceiling_per="year", safeguard=50_000, fixed=150_000,
        indices=(Part("CHIM", 850_000),), base_month="2025-11", lag=2,
    )  # fmt: skip
    assert read("tariff", {"discount": "12.5", "discounts": {"CLEANING": "15"}})[0] == Terms(
        discount=125_000, discounts={"CLEANING": 150_000}
    )
    assert read("firm", {"dates": ["2027-07-01", dt.date(2027, 1, 1)]})[0].dates == (
        dt.date(2027, 1, 1), dt.date(2027, 7, 1),
    )  # fmt: skip
    assert read("schedule", {}) == (Terms(), ())


@pytest.mark.parametrize(
    ("kind", "terms", "fault"),
    [
        ("firm", {"fixed": "0.15"}, TermFault("clause.term.unknown", "fixed")),
        ("firm", {"ceiling": 3.5}, TermFault("clause.term.rate", "ceiling", "3.5")),
        ("firm", {"ceiling": "3,50001"}, TermFault("clause.term.rate", "ceiling", "3,50001")),
        ("firm", {"ceiling": "-3"}, TermFault("clause.term.rate", "ceiling", "-3")),
        ("firm", {"base": "31/02/2026"}, TermFault("clause.term.day", "base", "31/02/2026")),
        ("firm", {"months": True}, TermFault("clause.term.whole", "months", "True")),
        ("firm", {"months": 0}, TermFault("clause.term.whole", "months", "0")),
        ("firm", {"months": "\u00b2"}, TermFault("clause.term.whole", "months", "\u00b2")),
        ("firm", {"dates": "2027-01-01"}, TermFault("clause.term.days", "dates", "2027-01-01")),
        ("firm", {"ceiling_per": "month"}, TermFault("clause.term.per", "ceiling_per", "month")),
        ("firm", {"dates": ["2027-01-01"], "months": 3}, TermFault("clause.term.dates_or_months", "dates")),
        ("index", {}, TermFault("clause.term.missing", "indices")),
        ("index", {**INDEX, "base_month": None}, TermFault("clause.term.missing", "base_month")),
        ("index", {**INDEX, "base_month": "2025-13"}, TermFault("clause.term.month", "base_month", "2025-13")),
        ("index", {**INDEX, "fixed": "0.2"}, TermFault("clause.term.weights", "indices", "1.05")),
        ("index", {**INDEX, "indices": INDEX["indices"] * 2},
         TermFault("clause.term.indices", "indices", str(INDEX["indices"] * 2)[:60])),
        ("index", {**INDEX, "indices": [{"code": "A:B", "weight": "1"}]},
         TermFault("clause.term.indices", "indices", "[{'code': 'A:B', 'weight': '1'}]")),
        ("tariff", {}, TermFault("clause.term.missing", "discount")),
        ("tariff", {"discount": "101"}, TermFault("clause.term.rate", "discount", "101")),
        ("tariff", {"discounts": {"X": "a"}}, TermFault("clause.term.discounts", "discounts", "{'X': 'a'}")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(kind: Kind, terms: dict[str, Any], fault: TermFault) -> None:
    faults = read(kind, terms)[1]
    assert fault in faults
    for each in faults:
        assert say(each.code, {"term": each.term, "value": each.value}, "fr")


def test_every_term_has_a_fault_with_a_sentence() -> None:
    for kind in KINDS:
        for name in KNOWN[kind]:
            faults = read(kind, {name: object()})[1]
            assert [fault.term for fault in faults if fault.term == name] == [name]
            assert all(say(fault.code, {}, language) for fault in faults for language in ("fr", "en"))


@given(st.integers(0, 10**15 - 1))
def test_a_figure_written_back_is_the_same(value: int) -> None:
    assert figures.micro(figures.plain(value)) == value
    assert figures.micro(figures.plain(value).replace(".", ",")) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([name for kind in KINDS for name in KNOWN[kind]]) | st.text(max_size=5)


@given(st.sampled_from(KINDS), st.dictionaries(NAMES, JSON, max_size=5))
def test_whatever_is_written_is_read_or_told(kind: Kind, written: dict[str, Any]) -> None:
    terms, faults = read(kind, written)
    assert isinstance(terms, Terms)
    assert all(fault.code.startswith("clause.term.") for fault in faults)
