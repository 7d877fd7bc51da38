"""What is one document short of a range: by supplier, each document with the products it would let in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.ranges.missing import MissingDocument, MissingProduct, ask_documents, missing_documents
from catalog.services.ranges.show import list_ranges
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Trusted, fill, join
from ui.parts.pictogram import pictogram, pictogram_of
from ui.wording.words import called, counted, refused, t

ANSWER = dt.timedelta(days=14)
SHOWN = 8
"""How many products a document shows before the rest is folded away."""
LEAD = '<p class="lead">{text}</p>'
META = '<p class="meta">{text}</p>'
HEAD = '<p class="line-name"><span class="line-icon">{pic}</span> {document}</p>'
LIST = '<ul class="plain-list">{items}</ul>'
ITEM = "<li>{reference} · {name}</li>"


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    own = actor.kind == "supplier"
    st.title(t("page.missing"), anchor=False)
    st.html(fill(LEAD, text=t("missing.lead.supplier" if own else "missing.lead.central")))
    if told := st.session_state.pop("missing.said", None):
        st.success(told, icon=":material/check:")
    with session.means() as means:
        names = {each.terms.code: called(each.terms) for each in list_ranges(actor, means)}
        asked = st.query_params.get("gamme")
        only = asked if asked in names else None
        found = missing_documents(actor, means, session.house().shelf, range_code=only)
        today = means.clock.today()
    if only:
        st.html(fill(META, text=t("missing.only", range=names[only])))
        navigation.link("manques", t("missing.every"))
    elif asked:
        st.html(fill(META, text=t("catalogue.ignored", values=f"gamme={asked}")))
    if not found:
        st.write(t("missing.empty"))
    for supplier, lines in groupby(found, key=lambda each: each.supplier):
        _supplier(actor, supplier, list(lines), today)


def _supplier(actor: Actor, supplier: str, lines: Sequence[MissingDocument], today: dt.date) -> None:
    """One supplier's documents; staff ask for those they tick."""
    own = actor.kind == "supplier"
    if not own:
        st.header(lines[0].supplier_name, anchor=False)
    chosen = [line.key for line in lines if _document(actor, line)]
    if may(actor, "missing.ask"):
        _ask(actor, supplier, chosen, today)


def _document(actor: Actor, line: MissingDocument) -> bool:
    """A document with its products; whether it is ticked."""
    language = session.language()
    document = line.fr if language == "fr" else line.en
    with st.container(key=f"tache_{line.supplier}_{line.key}".replace(":", "_")):
        pic = Trusted(pictogram(pictogram_of(line.attribute)))
        st.html(fill(HEAD, pic=pic, document=document[:1].upper() + document[1:]))
        ranges = ", ".join(called(terms) for terms in line.ranges.values())
        told = (named("attribute", line.attribute, language), counted(len(line.products), "missing.products"))
        st.html(fill(META, text=" · ".join((*told, t("missing.ranges", ranges=ranges)))))
        st.html(_listed(line.products[:SHOWN]))
        if len(line.products) > SHOWN:
            with st.expander(
                counted(len(line.products) - SHOWN, "missing.more"), key=f"more_{line.supplier}_{line.key}"
            ):
                st.html(_listed(line.products[SHOWN:]))
        return _acted(actor, line, document)


def _listed(products: Sequence[MissingProduct]) -> str:
    items = [fill(ITEM, reference=one.reference, name=one.name) for one in products]
    return fill(LIST, items=Trusted(join(items)))


def _acted(actor: Actor, line: MissingDocument, document: str) -> bool:
    """A supplier hands it in; staff tick what they ask for."""
    if may(actor, "missing.ask"):
        return st.checkbox(t("missing.tick", document=document), key=f"tick_{line.supplier}_{line.key}", value=True)
    if actor.kind == "supplier":
        first = line.products[0].reference
        navigation.link(
            "preuve", t("missing.hand_in"), document, supplier=line.supplier, ref=first, attribute=line.attribute
        )
    return False


def _ask(actor: Actor, supplier: str, chosen: Sequence[str], today: dt.date) -> None:
    with st.container(key=f"demander_{supplier}", horizontal=True, vertical_alignment="bottom"):
        due = st.date_input(
            t("missing.due_label"),
            today + ANSWER,
            min_value=today,
            format="DD/MM/YYYY",
            key=f"due_{supplier}",
            width=180,
        )
        label = counted(len(chosen), "missing.ask")
        if st.button(label, key=f"ask_{supplier}", disabled=not chosen, icon=":material/mail:"):
            _send(actor, supplier, chosen, due)


def _send(actor: Actor, supplier: str, chosen: Sequence[str], due: dt.date) -> None:
    try:
        with session.work() as means:
            sent = ask_documents(actor, means, session.house().shelf, supplier, chosen, due)
    except Refusal as refusal:
        st.error(refused(refusal), icon=":material/block:")
        return
    st.session_state["missing.said"] = counted(sent, "missing.said") if sent else t("missing.said_already")
    st.rerun()
