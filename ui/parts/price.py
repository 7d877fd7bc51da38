"""Amounts as the reader writes them, in figures of one width; what one litre, page, sheet or piece comes to."""

from __future__ import annotations

from typing import Protocol

from catalog.wording import formats
from catalog.wording.units import unit_price_text
from ui.parts.markup import Html, fill
from ui.wording.words import word


class Comparable(Protocol):
    """What may have a comparable price: an offer of a list or of a sheet."""

    @property
    def currency(self) -> str | None: ...
    @property
    def unit_price(self) -> int | None: ...
    @property
    def unit_basis(self) -> str | None: ...


def money(micro: int | None, language: str, currency: str = "EUR") -> str:
    """An amount of 10^-6 currency units as text; a dash where there is none."""
    return "–" if micro is None else formats.money(micro, language, currency)


def price(micro: int | None, language: str, currency: str = "EUR", *, with_vat: bool = False) -> Html:
    """An amount with « HT » or « TTC », as HTML."""
    basis = word("price.with_vat" if with_vat else "price.without_vat", language)
    return fill(
        '<span class="price"><b>{money}</b> {basis}</span>', money=money(micro, language, currency), basis=basis
    )


def comparable(offer: Comparable, language: str) -> str:
    """« 2,48 € / L », « 0,0496 € / L prêt à l’emploi à 2 % », « 0,0127 € / page »; nothing where it compares with none."""
    if offer.unit_price is None or offer.unit_basis is None:
        return ""
    dilution: int | None = getattr(offer, "dilution", None)
    return unit_price_text(offer.unit_price, offer.unit_basis, language, offer.currency or "EUR", dilution)
