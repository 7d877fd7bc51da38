"""The corrections of one fact that wait: what they would say, who enters and who leaves, apply or drop."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.facts.apply import apply, drop, rehearse
from catalog.services.facts.show import FactSheet, ProposalLine, said
from ui import session
from ui.parts.fact_words import column_name, source_of
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.parts.what_if import rehearsed
from ui.wording.words import refused, t

CELLS = '<ul class="cells">{cells}</ul>'
CELL = """<li><span class="cell-field">{column}</span> {before}<span class="after">{after}</span></li>"""
BEFORE = '<span class="before">{text}</span><span class="arrow" aria-hidden="true">→</span>'
ABOUT = '<p class="meta">{text}</p>'


def draw(actor: Actor, sheet: FactSheet) -> None:
    """Draw those that wait; answered ones stay among the versions."""
    for one in sheet.proposals:
        if not one.answer:
            _proposal(actor, sheet, one)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Html:
    """The columns that say something else, each with what it said."""
    names = [name for name in after if after[name] != before.get(name, "")]
    cells = [
        fill(
            CELL, column=column_name(name), after=after[name] or t("fact.empty"),
            before=Trusted(fill(BEFORE, text=before[name]) if before.get(name) else Html("")),
        )
        for name in names
    ]  # fmt: skip
    return fill(CELLS, cells=Trusted(join(cells))) if cells else Html("")


def _proposal(actor: Actor, sheet: FactSheet, one: ProposalLine) -> None:
    with st.container(border=True, key=f"question_{one.id}"):
        st.subheader(t("fact.proposal.shipped" if one.payload is None else "fact.proposal"), anchor=False)
        who = one.by or t("proof_page.operator")
        st.html(fill(ABOUT, text=t("fact.proposal.by", who=who, day=day_of(one.recorded_at), reason=one.reason)))
        after = one.payload or (said(sheet.newer.payload) if sheet.newer else {})
        st.html(changed(sheet.columns, after))
        source = t(
            "fact.proposal.source", source=source_of(one.source), confidence=t(f"fact.confidence.{one.confidence}")
        )
        st.html(fill(ABOUT, text=source))
        if may(actor, "fact.rehearse"):
            st.markdown(f"**{t('what_if.title')}**")
            rehearsed(actor, lambda who, means: rehearse(who, means, one.id))
        _answer(actor, one)


def _answer(actor: Actor, one: ProposalLine) -> None:
    own = actor.account_id is not None and one.author == (actor.organisation_id, actor.account_id)
    if own:
        hint(t("fact.own"))
    elif not may(actor, "fact.apply"):
        hint(t("fact.waits_for_publisher"))
    if not (may(actor, "fact.apply") or own):
        return
    with st.container(horizontal=True, key=f"reponses_{one.id}"):
        if not own and st.button(t("fact.apply"), type="primary", key=f"apply_{one.id}"):
            _do(actor, one, None)
        with st.popover(t("fact.drop"), key=f"drop_{one.id}"):
            reason = st.text_input(t("fact.reason"), key=f"why_{one.id}", max_chars=2000)
            if st.button(t("fact.drop.confirm"), key=f"dropped_{one.id}", disabled=not reason.strip()):
                _do(actor, one, reason)


def _do(actor: Actor, one: ProposalLine, reason: str | None) -> None:
    """Apply, or with a reason drop."""
    try:
        with session.work() as means:
            if reason is None:
                apply(actor, means, one.id)
            else:
                drop(actor, means, one.id, reason)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["fact_done"] = t("fact.applied" if reason is None else "fact.dropped")
    st.rerun()
