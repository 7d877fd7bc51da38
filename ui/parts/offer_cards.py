"""The offers of a product, one a lot: price with and without VAT, what it buys, what to order by, into the selection."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.prices import CENT, ONE, divided
from catalog.services.buying.sheet import OfferSeen, Sheet
from catalog.wording.formats import rate
from catalog.wording.sentences import say
from catalog.wording.units import pack_text, unit_name
from ui.parts import basket
from ui.parts.basket import Basket
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.offer_row import content_text
from ui.parts.price import money, price
from ui.wording.words import t

CARD = """<div class="panel offer-card"><p class="offer-card-price">{price}</p><p class="quiet-text">{second}</p>
<dl class="about-list">{facts}</dl>{tiers}<p class="quiet-text">{capacity}</p></div>"""
FACT = "<div><dt>{name}</dt><dd>{value}</dd></div>"
TIER = "<li>{text}</li>"


def offer_cards(sheet: Sheet, offers: Sequence[OfferSeen], held: Basket, language: str, *, fits: bool) -> None:
    """Draw them in the order given. `fits`: the product is in a range, so that adding it is what to do next."""
    for offer in offers:
        with st.container(key=f"offre_{offer.lot}"):
            st.html(card(sheet, offer, language))
            if offer.suspended:
                st.html(fill('<p class="offer-suspended">{text}</p>', text=t("notes.suspended.offer")))
                continue
            basket.button(held, offer.offer, f"{sheet.name}, {offer.lot}", wide=True, first=fits)


def card(sheet: Sheet, offer: OfferSeen, language: str) -> Html:
    """One offer as drawn."""
    currency = offer.currency or "EUR"
    pack = pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language)
    with_vat = _with_vat(offer, language, currency)
    second = [part for part in (pack, content_text(offer, language), with_vat) if part]
    facts = [
        fill(FACT, name=t(f"sheet.{name}"), value=value) for name, value in _facts(sheet, offer, language) if value
    ]
    return fill(
        CARD,
        price=Trusted(price(offer.price, language, currency)),
        second=" · ".join(second),
        facts=Trusted(join(facts)),
        tiers=Trusted(_tiers(offer, language)),
        capacity=say(sheet.capacity.code, sheet.capacity.params, language),
    )


def _with_vat(offer: OfferSeen, language: str, currency: str) -> str:
    """To the cent: it is for reading, orders are made up from the price without VAT."""
    if offer.price_with_vat is None:
        return ""
    return t("sheet.with_vat", price=money(divided(offer.price_with_vat, CENT) * CENT, language, currency))


def _facts(sheet: Sheet, offer: OfferSeen, language: str) -> list[tuple[str, str | None]]:
    eco = offer.eco_contribution
    least, step = offer.min_order_quantity, offer.order_multiple or 0
    return [
        ("agreement", f"{offer.agreement}, {offer.agreement_name}"),
        ("lot", f"{offer.lot}, {offer.lot_name}"),
        ("supplier", sheet.supplier_name),
        ("reference", sheet.reference),
        ("vat", rate(offer.vat, language) if offer.vat is not None else None),
        ("eco", money(eco, language, offer.currency or "EUR") if eco else None),
        ("least", str(least // ONE if least else "") or None),
        ("multiple", str(step // ONE) if step > ONE else None),
        ("comparable", _compared(offer, language)),
        ("lot_ends", t("proof.day", day=offer.lot_ends)),
    ]


def _compared(offer: OfferSeen, language: str) -> str | None:
    """Which of several stated uses a comparable price stands for, or why there is none."""
    if offer.incomparable:
        return say(offer.incomparable, {}, language)
    if offer.unit_basis != "litre_ready" or not offer.dilution_least:
        return None
    return t("sheet.most_concentrated", least=offer.dilution_least, most=offer.dilution)


def _tiers(offer: OfferSeen, language: str) -> Html:
    if not offer.tiers:
        return Html("")
    unit = unit_name(offer.order_unit, language, 2 * ONE) if offer.order_unit else ""
    lines = [
        fill(TIER, text=t("sheet.tier", n=tier.min_quantity // ONE, unit=unit,
                          price=money(tier.price, language, offer.currency or "EUR")))
        for tier in offer.tiers
    ]  # fmt: skip
    return fill('<ul class="tiers">{lines}</ul>', lines=Trusted(join(lines)))
