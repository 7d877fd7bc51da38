"""Numbers, amounts and dates, to the character."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.wording import formats

NB, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("micro", "text"),
    [
        (None, None),
        (0, "0.00"),
        (1, "0.000001"),
        (3_950_000, "3.95"),
        (1_234_500_000, "1234.50"),
        (12_345_600, "12.3456"),
        (1_000_000_000_000, "1000000.00"),
        (-1_500_000, "-1.50"),
    ],
)
def test_a_price_for_machines(micro: int | None, text: str | None) -> None:
    assert formats.decimal_text(micro) == text


@pytest.mark.parametrize(("rate", "text"), [(None, None), (0, "0"), (55_000, "5.5"), (200_000, "20"), (21_000, "2.1")])
def test_a_rate_for_machines(rate: int | None, text: str | None) -> None:
    assert formats.rate_text(rate) == text


@pytest.mark.parametrize(("micro", "text"), [(None, None), (12_000_000, "12"), (750_000, "0.75"), (10**9, "1000")])
def test_a_quantity_for_machines(micro: int | None, text: str | None) -> None:
    assert formats.quantity_text(micro) == text


@pytest.mark.parametrize(
    ("micro", "currency", "french", "english"),
    [
        (1_234_500_000, "EUR", f"1{THIN}234,50{NB}€", "€1,234.50"),
        (3_950_000, "EUR", f"3,95{NB}€", "€3.95"),
        (12_345, "EUR", f"0,0123{NB}€", "€0.0123"),
        (12_350, "EUR", f"0,0124{NB}€", "€0.0124"),
        (5_000_000, "NOK", f"5,00{NB}NOK", f"NOK{NB}5.00"),
    ],
)
def test_an_amount_on_screen(micro: int, currency: str, french: str, english: str) -> None:
    assert formats.money(micro, "fr", currency) == french
    assert formats.money(micro, "en", currency) == english


def test_a_rate_on_screen() -> None:
    assert [formats.rate(55_000, language) for language in ("fr", "en")] == [f"5,5{NB}%", "5.5%"]


def test_a_count_on_screen() -> None:
    assert [formats.count(12_667, language) for language in ("fr", "en")] == [f"12{THIN}667", "12,667"]
    assert formats.count(999, "fr") == "999"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (dt.date(2026, 11, 22), f"22{NB}novembre 2026", f"22{NB}November 2026"),
        ("2025-06-01", f"1er{NB}juin 2025", f"1{NB}June 2025"),
        (dt.datetime(2026, 8, 2, tzinfo=dt.UTC), f"2{NB}août 2026", f"2{NB}August 2026"),
    ],
)
def test_a_date_in_full(value: dt.date | str, french: str, english: str) -> None:
    assert [formats.long_date(value, language) for language in ("fr", "en")] == [french, english]


def test_a_date_in_short() -> None:
    assert formats.short_date("2026-11-02", "fr") == "02/11/2026"
    assert formats.short_date("2026-11-02", "en") == "2 Nov 2026"
