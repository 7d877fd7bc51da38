"""Equivalences of marks: each decided once with its reason and reused for every supplier; printed as they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.facts.equivalences import (
    Asked,
    Equivalence,
    decide_equivalence,
    list_equivalences,
    rehearse_equivalence,
)
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label, sortable
from ui.parts.notice import hint, tell
from ui.parts.sheet import link_out
from ui.parts.state import state_chip
from ui.parts.what_if import rehearsed
from ui.wording.words import counted, refused, t

LOOKS = {"accept": ("verified", "etat-verifie"), "refuse": ("expired", "etat-expire")}
META = '<p class="meta">{text}</p>'
NAME = '<p class="todo"><b>{text}</b></p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    navigation.link("faits", f"← {t('fact.back')}")
    st.title(t("page.equivalences"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("equivalences.lead")))
    done = st.session_state.pop("equivalence_done", None)
    if done:
        tell("good", done)
    with session.means() as means:
        found = list_equivalences(actor, means)
    _actions(actor, found)
    st.header(counted(len(found), "equivalences.found"), anchor=False)
    if not found:
        st.write(t("equivalences.none"))
    with st.container(key="taches"):
        for at, each in enumerate(found):
            _line(actor, at, each)


def _actions(actor: Actor, found: Sequence[Equivalence]) -> None:
    with st.container(horizontal=True, key="gestes"):
        title = t("equivalences.new")
        if may(actor, "equivalence.decide") and st.button(title, type="primary", key="equivalence_new"):
            st.dialog(title, width="large")(_new)(actor)
        if found:
            address = f"/files/equivalences/all?lang={session.language()}"
            st.html(link_out(address, t("equivalences.workbook")))


def _line(actor: Actor, at: int, each: Equivalence) -> None:
    with st.container(key=f"tache_{at}"):
        what, state, act = st.columns([5.5, 2.4, 1.7], vertical_alignment="center")
        with what:
            pair = {"mark": _named(each.mark), "label": _named(each.label)}
            st.html(fill(NAME, text=t("equivalences.pair", **pair)))
            st.html(fill(META, text=_families(each.families)))
            st.html(fill(META, text=t("equivalences.reason", reason=each.reason)))
            if each.document:
                st.html(fill(META, text=t("equivalences.document", document=each.document)))
        with state:
            st.html(fill('<div class="line-right">{chip}<span class="quiet-text">{text}</span></div>',
                         chip=Trusted(_chip(each)), text=_when(each)))  # fmt: skip
        title = t("equivalences.undo")
        with act:
            if may(actor, "equivalence.decide") and st.button(title, key=f"equivalence_open_{at}", width="stretch"):
                st.dialog(title, width="large")(_undo)(actor, each)


def _named(code: str) -> str:
    return named("label", code, session.language())


def _families(codes: Sequence[str]) -> str:
    told = sorted((named("family", code, session.language()) for code in codes), key=sortable)
    return ", ".join(told) or t("equivalences.any_family")


def _chip(each: Equivalence) -> Html:
    look, icon = LOOKS[each.verdict]
    return state_chip(look, icon, t(f"equivalences.verdict.{each.verdict}"))


def _when(each: Equivalence) -> str:
    who = each.decided_by or t("proof_page.operator")
    if each.until:
        return t("equivalences.when.until", day=each.decided_on, who=who, until=each.until)
    return t("equivalences.when", day=each.decided_on, who=who)


def _new(actor: Actor) -> None:
    mark = _label("mark", new=True)
    hint(t("equivalences.mark.why"))
    worth = _label("label")
    families = st.multiselect(
        t("equivalences.families"), _sorted("family"), key="equivalence_families",
        format_func=lambda code: label(_called("family", code)), placeholder=t("equivalences.any_family"),
    )  # fmt: skip
    verdict = st.radio(t("equivalences.verdict"), ("accept", "refuse"), key="equivalence_verdict", horizontal=True,
                       format_func=lambda code: t(f"equivalences.verdict.{code}"))  # fmt: skip
    left, right = st.columns(2)
    with left:
        until = st.date_input(t("equivalences.until"), value=None, key="equivalence_until", format="DD/MM/YYYY",
                              max_value=dt.date(2100, 1, 1))  # fmt: skip
    with right:
        document = st.text_input(t("equivalences.which_document"), key="equivalence_document", max_chars=300)
    if mark and worth:
        day = until if isinstance(until, dt.date) else None
        _confirm(actor, Asked(str(mark), str(worth), str(verdict), tuple(families), day, document))


def _label(name: str, *, new: bool = False) -> str | None:
    """One of the labels, or (new) whatever the person writes."""
    return st.selectbox(
        t(f"equivalences.{name}"), _sorted("label"), index=None, key=f"equivalence_{name}",
        placeholder=t("equivalences.choose"), format_func=lambda code: label(_called("label", code)),
        accept_new_options=new,
    )  # fmt: skip


def _sorted(kind: str) -> list[str]:
    return sorted(names(kind), key=lambda code: sortable(_called(kind, code)))


def _called(kind: str, code: str) -> str:
    return named(kind, code, session.language())


def _undo(actor: Actor, each: Equivalence) -> None:
    pair = {"mark": _named(each.mark), "label": _named(each.label)}
    st.html(fill(META, text=t("equivalences.undo.text", **pair)))
    _confirm(actor, Asked(each.mark, each.label, "open", each.families))


def _confirm(actor: Actor, asked: Asked) -> None:
    """The rehearsal, the reason, the button."""
    st.markdown(f"**{t('what_if.title')}**")
    ready = rehearsed(actor, lambda who, means: rehearse_equivalence(who, means, asked)) is not None
    reason = st.text_area(t("fact.reason"), key="equivalence_reason", max_chars=2000, height=80)
    confirm = t("equivalences.confirm.open" if asked.verdict == "open" else "equivalences.confirm")
    if st.button(confirm, type="primary", key="equivalence_confirm", disabled=not (ready and reason.strip())):
        _decide(actor, asked, reason)


def _decide(actor: Actor, asked: Asked, reason: str) -> None:
    try:
        with session.work() as means:
            decide_equivalence(actor, means, asked, reason)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    done = t(f"equivalences.done.{asked.verdict}", mark=_named(asked.mark), label=_named(asked.label))
    for name in [name for name in st.session_state if str(name).startswith("equivalence_")]:
        del st.session_state[name]
    st.session_state["equivalence_done"] = done
    st.rerun()
