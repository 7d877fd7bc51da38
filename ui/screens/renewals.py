"""The renewals, and the form that sets an incoming lot beside an outgoing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.access import may
from catalog.means.clock import day_of
from catalog.services.agreements.read import AgreementSeen, agreements
from catalog.services.renewal.show import listing
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.names import label
from ui.wording.words import t

META = '<p class="meta">{text}</p>'
Lots = Mapping[str, Any]
"""Lot code -> its terms."""


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.renewals"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("renewals.lead")))
    with session.means() as means:
        lines = listing(actor, means)
        seen = agreements(actor, means)
    lots = {lot.code: lot for each in seen for lot in each.lots}
    if not lines:
        st.write(t("renewals.empty"))
    with st.container(key="taches"):
        for line in lines:
            _line(line, lots)
    if may(actor, "renewal.decide"):
        _form(lots, seen)


def _line(line: Any, lots: Lots) -> None:
    with st.container(key=f"tache_{line.id}"):
        title = t("renewals.title", old=lots[line.old_lot].name, new=lots[line.new_lot].name)
        navigation.link("renouvellement", title, f"{line.old_lot} {line.new_lot}", old=line.old_lot, new=line.new_lot)
        dates = t("renewals.dates", old=line.old_lot, new=line.new_lot, ends=lots[line.old_lot].ends,
                  starts=lots[line.new_lot].starts)  # fmt: skip
        st.html(fill(META, text=dates))
        st.html(fill(META, text=t("renewals.reason", day=day_of(line.recorded_at), reason=line.reason)))


def _form(lots: Lots, seen: Sequence[AgreementSeen]) -> None:
    """Any two lots; those that end first are offered first as outgoing, those that begin last as incoming."""
    st.header(t("renewals.new"), anchor=False)
    named = {lot.code: f"{lot.code} · {lot.name} ({each.terms.name})" for each in seen for lot in each.lots}
    if len(named) < 2:
        st.write(t("renewals.two"))
        return
    ending = sorted(named, key=lambda code: (lots[code].ends, code))
    old = st.selectbox(t("renewals.old"), ending, format_func=lambda code: label(named[code]), key="renewal.old")
    coming = sorted((code for code in named if code != old), key=lambda code: lots[code].starts, reverse=True)
    new = st.selectbox(t("renewals.incoming"), coming, format_func=lambda code: label(named[code]), key="renewal.new")
    if st.button(t("renewals.compare"), type="primary", key="compare"):
        navigation.go("renouvellement", old=old, new=new)
