"""The journal, for auditors: searched by subject, person, action and day; its chain verified when asked."""

from __future__ import annotations

import datetime as dt
import json

import streamlit as st

from catalog.access import Actor
from catalog.means.clock import PARIS
from catalog.services.instance.read_journal import SIZE, Asked, EntryLine, chain_state, read_journal
from catalog.wording.sentences import say
from ui import session
from ui.parts.markup import fill
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, t

HEADS = ("link", "at", "who", "action", "subject", "detail")
FIELDS = ("subject", "person", "action")


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.journal"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("journal.lead")))
    asked = _asked()
    with session.means() as means:
        count, _ = read_journal(actor, means, asked)
    st.header(counted(count, "journal.entries"), anchor=False)
    pages, place = -(-count // SIZE), st.container()
    page = st.pagination(pages, key="journal_page") if pages > 1 else 1
    with session.means() as means:
        lines = read_journal(actor, means, asked, page)[1]
    with place:
        if lines:
            heads = [Head(t(f"journal.{name}"), number=name == "link") for name in HEADS]
            st.html(table(t("page.journal"), heads, [_row(line) for line in lines], said=False))
    _chain(actor)


def _asked() -> Asked:
    """What the address asks for, and the fields that change it."""
    with st.form("journal", border=False):
        columns = st.columns([2, 2, 2, 1.4, 1.4], vertical_alignment="bottom")
        texts = {}
        for column, name in zip(columns, FIELDS, strict=False):
            with column:
                texts[name] = st.text_input(t(f"journal.{name}"), st.query_params.get(name, ""), key=f"journal.{name}")
        days = {}
        for column, name in zip(columns[3:], ("first", "last"), strict=True):
            with column:
                days[name] = st.date_input(t(f"journal.{name}"), _day(name), key=f"journal.{name}", format="DD/MM/YYYY")
        if st.form_submit_button(t("journal.search"), type="primary"):
            kept = {name: text.strip() for name, text in texts.items() if text.strip()}
            kept |= {name: day.isoformat() for name, day in days.items() if isinstance(day, dt.date)}
            for name in (*FIELDS, "first", "last"):
                if name in kept:
                    st.query_params[name] = kept[name]
                elif name in st.query_params:
                    del st.query_params[name]
    said = {name: st.query_params.get(name) for name in FIELDS}
    return Asked(**said, first=_day("first"), last=_day("last"))


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def _row(line: EntryLine) -> list[object]:
    who = " · ".join(part for part in (line.name or line.actor, line.organisation) if part)
    at = line.at.astimezone(PARIS)
    detail = json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else ""
    when = t("journal.when", day=at.date(), time=at.strftime("%H:%M:%S"))
    return [line.link or "–", when, who, line.action, line.subject, detail[:300]]


def _chain(actor: Actor) -> None:
    st.header(t("journal.chain"), anchor=False)
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("journal.chain.lead")))
    if not st.button(t("journal.verify"), key="journal.verify"):
        return
    with session.means() as means:
        state = chain_state(actor, means)
    language = session.language()
    if state.broken:
        tell(
            "stop",
            t("journal.broken"),
            say(f"doctor.journal.{state.broken.code}", {"number": state.broken.number}, language),
        )
    elif state.unlinked:
        tell("stop", t("journal.broken"), say("doctor.journal.unlinked", {"n": state.unlinked}, language))
    else:
        tell(
            "good",
            say("doctor.journal", {"n": state.links}, language),
            t("journal.head", n=state.links, hash=state.head),
        )
