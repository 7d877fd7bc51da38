"""Products that members ask for: a member asks and reads the answer, the central staff answer."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.reference.shipped import names as reference_names
from catalog.services.buying.request_product import LONGEST, MOST, RequestLine, answer, ask, requests
from catalog.wording.sentences import named
from ui import session
from ui.parts.doing import do
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label, sortable
from ui.parts.notice import tell
from ui.parts.state import state_chip
from ui.wording.words import t

SAID = "asked.said"
LINE = '<p class="wish-text">{text}</p><p class="meta">{about}</p>{answer}'
LOOKS = {"taken_up": ("verified", "etat-verifie"), "declined": ("expired", "etat-expire")}


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.product_requests"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("asked.lead" if actor.kind == "member" else "asked.lead.staff")))
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    with session.means() as means:
        found = requests(actor, means)
    if may(actor, "product_request.ask", actor.organisation_id):
        _ask(actor, first=not found)
    for waits in (True, False):
        lines = [each for each in found if (each.outcome is None) is waits]
        st.header(t("asked.waiting" if waits else "asked.answered", n=len(lines)), anchor=False)
        if not lines:
            st.write(t("asked.none"))
        with st.container(key=f"taches_{waits}"):
            for each in lines:
                _line(actor, each)


def _ask(actor: Actor, *, first: bool) -> None:
    with st.expander(t("asked.ask"), expanded=first), st.form("asked", border=False, clear_on_submit=True):
        text = st.text_area(t("asked.text"), key="asked.text", max_chars=LONGEST, help=t("asked.text.help"))
        family = st.selectbox(t("asked.family"), list(_names("family")), index=None, key="asked.family",
                              format_func=lambda code: _names("family")[code], placeholder=t("asked.any"))  # fmt: skip
        attributes = st.multiselect(t("asked.attributes"), list(_names("attribute")), key="asked.attributes",
                                    format_func=lambda code: _names("attribute")[code],
                                    placeholder=t("asked.any"))  # fmt: skip
        quantity = st.number_input(t("asked.quantity"), 1, MOST, None, key="asked.quantity")
        if st.form_submit_button(t("asked.send"), type="primary"):
            wanted = None if quantity is None else int(quantity)
            do(lambda means: ask(actor, means, text, family, attributes, wanted), t("asked.sent"), SAID)


def _names(kind: str) -> dict[str, str]:
    """Code -> name, by name."""
    found = {code: label(named(kind, code, session.language())) for code in reference_names(kind)}
    return dict(sorted(found.items(), key=lambda pair: sortable(pair[1])))


def _line(actor: Actor, each: RequestLine) -> None:
    with st.container(key=f"tache_{each.id}"):
        st.html(fill(LINE, text=each.text, about=_about(actor, each), answer=Trusted(_answered(each))))
        if each.outcome is None and may(actor, "product_request.answer"):
            _answer(actor, each)


def _about(actor: Actor, each: RequestLine) -> str:
    language = session.language()
    parts = [each.organisation] if actor.kind != "member" else []
    parts += [named("family", each.family, language)] if each.family else []
    parts += [named("attribute", code, language) for code in each.attributes]
    parts += [t("asked.yearly", n=each.yearly_quantity)] if each.yearly_quantity else []
    return " · ".join([*parts, t("ranges.day", day=each.on)])


def _answered(each: RequestLine) -> Html:
    if each.outcome is None:
        return Html("")
    look, icon = LOOKS[each.outcome]
    chip = state_chip(look, icon, t(f"asked.{each.outcome}", day=each.answered_on))
    return fill("<p>{chip}</p><p>{answer}</p>", chip=Trusted(chip), answer=each.answer)


def _answer(actor: Actor, each: RequestLine) -> None:
    with st.popover(f"{t('asked.answer')} :small[{label(each.text[:40])}]"):
        taken = st.radio(
            t("asked.answer"), (True, False), key=f"taken_{each.id}", label_visibility="collapsed",
            format_func=lambda yes: t("asked.take" if yes else "asked.decline"),
        )  # fmt: skip
        words = st.text_area(t("asked.words"), key=f"words_{each.id}", max_chars=LONGEST)
        if st.button(t("asked.answer.send"), key=f"send_{each.id}", type="primary"):
            do(
                lambda means: answer(actor, means, each.id, taken_up=bool(taken), words=words),
                t("asked.answer.said"),
                SAID,
            )
