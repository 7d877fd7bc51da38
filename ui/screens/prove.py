"""The proof of one tag of a range to validate: the document first, then what it says; then back to the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound, Refusal
from catalog.evidence.depositing import FIRST_YEAR, LONGEST_YEARS
from catalog.reference.shipped import names
from catalog.services.validation.lines import ProductLines, TagLine, lines
from catalog.services.validation.prove import Deposit, prove
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.markup import Trusted, fill
from ui.parts.notice import hint, tell
from ui.parts.offer_row import tag_chip
from ui.parts.request import NAME, address_of, asked_request, unknown
from ui.parts.said import attribute_of
from ui.parts.upload import upload_form
from ui.screens.proof_form import ENDINGS
from ui.wording.words import refused, t

LINE = "ligne"
"""The tag in the address."""
ABOUT = '<p class="meta">{product} · {attribute}</p><p>{chip}</p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    try:
        with session.means() as means:
            edition = session.house().shelf.edition(means)
            asked = lines(actor, means, asked_request(actor, means), edition)
        product, line = _found(asked.products)
    except NotFound:
        unknown()
        return
    state = address_of(asked.request.id)
    with st.container(key="retour"):
        navigation.link("ma-gamme", f"← {t('prove.back')}", **state)
    st.title(t("prove.title"), anchor=False)
    chip = tag_chip(line.tag, session.language(), edition.on, dated=True)
    st.html(fill(ABOUT, product=product.name, attribute=attribute_of(line), chip=Trusted(chip)))
    st.html(fill('<p class="lead">{text}</p>', text=t("prove.lead")))
    _deposit(actor, asked.request.id, line, state)


def _found(products: tuple[ProductLines, ...]) -> tuple[ProductLines, TagLine]:
    wanted = st.query_params.get(LINE, "")
    for product in products:
        for line in product.lines:
            if line.key == wanted:
                return product, line
    raise NotFound("thing.unknown")


def _deposit(actor: Actor, request: int, line: TagLine, state: Mapping[str, str]) -> None:
    document = uploaded()
    st.header(t("proof_page.new.document"), anchor=False)
    if document is not None:
        tell("good", t("proof_page.document.here", name=document.name))
    else:
        back = "/piece?" + urlencode({NAME: request, LINE: line.key})
        upload_form(back, "document", t("proof_page.document"), ENDINGS)
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.document.first")))
    st.header(t("proof_page.new.says"), anchor=False)
    with st.form("piece"):
        told = _fields()
        sent = st.form_submit_button(t("prove.save"), type="primary")
    if sent:
        _save(actor, request, line, (document, told, state))


def _fields() -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        kind = _named("proof_kind", "proof_page.kind")
        label = _named("label", "proof_page.label.optional")
    with right:
        number = st.text_input(t("proof_page.number"), key="piece.number", max_chars=100)
        issuer = st.text_input(t("proof_page.issuer"), key="piece.issuer", max_chars=200)
    holder = st.text_input(t("prove.holder"), key="piece.holder", max_chars=200)
    left, right = st.columns(2)
    with left:
        first = _day("piece.from", "proof_page.from")
    with right:
        last = _day("piece.until", "proof_page.until")
        hint(t("proof_page.until.why"))
    return {
        "kind": kind, "label": label, "number": number.strip() or None, "issuer": issuer.strip() or None,
        "holder": holder.strip() or None, "valid_from": first, "valid_until": last,
    }  # fmt: skip


def _named(kind: str, title: str) -> str | None:
    """A choice among the names of the reference."""
    place, of = (0 if session.language() == "fr" else 1), names(kind)
    return st.selectbox(t(title), list(of), index=None, key=f"piece.{kind}", placeholder=t("proof_page.choose"),
                        format_func=lambda code: of[code][place])  # fmt: skip


def _day(key: str, title: str) -> dt.date | None:
    """A day within what a proof may say."""
    with session.means() as means:
        today = means.clock.today()
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(today.year + LONGEST_YEARS, 12, 31)
    return st.date_input(t(title), None, first, last, key=key, format="DD/MM/YYYY")


def _save(
    actor: Actor, request: int, line: TagLine, given: tuple[Upload | None, dict[str, Any], Mapping[str, str]]
) -> None:
    document, told, state = given
    missing = [name for name in ("kind", "valid_from") if not told[name]]
    if missing:
        st.error(t("proof_page.missing", fields=", ".join(t(f"proof_page.missing.{name}") for name in missing)))
        return
    try:
        with session.work() as means:
            content = means.files.read(document.sha256) if document else None
            name = document.name if document else None
            prove(actor, means, request, line.choice, Deposit(document=content, document_name=name, **told))
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("proof_page.saved"))
    navigation.go("ma-gamme", **state)
