"""The form that drafts a correction of a fact: its columns, source, confidence and reason; rehearsed before it is sent."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.evidence.fact_changes import CONFIDENCES
from catalog.services.facts.propose import propose, propose_shipped, rehearse_change
from catalog.services.facts.show import FactSheet
from ui import session
from ui.parts.fact_words import column_name
from ui.parts.notice import hint, tell
from ui.parts.what_if import rehearsed
from ui.wording.words import refused, t

LONG = 60
"""A longer text gets a field of several lines (characters)."""


def form(actor: Actor, sheet: FactSheet) -> None:
    """Draw the fold, and beside a waiting shipped version the button that proposes it."""
    if sheet.newer:
        _shipped(actor, sheet)
    with st.expander(t("fact.correct")):
        changes = _columns(sheet)
        source = st.text_input(t("fact.source"), key="fact_source", max_chars=500)
        hint(t("fact.source.why"))
        confidence = st.selectbox(t("fact.confidence"), CONFIDENCES, key="fact_confidence",
                                  format_func=lambda code: t(f"fact.confidence.{code}"))  # fmt: skip
        reason = st.text_area(t("fact.reason"), key="fact_reason", max_chars=2000, height=80)
        if not changes:
            hint(t("fact.correct.nothing"))
        with st.container(horizontal=True, key="envoi_correction"):
            ask = st.button(t("what_if.ask"), key="fact_rehearse", disabled=not changes)
            ready = bool(changes and source.strip() and reason.strip())
            send = st.button(t("fact.propose"), type="primary", key="fact_propose", disabled=not ready)
        if ask:
            rehearsed(actor, lambda who, means: rehearse_change(who, means, sheet.kind, sheet.key, changes))
        if send:
            _send(actor, sheet, changes, {"source": source, "confidence": str(confidence), "reason": reason})


def _columns(sheet: FactSheet) -> Mapping[str, str]:
    """The columns that the person wrote something else in."""
    found = {}
    for name, text in sheet.columns.items():
        field = st.text_area if len(text) > LONG else st.text_input
        written = field(column_name(name), text, key=f"fact_column_{name}", max_chars=20_000) or ""
        if written.strip() != text.strip():
            found[name] = written
    return found


def _shipped(actor: Actor, sheet: FactSheet) -> None:
    with st.container(border=True, key="question_fournie"):
        st.subheader(t("fact.take_shipped"), anchor=False)
        reason = st.text_input(t("fact.reason"), key="fact_shipped_reason", max_chars=2000)
        if st.button(t("fact.take_shipped.propose"), key="fact_shipped", disabled=not reason.strip()):
            try:
                with session.work() as means:
                    propose_shipped(actor, means, sheet.kind, sheet.key, reason)
            except Refusal as refusal:
                tell("stop", refused(refusal))
                return
            _done()


def _send(actor: Actor, sheet: FactSheet, changes: Mapping[str, str], told: Mapping[str, str]) -> None:
    try:
        with session.work() as means:
            propose(actor, means, sheet.kind, sheet.key, changes, **told)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    _done()


def _done() -> None:
    for name in [name for name in st.session_state if str(name).startswith("fact_")]:
        del st.session_state[name]
    st.session_state["fact_done"] = t("fact.proposed")
    st.rerun()
