"""A supplier's home: how its published offers stand, attribute by attribute, and its files."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.facets.selection import Answer, Selection
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.services.buying.search import search
from catalog.services.intake import show
from catalog.wording.formats import count
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.facets import attributes
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram, pictogram_of
from ui.wording.words import counted, t

TABLE = """<div class="scroll"><table class="sheet figures"><caption class="unseen">{caption}</caption><thead><tr>{head}</tr></thead>
<tbody>{rows}</tbody></table></div>"""
ROW = '<tr><th scope="row">{drawing} {name}</th>{cells}</tr>'
CELL = '<td class="number">{n}</td>'
COLUMNS = ("yes", "claimed", "no")
LISTED = 6
LINE = '<p class="todo"><b>{what}</b><span class="quiet-text">{about}</span></p>'


def home_supplier(actor: Actor, means: Means) -> None:
    """Draw it."""
    answer = search(actor, means, session.house().shelf, Selection(size=1)).answer
    st.header(counted(answer.total, "home.published"), anchor=False)
    if answer.total:
        st.html(_table(answer, session.language()))
        navigation.link("catalogue", t("home.own_catalogue"))
    _batches(actor, means)


def _table(answer: Answer, language: str) -> Html:
    head = [fill('<th scope="col">{text}</th>', text=t("home.column.attribute"))]
    head += [fill('<th scope="col" class="number">{text}</th>', text=t(f"home.column.{name}")) for name in COLUMNS]
    told = [name for name in attributes(answer) if answer.facets[name]["yes"] or answer.claimed.get(name)]
    return fill(
        TABLE,
        caption=t("home.table"),
        head=Trusted(join(head)),
        rows=Trusted(join([_row(name, answer, language) for name in told])),
    )


def _row(attribute: str, answer: Answer, language: str) -> Html:
    states = answer.facets[attribute]
    figures = (states["yes"], answer.claimed.get(attribute, 0), states["no"])
    return fill(
        ROW,
        drawing=Trusted(pictogram(pictogram_of(attribute))),
        name=named("attribute", attribute, language),
        cells=Trusted(join([fill(CELL, n=count(n, language)) for n in figures])),
    )


def _batches(actor: Actor, means: Means) -> None:
    st.header(t("home.own_batches"), anchor=False)
    batches = show.list_batches(actor, means)
    if not batches:
        st.write(t("home.own_batches.none"))
    for line in batches[:LISTED]:
        with st.container(key=f"attente_depot_{line.id}"):
            about = t("home.batch.counts", day=day_of(line.recorded_at), imported=line.imported, rejected=line.rejected)
            st.html(fill(LINE, what=line.file_name, about=about))
            if navigation.open_to(actor, "import"):
                navigation.link("import", t("home.batch.open"), line.file_name, id=str(line.id))
