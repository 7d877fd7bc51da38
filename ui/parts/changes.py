"""What changed in a selection since the person last opened it: one line a change, each with where to look."""

from __future__ import annotations

import streamlit as st

from catalog.access import MEMBERS, Actor
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.services.buying import select, visit
from catalog.services.buying.visit import Visit
from catalog.services.buying.visit_changes import Change
from catalog.wording.sentences import say
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.offer_row import reference
from ui.wording.words import t

LINE = '<p class="change"><b>{name}</b> {said}.<span class="quiet-text">{why}</span></p>'
WORSE = ("lost", "left", "withdrawn", "suspended", "closed")


def changes(actor: Actor, means: Means, edition: Edition) -> None:
    """For the home page: what is new in the current selection, or nothing. It is not taken for seen by that."""
    card = select.current(actor, means) if actor.role in MEMBERS else None
    found = visit.changed(actor, means, edition, card.id) if card else Visit(None)
    if card and found.changes:
        st.header(t("changes.home"), anchor=False)
        _lines(found)
        navigation.link("selection", t("changes.open", name=card.name), s=str(card.id))


def changed(found: Visit) -> None:
    """For the selection's own page: nothing on a first visit, or when nothing moved."""
    if found.since is not None and found.changes:
        st.header(t("changes.title", day=found.since), anchor=False)
        _lines(found)


def _lines(found: Visit) -> None:
    with st.container(key="nouveautes"):
        for place, change in enumerate(found.changes):
            _line(place, change)


def _line(place: int, change: Change) -> None:
    language = session.language()
    why = say(change.why.code, change.why.params, language) if change.why else ""
    said = say(f"visit.{change.code}", change.params, language)
    with st.container(key=f"nouveaute_{place}"):
        st.html(fill(LINE, name=change.name or t("selection.hidden.line"), said=said, why=f" {why}" if why else ""))
        if change.link is not None:
            kind = "replaced" if change.code == "replaced" else "others" if change.code in WORSE else "sheet"
            navigation.link("produit", t(f"changes.see.{kind}"), change.name, **reference(*change.link))
