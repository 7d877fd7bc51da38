"""One value as a person types it for a field of a product or an offer, cleaned as a file's cell is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from catalog.tagging.families import family_of
from catalog.tagging.vocabulary import Vocabulary
from imports.cleaning import Cleaner, Fault, dates, taxes, texts, units
from imports.cleaning.amounts import Money, convention_of, days, money, quantity

OF_PRODUCT = ("name", "description", "brand", "gtin", "family", "hazard_codes")
OF_OFFER = (
    "price", "vat", "price_basis", "list_price", "discount_rate", "eco_contribution", "order_unit", "content_unit",
    "content_per_order_unit", "min_order_quantity", "order_multiple", "lead_time_days", "valid_from", "valid_to",
)  # fmt: skip
"""The fields that a person may correct: of the product itself, and of its terms in one lot."""
NEVER_EMPTY = frozenset({"name", "price"})
DAYS = frozenset({"valid_from", "valid_to"})


class Unreadable(Exception):
    """What was typed is no value of the field; `code` is that of the issue that a file's cell would have."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def typed(field: str, text: str, vocabulary: Vocabulary) -> Any:
    """The value of a staged column: amounts in 10^-6, rates in 10^-4 percent; an empty text is a missing one.

    Raises Unreadable for what is no value of the field, or leaves a name or a price out.
    """
    if not text.strip():
        if field in NEVER_EMPTY:
            raise Unreadable(f"{field}.missing")
        return [] if field == "hazard_codes" else None
    found = _family(text, vocabulary) if field == "family" else _cleaners(text)[field](text)
    if isinstance(found, Fault):
        if found.value is None:
            raise Unreadable(found.code)
        found = found.value
    if field in NEVER_EMPTY and found is None:
        raise Unreadable(f"{field}.missing")
    return _excluding_vat(found) if isinstance(found, Money) else found


def _family(text: str, vocabulary: Vocabulary) -> str | Fault:
    return family_of(text, vocabulary) or Fault("family.unknown", "error")


def _excluding_vat(found: Money) -> int:
    if found.includes_vat:
        raise Unreadable("price.includes_vat")
    if found.micro == 0:
        raise Unreadable("price.zero")
    return found.micro


def _cleaners(text: str) -> Mapping[str, Cleaner]:
    sign = convention_of([text]).sign
    return {
        "name": texts.name, "description": texts.long_text, "brand": texts.name, "gtin": texts.gtin,
        "hazard_codes": texts.hazards,
        **dict.fromkeys(("price", "list_price", "eco_contribution"), money("price", sign)),
        "vat": taxes.vat(sign, taxes.written_as_fractions([text], sign)),
        "discount_rate": taxes.discount(sign, taxes.written_as_fractions([text], sign)),
        **{name: quantity(name, sign) for name in ("price_basis", "content_per_order_unit", "min_order_quantity",
                                                   "order_multiple")},
        **dict.fromkeys(("order_unit", "content_unit"), units.unit({}, frozenset())),
        "lead_time_days": days, "valid_from": dates.date(), "valid_to": dates.last_day(),
    }  # fmt: skip


def kept(value: Any) -> dict[str, Any]:
    """A value as a correction keeps it, in JSON."""
    return {"value": value.isoformat() if isinstance(value, dt.date) else value}


def read(field: str, held: Mapping[str, Any] | None) -> Any:
    """The value that `kept` wrote."""
    value = (held or {}).get("value")
    return dt.date.fromisoformat(value) if field in DAYS and value is not None else value
