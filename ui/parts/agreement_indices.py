"""Price indices: the values known, month by month, and adding one with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.clauses.calendar import month_of
from catalog.errors import Refusal
from catalog.services.agreements.index import IndexSeen, add_value, indices
from catalog.wording.formats import figures, month
from ui import session
from ui.parts.agreement_forms import SAID
from ui.parts.markup import fill
from ui.parts.names import label
from ui.parts.sheet import Head, table
from ui.wording.words import called, refused, t

SHOWN = 6
"""How many months are shown; the command line lists them all."""


def indices_of(actor: Actor) -> None:
    """Draw every index, and the form for those who may add a value."""
    with session.means() as means:
        found, today = indices(actor, means), means.clock.today()
    if not found:
        return
    st.header(t("indices.title"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("indices.lead")))
    for each in found:
        with st.expander(label(f"{each.code} · {called(each)}")):
            _values(each)
    if may(actor, "agreement.change"):
        _form(actor, found, today)


def _values(index: IndexSeen) -> None:
    language = session.language()
    heads = [Head(t("indices.month")), Head(t("indices.value"), number=True), Head(t("indices.source"))]
    rows = [
        [month(each.month or "", language), figures(str(each.payload["value"]), language), each.source]
        for each in index.values[:SHOWN]
    ]
    st.html(table(t("indices.last"), heads, rows))


def _form(actor: Actor, found: Sequence[IndexSeen], today: dt.date) -> None:
    with st.expander(t("indices.add")), st.form("index", border=False):
        names = {each.code: f"{each.code} · {called(each)}" for each in found}
        code = st.selectbox(t("indices.index"), list(names), format_func=lambda each: names[each], key="index.code")
        left, right = st.columns(2)
        with left:
            when = st.text_input(t("clause.base_month.any"), month_of(today), 7, key="index.month")
            source = st.text_input(t("indices.source"), "", 400, key="index.source")
        with right:
            value = st.text_input(t("indices.value"), "", 17, key="index.value")
            reason = st.text_input(t("indices.reason"), "", 400, key="index.reason")
        if st.form_submit_button(t("agreement.save"), type="primary"):
            _save(actor, code, (when, value), (source, reason))


def _save(actor: Actor, code: str, said: tuple[str, str], why: tuple[str, str]) -> None:
    try:
        with session.work() as means:
            add_value(actor, means, code=code, month=said[0].strip(), value=said[1].strip(), source=why[0].strip(),
                      confidence="verified", reason=why[1].strip())  # fmt: skip
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.session_state[SAID] = (t("agreement.saved"), t("indices.saved", index=code))
    st.rerun()
