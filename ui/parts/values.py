"""A value of an offer or product version as a person reads it, by the field it is of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from catalog.services.release.rehearse import MONEY, QUANTITIES, RATES
from catalog.wording import formats
from catalog.wording.sentences import named
from catalog.wording.units import unit_name
from ui.parts.markup import Html, fill
from ui.wording.words import word

SHORT = 160
CHANGE = """<span class="before"><span class="unseen">{was}</span>{before}</span><span class="arrow" aria-hidden="true">→</span>
<span class="after"><span class="unseen">{now}</span>{after}</span><span class="delta">{delta}</span>"""


def field_name(field: str, language: str) -> str:
    """The name of a field of a catalogue line; a claim column is named after its attribute."""
    if field.startswith("claim:"):
        return word("field.claim", language, attribute=field.removeprefix("claim:"))
    return word(f"field.{field}", language)


def value_text(field: str, value: Any, language: str, currency: str = "EUR") -> str:
    """The value as text; nothing at all shows as « (vide) »."""
    if value is None or value in ("", [], {}):
        return word("columns.empty", language)
    if field in MONEY:
        return formats.money(value, language, currency)
    if field in RATES:
        return formats.rate(value, language)
    if field in QUANTITIES:
        return _quantity(value, language)
    return _other(field, value, language, currency)


def price_change(before: Any, after: Any, language: str) -> str:
    """« +38,2 % » between two amounts, with a true minus; nothing where there is no amount to compare with."""
    if not before or after is None:
        return ""
    percent = (Decimal(after) - Decimal(before)) * 100 / Decimal(before)
    text = f"{abs(percent):.1f}".replace(".", "," if language == "fr" else ".")
    sign = "+" if percent > 0 else "\u2212"
    return f"{sign}{text}{formats.NO_BREAK if language == 'fr' else ''}%"


def change(field: str, before: Any, after: Any, language: str, currency: str = "EUR") -> Html:
    """What stood struck through, what comes in bold, each said in words too; no colour, a new value is not good in itself."""
    return fill(
        CHANGE,
        was=word("changes.before", language),
        now=word("changes.after", language),
        before=value_text(field, before, language, currency),
        after=value_text(field, after, language, currency),
        delta=price_change(before, after, language) if field in MONEY else "",
    )


def _other(field: str, value: Any, language: str, currency: str) -> str:
    if isinstance(value, bool):
        return word("value.yes" if value else "value.no", language)
    if isinstance(value, dt.date):
        return formats.short_date(value, language)
    if field in ("order_unit", "content_unit"):
        return unit_name(str(value), language)
    if field == "family":
        return named("family", str(value), language)
    if field == "tiers":
        return _several(_tier(tier, language, currency) for tier in value)
    if field == "claims":
        return _several(f"{named('attribute', each['attribute'], language)} ({each['quote']})" for each in value)
    return _plain(value)


def _tier(tier: Mapping[str, Any], language: str, currency: str) -> str:
    least = _quantity(tier["min_quantity"], language) if tier["min_quantity"] is not None else None
    return word("value.tier", language, quantity=least, price=formats.money(tier["price"], language, currency))


def _quantity(value: int, language: str) -> str:
    text = formats.quantity_text(value) or ""
    return text.replace(".", ",") if language == "fr" else text


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return _several(f"{name}: {_plain(each)}" for name, each in sorted(value.items()))
    if isinstance(value, list | tuple):
        return _several(_plain(each) for each in value)
    text = str(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _several(texts: Iterable[str]) -> str:
    return ", ".join(texts)
