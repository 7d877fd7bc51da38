"""« Que contestez-vous ? »: the ground and a sentence, which the other side reads."""

from __future__ import annotations

import streamlit as st

from catalog.errors import Refusal
from catalog.services.validation.decide import decide
from catalog.services.validation.lines import TagLine
from ui import session
from ui.parts.markup import fill
from ui.parts.notice import hint
from ui.parts.said import KINDS, attribute_of
from ui.wording.words import refused, t

LONGEST = 1000


def contest_dialog(request: int, line: TagLine, product: str) -> None:
    """Open it over the list."""

    def draw() -> None:
        about = t("contest.about", attribute=attribute_of(line), product=product)
        st.html(fill('<p class="meta">{about}</p>', about=about))
        with st.form("contest", border=False):
            ground = st.radio(t("contest.kind"), KINDS, key="contest.ground", format_func=_ground)
            text = st.text_area(t("contest.text"), key="contest.why", max_chars=LONGEST)
            hint(t("contest.text.hint"))
            sent = st.form_submit_button(t("contest.send"), type="primary")
        if sent:
            _send(request, line, str(ground), text.strip())

    st.dialog(t("contest.title"))(draw)()


def _ground(kind: str) -> str:
    return t(f"contest.{kind}")


def _send(request: int, line: TagLine, ground: str, text: str) -> None:
    if not text:
        st.error(t("contest.missing"))
        return
    try:
        with session.work() as means:
            decide(session.actor(), means, request, line.choice, "contest", reason_code=ground, reason=text)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.session_state["tags.done"] = t("tags.done.contest", what=attribute_of(line))
    st.rerun()
