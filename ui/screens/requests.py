"""Requests to suppliers: who was asked, until when, how far each is; what to do about those that are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.means.clock import day_of
from catalog.services.validation.show import RequestLine, list_requests
from catalog.validating.tag_lines import Progress
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.request import progress_of, range_names
from ui.parts.state import state_chip
from ui.wording.words import counted, t

SIZE = 20
SHOWS = ("late", "open", "validated", "ended")
LOOKS = {
    "late": ("expired", "etat-expire"),
    "open": ("to_verify", "etat-a-verifier"),
    "validated": ("verified", "etat-verifie"),
    "ended": ("declared", "etat-declare"),
}
ABOUT = '<p class="meta">{about}</p>'
RIGHT = '<div class="line-right">{chip}<span class="meta">{when}</span></div>'
BAR = '<div class="bar" aria-hidden="true"><i class="bar-imported" style="flex:{done};min-width:0"></i><i style="flex:{left};min-width:0"></i></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        lines, today = list_requests(actor, means), means.clock.today()
    _head(actor)
    if not lines:
        st.write(t("requests.none"))
        return
    held = {name: [line for line in lines if state_of(line, today) == name] for name in SHOWS}
    chosen = _chosen(held)
    if not held[chosen]:
        st.write(t(f"requests.none.{chosen}"))
    _list(held[chosen], today)


def state_of(line: RequestLine, today: dt.date) -> str:
    """late, open, validated or ended (withdrawn, replaced)."""
    if line.closed:
        return "validated" if line.closed == "validated" else "ended"
    return "late" if line.due < today else "open"


def request_chip(line: RequestLine, today: dt.date) -> Html:
    """How a request stands."""
    state = state_of(line, today)
    look, icon = LOOKS[state]
    return state_chip(look, icon, t(f"requests.state.{line.closed if state == 'ended' else state}"))


def _head(actor: Actor) -> None:
    title, action = st.columns([3, 1], vertical_alignment="bottom")
    with title:
        st.title(t("page.requests"), anchor=False)
        st.html(fill('<p class="lead">{text}</p>', text=t("requests.lead")))
    if may(actor, "validation.ask"):
        with action:
            if st.button(t("requests.new"), key="new", type="primary", icon=":material/add:", width="stretch"):
                navigation.go("demande")


def _chosen(held: dict[str, list[RequestLine]]) -> str:
    first = next((name for name in SHOWS if held[name]), "open")
    asked = st.query_params.get("state")
    st.session_state["requests_state"] = asked if asked in SHOWS else first
    st.segmented_control(
        t("imports.show"), SHOWS, key="requests_state", required=True, on_change=_keep, wrap=True,
        format_func=lambda name: t("changes.tab", name=t(f"requests.{name}"), n=len(held[name])),
    )  # fmt: skip
    return str(st.session_state["requests_state"])


def _keep() -> None:
    st.query_params["state"] = st.session_state["requests_state"]


def _list(lines: Sequence[RequestLine], today: dt.date) -> None:
    pages, place = -(-len(lines) // SIZE), st.container(key="taches")
    page = st.pagination(pages, key="requests_page") if pages > 1 else 1
    with place:
        for line in lines[(page - 1) * SIZE : page * SIZE]:
            _line(line, today)


def _progress(progress: Progress) -> None:
    done = t("mine.left.about", decided=progress.decided, total=progress.lines, products=progress.products)
    more = [counted(progress.contested, "mine.contested.short")] if progress.contested else []
    st.html(fill(ABOUT, about=" · ".join([done, *more])))
    if progress.lines:
        st.html(fill(BAR, done=progress.decided, left=progress.lines - progress.decided))


def _line(line: RequestLine, today: dt.date) -> None:
    names, progress = range_names(line, session.language()), progress_of(line)
    with st.container(key=f"tache_{line.id}"):
        what, right = st.columns([7, 3], vertical_alignment="center")
        with what:
            navigation.link("demande", f"{line.supplier_name} · {names}", id=str(line.id))
            if line.closed is None:
                _progress(progress)
        with right:
            day = day_of(line.closed_at) if line.closed_at else line.due
            when = t("requests.closed" if line.closed else "requests.due", day=day)
            st.html(fill(RIGHT, chip=Trusted(request_chip(line, today)), when=when))
