"""What recording a proof would cover, and which tags turn once it is accepted; nothing is written yet."""

from __future__ import annotations

import streamlit as st

from catalog.services.proofs.rehearse import FoundProduct, Rehearsal
from catalog.wording.sentences import named, say
from ui import session
from ui.parts.markup import Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, t

MOST = 50
SHIFT = "<li>{attribute}: {before} → {after} ({products})</li>"


def rehearsal(found: Rehearsal) -> None:
    """Draw it: found, missing, covered already, the holder, the tags."""
    with st.container(key="repetition"):
        st.header(t("rehearsal.title"), anchor=False)
        if found.missing:
            title = counted(len(found.missing), "rehearsal.missing")
            tell("wait", title, t("rehearsal.missing.names", names=", ".join(found.missing[:MOST])))
        if found.holder:
            tell(
                "wait",
                t("proof_page.holder.differs", holder=found.holder),
                t("rehearsal.holder", supplier=found.supplier_name),
            )
        for each in found.wrong:
            tell(
                "wait", say(each.reason.code, each.reason.params, session.language()), ", ".join(each.references[:MOST])
            )
        if found.covered_already:
            tell("told", counted(found.covered_already, "rehearsal.already"), t("rehearsal.already.text"))
        _tags(found)
        _products(found.found)


def _tags(found: Rehearsal) -> None:
    language = session.language()
    if not found.tags:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("rehearsal.no_tag")))
        return
    items = [
        fill(SHIFT, attribute=named("attribute", shift.attribute, language), before=t(f"rehearsal.state.{shift.before}"),
             after=t(f"rehearsal.state.{shift.after}"), products=counted(len(shift.products), "proofs.products.plain"))
        for shift in found.tags
    ]  # fmt: skip
    st.html(fill('<p>{lead}</p><ul class="plain">{items}</ul>', lead=t("rehearsal.tags"), items=Trusted(join(items))))


def _products(found: tuple[FoundProduct, ...]) -> None:
    heads = [
        Head(t("changes.reference")),
        Head(t("changes.name")),
        Head(t("proof_page.how")),
        Head(t("rehearsal.proofs")),
    ]
    rows = [
        [each.reference, each.name or t("proof_page.not_published"), t(f"proof_page.how.{each.how}"),
         counted(len(each.proofs), "rehearsal.proofs.count") if each.proofs else ""]
        for each in found[:MOST]
    ]  # fmt: skip
    st.html(table(counted(len(found), "rehearsal.found"), heads, rows))
    if len(found) > MOST:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("read.more", n=len(found) - MOST)))
