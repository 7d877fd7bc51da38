"""Prices, quantities and days as they are typed; the number convention of a file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import Fault
from imports.cleaning.amounts import Convention, Money, convention_of, days, money, quantity

THIN, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("text", "micro", "currency", "unit", "with_vat"),
    [
        (" 48 € ", 48_000_000, "EUR", None, None),
        ("1 234,50 € HT", 1_234_500_000, "EUR", None, False),
        (f"1{THIN}234,50{NO_BREAK}€", 1_234_500_000, "EUR", None, None),
        ("1.234,56", 1_234_560_000, None, None, None),
        ("1'234,50 CHF", 1_234_500_000, "CHF", None, None),
        ("52,87 EUR / kg", 52_870_000, "EUR", "KGM", None),
        ("€12,50/pièce", 12_500_000, "EUR", "H87", None),
        ("12,50 € TTC", 12_500_000, "EUR", None, True),
        ("12,5 € la boîte", 12_500_000, "EUR", "XBX", None),
        ("0,0345", 34_500, None, None, None),
        ("1,2345", 1_234_500, None, None, None),
        ("1.234", 1_234_000_000, None, None, None),
        (",50", 500_000, None, None, None),
    ],
)
def test_a_price_text(text: str, micro: int, currency: str | None, unit: str | None, with_vat: bool | None) -> None:
    assert money("price", ",")(text) == Money(micro, currency, unit, with_vat)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sur devis", "unreadable"), ("3.76E+12", "unreadable"), ("1e3", "unreadable"), ("0x10", "unreadable"),
        ("nan", "unreadable"), ("1_000", "unreadable"), ("TRUE", "unreadable"), ("12,5O", "unreadable"), ("inf", "unreadable"),
        ("-5", "negative"), ("7500                     11500", "several"), ("12 / 15", "several"), ("12,50 - 14,00", "several"),
        ("1,234.50", "convention"), ("12.50", "convention"), ("999999999999999", "too_large"), ("1.23.456,7", "unreadable"),
        ("١٢", "unreadable"),
    ],
)  # fmt: skip
def test_a_price_that_is_none(text: str, code: str) -> None:
    found = money("price", ",")(text)
    assert isinstance(found, Fault)
    assert (found.code, found.level) == (f"price.{code}", "error")


def test_a_letter_in_a_price_is_proposed_as_a_digit_and_not_taken() -> None:
    found = money("price", ",")("12,5O")
    assert isinstance(found, Fault)
    assert (found.value, found.proposal) == (None, "12,50")


def test_three_digits_after_one_sign_are_ambiguous_until_something_decides() -> None:
    found = money("price", None)("1.234")
    assert isinstance(found, Fault)
    assert found.code == "price.ambiguous"
    assert money("price", ".")("1.234") == Money(1_234_000)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234", "12,50"], Convention(",")),
        (["1,234.50", "3"], Convention(".")),
        (["1.234.567"], Convention(",")),
        (["0.125"], Convention(".")),
        (["12", "5", None, Decimal("1.5")], Convention(None)),
        (["1.234", "2.500"], Convention(None, ("1.234", "2.500"))),
        (["1,234.50", "1.234,50"], Convention(None, ("1.234,50", "1,234.50"), contradicted=True)),
        (["12,50", "13,50", "14.50"], Convention(",")),
    ],
)
def test_one_convention_for_the_file(cells: list[str], expected: Convention) -> None:
    assert convention_of(cells) == expected


def test_a_persons_answer_is_the_convention() -> None:
    assert convention_of(["1.234"], ",") == Convention(",")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10", 10), ("x 12", 12), ("par 6", 6), ("1,5", Decimal("1.5")), ("12 pièces", 12), ("≥ 50", 50)],
)
def test_a_quantity(text: str, expected: Decimal) -> None:
    assert quantity("order_multiple", ",")(text) == int(expected * 10**6)


def test_no_quantity_is_a_warning() -> None:
    assert quantity("order_multiple", ",")("beaucoup") == Fault(
        "quantity.unreadable", "warning", params={"field": "order_multiple"}
    )
    assert isinstance(quantity("order_multiple", ",")(Decimal(0)), Fault)


@pytest.mark.parametrize(
    ("text", "expected"), [("5", 5), ("5 jours", 5), ("48 h", 2), ("49h", 3), ("2 semaines", 14), (Decimal(3), 3)]
)
def test_days(text: str, expected: int) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["10,5", "3-5 jours", "rapide"])
def test_a_stretch_of_days_is_not_guessed(text: str) -> None:
    assert days(text) == Fault("days.unreadable", "warning")


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, st.sampled_from(["", " ", NO_BREAK, THIN, "."]), st.sampled_from(["", " €", " EUR HT", "€"]))
def test_what_is_written_in_french_is_read(amount: Decimal, grouping: str, tail: str) -> None:
    text = f"{amount:,.2f}".replace(",", "G").replace(".", ",").replace("G", grouping) + tail
    read = money("price", ",")(text)
    assert isinstance(read, Money)
    assert Decimal(read.micro) / 10**6 == amount


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    for sign in (",", ".", None):
        assert isinstance(money("price", sign)(text), Money | Fault)
        assert isinstance(quantity("order_multiple", sign)(text), int | Fault)
    assert isinstance(days(text), int | Fault)
    assert isinstance(convention_of([text]), Convention)
