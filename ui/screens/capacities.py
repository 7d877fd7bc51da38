"""A supplier's own capacities: how many order units of a product it says it can deliver, for buyers to read."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.published.capacities import capacity_said
from catalog.services.buying.capacity import MOST, PERIODS, Mine, declare, mine
from catalog.wording.sentences import say
from ui import session
from ui.parts.markup import Trusted, fill, join, plain
from ui.parts.notice import tell
from ui.wording.words import refused, t

SAID = "capacities.said"
TABLE = """<table class="sheet"><caption class="unseen">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"""
ROW = '<tr><th scope="row">{name}<br><span class="quiet-text">{reference}</span></th><td>{text}</td></tr>'
LONGEST = 120
WIDTH = 560
"""Of the form, in pixels: what is written is short."""


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        held = mine(actor, means)
    st.set_page_config(page_title=t("app.title", page=t("page.capacities")))
    st.title(t("page.capacities"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("capacities.lead")))
    if said := st.session_state.pop(SAID, None):
        tell("good", said)
    _form(actor)
    _table(actor, held)


def _form(actor: Actor) -> None:
    with st.form("capacities", border=False, width=WIDTH):
        reference = st.text_input(t("capacities.reference"), key="capacities.reference", max_chars=LONGEST)
        quantity = st.number_input(
            t("capacities.quantity"), min_value=0, max_value=MOST, step=1, value=None, key="capacities.quantity"
        )
        period = st.radio(t("capacities.period"), list(PERIODS), key="capacities.period", format_func=_period,
                          horizontal=True)  # fmt: skip
        if st.form_submit_button(t("capacities.declare"), type="primary"):
            if not reference.strip() or quantity is None:
                st.error(t("capacities.missing"))
            else:
                _declare(actor, reference.strip(), int(quantity), PERIODS[period])


def _period(code: str) -> str:
    return t(f"capacities.period.{code}")


def _declare(actor: Actor, reference: str, quantity: int | None, months: int) -> None:
    try:
        with session.work() as means:
            declare(actor, means, actor.organisation or "", reference, quantity, months)
    except Refusal as refusal:
        st.error(plain(refused(refusal)))
        return
    code = "capacities.taken_back" if quantity is None else "capacities.declared"
    st.session_state[SAID] = t(code, reference=reference)
    st.rerun()


def _table(actor: Actor, held: list[Mine]) -> None:
    st.header(t("capacities.caption"), anchor=False)
    if not held:
        st.write(t("capacities.none"))
        return
    language = session.language()
    head = [fill('<th scope="col">{text}</th>', text=t(f"capacities.head.{name}")) for name in ("product", "capacity")]
    rows = []
    for each in held:
        reason = capacity_said(each.declared)
        rows.append(fill(ROW, name=each.name, reference=each.reference, text=say(reason.code, reason.params, language)))
    st.html(fill(TABLE, caption=t("capacities.caption"), head=Trusted(join(head)), rows=Trusted(join(rows))))
    with st.container(key="capacites_retirer", horizontal=True):
        for each in held:
            label = f"{t('capacities.take_back')} :small[{plain(each.reference)}]"
            if st.button(label, key=f"capacities.{each.reference}"):
                _declare(actor, each.reference, None, each.declared.months)
