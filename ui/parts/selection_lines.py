"""The lines of a selection: where each stands, its quantity, what it costs, what the supplier takes of it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.prices import ONE
from catalog.published.chosen import ChosenLine, ChosenOffer
from catalog.services.buying import select
from catalog.services.buying.select import MOST
from catalog.tagging.records import Reason
from catalog.validating.justified import JustifiedLine
from catalog.wording.formats import quantity_text
from catalog.wording.sentences import say
from catalog.wording.units import pack_text, unit_name
from ui import navigation, session
from ui.parts import basket
from ui.parts.markup import Html, Trusted, fill, join, plain
from ui.parts.offer_row import chips, reference
from ui.parts.price import money
from ui.wording.words import t

META = '<p class="offer-meta">{about}</p>{chips}{state}'
WHY = '<p class="line-why">{text}</p>'
STATE = '<p class="line-state">{text}</p>'
AMOUNT = '<p class="offer-price"><span class="price"><b>{total}</b> {basis}</span><span>{unit}</span></p>'


REPLACED = "selection.replaced"
"""The line whose equivalents are shown."""


def line(selection: int, judged: JustifiedLine, day: dt.date, capacity: Reason | None) -> None:
    """One line, with its widgets. capacity: what is known of it. Of one that is not compliant equivalents are offered."""
    each = judged.line
    offer = each.offer
    called = offer.name if offer else t("selection.hidden.line")
    with st.container(key=f"choix_{each.id}"):
        if offer and each.state in ("published", "suspended"):
            navigation.link("produit", called, **reference(offer.supplier, offer.reference, offer.lot))
        else:
            st.html(fill("<p><b>{name}</b></p>", name=called))
        st.html(_meta(judged, offer, day, capacity))
        _quantity(selection, each)
        st.html(_amount(each))
        st.button(
            f"{t('basket.remove')} :small[{plain(called)}]", key=f"remove.{each.id}", icon=":material/close:",
            on_click=_remove, args=(selection, each.id, each.quantity), width="stretch",
        )  # fmt: skip
        if each.state == "published" and each.orderable != each.quantity and each.orderable <= MOST:
            _raise(selection, each, called)
        if not judged.compliant and each.state == "published" and each.price is not None:
            st.button(
                f"{t('selection.replace')} :small[{plain(called)}]", key=f"replace.{each.id}", type="tertiary",
                icon=":material/swap_horiz:", on_click=_replace, args=(each.id,),
            )  # fmt: skip


def _meta(judged: JustifiedLine, offer: ChosenOffer | None, day: dt.date, capacity: Reason | None) -> Html:
    each = judged.line
    if offer is None:
        return fill(META, about="", chips="", state=Trusted(_state(each)))
    language = session.language()
    pack = pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language)
    about = [offer.reference, f"{offer.agreement}, {offer.lot_name}", pack]
    drawn = chips(each.tags.values(), language, day, offer.family)
    return fill(
        META,
        about=" · ".join(part for part in about if part),
        chips=Trusted(drawn),
        state=Trusted(join([_state(each), _why(judged), _short(capacity)])),
    )


def _why(judged: JustifiedLine) -> Html:
    """Why the note does not justify a line that is still published."""
    if judged.compliant or judged.line.state != "published":
        return Html("")
    said = " ".join(say(each.code, each.params, session.language()) for each in judged.reasons)
    return fill(WHY, text=t("selection.not_compliant", why=said))


def _short(capacity: Reason | None) -> Html:
    """More than the supplier declared: said on the line; anything else stands in the comparison."""
    if capacity is None or not capacity.code.startswith("capacity.exceeded"):
        return Html("")
    return fill(STATE, text=say(capacity.code, capacity.params, session.language()))


def _replace(line_id: int) -> None:
    """Show the equivalents of a line, or hide them again."""
    shown = st.session_state.get(REPLACED)
    st.session_state[REPLACED] = None if shown == line_id else line_id


def _state(each: ChosenLine) -> Html:
    return Html("") if each.state == "published" else fill(STATE, text=t(f"selection.state.{each.state}"))


def _quantity(selection: int, each: ChosenLine) -> None:
    key = f"quantity.{each.id}"
    st.session_state[key] = each.quantity
    st.number_input(t("selection.quantity"), min_value=1, max_value=MOST, step=1, key=key, value="min",
                    help=None, on_change=_change, args=(selection, each.id, key, each.quantity))  # fmt: skip


def _amount(each: ChosenLine) -> Html:
    currency, language = each.currency or "EUR", session.language()
    if each.total is None:
        return fill(AMOUNT, total="–", basis="", unit="")
    unit = unit_name((each.offer.order_unit if each.offer else None) or "C62", language)
    one = t("selection.each", price=money(each.price, language, currency), unit=unit)
    return fill(AMOUNT, total=money(each.total, language, currency), basis=t("price.without_vat"), unit=one)


def _raise(selection: int, each: ChosenLine, called: str) -> None:
    """The supplier takes other quantities than this one: which, and one click to it."""
    least, step = each.least or 0, each.multiple or 0
    short = least > each.quantity * ONE
    told = {"least": quantity_text(least), "step": quantity_text(step)}
    with st.container(key=f"quantite_{each.id}", horizontal=True, vertical_alignment="center"):
        st.html(
            fill('<p class="line-state">{text}</p>', text=t("selection.least" if short else "selection.step", **told))
        )
        st.button(
            f"{t('selection.raise', n=each.orderable)} :small[{plain(called)}]", key=f"raise.{each.id}", type="tertiary",
            on_click=_set, args=(selection, each.id, each.orderable, each.quantity),
        )  # fmt: skip


def _change(selection: int, line_id: int, key: str, seen: int) -> None:
    _set(selection, line_id, int(st.session_state[key]), seen)


def _set(selection: int, line_id: int, quantity: int, seen: int) -> None:
    with basket.changing() as means:
        select.change_quantity(session.actor(), means, selection, line_id, quantity, seen)


def _remove(selection: int, line_id: int, seen: int) -> None:
    with basket.changing() as means:
        select.remove(session.actor(), means, selection, line_id, seen)
