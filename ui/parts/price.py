"""Amounts as the reader writes them, in figures of one width."""

from __future__ import annotations

from catalog.wording import formats
from ui.parts.markup import Html, fill
from ui.wording.words import word


def money(micro: int | None, language: str, currency: str = "EUR") -> str:
    """An amount of 10^-6 currency units as text; a dash where there is none."""
    return "–" if micro is None else formats.money(micro, language, currency)


def price(micro: int | None, language: str, currency: str = "EUR", *, with_vat: bool = False) -> Html:
    """An amount with « HT » or « TTC », as HTML."""
    basis = word("price.with_vat" if with_vat else "price.without_vat", language)
    return fill(
        '<span class="price"><b>{money}</b> {basis}</span>', money=money(micro, language, currency), basis=basis
    )
