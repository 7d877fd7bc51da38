"""Record a proof: the document first, by our own route, then what it says and the products it covers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor, require
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.agreements import read
from catalog.services.proofs.add import FIRST_YEAR, LONGEST_YEARS, add
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.markup import fill
from ui.parts.notice import hint, tell
from ui.parts.upload import upload_form
from ui.wording.words import refused, t

ENDINGS = ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.docx,.odt,.txt"
BETWEEN = re.compile(r"[\n,;]+")


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    require(actor, "proof.add", actor.organisation_id)
    navigation.link("preuves", f"← {t('proof_page.back')}")
    st.title(t("proof_page.new"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("proof_page.new.lead")))
    document = uploaded()
    matter, _aside = st.columns([2.3, 1], gap="large")
    with matter:
        st.header(t("proof_page.new.document"), anchor=False)
        _document(document)
        st.header(t("proof_page.new.says"), anchor=False)
        _form(actor, document)


def _document(document: Upload | None) -> None:
    """The document that came with the address, or the form that sends one."""
    if document is not None:
        tell("good", t("proof_page.document.here", name=document.name))
        return
    upload_form("/preuve", "document", t("proof_page.document"), ENDINGS)
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.document.first")))


def _form(actor: Actor, document: Upload | None) -> None:
    suppliers = _suppliers(actor)
    with st.form("proof"):
        told = _fields(suppliers)
        if st.form_submit_button(t("proof_page.save"), type="primary"):
            _save(actor, document, told)


def _suppliers(actor: Actor) -> Mapping[str, str]:
    """The suppliers that the actor may record for: code -> name."""
    with session.means() as means:
        cards = read.suppliers(actor, means)
    own = [card for card in cards if actor.kind != "supplier" or card.id == actor.organisation_id]
    return {card.code: card.name for card in sorted(own, key=lambda card: card.name)}


def _fields(suppliers: Mapping[str, str]) -> dict[str, object]:
    supplier = st.selectbox(t("file.supplier"), list(suppliers), key="supplier", format_func=lambda code: suppliers[code],
                            index=0 if len(suppliers) == 1 else None, placeholder=t("deposit.supplier.choose"))  # fmt: skip
    references = st.text_area(t("proof_page.references"), key="references")
    hint(t("proof_page.references.why"))
    left, right = st.columns(2)
    with left:
        attribute = _named("attribute", "proof_page.attribute")
        label = _named("label", "proof_page.label.optional")
    with right:
        kind = _named("proof_kind", "proof_page.kind")
        number = st.text_input(t("proof_page.number"), key="number", max_chars=100)
    issuer = st.text_input(t("proof_page.issuer"), key="issuer", max_chars=200)
    valid_from, valid_until = _days()
    return {
        "supplier": supplier, "references": references, "attribute": attribute, "label": label, "issuer": issuer,
        "valid_from": valid_from, "kind": kind, "number": number, "valid_until": valid_until,
    }  # fmt: skip


def _days() -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of validity."""
    left, right = st.columns(2)
    with left:
        first = _day("valid_from", "proof_page.from")
    with right:
        last = _day("valid_until", "proof_page.until")
        hint(t("proof_page.until.why"))
    return first, last


def _day(key: str, title: str) -> dt.date | None:
    """A day within what a proof may say."""
    with session.means() as means:
        today = means.clock.today()
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(today.year + LONGEST_YEARS, 12, 31)
    return st.date_input(t(title), None, first, last, key=key, format="DD/MM/YYYY")


def _named(kind: str, title: str) -> str | None:
    """A choice among the names of the reference."""
    place = 0 if session.language() == "fr" else 1
    of = names(kind)
    return st.selectbox(t(title), list(of), key=kind, index=None, format_func=lambda code: of[code][place],
                        placeholder=t("proof_page.choose"))  # fmt: skip


def _save(actor: Actor, document: Upload | None, told: Mapping[str, object]) -> None:
    missing = [name for name in ("supplier", "references", "attribute", "kind", "valid_from") if not told[name]]
    if missing:
        st.error(t("proof_page.missing", fields=", ".join(t(f"proof_page.missing.{name}") for name in missing)))
        return
    try:
        number = _added(actor, document, told)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("proof_page.saved"))
    navigation.go("preuve", id=str(number))


def _added(actor: Actor, document: Upload | None, told: Mapping[str, object]) -> int:
    references = [part.strip() for part in BETWEEN.split(str(told["references"])) if part.strip()]
    rest = {
        name: told[name] for name in ("attribute", "kind", "label", "issuer", "number", "valid_from", "valid_until")
    }
    with session.work() as means:
        return add(
            actor, means, supplier=str(told["supplier"]), references=references,
            document=means.files.read(document.sha256) if document else None,
            document_name=document.name if document else None, **rest,  # type: ignore[arg-type]
        )  # fmt: skip
