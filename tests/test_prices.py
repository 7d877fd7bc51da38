"""Amounts to the last millionth: VAT taken out, prices for a hundred, tiers and periods, the price of a litre."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.prices import (
    ContentPrice,
    Price,
    content_price,
    divided,
    including_vat,
    line_total,
    price_excluding_vat,
    price_on,
)

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("printed", "includes_vat", "vat", "basis", "expected"),
    [
        (3_950_000, False, 200_000, None, 3_950_000),
        (3_950_000, False, None, 1_000_000, 3_950_000),
        (12_000_000, True, 200_000, None, 10_000_000),
        (48_000_000, True, 200_000, None, 40_000_000),
        (10_000_000, True, 55_000, None, 9_478_673),  # 9.478672985...
        (10_000_000, True, 0, None, 10_000_000),
        (12_340_000, False, None, 100_000_000, 123_400),  # a price for a hundred
        (12_345_678, False, None, 1_000_000_000, 12_346),  # a price for a thousand: 12345.678
        (1, False, None, 2_000_000, 1),  # half a millionth goes up
        (120_000_000, True, 200_000, 100_000_000, 1_000_000),
        (10_000_000, False, None, 500_000, 20_000_000),  # a price for half a unit
        (0, False, None, None, 0),
        (12_000_000, True, None, None, None),
        (12_000_000, False, 200_000, 0, None),
    ],
)
def test_price_excluding_vat(
    printed: int, includes_vat: bool, vat: int | None, basis: int | None, expected: int | None
) -> None:
    assert price_excluding_vat(printed, includes_vat, vat, basis) == expected


@given(st.integers(0, 10**15), st.integers(0, 10**6), st.integers(1, 10**10))
def test_price_is_the_exact_quotient_rounded_half_up(printed: int, vat: int, basis: int) -> None:
    exact = Fraction(printed) / (1 + Fraction(vat, 10**6)) / Fraction(basis, 10**6)
    price = price_excluding_vat(printed, True, vat, basis)
    assert price is not None
    assert Fraction(-1, 2) <= exact - price < Fraction(1, 2)


def test_divided_rounds_halves_up() -> None:
    assert [divided(n, 10) for n in (4, 5, 14, 15, 25)] == [0, 1, 1, 2, 3]


def test_including_vat() -> None:
    assert including_vat(40_000_000, 200_000) == 48_000_000
    assert including_vat(9_478_673, 55_000) == 10_000_000
    assert including_vat(40_000_000, None) is None


def test_price_of_an_open_base() -> None:
    assert price_on(DAY, Price(3_950_000)) == 3_950_000


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2025, 12, 31), None),
        (dt.date(2026, 1, 1), 5),
        (dt.date(2026, 12, 31), 5),
        (dt.date(2027, 1, 1), None),
    ],
)
def test_price_holds_on_both_its_days(day: dt.date, expected: int | None) -> None:
    assert price_on(day, Price(5, dt.date(2026, 1, 1), dt.date(2026, 12, 31))) == expected


def test_tier_of_ten_does_not_speak_for_one() -> None:
    tiers = (Price(400, min_quantity=10_000_000), Price(300, min_quantity=50_000_000))
    assert price_on(DAY, Price(500), tiers) == 500
    assert price_on(DAY, Price(500), tiers, quantity=10_000_000) == 400
    assert price_on(DAY, Price(500), tiers, quantity=49_000_000) == 400
    assert price_on(DAY, Price(500), tiers, quantity=50_000_000) == 300


def test_period_that_began_last_speaks() -> None:
    promotion = Price(450, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert price_on(DAY, Price(500), (promotion,)) == 450
    assert price_on(dt.date(2026, 12, 1), Price(500), (promotion,)) == 500


def test_next_year_price_waits_for_its_day() -> None:
    base = Price(500, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    following = (Price(550, dt.date(2027, 1, 1)),)
    assert price_on(dt.date(2026, 12, 31), base, following) == 500
    assert price_on(dt.date(2027, 1, 1), base, following) == 550


@pytest.mark.parametrize(
    ("price", "unit", "content", "expected"),
    [
        (12_400_000, "LTR", 5_000_000, ContentPrice(2_480_000, "LTR")),
        (3_950_000, "MLT", 750_000_000, ContentPrice(5_266_667, "LTR")),
        (6_000_000, "GRM", 500_000_000, ContentPrice(12_000_000, "KGM")),
        (9_000_000, "C62", 500_000_000, ContentPrice(18_000, "C62")),
        (9_000_000, None, 500_000_000, None),
        (9_000_000, "LTR", None, None),
        (9_000_000, "LTR", 0, None),
    ],
)
def test_content_price(price: int, unit: str | None, content: int | None, expected: ContentPrice | None) -> None:
    assert content_price(price, unit, content) == expected


def test_line_total_is_in_cents() -> None:
    assert line_total(3_950_000, 12) == 47_400_000
    assert line_total(123_400, 7) == 860_000  # 0.8638
    assert line_total(5_000, 1) == 10_000  # half a cent goes up
