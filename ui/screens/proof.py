"""One proof: what it says, what was read in its document, its products, the decision on it. Without one: a new one.

Opened from the queue (`state` in the address) it keeps the queue beside it, and a decision leads to the next one.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound, Refusal
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.services.agreements import read
from catalog.services.proofs.check import LONGEST_REASON, check, check_all
from catalog.services.proofs.listing import STATES, list_proofs
from catalog.services.proofs.show import ProofLine, ProofSheet, show_proof
from catalog.wording.sentences import named, retold
from ui import navigation, session
from ui.parts import proof_acts
from ui.parts.markup import Trusted, fill, join, plain
from ui.parts.notice import Look, hint, tell
from ui.parts.proof_read import read_section
from ui.parts.proof_state import state_of, title_of, told, whole_validity
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
SIZE, QUEUE = 25, 14
STEP = (
    """<li class="told-{verdict}"><p class="notice-title">{title}</p><p class="meta">{about}</p><p>{reason}</p></li>"""
)
HERE = '<p class="queue-here" aria-current="page">{title}</p>'
WHOSE = '<p class="meta">{about}</p>'


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
            queue = _queued(actor, means)
    except NotFound as refusal:
        st.title(t("proof_page.unknown.title"), anchor=False)
        st.write(refused(refusal))
        navigation.link("preuves", t("proof_page.back"))
        return
    _head(sheet, day)
    _draw(actor, sheet, queue, day)


def _draw(actor: Actor, sheet: ProofSheet, queue: list[ProofLine], day: dt.date) -> None:
    """The queue where there is one, the matter, and what is decided beside it."""
    if queue:
        beside, matter, aside = st.columns([1.15, 2.3, 1.25], gap="medium")
        with beside:
            _queue(actor, queue, sheet)
    else:
        matter, aside = st.columns([2.3, 1], gap="large")
    with aside:
        _decide(actor, sheet, _next(queue, sheet.line.id))
        proof_acts.renewal(sheet)
        proof_acts.withdrawal(actor, sheet, day)
        _history(sheet)
    with matter:
        _matter(actor, sheet)


def _matter(actor: Actor, sheet: ProofSheet) -> None:
    if sheet.contested:
        title = counted(len(sheet.contested), "proof_page.contested")
        tell("wait", title, ", ".join(sheet.contested[: proof_acts.SHOWN]))
    if sheet.holder_differs:
        why = sheet.line.holder_link or t("proof_page.holder.unexplained")
        tell("wait", t("proof_page.holder.differs", holder=sheet.line.holder), why)
    proof_acts.newcomers(actor, sheet)
    _about(sheet)
    read_section(sheet)
    _covered(sheet)


def _queued(actor: Actor, means: Means) -> list[ProofLine]:
    """The queue that the address names; none where the proof was opened by itself."""
    state = st.query_params.get("state")
    return list_proofs(actor, means, state) if state in STATES else []


def _queue(actor: Actor, queue: list[ProofLine], sheet: ProofSheet) -> None:
    with session.means() as means:
        names = {card.code: card.name for card in read.suppliers(actor, means)}
    state = st.query_params["state"]
    ids = [line.id for line in queue]
    place = ids.index(sheet.line.id) if sheet.line.id in ids else 0
    first = max(0, min(place - QUEUE // 2, len(queue) - QUEUE))
    with st.container(key="file_preuves"):
        st.header(t("changes.tab", name=t(f"proofs.{state}"), n=len(queue)), anchor=False)
        for line in queue[first : first + QUEUE]:
            title = title_of(line, session.language())
            if line.id == sheet.line.id:
                st.html(fill(HERE, title=title))
            else:
                whose = ", ".join(names.get(code, code) for code in line.suppliers)
                navigation.link("preuve", title, whose, id=str(line.id), state=state)
                about = f"{whose} · {counted(line.products, 'proofs.products.plain')}"
                st.html(fill(WHOSE, about=about))


def _next(queue: list[ProofLine], number: int) -> int | None:
    """The one after it in the queue, around; None where there is no other."""
    ids = [line.id for line in queue]
    if number not in ids:
        return ids[0] if ids else None
    return ids[(ids.index(number) + 1) % len(ids)] if len(ids) > 1 else None


def _head(sheet: ProofSheet, day: dt.date) -> None:
    line, language = sheet.line, session.language()
    title = title_of(line, language)
    st.set_page_config(page_title=t("app.title", page=title))
    navigation.link("preuves", f"← {t('proof_page.back')}", **_state())
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


def _state() -> dict[str, str]:
    state = st.query_params.get("state")
    return {"state": state} if state in STATES else {}


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
                (t("proof_page.holder"), line.holder),
                (t("proof_page.validity"), whole_validity(sheet)),
                (t("proof_page.basis"), t(f"proof_page.basis.{line.basis}")),
                (t("proof_page.scope"), _scope(sheet)),
                (t("proof_page.entered"), _entered(sheet)),
            ]
        )
    )
    if line.document:
        st.html(link_out(f"/files/proof/{line.id}", t("proof_page.download", name=line.document_name)))
    else:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.no_document.here")))


def _scope(sheet: ProofSheet) -> str:
    scope = sheet.line.scope or {}
    families = [named("family", code, session.language()) for code in scope.get("families", ())]
    return ", ".join([*families, *scope.get("models", ())])


def _entered(sheet: ProofSheet) -> str:
    who = sheet.line.entered_by or t("proof_page.operator")
    return t("proof_page.entered.by", day=day_of(sheet.line.recorded_at), who=who)


def _covered(sheet: ProofSheet) -> None:
    st.header(t("proof_page.covered"), anchor=False)
    heads = [Head(t("changes.reference")), Head(t("changes.name")), Head(t("proof_page.how")), Head(t("file.supplier"))]
    pages = -(-len(sheet.covered) // SIZE)
    place = st.container()
    page = st.pagination(pages, key="covered_page") if pages > 1 else 1
    rows = [
        [
            each.reference,
            each.name or t("proof_page.not_published"),
            t(f"proof_page.how.{each.how}"),
            each.supplier_name,
        ]
        for each in sheet.covered[(page - 1) * SIZE : page * SIZE]
    ]
    with place:
        st.html(table(counted(len(sheet.covered), "proofs.products"), heads, rows))


def _decide(actor: Actor, sheet: ProofSheet, after: int | None) -> None:
    st.header(t("proof_page.decision"), anchor=False)
    if sheet.own_entry:
        tell("told", t("proof_page.own"), t("proof_page.own.text"))
    elif not sheet.may_check:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.not_you", role=t(f"role.{actor.role}"))))
    else:
        _form(actor, sheet, after)
    if after is not None and st.button(
        t("proof_page.next"), key="next", icon=":material/arrow_forward:", shortcut="alt+n"
    ):
        navigation.go("preuve", id=str(after), **_state())


def _form(actor: Actor, sheet: ProofSheet, after: int | None) -> None:
    with st.form("decision"):
        chosen = st.radio(
            t("proof_page.verdict"), ("accept", "refuse"), index=None, key="verdict", format_func=lambda code: t(f"proof_page.verdict.{code}"),
            captions=[t("proof_page.verdict.accept.why"), t("proof_page.verdict.refuse.why")],
        )  # fmt: skip
        reason = st.text_area(t("proof_page.reason"), key="reason", max_chars=LONGEST_REASON)
        hint(t("proof_page.reason.why"))
        alike = sheet.alike if sheet.alike and _same_paper(sheet) else ()
        if not st.form_submit_button(t("proof_page.decide"), type="primary"):
            return
        if chosen is None:
            st.warning(t("proof_page.verdict.choose"))
            return
        _decided(actor, (sheet.line.id, *alike), chosen == "accept", reason, after)


def _same_paper(sheet: ProofSheet) -> bool:
    """Whether the word goes for the other waiting proofs of the same paper too."""
    return st.checkbox(counted(len(sheet.alike), "proof_page.alike"), key="alike")


def _decided(actor: Actor, ids: tuple[int, ...], accept: bool, reason: str, after: int | None) -> None:
    try:
        with session.work() as means:
            if len(ids) == 1:
                check(actor, means, ids[0], accept, reason)
            else:
                check_all(actor, means, ids, accept, reason)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("proof_page.decided"))
    if after is not None:
        navigation.go("preuve", id=str(after), **_state())
    st.rerun()


def _history(sheet: ProofSheet) -> None:
    """Every decision and ending, the last one first; then the entry."""
    st.header(t("proof_page.history"), anchor=False)
    language = session.language()
    said = [
        (each.recorded_at, each.verdict, t(f"proof_page.history.{each.verdict}"), each.reason, each.by)
        for each in sheet.decisions
    ]
    said += [(each.recorded_at, "refuse", t("proof_page.history.end", day=each.last_day), retold(each.reason, language), each.by)
             for each in sheet.endings]  # fmt: skip
    steps = [
        fill(
            STEP, verdict=verdict, title=title, reason=reason,
            about=t("proof_page.entered.by", day=day_of(at), who=by or t("proof_page.operator")),
        )
        for at, verdict, title, reason, by in sorted(said, key=lambda each: each[0], reverse=True)
    ]  # fmt: skip
    steps.append(fill(STEP, verdict="entry", title=t("proof_page.history.entry"), about=_entered(sheet), reason=""))
    st.html(fill('<ol class="history">{steps}</ol>', steps=Trusted(join(steps))))
