"""Members' doubts: what was asked and answered; for the central body, the answer, due by a day; none changes anything by itself."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.release.suspend import Wanted, suspend
from catalog.services.validation.doubt import OUTCOMES, DoubtLine, answer_doubt, list_doubts
from ui import navigation, session
from ui.parts.doubt_case import case_html
from ui.parts.markup import fill
from ui.parts.notice import hint, tell
from ui.parts.offer_row import reference
from ui.wording.words import refused, t

LONGEST = 2000
SAID = "doubts.said"


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        lines = list_doubts(actor, means)
    st.title(t("page.doubts"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t(f"doubts.lead.{actor.kind}")))
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    if not lines:
        st.write(t("doubts.none"))
    asked = st.query_params.get("id")
    for line in sorted(lines, key=lambda each: str(each.id) != asked):
        case(actor, line, asked=str(line.id) == asked)


def case(actor: Actor, line: DoubtLine, *, asked: bool) -> None:
    """One case, with the form of its answer for whoever may answer; open where the address asks for this one."""
    with st.container(key=f"tache_{line.id}"):
        navigation.link("produit", line.name or line.reference, **reference(line.supplier, line.reference))
        st.html(case_html(line))
        if line.outcome is None and may(actor, "doubt.answer"):
            _form(actor, line, asked)


def _form(actor: Actor, line: DoubtLine, asked: bool) -> None:
    with st.expander(t("doubts.reply"), expanded=asked), st.form(f"doubt_{line.id}", border=False):
        outcome = st.radio(
            t("doubts.outcome"), OUTCOMES, index=None, key=f"outcome_{line.id}", format_func=_outcome,
            captions=[t(f"doubts.outcome.{each}.why") for each in OUTCOMES],
        )  # fmt: skip
        text = st.text_area(t("doubts.answer.write"), key=f"answer_{line.id}", max_chars=LONGEST)
        hint(t("doubts.answer.hint"))
        if st.form_submit_button(t("doubts.send"), type="primary"):
            _send(actor, line, outcome, text.strip())


def _outcome(code: str) -> str:
    return t(f"doubts.outcome.{code}")


def _send(actor: Actor, line: DoubtLine, outcome: str | None, text: str) -> None:
    if outcome is None or not text:
        st.error(t("doubts.missing"))
        return
    try:
        with session.work() as means:
            if outcome == "suspended":
                suspend(actor, means, Wanted(line.supplier, line.reference, text))
            answer_doubt(actor, means, line.id, outcome, text)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.session_state[SAID] = t("doubts.sent")
    st.rerun()
