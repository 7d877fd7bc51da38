"""Comparable prices: exact amounts, one basis an offer, and a reason where there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparable import Incomparable, Measure, Pack, half_up, measured, unit_price, units_for
from catalog.prices import ONE

EURO = 1_000_000


@pytest.mark.parametrize(
    ("pack", "price", "basis", "amount"),
    [
        (Pack("XJY", "LTR", 5 * ONE), 12_400_000, "litre", 2_480_000),
        (Pack("XBO", "MLT", 750 * ONE), 4_200_000, "litre", 5_600_000),
        (Pack("XCT", "LTR", 12 * ONE), 35_570_000, "litre", 2_964_167),
        (Pack("XJY", "LTR", 5 * ONE, dilution=20_000), 12_400_000, "litre_ready", 49_600),
        (Pack("XJY", "LTR", 5 * ONE, dilution=5_000), 12_400_000, "litre_ready", 12_400),
        (Pack("XJY", "LTR", 5 * ONE, dilution=ONE), 12_400_000, "litre_ready", 2_480_000),
        (Pack("XCT", "MLT", 4_000 * ONE, dilution=2_500), 31_860_000, "litre_ready", 19_913),
        (Pack("XBJ", "KGM", 10 * ONE, dilution=20_000), 25 * EURO, "kilogram", 2_500_000),
        (Pack("XRO", "MTR", 50 * ONE), 10 * EURO, "metre", 200_000),
        (Pack("XRO", "CMK", 10_000 * ONE), 10 * EURO, "square_metre", 10_000_000),
        (Pack("H87", None, None, yield_pages=3_000), 38_080_000, "page", 12_693),
        (Pack("XLT", "C62", 2 * ONE, yield_pages=3_000), 73_110_000, "page", 12_185),
        (Pack("XBO", "MLT", 70 * ONE, yield_pages=6_000), 12 * EURO, "page", 2_000),
        (Pack("RM", "XST", 500 * ONE), 4_350_000, "sheet", 8_700),
        (Pack("XCT", "RM", 5 * ONE), 21_320_000, "sheet", 8_528),
        (Pack("XBX", "C62", 100 * ONE), 6 * EURO, "piece", 60_000),
        (Pack("XCT", "DZN", 2 * ONE), 6 * EURO, "piece", 250_000),
        (Pack("H87", None, None), 12_900_000, "piece", 12_900_000),
        (Pack("LTR", None, None), 3 * EURO, "litre", 3_000_000),
        (Pack("XPX", "MTQ", ONE), 100 * EURO, "litre", 100_000),
    ],
)
def test_the_price_of_one_unit(pack: Pack, price: int, basis: str, amount: int) -> None:
    found = measured(pack)
    assert isinstance(found, Measure)
    assert (found.basis, unit_price(price, found)) == (basis, amount)


@pytest.mark.parametrize(
    ("pack", "code"),
    [
        (Pack("XCT", None, None), "comparable.no_content"),
        (Pack("RM", None, None), "comparable.no_content"),
        (Pack(None, None, None), "comparable.no_unit"),
        (Pack("XCT", None, 12 * ONE), "comparable.no_unit"),
        (Pack("XCT", "LTR", 0), "comparable.no_content"),
        (Pack("XCT", "XRO", 96 * ONE), "comparable.uncounted"),
        (Pack("XCT", "XRO", 96 * ONE, dilution=20_000), "comparable.uncounted"),
        (Pack("XCT", None, None, yield_pages=3_000), "comparable.no_items"),
        (Pack("XCT", "MLT", 420 * ONE, yield_pages=3_000), "comparable.no_items"),
    ],
)
def test_a_missing_datum_gives_a_reason(pack: Pack, code: str) -> None:
    assert measured(pack) == Incomparable(code)  # type: ignore[arg-type]


def test_halves_are_rounded_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]
    assert unit_price(5, Measure("piece", Fraction(2))) == 3


@pytest.mark.parametrize(
    ("need", "per_unit", "least", "multiple", "units"),
    [
        (Fraction(250), Fraction(250), 1, 1, 1),
        (Fraction(251), Fraction(250), 1, 1, 2),
        (Fraction(1, 3), Fraction(3, 4), 1, 1, 1),
        (Fraction(10), Fraction(3, 4), 1, 1, 14),
        (Fraction(10), Fraction(3, 4), 20, 1, 20),
        (Fraction(10), Fraction(3, 4), 1, 6, 18),
        (Fraction(10), Fraction(3, 4), 20, 6, 24),
    ],
)
def test_units_cover_the_need(need: Fraction, per_unit: Fraction, least: int, multiple: int, units: int) -> None:
    assert units_for(need, Measure("litre", per_unit), least, multiple) == units


FRACTIONS = st.fractions(min_value=Fraction(1, 1000), max_value=10**6)


@given(need=FRACTIONS, per_unit=FRACTIONS, multiple=st.integers(1, 12))
def test_units_are_enough_and_no_step_too_many(need: Fraction, per_unit: Fraction, multiple: int) -> None:
    units = units_for(need, Measure("litre", per_unit), 1, multiple)
    assert units * per_unit >= need
    assert units % multiple == 0
    assert units == multiple or (units - multiple) * per_unit < need
