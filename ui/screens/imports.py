"""The list of batches: each file as received, what was read of it, where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.means.clock import day_of
from catalog.services.intake.show import BatchLine, list_batches
from ui import navigation, session
from ui.parts.counts import counts_bar, counts_text
from ui.parts.markup import Trusted, fill
from ui.parts.state import batch_chip
from ui.wording.words import counted, t

STATES = ("asking", "rehearsed", "published", "undone", "refused", "dropped")
"""In the order in which they want something done."""
SIZE = 20
WORK = '<p class="todo"><b>{what}</b><span class="quiet-text">{about}</span></p>'
ABOUT = '<p class="meta"><b>{supplier}</b> · {lots} · {mode} · {day}</p>'
COUNTS = '<div class="line-count"><b>{rows}</b> <span class="quiet-text">{counts}</span>{bar}</div>'
STATE = '<div class="line-right">{chip}<span class="quiet-text">{publication}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    _head(actor)
    _going_on(actor)
    with session.means() as means:
        lines = list_batches(actor, means)
    if not lines:
        st.write(t("imports.empty"))
        return
    chosen = _chosen(lines)
    _list([line for line in lines if chosen in ("all", line.state)])


def _head(actor: Actor) -> None:
    title, action = st.columns([3, 1], vertical_alignment="bottom")
    kind = "supplier" if actor.kind == "supplier" else "central"
    with title:
        st.title(t(f"imports.title.{kind}"), anchor=False)
        st.html(fill('<p class="lead">{text}</p>', text=t(f"imports.lead.{kind}")))
    if may(actor, "batch.receive", actor.organisation_id):
        with action:
            if st.button(t("imports.new"), key="new", type="primary", icon=":material/upload:", width="stretch"):
                navigation.go("import")


def _going_on(actor: Actor) -> None:
    """The work under way: each leads to its progress."""
    found = [job for job in session.house().entrance.jobs(actor) if job.open]
    if not found:
        return
    st.header(t("desk.running"), anchor=False)
    for place, job in enumerate(found):
        with st.container(key=f"attente_travail_{place}"):
            what = t(f"job.title.{job.kind}", file=job.file or "")
            st.html(fill(WORK, what=what, about=counted(job.done_rows, "count.rows") if job.done_rows else ""))
            navigation.link("import", t("desk.do.job"), what, job=str(job.id))


def _chosen(lines: Sequence[BatchLine]) -> str:
    """The state in the address, and the buttons that change it. States that no batch is in are not offered."""
    held = Counter(line.state for line in lines)
    options = ["all", *(state for state in STATES if held[state])]
    asked = st.query_params.get("state", "all")
    st.session_state["batch_state"] = asked if asked in options else "all"
    names = {state: f"{t(f'batch.states.{state}')} · {held[state]}" for state in options[1:]}
    names["all"] = f"{t('imports.all')} · {len(lines)}"
    st.segmented_control(
        t("imports.show"), options, key="batch_state", format_func=names.__getitem__, required=True, on_change=_keep
    )
    return str(st.session_state["batch_state"])


def _keep() -> None:
    chosen = st.session_state["batch_state"]
    if chosen == "all":
        st.query_params.pop("state", None)
    else:
        st.query_params["state"] = chosen


def _list(lines: Sequence[BatchLine]) -> None:
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="batch_page") if pages > 1 else 1
    with place:
        for line in lines[(page - 1) * SIZE : page * SIZE]:
            _line(line)


def _line(line: BatchLine) -> None:
    with st.container(key=f"tache_{line.id}"):
        what, counts, state = st.columns([5, 4, 2], vertical_alignment="center")
        with what:
            navigation.link("import", line.file_name, id=str(line.id))
            lots, mode = ", ".join(line.lots), t(f"mode.{line.mode}")
            day = t("imports.day", day=day_of(line.recorded_at))
            st.html(fill(ABOUT, supplier=line.supplier_name, lots=lots, mode=mode, day=day))
        with counts:
            rows, bar = counted(line.row_count, "count.rows"), Trusted(counts_bar(line))
            st.html(fill(COUNTS, rows=rows, counts=counts_text(line), bar=bar))
        with state:
            publication = t("imports.publication", n=line.publication) if line.publication else ""
            chip = batch_chip(line.state, t(f"batch.state.{line.state}"))
            st.html(fill(STATE, chip=Trusted(chip), publication=publication))
