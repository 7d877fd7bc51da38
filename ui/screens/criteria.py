"""Product groups whose criteria end: what rests on each, and one word for the whole group, rehearsed before it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.facts.criteria import (
    DATED,
    DECISIONS,
    CriteriaLine,
    decide_criteria,
    list_criteria,
    rehearse_criteria,
)
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.notice import hint, tell
from ui.parts.state import state_chip
from ui.parts.what_if import rehearsed
from ui.wording.words import called, counted, refused, t

HORIZONS = ("30", "90", "365", "all")
META = '<p class="meta">{text}</p>'
RIGHT = '<div class="line-right">{chip}<span class="quiet-text">{text}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    navigation.link("faits", f"← {t('fact.back')}")
    st.title(t("page.criteria"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("criteria.lead")))
    done = st.session_state.pop("criteria_done", None)
    if done:
        tell("good", done)
    horizon = _horizon()
    with session.means() as means:
        lines = list_criteria(actor, means, None if horizon == "all" else int(horizon))
        day = means.clock.today()
    _sum(lines, day)
    with st.container(key="taches"):
        for line in sorted(lines, key=lambda each: not _waits(each, day)):
            _line(actor, line, day)


def _waits(line: CriteriaLine, day: dt.date) -> bool:
    """Whether published products wait for a word on the group."""
    return not line.decision and line.products > 0 and line.asked(day)


def _horizon() -> str:
    asked = st.query_params.get("jours", "90")
    st.session_state.setdefault("criteria_days", asked if asked in HORIZONS else "90")
    return str(
        st.segmented_control(
            t("criteria.horizon"), HORIZONS, key="criteria_days", required=True, on_change=_keep,
            format_func=lambda code: t(f"criteria.horizon.{code}"),
        )
    )  # fmt: skip


def _keep() -> None:
    st.query_params["jours"] = st.session_state["criteria_days"]


def _sum(lines: Sequence[CriteriaLine], day: dt.date) -> None:
    asked = [line for line in lines if _waits(line, day)]
    touched = sum(line.products for line in asked)
    if not lines:
        st.write(t("criteria.none"))
    elif asked:
        text = counted(touched, "criteria.asked.products")
        tell("wait" if touched else "told", counted(len(asked), "criteria.asked"), text)


def _line(actor: Actor, line: CriteriaLine, day: dt.date) -> None:
    key = f"{line.label}_{line.group}"
    with st.container(key=f"tache_{key}"):
        what, state, act = st.columns([5, 3, 1.6], vertical_alignment="center")
        with what:
            name = called(line)
            navigation.link("fait", name, line.group, kind="ecolabel_group", key=f"{line.label}/{line.group}")
            label = named("label", line.label, session.language())
            st.html(fill(META, text=t("criteria.group", label=label, group=line.group)))
            st.html(fill(META, text=_resting(line)))
            if line.decision:
                said = t("criteria.said", who=line.decided_by or t("proof_page.operator"), day=line.decided_on,
                         reason=line.reason)  # fmt: skip
                st.html(fill(META, text=said))
        with state:
            st.html(fill(RIGHT, chip=Trusted(_chip(line, day)), text=_ends(line)))
        with act:
            title = t("criteria.again" if line.decision else "criteria.decide")
            if may(actor, "criteria.decide") and st.button(title, key=f"decide_{key}", width="stretch"):
                st.dialog(t("criteria.dialog", name=name), width="large")(_dialog)(actor, line, day)


def _resting(line: CriteriaLine) -> str:
    counts = (("products", line.products), ("proofs", line.proofs), ("suppliers", line.suppliers))
    return " · ".join(counted(n, f"criteria.{name}") for name, n in counts)


def _chip(line: CriteriaLine, day: dt.date) -> Html:
    if line.decision == "ended":
        return state_chip("expired", "etat-expire", t("criteria.state.ended"))
    if line.decision and not line.ended(day):
        return state_chip("verified", "etat-verifie", t(f"criteria.state.{line.decision}"))
    if line.ended(day):
        return state_chip("expired", "etat-a-verifier", t("criteria.state.over"))
    if line.asked(day):
        return state_chip("to_verify", "etat-a-verifier", t("criteria.state.soon"))
    return state_chip("declared", "etat-declare", t("criteria.state.far" if line.ends else "criteria.state.unknown"))


def _ends(line: CriteriaLine) -> str:
    if line.ends is None:
        return t("criteria.ends.unknown")
    code = (
        "criteria.ends.moved"
        if line.until and line.criteria_end and line.until != line.criteria_end
        else "criteria.ends"
    )
    return t(code, day=line.ends, first=line.criteria_end)


def _dialog(actor: Actor, line: CriteriaLine, day: dt.date) -> None:
    st.html(fill(META, text=_resting(line)))
    choices = [each for each in DECISIONS if each != "open" or line.decision]
    decision = st.radio(
        t("criteria.decision"), choices, index=None, key="criteria_decision",
        format_func=lambda code: t(f"criteria.decision.{code}"),
        captions=[t(f"criteria.decision.{code}.why") for code in choices],
    )  # fmt: skip
    until = None
    if decision and decision != "open":
        until = st.date_input(
            t("criteria.until" if decision in DATED else "criteria.last_day"), value=None, key="criteria_until",
            format="DD/MM/YYYY", min_value=dt.date(2000, 1, 1), max_value=dt.date(2100, 1, 1),
        )  # fmt: skip
        if decision == "ended":
            hint(t("criteria.last_day.why", day=day - dt.timedelta(days=1)))
    reason = st.text_area(t("fact.reason"), key="criteria_reason", max_chars=2000, height=80)
    ready = bool(decision and (until or decision not in DATED))
    if ready:
        st.markdown(f"**{t('what_if.title')}**")
        ask = (line.label, line.group, str(decision), until if isinstance(until, dt.date) else None, reason)
        ready = rehearsed(actor, lambda who, means: rehearse_criteria(who, means, *ask).what_if) is not None
    if st.button(
        t("criteria.confirm"), type="primary", key="criteria_confirm", disabled=not (ready and reason.strip())
    ):
        _decide(actor, line, str(decision), until if isinstance(until, dt.date) else None, reason)


def _decide(actor: Actor, line: CriteriaLine, decision: str, until: dt.date | None, reason: str) -> None:
    try:
        with session.work() as means:
            decide_criteria(actor, means, line.label, line.group, decision, until, reason)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    name = called(line)
    st.session_state["criteria_done"] = t(f"criteria.done.{decision}", name=name)
    for key in ("criteria_decision", "criteria_until", "criteria_reason"):
        st.session_state.pop(key, None)
    st.rerun()
