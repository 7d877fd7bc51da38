"""Whatever the figures: exact to the last millionth against fractions, monotonous, never an exception."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalog.clauses import figures
from catalog.clauses.judge import judge
from catalog.clauses.records import WORDS, Base, Priced
from catalog.clauses.terms import KINDS, Clause, Kind, Part, Terms
from catalog.wording.clauses import clause_sentence

BEGAN, DAY = dt.date(2026, 1, 1), dt.date(2027, 1, 15)
AMOUNTS = st.integers(1, 10**12)
VALUES = st.integers(1, 10**10)
WEIGHTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=4)


def floor_half_up(value: Fraction, decimals: int) -> int:
    step = Fraction(10 ** (6 - decimals))
    return int((value / step + Fraction(1, 2)).__floor__() * step)


@given(AMOUNTS, st.integers(0, 10**6), WEIGHTS, st.data(), st.integers(0, 6))
def test_a_formula_is_one_exact_fraction_rounded_once(
    price: int, fixed: int, weights: list[int], data: st.DataObject, decimals: int
) -> None:
    parts = tuple(Part(f"I{place}", weight) for place, weight in enumerate(weights))
    indices = {f"{part.code}:{month}": data.draw(VALUES) for part in parts for month in ("2025-11", "2026-11")}
    terms = Terms(months=12, fixed=fixed, indices=parts, base_month="2025-11", lag=2, decimals=decimals)
    found = judge(Clause("index", BEGAN, terms), Priced(price, base=Base(price, BEGAN)), DAY, indices)
    exact = Fraction(fixed, 10**6) + sum(
        Fraction(part.weight, 10**6) * indices[f"{part.code}:2026-11"] / indices[f"{part.code}:2025-11"]
        for part in parts
    )
    assert found.allowed == floor_half_up(price * exact, decimals)


@given(AMOUNTS, st.integers(0, 10**6), st.integers(0, 6))
def test_a_discount_is_rounded_once(price: int, discount: int, decimals: int) -> None:
    clause = Clause("tariff", BEGAN, Terms(discount=discount, decimals=decimals))
    found = judge(clause, Priced(price, list_price=price), DAY, {})
    assert found.allowed == floor_half_up(Fraction(price) * (10**6 - discount) / 10**6, decimals)


OFFERS = st.builds(
    Priced,
    price=st.integers(0, 10**12),
    family=st.sampled_from([None, "A", "B"]),
    list_price=st.none() | AMOUNTS,
    standing=st.none() | st.integers(0, 10**12),
    base=st.none() | st.builds(Base, st.integers(0, 10**12), st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 1))),
    eve=st.none() | st.integers(0, 10**12),
    year_ago=st.none() | st.integers(0, 10**12),
    line=st.none() | st.integers(0, 10**12),
)
TERMS = st.builds(
    Terms,
    months=st.none() | st.integers(1, 36),
    effective=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
    ceiling=st.none() | st.integers(0, 10**6),
    ceiling_per=st.sampled_from(["revision", "year"]),
    safeguard=st.none() | st.integers(0, 10**6),
    fixed=st.just(150_000),
    indices=st.just((Part("I", 850_000),)),
    base_month=st.just("2025-11"),
    lag=st.integers(0, 4),
    discount=st.none() | st.integers(0, 10**6),
    discounts=st.sampled_from([{}, {"A": 100_000}]),
)
KNOWN = {f"I:{year}-{month:02d}": 10**8 + month * 10**6 for year in (2025, 2026, 2027) for month in range(1, 13)}


@given(st.sampled_from(KINDS), TERMS, OFFERS, st.dates(dt.date(2026, 1, 1), dt.date(2028, 6, 1)))
def test_every_verdict_agrees_with_its_price_and_makes_a_sentence(
    kind: Kind, terms: Terms, priced: Priced, day: dt.date
) -> None:
    found = judge(Clause(kind, BEGAN, terms), priced, day, KNOWN)
    assert found.word in WORDS
    assert (found.word == "beyond") == (found.allowed is not None and priced.price > found.allowed)
    assert (found.word == "equal") == (found.allowed == priced.price)
    for language in ("fr", "en"):
        told = clause_sentence([(step.code, step.params) for step in found.steps], "EUR", language)
        assert told.endswith(".")
        assert "–" not in told


@given(st.sampled_from(KINDS), TERMS, OFFERS, st.integers(0, 10**9))
def test_a_dearer_price_is_never_judged_better(kind: Kind, terms: Terms, priced: Priced, more: int) -> None:
    clause = Clause(kind, BEGAN, terms)
    dearer = Priced(
        priced.price + more, priced.family, priced.list_price, priced.standing, priced.base, priced.eve, priced.year_ago,
        priced.line,
    )  # fmt: skip
    first, then = judge(clause, priced, DAY, KNOWN), judge(clause, dearer, DAY, KNOWN)
    assert first.allowed == then.allowed
    assert not (first.word == "beyond" and then.word != "beyond")
    assert not (first.safeguard and not then.safeguard)


@given(AMOUNTS, st.integers(0, 10**6))
def test_a_ceiling_is_never_passed(before: int, ceiling: int) -> None:
    clause = Clause("firm", BEGAN, Terms(months=12, ceiling=ceiling))
    found = judge(clause, Priced(before * 3, base=Base(before, BEGAN), standing=before), DAY, {})
    exact = Fraction(before) * (10**6 + ceiling) / 10**6
    assert found.allowed == floor_half_up(exact, figures.decimals_of(before))
