"""The responsible swap: compliant offers of the same need, with what they cost or save for a year's quantity."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.comparable import Measure
from catalog.means.means import Means
from catalog.prices import ONE
from catalog.published.shelf import Edition
from catalog.services.buying.sheet import OfferSeen, Sheet
from catalog.services.buying.swap import MOST, Alternative, Need, Swap
from catalog.services.buying.swap import swap as ask
from catalog.tagging.records import Reason
from catalog.wording.sentences import say
from catalog.wording.units import amount_text, unit_name
from ui import navigation, session
from ui.parts import basket
from ui.parts.basket import Basket
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.offer_row import chips, reference
from ui.parts.price import comparable, money
from ui.wording.words import t

FIRST = 10
"""The yearly quantity that a sheet begins with."""
WIDTH = 260
"""Of the field, in pixels."""
META = '<p class="offer-meta">{reference} · {supplier} · <span class="offer-lot">{agreement}, {lot}</span></p>{chips}{notes}'
NOTES = '<ul class="swap-notes">{lines}</ul>'
FIGURES = (
    '<p class="offer-price"><span class="price swap-gap"><b>{gap}</b></span><span>{cost}</span><span>{each}</span></p>'
)
ABOUT = '<p class="quiet-text">{present} {counted}</p>'


def swap(
    actor: Actor,
    means: Means,
    edition: Edition,
    sheet: Sheet,
    offer: OfferSeen,
    held: Basket,
    ranges: tuple[str, ...] = (),
) -> bool:
    """What could stand in for an offer of a sheet, with a field for the year's quantity; whether anything was drawn.

    ranges: those that count (none named: any that the reader may know of). Draws nothing for who may not ask, on a past
    day, for a product that is compliant, and where there is nothing.
    """
    if not may(actor, "swap.read") or edition.on != means.clock.today():
        return False
    key = f"swap.{offer.offer}"
    st.session_state.setdefault(key, FIRST)
    found = ask(actor, means, edition, Need(int(st.session_state[key]), offer.offer, ranges=ranges))
    if found.compliant or not found.alternatives:
        return False
    st.header(t("swap.title"), anchor=False)
    unit = unit_name(offer.order_unit, session.language(), 2 * ONE) if offer.order_unit else t("swap.units")
    st.number_input(t("swap.quantity", unit=unit), min_value=1, max_value=MOST, step=1, key=key, width=WIDTH)
    alternatives(found, held, edition)
    return True


def replacing(
    actor: Actor, means: Means, edition: Edition, offer: int, quantity: int, held: Basket, ranges: tuple[str, ...] = ()
) -> None:
    """The same for a line whose quantity is known: the list alone; nothing where there is nothing."""
    if may(actor, "swap.read"):
        found = ask(actor, means, edition, Need(quantity, offer, ranges=ranges))
        if found.alternatives:
            alternatives(found, held, edition)


def alternatives(found: Swap, held: Basket, edition: Edition) -> None:
    """What the present offer costs, then each that could stand in for it."""
    language = session.language()
    st.html(fill(ABOUT, present=_present(found, language), counted=say("swap.counted", {}, language)))
    for each in found.alternatives:
        with st.container(key=f"equivalent_{each.offer.offer}"):
            row = each.offer
            navigation.link("produit", row.name, **reference(row.supplier, row.reference, row.lot))
            st.html(_meta(each, edition, language))
            st.html(_figures(each, language))
            basket.button(held, row.offer, row.name)


def _present(found: Swap, language: str) -> str:
    if found.cost is None or found.amount is None or not isinstance(found.how.measure, Measure):
        return ""
    currency = found.offer.currency or "EUR"
    amount = amount_text(found.amount, found.how.measure.basis, language)
    return t(
        "swap.present",
        cost=money(found.cost.total, language, currency),
        amount=amount,
        units=_units(found.cost.units, found.offer.order_unit, language),
    )


def _meta(each: Alternative, edition: Edition, language: str) -> Html:
    row = each.offer
    drawn = chips(edition.tags_of(row.offer).values(), language, edition.on, row.family)
    return fill(
        META, reference=row.reference, supplier=row.supplier_name or row.supplier, agreement=row.agreement,
        lot=row.lot_name or row.lot, chips=Trusted(drawn),
        notes=Trusted(notes(each.notes, language)),
    )  # fmt: skip


def notes(reasons: tuple[Reason, ...], language: str) -> Html:
    """What to know first, each a sentence."""
    lines = [fill("<li>{text}</li>", text=say(each.code, each.params, language)) for each in reasons]
    return fill(NOTES, lines=Trusted(join(lines))) if lines else Html("")


def _figures(each: Alternative, language: str) -> Html:
    currency = each.offer.currency or "EUR"
    kind = "less" if each.gap < 0 else "more" if each.gap else "same"
    gap = say(f"swap.gap.{kind}", {"amount": money(abs(each.gap), language, currency)}, language)
    cost = t(
        "swap.cost",
        units=_units(each.cost.units, each.offer.order_unit, language),
        cost=money(each.cost.total, language, currency),
    )
    return fill(FIGURES, gap=gap, cost=cost, each=comparable(each.offer, language))


def _units(units: int, code: str | None, language: str) -> str:
    """« 18 flacons »."""
    name = unit_name(code, language, units * ONE) if code else t("swap.units")
    return t("swap.of_units", n=units, unit=name)
