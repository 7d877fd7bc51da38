"""« Signaler un doute sur une preuve », on a product's sheet: a case with a day for its answer, which changes nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.buying.sheet import Sheet
from catalog.services.validation.doubt import DoubtLine, deadline_for, list_doubts, open_doubt
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.doubt_case import case_html
from ui.parts.markup import fill
from ui.parts.notice import hint, tell
from ui.wording.words import refused, t

LONGEST = 2000
SAID = "doubt.said"


def doubts(actor: Actor, sheet: Sheet, attributes: Sequence[str]) -> None:
    """The button with its dialog, and the member's own cases on this product. `attributes`: what may be doubted."""
    if not may(actor, "doubt.open", actor.organisation_id) or not attributes:
        return
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    with st.container(key="doute"):
        if st.button(t("doubt.button"), key="doubt", type="tertiary", icon=":material/flag:"):
            _dialog(actor, sheet, attributes)
    _cases(actor, sheet)


def _dialog(actor: Actor, sheet: Sheet, attributes: Sequence[str]) -> None:
    with session.means() as means:
        until = deadline_for(means)

    def draw() -> None:
        st.html(fill('<p class="lead">{text}</p>', text=t("doubt.lead", until=until)))
        with st.form("doubt", border=False):
            attribute = st.selectbox(t("doubt.attribute"), attributes, key="doubt.attribute", filter_mode=None,
                                     format_func=lambda code: named("attribute", code, session.language()))  # fmt: skip
            text = st.text_area(t("doubt.text"), key="doubt.text", max_chars=LONGEST)
            hint(t("doubt.text.hint"))
            sent = st.form_submit_button(t("doubt.send"), type="primary")
        if sent:
            _send(actor, sheet, str(attribute), text.strip())

    st.dialog(t("doubt.title"))(draw)()


def _send(actor: Actor, sheet: Sheet, attribute: str, text: str) -> None:
    if not text:
        st.error(t("doubt.missing"))
        return
    try:
        with session.work() as means:
            open_doubt(actor, means, sheet.supplier, sheet.reference, attribute, text)
            st.session_state[SAID] = t("doubt.sent", until=deadline_for(means))
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.rerun()


def _cases(actor: Actor, sheet: Sheet) -> None:
    with session.means() as means:
        mine = [each for each in list_doubts(actor, means) if _about(each, sheet)]
    if not mine:
        return
    st.header(t("doubt.cases"), anchor=False)
    for each in mine:
        st.html(case_html(each))
    navigation.link("doutes", t("doubt.all"))


def _about(each: DoubtLine, sheet: Sheet) -> bool:
    return (each.supplier, each.reference) == (sheet.supplier, sheet.reference)
