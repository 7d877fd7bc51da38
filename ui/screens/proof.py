"""One proof: what it says, its document, the products it covers, the decision on it. Without one: a new one."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound, Refusal
from catalog.means.clock import day_of
from catalog.services.proofs.check import LONGEST_REASON, check
from catalog.services.proofs.show import ProofSheet, show_proof
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Trusted, fill, join, plain
from ui.parts.notice import Look, hint, tell
from ui.parts.proof_state import state_of, title_of, told, validity
from ui.parts.sheet import Head, facts, link_out, table
from ui.screens import proof_form
from ui.wording.words import counted, refused, t

LOOKS: dict[str, Look] = {
    "waiting": "wait",
    "accepted": "good",
    "expiring": "wait",
    "expired": "stop",
    "refused": "stop",
}
SIZE = 25
STEP = (
    """<li class="told-{verdict}"><p class="notice-title">{title}</p><p class="meta">{about}</p><p>{reason}</p></li>"""
)


def show() -> None:
    """Draw the page."""
    actor, asked = session.actor(), st.query_params.get("id")
    if asked is None:
        proof_form.show()
        return
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 16 else -1
    try:
        with session.means() as means:
            sheet, day = show_proof(actor, means, number), means.clock.today()
    except NotFound as refusal:
        st.title(t("proof_page.unknown.title"), anchor=False)
        st.write(refused(refusal))
        navigation.link("preuves", t("proof_page.back"))
        return
    _head(sheet, day)
    matter, aside = st.columns([2.3, 1], gap="large")
    with matter:
        _about(sheet)
        _covered(sheet)
    with aside:
        _decide(actor, sheet)
        _history(sheet)


def _head(sheet: ProofSheet, day: dt.date) -> None:
    line, language = sheet.line, session.language()
    title = title_of(line, language)
    st.set_page_config(page_title=t("app.title", page=title))
    navigation.link("preuves", f"← {t('proof_page.back')}")
    st.title(plain(title), anchor=False)
    about = " · ".join(
        (
            named("attribute", line.attribute, language),
            ", ".join(dict.fromkeys(each.supplier_name for each in sheet.covered)),
            counted(line.products, "proofs.products"),
        )
    )
    st.html(fill('<p class="meta">{about}</p>', about=about))
    state = state_of(line, day)
    tell(LOOKS[state], told("proof_page.notice", line, day), t(f"proof_page.notice.{state}.text"))


def _about(sheet: ProofSheet) -> None:
    line, language = sheet.line, session.language()
    st.header(t("proof_page.says"), anchor=False)
    st.html(
        facts(
            [
                (t("proof_page.attribute"), named("attribute", line.attribute, language)),
                (t("proof_page.kind"), named("proof_kind", line.kind, language)),
                (t("proof_page.label"), named("label", line.label, language) if line.label else None),
                (t("proof_page.number"), line.number),
                (t("proof_page.issuer"), line.issuer),
                (t("proof_page.validity"), validity(line)),
                (t("proof_page.basis"), t(f"proof_page.basis.{line.basis}")),
                (t("proof_page.entered"), _entered(sheet)),
            ]
        )
    )
    if line.document:
        st.html(link_out(f"/files/proof/{line.id}", t("proof_page.download", name=line.document_name)))
    else:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.no_document.here")))


def _entered(sheet: ProofSheet) -> str:
    who = sheet.line.entered_by or t("proof_page.operator")
    return t("proof_page.entered.by", day=day_of(sheet.line.recorded_at), who=who)


def _covered(sheet: ProofSheet) -> None:
    st.header(t("proof_page.covered"), anchor=False)
    heads = [Head(t("changes.reference")), Head(t("changes.name")), Head(t("file.supplier"))]
    pages = -(-len(sheet.covered) // SIZE)
    place = st.container()
    page = st.pagination(pages, key="covered_page") if pages > 1 else 1
    rows = [
        [each.reference, each.name or t("proof_page.not_published"), each.supplier_name]
        for each in sheet.covered[(page - 1) * SIZE : page * SIZE]
    ]
    with place:
        st.html(table(counted(len(sheet.covered), "proofs.products"), heads, rows))


def _decide(actor: Actor, sheet: ProofSheet) -> None:
    st.header(t("proof_page.decision"), anchor=False)
    if sheet.own_entry:
        tell("told", t("proof_page.own"), t("proof_page.own.text"))
    elif not sheet.may_check:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.not_you", role=t(f"role.{actor.role}"))))
    else:
        _form(actor, sheet)


def _form(actor: Actor, sheet: ProofSheet) -> None:
    with st.form("decision"):
        chosen = st.radio(
            t("proof_page.verdict"), ("accept", "refuse"), index=None, key="verdict", format_func=lambda code: t(f"proof_page.verdict.{code}"),
            captions=[t("proof_page.verdict.accept.why"), t("proof_page.verdict.refuse.why")],
        )  # fmt: skip
        reason = st.text_area(t("proof_page.reason"), key="reason", max_chars=LONGEST_REASON)
        hint(t("proof_page.reason.why"))
        if not st.form_submit_button(t("proof_page.decide"), type="primary"):
            return
        if chosen is None:
            st.warning(t("proof_page.verdict.choose"))
            return
        _decided(actor, sheet.line.id, chosen == "accept", reason)


def _decided(actor: Actor, proof_id: int, accept: bool, reason: str) -> None:
    try:
        with session.work() as means:
            check(actor, means, proof_id, accept, reason)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("proof_page.decided"))
    st.rerun()


def _history(sheet: ProofSheet) -> None:
    """Every decision, the last one first; then the entry."""
    st.header(t("proof_page.history"), anchor=False)
    steps = [
        fill(
            STEP, verdict=each.verdict, title=t(f"proof_page.history.{each.verdict}"), reason=each.reason,
            about=t("proof_page.entered.by", day=day_of(each.recorded_at), who=each.by or t("proof_page.operator")),
        )
        for each in sheet.decisions
    ]  # fmt: skip
    steps.append(fill(STEP, verdict="entry", title=t("proof_page.history.entry"), about=_entered(sheet), reason=""))
    st.html(fill('<ol class="history">{steps}</ol>', steps=Trusted(join(steps))))
