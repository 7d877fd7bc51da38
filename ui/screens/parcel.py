"""One parcel: what became of every file; those that wait are tied by a person, or put away with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound, Refusal
from catalog.means.clock import day_of
from catalog.reference.shipped import names
from catalog.services.proofs.parcel_show import STATES, ItemLine, ParcelSheet, show_parcel
from catalog.services.proofs.parcel_tie import KINDS, LONGEST_REASON, PLAIN, dismiss, tie
from catalog.wording.sentences import named, say, templates
from ui import navigation, session
from ui.parts.markup import Trusted, fill, join, plain
from ui.parts.names import label
from ui.parts.notice import hint, tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, refused, t

SIZE = 50
BETWEEN = re.compile(r"[\n\t,;]+")
COUNTS = '<div class="tiles">{tiles}</div>'
TILE = '<p class="panel">{name} <b class="big-count">{n}</b></p>'
PROOF = '<a target="_self" href="/preuve?id={id}">{told}</a>'
OPEN = '<a target="_self" href="/files/parcel_item/{id}" download>{name}</a>'


def show() -> None:
    """Draw the page."""
    actor, asked = session.actor(), st.query_params.get("id", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 16 else -1
    navigation.link("envois", f"← {t('parcel.back')}")
    try:
        with session.means() as means:
            sheet = show_parcel(actor, means, number)
    except NotFound as refusal:
        st.title(t("parcel.unknown.title"), anchor=False)
        st.write(refused(refusal))
        return
    _head(sheet)
    waiting = [item for item in sheet.items if item.state == "waiting"]
    if waiting:
        _leftovers(actor, sheet, waiting)
    _files(sheet)


def _head(sheet: ParcelSheet) -> None:
    line = sheet.line
    st.set_page_config(page_title=t("app.title", page=line.file_name))
    st.title(plain(line.file_name), anchor=False)
    who = line.by or t("proof_page.operator")
    about = [
        line.supplier_name,
        counted(line.files, "parcels.files"),
        t("proof_page.entered.by", day=day_of(line.recorded_at), who=who),
    ]
    st.html(fill('<p class="meta">{about}</p>', about=" · ".join(about)))
    if st.query_params.get("known") == "1":
        tell("told", t("parcel.known"))
    tiles = [fill(TILE, name=t(f"parcel.state.{state}"), n=line.counts.get(state, 0)) for state in STATES]
    st.html(fill(COUNTS, tiles=Trusted(join(tiles))))


def _leftovers(actor: Actor, sheet: ParcelSheet, waiting: Sequence[ItemLine]) -> None:
    st.header(counted(len(waiting), "parcel.leftovers"), anchor=False)
    st.html(table(t("parcel.leftovers.caption"), _heads(), [_row(item) for item in waiting[:SIZE]], said=False))
    if not sheet.may_tie:
        return
    chosen = st.multiselect(t("parcel.choose"), [item.id for item in waiting], key="chosen", placeholder=t("proof_page.choose"),
                            format_func=lambda number: label(next(item.name for item in waiting if item.id == number)))  # fmt: skip
    tied, away = st.tabs([t("parcel.tie"), t("parcel.dismiss")])
    with tied:
        _tie(actor, sheet, [item for item in waiting if item.id in chosen])
    with away:
        _dismiss(actor, sheet, chosen)


def _tie(actor: Actor, sheet: ParcelSheet, chosen: Sequence[ItemLine]) -> None:
    _proposed(chosen)
    with st.form("tie"):
        kind = st.selectbox(
            t("parcel.kind"), KINDS, index=None, key="kind", format_func=_kind_name, placeholder=t("proof_page.choose")
        )
        references = st.text_area(t("proof_page.references"), key="references")
        hint(t("parcel.references.why"))
        says = _says()
        if not st.form_submit_button(t("parcel.tie.save"), type="primary"):
            return
    if not chosen or kind is None:
        st.warning(t("parcel.choose.first"))
        return
    ids, asked = [item.id for item in chosen], [part.strip() for part in BETWEEN.split(references) if part.strip()]
    _done(lambda means: tie(actor, means, sheet.line.id, ids, references=asked, kind=kind, says=says))


def _says() -> dict[str, Any]:
    """What the proof says, where the document does not say it of itself."""
    of, place = names("attribute"), 0 if session.language() == "fr" else 1
    with st.expander(t("parcel.says")):
        hint(t("parcel.says.why"))
        attribute = st.selectbox(t("proof_page.attribute"), list(of), index=None, key="attribute",
                                 format_func=lambda code: of[code][place], placeholder=t("proof_page.choose"))  # fmt: skip
        first = st.date_input(t("proof_page.from"), None, key="valid_from", format="DD/MM/YYYY")
        last = st.date_input(t("proof_page.until"), None, key="valid_until", format="DD/MM/YYYY")
        link = st.text_input(t("proof_page.holder.link"), key="holder_link", max_chars=500)
    return {"attribute": attribute, "valid_from": first, "valid_until": last, "holder_link": link}


def _proposed(chosen: Sequence[ItemLine]) -> None:
    """What the chosen files name stands in the fields at first."""
    mark = tuple(item.id for item in chosen)
    if st.session_state.get("tied_mark") == mark:
        return
    st.session_state["tied_mark"] = mark
    found = dict.fromkeys(reference for item in chosen for reference in item.references)
    kinds = {item.kind for item in chosen if item.kind in KINDS}
    st.session_state["references"] = "\n".join(found)
    st.session_state["kind"] = kinds.pop() if len(kinds) == 1 else None


def _dismiss(actor: Actor, sheet: ParcelSheet, chosen: Sequence[int]) -> None:
    with st.form("dismiss"):
        reason = st.text_area(t("proof_page.reason"), key="dismissed", max_chars=LONGEST_REASON)
        hint(t("parcel.dismiss.why"))
        if not st.form_submit_button(t("parcel.dismiss.save")):
            return
    if not chosen:
        st.warning(t("parcel.choose.first"))
        return
    _done(lambda means: dismiss(actor, means, sheet.line.id, chosen, reason))


def _done(act: Any) -> None:
    try:
        with session.work() as means:
            act(means)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("parcel.saved"))
    st.rerun()


def _files(sheet: ParcelSheet) -> None:
    rest = [item for item in sheet.items if item.state != "waiting"]
    if not rest:
        return
    st.header(t("parcel.files"), anchor=False)
    pages = -(-len(rest) // SIZE)
    place = st.container()
    page = st.pagination(pages, key="files_page") if pages > 1 else 1
    with place:
        st.html(
            table(
                t("parcel.files"), _heads(), [_row(item) for item in rest[(page - 1) * SIZE : page * SIZE]], said=False
            )
        )


def _heads() -> list[Head]:
    return [Head(t(f"parcel.head.{name}")) for name in ("file", "kind", "products", "outcome")]


def _row(item: ItemLine) -> list[object]:
    name = Trusted(fill(OPEN, id=item.id, name=item.name)) if item.document else item.name
    return [name, _kind_name(item.kind) if item.kind else "", ", ".join(item.references), _outcome(item)]


def _outcome(item: ItemLine) -> object:
    """What became of it; the proof it became is a link."""
    told = " – ".join(part for part in (t(f"parcel.state.{item.state}.one"), why(item)) if part)
    return Trusted(fill(PROOF, id=item.proof, told=told)) if item.proof else told


def why(item: ItemLine) -> str:
    """Why it waits, was refused or put away: our sentence, or the person's own words."""
    if item.reason is None:
        return ""
    if item.reason not in templates():
        return item.reason
    return say(item.reason, item.found.get("params", {}), session.language())


def _kind_name(kind: str) -> str:
    return t(f"document.kind.{kind}") if kind in PLAIN else named("proof_kind", kind, session.language())
