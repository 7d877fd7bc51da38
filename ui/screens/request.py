"""One request to a supplier: its progress, its personal links, the reminder; without an id, a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound, Refusal
from catalog.means.clock import day_of
from catalog.services.validation.ask import remind, revoke_request
from catalog.services.validation.ask_link import MadeLink, request_link, revoke_link
from catalog.services.validation.show import LinkLine, RequestLine, RequestSheet, show_request
from ui import navigation, session
from ui.parts.markup import fill, plain
from ui.parts.notice import hint, tell
from ui.parts.request import progress_of, range_names
from ui.parts.sheet import facts
from ui.parts.state import state_chip
from ui.screens import request_new
from ui.screens.requests import request_chip
from ui.wording.words import counted, refused, t

LOOKS: Mapping[str, tuple[str, str]] = {
    "open": ("ready", "etat-declare"),
    "used": ("verified", "etat-verifie"),
    "expired": ("expired", "etat-expire"),
    "revoked": ("declared", "etat-expire"),
}
SAID = "request.said"
MADE = "request.made"
LINK = '<p class="todo"><b>{email}</b><span class="quiet-text">{about}</span></p>'
LONGEST = 400


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    asked = st.query_params.get("id")
    with st.container(key="retour"):
        navigation.link("demandes", f"← {t('page.requests')}")
    if asked is None:
        request_new.show(actor)
        return
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 16 else -1
    try:
        with session.means() as means:
            found, today = show_request(actor, means, number), means.clock.today()
    except NotFound as refusal:
        st.title(t("mine.unknown"), anchor=False)
        st.write(refused(refusal))
        return
    _one(actor, found, today)


def _one(actor: Actor, found: RequestSheet, today: dt.date) -> None:
    line = found.line
    title = f"{line.supplier_name} · {range_names(line, session.language())}"
    st.set_page_config(page_title=t("app.title", page=title))
    st.title(title, anchor=False)
    st.html(request_chip(line, today))
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    _made()
    _facts(line)
    if line.closed is None and may(actor, "validation.ask"):
        _remind(actor, line, today)
    st.header(t("request.links"), anchor=False)
    _links(actor, found)
    if line.closed is None and may(actor, "validation.ask"):
        _withdraw(actor, line)


def _facts(line: RequestLine) -> None:
    progress = progress_of(line)
    done = t("mine.left.about", decided=progress.decided, total=progress.lines, products=progress.products)
    pairs = [
        (t("request.asked"), t("request.asked.by", day=day_of(line.recorded_at), by=line.by or t("history.operator"))),
        (t("request.due"), t("proof.day", day=line.due)),
        (t("request.progress"), done if line.closed is None else ""),
        (t("request.contested"), counted(progress.contested, "mine.contested.short") if progress.contested else ""),
        (t("request.again"), counted(progress.again, "mine.again") if progress.again else ""),
        (t("request.message"), line.message),
    ]
    st.html(facts(pairs))
    if progress.contested and navigation.open_to(session.actor(), "contestations"):
        navigation.link("contestations", t("request.see_contests"))


def _remind(actor: Actor, line: RequestLine, today: dt.date) -> None:
    if st.button(t("request.remind"), key="remind", icon=":material/mail:",
                 type="primary" if line.due < today else "secondary"):  # fmt: skip
        try:
            with session.work() as means:
                sent = remind(actor, means, line.id)
        except Refusal as refusal:
            st.error(refused(refusal))
            return
        st.session_state[SAID] = counted(sent, "request.reminded")
        st.rerun()
    hint(t("request.remind.hint"))


def _made() -> None:
    """A link just made: its address is shown this once."""
    made: MadeLink | None = st.session_state.pop(MADE, None)
    if made is None:
        return
    tell("good", t("request.link.made", email=made.email), t("request.link.made.text", day=made.expires_on))
    st.code(f"{session.house().settings.address}/valider/{made.token}", language=None, wrap_lines=True)


def _links(actor: Actor, found: RequestSheet) -> None:
    if not found.links:
        st.write(t("request.links.none"))
    asking = found.line.closed is None and may(actor, "validation.ask")
    for each in found.links:
        _link(actor, found.line, each, asking=asking)
    if asking:
        _new_link(actor, found.line)


def _link(actor: Actor, line: RequestLine, each: LinkLine, *, asking: bool) -> None:
    with st.container(key=f"attente_lien_{each.id}"):
        again = [t("request.link.again", day=day_of(each.asked_again_at))] if each.asked_again_at else []
        about = t("request.link.about", sent=day_of(each.recorded_at), until=each.expires_on)
        st.html(fill(LINK, email=each.email, about=" · ".join([about, *again])))
        with st.container(horizontal=True):
            look, icon = LOOKS[each.state]
            st.html(state_chip(look, icon, t(f"request.link.{each.state}")))
            if asking and each.state == "open":
                st.button(f"{t('request.link.revoke')} :small[{plain(each.email)}]", key=f"revoke_{each.id}",
                          type="tertiary", on_click=_revoke_link, args=(actor, line.id, each.id))  # fmt: skip


def _revoke_link(actor: Actor, request: int, link: int) -> None:
    try:
        with session.work() as means:
            revoke_link(actor, means, request, link)
        st.session_state[SAID] = t("request.link.withdrawn")
    except Refusal as refusal:
        st.toast(plain(refused(refusal)), icon=":material/block:")


def _new_link(actor: Actor, line: RequestLine) -> None:
    with st.expander(t("request.link.new")), st.form("link", border=False):
        email = st.text_input(t("request.link.email"), key="link.email", max_chars=254, autocomplete="email")
        hint(t("request.link.email.hint"))
        if st.form_submit_button(t("request.link.send"), type="primary"):
            try:
                with session.work() as means:
                    st.session_state[MADE] = request_link(actor, means, line.id, email.strip())
            except Refusal as refusal:
                st.error(refused(refusal))
                return
            st.rerun()


def _withdraw(actor: Actor, line: RequestLine) -> None:
    with st.expander(t("request.withdraw")), st.form("withdraw", border=False):
        st.html(fill('<p class="lead">{text}</p>', text=t("request.withdraw.text")))
        reason = st.text_input(t("request.withdraw.reason"), key="withdraw.reason", max_chars=LONGEST)
        if st.form_submit_button(t("request.withdraw.send")):
            try:
                with session.work() as means:
                    revoke_request(actor, means, line.id, reason.strip())
            except Refusal as refusal:
                st.error(refused(refusal))
                return
            st.session_state[SAID] = t("request.withdrawn")
            st.rerun()
