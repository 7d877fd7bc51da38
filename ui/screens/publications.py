"""The publications, the newest first: what each took in, from when it holds, on what it rests, how to go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog.access import Actor, may
from catalog.means.clock import day_of
from catalog.services.agreements import read
from catalog.services.release.publications import publications
from catalog.services.release.rehearse_undo import rehearse_undo
from ui import navigation, session
from ui.parts import undoing
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import label
from ui.parts.state import state_chip
from ui.wording.words import counted, t

SIZE = 20
NUMBER = '<p class="big-number"><span>{word}</span>{number}</p>'
ABOUT = '<p class="notice-title">{title}</p><p class="meta">{day} · <b>{offers}</b></p>{more}'
MORE = '<p class="meta">{text}</p>'
RIGHT = '<div class="line-right">{chip}</div>'
LOOKS: Mapping[str, tuple[str, str]] = {
    "in_force": ("verified", "etat-verifie"),
    "waits": ("to_verify", "etat-a-verifier"),
    "stands": ("declared", "etat-declare"),
    "gone": ("declared", "etat-expire"),
}
"""How a publication stands -> look of its chip, drawing."""
Line = Mapping[str, Any]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.publications"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("publications.lead")))
    undoing.said()
    with session.means() as means:
        lines = publications(actor, means)
        names = {card.code: card.name for card in read.suppliers(actor, means)}
        last = rehearse_undo(actor, means) if may(actor, "publication.undo") else None
    if not lines:
        st.write(t("publications.empty"))
        return
    if len(lines) > 1 and may(actor, "publication.compare", actor.organisation_id):
        with st.container(key="comparer_lien"):
            navigation.link("comparer", t("publications.compare"))
    _list(actor, lines, names, last.publication if last else None)
    if not may(actor, "publication.undo"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("publications.not_you", role=t(f"role.{actor.role}"))))


def _list(actor: Actor, lines: list[dict[str, Any]], names: Mapping[str, str], last: int | None) -> None:
    """`last`: the number of a person's last act that stands; it can be undone, as can what waits for its day."""
    shown = [line for line in lines if line["kind"] != "set_aside"]
    pages = -(-len(shown) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="publication_page") if pages > 1 else 1
    with place:
        for line in shown[(page - 1) * SIZE : page * SIZE]:
            _line(actor, line, undoable=line["state"] == "waits" or line["publication"] == last, names=names)


def _line(actor: Actor, line: Line, *, undoable: bool, names: Mapping[str, str]) -> None:
    number = int(line["publication"])
    with st.container(key=f"tache_{number}"):
        place, what, state = st.columns([1, 8, 3], vertical_alignment="top")
        with place:
            st.html(fill(NUMBER, word=t("publications.number"), number=number))
        with what:
            _about(line)
            _batches(actor, line, names)
        with state:
            look, icon = LOOKS[line["state"]]
            st.html(fill(RIGHT, chip=Trusted(state_chip(look, icon, _standing(line)))))
            if undoable and may(actor, "publication.undo"):
                st.button(t("undo.ask", n=number), key=f"undo_{number}", on_click=undoing.ask,
                          args=(f"publication:{number}",), width="stretch")  # fmt: skip
        if undoing.asked() == f"publication:{number}":
            undoing.confirm_undo(actor, number)


def _standing(line: Line) -> str:
    """In force, waiting until its day, under another one, or gone."""
    state = "back" if line["kind"] == "undo" and line["state"] == "gone" else line["state"]
    return t(f"publications.state.{state}", day=dt.date.fromisoformat(line["effective"]))


def _about(line: Line) -> None:
    kind = f"publications.kind.{line['kind']}"
    title = t(kind, n=line["undoes"])
    made = day_of(dt.datetime.fromisoformat(line["recorded_at"]))
    effective = dt.date.fromisoformat(line["effective"])
    day = t("publications.day", day=made)
    day += f", {t('publications.effective', day=effective)}" if effective != made else ""
    told = [
        t("publications.basis", basis=line["basis"]) if line["basis"] else "",
        t("publications.replays", n=line["replays"]) if line["replays"] else "",
        t("publications.note", note=line["note"]) if line["note"] else "",
    ]
    more = Html("".join(fill(MORE, text=text) for text in told if text))
    offers = counted(line["offers"], "publications.offers")
    st.html(fill(ABOUT, title=title, day=day, offers=offers, more=Trusted(more)))


def _batches(actor: Actor, line: Line, names: Mapping[str, str]) -> None:
    """The files of a publication: each opens its import; a publisher may take one back alone."""
    open_ = line["kind"] == "publish" and line["state"] != "gone" and may(actor, "publication.undo")
    for batch in line["batches"]:
        number, asked = str(batch["batch"]), f"batch:{line['publication']}:{batch['batch']}"
        with st.container(horizontal=True, key=f"fichier_{line['publication']}_{number}", vertical_alignment="center"):
            navigation.link("import", batch["file"], id=number)
            name = names.get(batch["supplier"], batch["supplier"])
            st.html(fill('<span class="quiet-text">{supplier}</span>', supplier=name))
            if open_:
                ask = f"{t('take_back.ask')} :small[{label(batch['file'])}]"
                st.button(ask, key=f"back_{line['publication']}_{number}", type="tertiary", on_click=undoing.ask,
                          args=(asked,))  # fmt: skip
        if undoing.asked() == asked:
            undoing.confirm_take_back(actor, int(number), batch["file"])
