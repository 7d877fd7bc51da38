"""One fact: what it says and what rests on it, every version, a correction drafted by one person and applied by another."""

from __future__ import annotations

import streamlit as st

from catalog.access import may
from catalog.errors import NotFound
from catalog.means.clock import day_of
from catalog.services.facts.listing import FactLine, line_of
from catalog.services.facts.show import FactSheet, FactVersion, said, show_fact
from ui import navigation, session
from ui.parts.fact_words import about, checked, column_name, name_of, source_of, value_of
from ui.parts.markup import Html, Trusted, fill, join, plain
from ui.parts.notice import tell
from ui.parts.sheet import facts, panel
from ui.screens import fact_correct, fact_proposals
from ui.wording.words import counted, refused, t

STEP = """<li><p class="notice-title">{title}</p><p class="meta">{about}</p><p>{reason}</p>{cells}</li>"""


def show() -> None:
    """Draw the page."""
    actor, asked = session.actor(), st.query_params
    try:
        with session.means() as means:
            sheet = show_fact(actor, means, asked.get("kind", ""), asked.get("key", ""))
    except NotFound as refusal:
        st.title(t("fact.unknown.title"), anchor=False)
        st.write(refused(refusal))
        navigation.link("faits", t("fact.back"))
        return
    line = line_of(sheet.standing, len([one for one in sheet.proposals if not one.answer]), sheet.newer)
    _head(sheet, line)
    matter, aside = st.columns([2.3, 1], gap="large")
    with matter:
        fact_proposals.draw(actor, sheet)
        st.header(t("fact.says"), anchor=False)
        st.html(facts([(column_name(name), value_of(name, text)) for name, text in sheet.columns.items() if text]))
        if may(actor, "fact.propose") and not line.proposed:
            fact_correct.form(actor, sheet)
        _versions(sheet)
    with aside:
        st.html(panel(t("fact.card"), facts(_card(sheet, line))))


def _head(sheet: FactSheet, line: FactLine) -> None:
    title = name_of(line)
    st.set_page_config(page_title=t("app.title", page=title[:80]))
    navigation.link("faits", f"← {t('fact.back')}")
    st.title(plain(title[:160]), anchor=False)
    st.html(fill('<p class="meta">{text}</p>', text=about(line)))
    done = st.session_state.pop("fact_done", None)
    if done:
        tell("good", done)
    if line.to_confirm:
        tell("wait", t("fact.to_confirm"), t(f"fact.confidence.{line.confidence}"))
    else:
        tell("good", t("fact.sure"), t("facts.source", source=source_of(line.source)))
    if sheet.newer and not any(one.payload is None and not one.answer for one in sheet.proposals):
        tell("told", t("fact.newer", n=sheet.newer.version), t("fact.newer.text"))


def _card(sheet: FactSheet, line: FactLine) -> list[tuple[str, object]]:
    used: list[tuple[str, object]] = []
    if sheet.uses:
        for name in ("products", "proofs"):
            n = getattr(sheet.uses, name)
            used += [] if n is None else [(t(f"fact.uses.{name}"), t("count.plain", n=n))]
    return [
        (t("fact.source"), source_of(line.source)),
        (t("fact.confidence"), t(f"fact.confidence.{line.confidence}")),
        (t("fact.checked"), checked(line.checked_on)),
        (t("fact.version"), t(f"facts.version.{line.origin}", n=line.version)),
        *used,
    ]


def _versions(sheet: FactSheet) -> None:
    """Every version, the last one first, with what it changed."""
    st.header(counted(len(sheet.versions), "fact.versions"), anchor=False)
    before = [*sheet.versions[1:], None]
    steps = [_step(sheet, each, last) for each, last in zip(sheet.versions, before, strict=True)]
    st.html(fill('<ol class="history">{steps}</ol>', steps=Trusted(join(steps))))


def _step(sheet: FactSheet, each: FactVersion, last: FactVersion | None) -> Html:
    here = "now" if each.version == sheet.version else "then"
    title = t(f"fact.version.{here}", n=each.version)
    who = each.by or t(f"fact.by.{each.origin}")
    return fill(
        STEP, title=title, about=t("fact.recorded", day=day_of(each.recorded_at), who=who, source=source_of(each.source)),
        reason=each.reason or "", cells=Trusted(fact_proposals.changed(said(last.payload), said(each.payload)) if last else Html("")),
    )  # fmt: skip
