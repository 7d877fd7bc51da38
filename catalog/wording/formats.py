"""Numbers, amounts and dates as French and English readers write them."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

THIN = "\u202f"
NO_BREAK = "\u00a0"
MICRO = Decimal(1_000_000)
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def decimal_text(micro: int | None) -> str | None:
    """Micro-units as a plain decimal string with two decimals at least: 1234500000 -> "1234.50"."""
    if micro is None:
        return None
    whole, rest = divmod(abs(micro), 1_000_000)
    cents = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if micro < 0 else ''}{whole}.{cents}"


def rate_text(rate: int | None) -> str | None:
    """A rate of 10^-4 percent as a plain decimal string: 55000 -> "5.5"."""
    if rate is None:
        return None
    return f"{(Decimal(rate) / 10_000).normalize():f}"


def quantity_text(micro: int | None) -> str | None:
    """A quantity of 10^-6 units as a plain decimal string without trailing zeros: 12000000 -> "12"."""
    if micro is None:
        return None
    return f"{(Decimal(micro) / MICRO).normalize():f}"


def money(micro: int, language: str, currency: str = "EUR", places: int = 4) -> str:
    """An amount on screen, two decimals, up to `places` where the price has them: « 1 234,50 € », "€1,234.50"."""
    plain = decimal_text(micro) or ""
    if len(plain.partition(".")[2]) > places:
        plain = f"{Decimal(plain).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    whole, _, cents = plain.partition(".")
    sign = SIGNS.get(currency, currency)
    if language == "fr":
        return f"{count(int(whole), 'fr')},{cents}{NO_BREAK}{sign}"
    glue = "" if currency in SIGNS else NO_BREAK
    return f"{sign}{glue}{count(int(whole), 'en')}.{cents}"


def rate(value: int, language: str) -> str:
    """A rate on screen: « 5,5 % », "5.5%"."""
    text = rate_text(int(value)) or ""
    return f"{text.replace('.', ',')}{NO_BREAK}%" if language == "fr" else f"{text}%"


def change(value: int, language: str) -> str:
    """A rise or fall on screen, to a tenth of a percent, finer where it would read as nothing: « +4,5 % », "-0.02%"."""
    places = next((each for each in (1, 2, 3) if abs(value) * 10**each >= 5_000), 4)
    shown = f"{(Decimal(value) / 10_000).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):+f}".replace("-", "−")
    return f"{figures(shown, language)}{NO_BREAK}%" if language == "fr" else f"{shown}%"


def figures(value: str, language: str) -> str:
    """Plain figures and signs of an arithmetic as the reader writes decimals: « 0,85 × 118,4 »."""
    text = value.replace(" ", NO_BREAK)
    return text.replace(".", ",") if language == "fr" else text


def month(value: str, language: str) -> str:
    """A month written "2026-03": « mars 2026 », "March 2026"."""
    year, _, number = value.partition("-")
    return f"{MONTHS[language][int(number) - 1]} {year}"


def count(value: int, language: str) -> str:
    """A whole number with grouped thousands."""
    return f"{int(value):,}".replace(",", THIN if language == "fr" else ",")


def long_date(value: dt.date | str, language: str) -> str:
    """« 22 novembre 2026 », « 1er juin 2025 », "22 November 2026"."""
    day = _date(value)
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[language][day.month - 1]} {day.year}".replace(" ", NO_BREAK, 1)


def short_date(value: dt.date | str, language: str) -> str:
    """« 22/11/2026 », "22 Nov 2026"."""
    day = _date(value)
    if language == "fr":
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {MONTHS['en'][day.month - 1][:3]} {day.year}"


def _date(value: dt.date | str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
