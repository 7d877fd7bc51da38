"""The publications, the newest first: what each took in, how to go back, what would come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.release.publications import publications
from catalog.services.release.rehearse_undo import Undoing, rehearse_take_back, rehearse_undo
from catalog.services.release.undo import undo, undo_batch
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label
from ui.parts.notice import tell
from ui.parts.state import state_chip
from ui.wording.words import counted, refused, t

SIZE = 20
NUMBER = '<p class="big-number"><span>{word}</span>{number}</p>'
ABOUT = '<p class="notice-title">{title}</p><p class="meta">{day} · <b>{offers}</b></p>{note}'
NOTE = '<p class="meta">« {note} »</p>'
RIGHT = '<div class="line-right">{chip}</div>'
Line = Mapping[str, Any]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.publications"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("publications.lead")))
    _said()
    with session.means() as means:
        lines = publications(actor, means)
        undoing = rehearse_undo(actor, means) if may(actor, "publication.undo") else None
    if not lines:
        st.write(t("publications.empty"))
        return
    gone = {line["undoes"] for line in lines}
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="publication_page") if pages > 1 else 1
    with place:
        for line in lines[(page - 1) * SIZE : page * SIZE]:
            _line(actor, line, _standing(line, lines, gone), undoing)
    if not may(actor, "publication.undo"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("publications.not_you", role=t(f"role.{actor.role}"))))


def _standing(line: Line, lines: Sequence[Line], gone: set[int | None]) -> str:
    """Whether it is in force, was undone, or was followed by another."""
    if line is lines[0]:
        return "now"
    return "undone" if line["publication"] in gone else "past"


def _line(actor: Actor, line: Line, standing: str, undoing: Undoing | None) -> None:
    number = int(line["publication"])
    with st.container(key=f"tache_{number}"):
        place, what, state = st.columns([1, 8, 3], vertical_alignment="top")
        with place:
            st.html(fill(NUMBER, word=t("publications.number"), number=number))
        with what:
            _about(line)
            _batches(actor, line, standing)
        with state:
            look, icon = LOOKS[standing]
            st.html(fill(RIGHT, chip=Trusted(state_chip(look, icon, t(f"publications.{standing}")))))
            if undoing and undoing.publication == number:
                st.button(
                    t("undo.ask", n=number),
                    key=f"undo_{number}",
                    on_click=_ask,
                    args=(f"publication:{number}",),
                    width="stretch",
                )
        if undoing and _asked() == f"publication:{number}":
            _confirm(actor, undoing)


LOOKS: Mapping[str, tuple[str, str]] = {
    "now": ("verified", "etat-verifie"),
    "undone": ("declared", "etat-expire"),
    "past": ("declared", "etat-declare"),
}
"""How a publication stands -> look of its chip, drawing."""


def _about(line: Line) -> None:
    title = t(f"publications.kind.{line['kind']}", n=line["undoes"])
    day = t("publications.day", day=day_of(dt.datetime.fromisoformat(line["recorded_at"])))
    note = fill(NOTE, note=line["note"]) if line["note"] else Html("")
    st.html(
        fill(ABOUT, title=title, day=day, offers=counted(line["offers"], "publications.offers"), note=Trusted(note))
    )


def _batches(actor: Actor, line: Line, standing: str) -> None:
    """The files of a publication: each opens its import; a publisher may take one back alone."""
    for batch in line["batches"]:
        number = str(batch["batch"])
        with st.container(horizontal=True, key=f"fichier_{line['publication']}_{number}", vertical_alignment="center"):
            navigation.link("import", batch["file"], id=number)
            st.html(fill('<span class="quiet-text">{supplier}</span>', supplier=batch["supplier"]))
            if line["kind"] == "publish" and standing != "undone" and may(actor, "publication.undo"):
                name = f"{t('take_back.ask')} :small[{label(batch['file'])}]"
                st.button(
                    name,
                    key=f"back_{line['publication']}_{number}",
                    type="tertiary",
                    on_click=_ask,
                    args=(f"batch:{line['publication']}:{number}",),
                )
        if _asked() == f"batch:{line['publication']}:{number}":
            _confirm_batch(actor, int(number), batch["file"])


def _confirm(actor: Actor, undoing: Undoing) -> None:
    """What comes back, then yes or no."""
    back = "undo.back" if undoing.back_to else "undo.back.none"
    said = t(back, publication=undoing.back_to, then=undoing.offers_then, now=undoing.offers_now)
    files = ", ".join(name for _, _, name in undoing.batches)
    with st.container(border=True, key="danger_undo"):
        st.markdown(f"**{t('undo.title', n=undoing.publication)}**")
        st.write(label(f"{said} {t('undo.files', files=files)}" if files else said))
        _yes_or_no("undo.yes", lambda: _work(lambda: undo_now(actor), "undo.done"))


def _confirm_batch(actor: Actor, batch_id: int, name: str) -> None:
    try:
        with session.means() as means:
            found = rehearse_take_back(actor, means, batch_id)
    except Refusal as refusal:
        tell("stop", t("take_back.cannot"), refused(refusal))
        return
    with st.container(border=True, key="danger_take_back"):
        st.markdown(f"**{label(t('take_back.title', file=name))}**")
        st.write(t("take_back.why", offers=found.offers, publication=found.publication))
        _yes_or_no("take_back.yes", lambda: _work(lambda: take_back_now(actor, batch_id), "take_back.done"))


def _yes_or_no(yes: str, work: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        if st.button(t(yes), key="yes", type="primary"):
            work()
        st.button(t("undo.no"), key="no", on_click=_ask, args=(None,))


def undo_now(actor: Actor) -> int:
    """Undo the last publication in a transaction of its own."""
    with session.work() as means:
        return undo(actor, means)


def take_back_now(actor: Actor, batch_id: int) -> int:
    """Take a batch back in a transaction of its own."""
    with session.work() as means:
        return undo_batch(actor, means, batch_id)


def _work(act: Callable[[], int], done: str) -> None:
    """Do it and say so on the page drawn anew; a refusal is said in place."""
    try:
        with st.spinner(t("undo.working")):
            number = act()
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    _ask(None)
    st.session_state["undone"] = t(done, n=number)
    st.rerun()


def _said() -> None:
    said = st.session_state.pop("undone", None)
    if said:
        tell("good", said)


def _ask(what: str | None) -> None:
    st.session_state["asked_to_undo"] = what


def _asked() -> str | None:
    found: str | None = st.session_state.get("asked_to_undo")
    return found
