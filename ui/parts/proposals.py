"""A selection proposed by a prescriber: the proposal and the answer, each side's word for the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from catalog.access import BUYERS, Actor, may
from catalog.means.means import Means
from catalog.services.buying import propose
from catalog.services.buying.propose import LONGEST, Proposal
from catalog.services.buying.select import SelectionSeen
from ui import navigation, session
from ui.parts import basket
from ui.parts.notice import tell
from ui.wording.words import counted, t


def waiting(actor: Actor, means: Means) -> None:
    """For the home page of who decides: the proposals that wait, each with its link; nothing for others."""
    if actor.role not in BUYERS:
        return
    found = [each for each in propose.proposals(actor, means) if each.outcome is None]
    if found:
        st.header(counted(len(found), "proposals.waiting"), anchor=False)
        with st.container(key="propositions"):
            for each in found:
                st.write(t("proposals.by", name=each.by, day=each.on))
                navigation.link("selection", t("proposals.open", name=each.selection), s=str(each.selection_id))


def proposals(actor: Actor, found: SelectionSeen, said: Sequence[Proposal]) -> None:
    """The proposal that waits, or the last answer; then what this person may do about it."""
    last = said[0] if said else None
    if last is not None:
        _told(last)
    if last is not None and last.outcome is None:
        if may(actor, "selection.decide", actor.organisation_id):
            _answer(found, last)
    elif may(actor, "selection.propose", actor.organisation_id) and found.content.lines:
        _ask(found)


def _told(last: Proposal) -> None:
    who = t("proposals.by.you", day=last.on) if last.mine else t("proposals.by", name=last.by, day=last.on)
    if last.outcome is None:
        tell("wait", who, last.message or t("proposals.silent"))
        return
    answer = t(f"proposals.{last.outcome}", name=last.answered_by, day=last.answered_on)
    words = f"{who} {last.message}".strip() if last.message else who
    tell("good" if last.outcome == "accepted" else "stop", answer, f"{last.reason} — {words}" if last.reason else words)


def _answer(found: SelectionSeen, last: Proposal) -> None:
    with st.form("answer", border=False):
        reason = st.text_area(t("proposals.reason"), key="proposal.reason", max_chars=LONGEST, height=90)
        with st.container(key="reponse", horizontal=True):
            accepted = st.form_submit_button(t("proposals.accept"), type="primary")
            declined = st.form_submit_button(t("proposals.decline"))
    if accepted or declined:
        _do(
            lambda actor, means: propose.decide(
                actor, means, last.id, accepted=accepted, reason=reason, mark=found.mark
            )
        )


def _ask(found: SelectionSeen) -> None:
    with st.expander(t("proposals.ask")), st.form("propose", border=False, clear_on_submit=True):
        message = st.text_area(t("proposals.message"), key="proposal.message", max_chars=LONGEST, height=90)
        if st.form_submit_button(t("proposals.send"), type="primary"):
            _do(lambda actor, means: propose.propose(actor, means, found.id, message))


def _do(act: Callable[[Actor, Means], Any]) -> None:
    """Do it and draw the page anew; a refusal is said in passing."""
    done = False
    with basket.changing() as means:
        act(session.actor(), means)
        done = True
    if done:
        st.rerun()
