"""Record a proof, or the renewal of one: the document first, by our own route, then what it says and what it covers.

What was read in the document is proposed; the rehearsal tells what would be covered and which tags would turn.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog import deposits
from catalog.access import Actor, require
from catalog.errors import NotFound, Refusal
from catalog.reference.shipped import names
from catalog.services.agreements import read
from catalog.services.proofs.add import FIRST_YEAR, LONGEST_YEARS, add
from catalog.services.proofs.read import said_of_document
from catalog.services.proofs.rehearse import rehearse
from catalog.services.proofs.renew import renew
from catalog.services.proofs.show import ProofSheet, show_proof
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.markup import fill
from ui.parts.notice import hint, tell
from ui.parts.proof_rehearsal import rehearsal
from ui.parts.proof_state import title_of
from ui.parts.upload import upload_form
from ui.wording.words import counted, refused, t

ENDINGS = ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.docx,.odt,.txt"
BETWEEN = re.compile(r"[\n\t,;]+")
KEPT = ("supplier", "ref", "attribute", "replaces")
"""What of the address the upload leads back with."""
TOLD = ("attribute", "kind", "label", "issuer", "number", "valid_from", "valid_until", "holder", "holder_link")


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    require(actor, "proof.add", actor.organisation_id)
    navigation.link("preuves", f"← {t('proof_page.back')}")
    old = _replaced(actor)
    st.title(t("proof_page.renewal" if old else "proof_page.new"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("proof_page.renewal.lead" if old else "proof_page.new.lead")))
    document = uploaded()
    matter, _aside = st.columns([2.3, 1], gap="large")
    with matter:
        if old:
            covers = counted(len(old.covered), "proofs.products")
            tell("told", title_of(old.line, session.language()), t("proof_page.renewal.covers", covers=covers))
        st.header(t("proof_page.new.document"), anchor=False)
        said = _document(actor, document)
        st.header(t("proof_page.new.says"), anchor=False)
        _form(actor, document, said, old)


def _replaced(actor: Actor) -> ProofSheet | None:
    """The proof that the address renews; None where it names none that the actor may renew."""
    asked = st.query_params.get("replaces", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 16):
        return None
    try:
        with session.means() as means:
            found = show_proof(actor, means, int(asked))
    except NotFound:
        return None
    return found if found.may_renew else None


def _document(actor: Actor, document: Upload | None) -> Mapping[str, Any]:
    """The document that came with the address and what it says; or the form that sends one."""
    if document is None:
        kept = {name: st.query_params[name] for name in KEPT if st.query_params.get(name)}
        query = "&".join(f"{name}={value}" for name, value in kept.items())
        upload_form(f"/preuve?{query}" if query else "/preuve", "document", t("proof_page.document"), ENDINGS)
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.document.first")))
        return {}
    with st.spinner(t("proof_page.document.reading")):
        deposits.read_document(session.house().entrance, actor, document.sha256, document.name)
    with session.means() as means:
        said = said_of_document(actor, means, document.sha256) or {}
    tell(
        "good",
        t("proof_page.document.here", name=document.name),
        t("proof_page.document.read") if said.get("readable") else "",
    )
    return said


def _form(actor: Actor, document: Upload | None, said: Mapping[str, Any], old: ProofSheet | None) -> None:
    _proposed(said, old, document)
    suppliers = _suppliers(actor)
    with st.form("proof"):
        told = _fields(suppliers, old)
        look, save = st.columns(2)
        with look:
            looked = old is None and st.form_submit_button(t("proof_page.rehearse"), icon=":material/visibility:")
        with save:
            saved = st.form_submit_button(t("proof_page.save"), type="primary")
    if looked and _complete(told, old):
        _rehearse(actor, told)
    if saved and _complete(told, old):
        _save(actor, document, told, old)


def _proposed(said: Mapping[str, Any], old: ProofSheet | None, document: Upload | None) -> None:
    """What the document says stands in the fields at first; once, then they are the person's."""
    mark = (document.sha256 if document else "", old.line.id if old else 0)
    if st.session_state.get("proposed") == mark:
        return
    st.session_state["proposed"] = mark
    if old:
        line = old.line
        st.session_state.update(attribute=line.attribute, label=line.label, proof_kind=line.kind, number=line.number or "",
                                issuer=line.issuer or "", holder=line.holder or "", holder_link=line.holder_link or "")  # fmt: skip
    for name, value in _read(said).items():
        st.session_state[name] = value
    asked = st.query_params
    if asked.get("ref"):
        st.session_state.setdefault("references", asked["ref"])
    if asked.get("attribute") in names("attribute"):
        st.session_state["attribute"] = asked["attribute"]


def _read(said: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that the document fills in: evidence, for a person to look at."""
    found: dict[str, Any] = {}
    about, numbers = said.get("about"), said.get("numbers") or []
    if about in names("proof_kind"):
        found["proof_kind"] = about
    if about in ("safety_sheet", "ingredient_list"):
        found["attribute"] = "early_childhood"
        found["valid_from"] = _day_of(said.get("revised"))
    if numbers and about != "safety_sheet":
        found |= {"label": numbers[0]["label"], "number": numbers[0]["number"]}
    for name, field in (("from", "valid_from"), ("until", "valid_until")):
        if about != "safety_sheet" and said.get(name):
            found[field] = _day_of(said[name]["day"])
    found |= {name: said[name]["name"] for name in ("holder", "issuer") if said.get(name)}
    if said.get("references") or said.get("gtins"):
        named = [each["value"] for each in (*said.get("references", ()), *said.get("gtins", ()))]
        found["references"] = "\n".join(dict.fromkeys(named))
    return {name: value for name, value in found.items() if value}


def _day_of(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _suppliers(actor: Actor) -> Mapping[str, str]:
    """The suppliers that the actor may record for: code -> name."""
    with session.means() as means:
        cards = read.suppliers(actor, means)
    own = [card for card in cards if actor.kind != "supplier" or card.id == actor.organisation_id]
    return {card.code: card.name for card in sorted(own, key=lambda card: card.name)}


def _fields(suppliers: Mapping[str, str], old: ProofSheet | None) -> dict[str, Any]:
    covered = {} if old else _covering(suppliers)
    left, right = st.columns(2)
    with left:
        attribute = _named("attribute", "proof_page.attribute", fixed=old is not None)
        label = _named("label", "proof_page.label.optional")
    with right:
        kind = _named("proof_kind", "proof_page.kind")
        number = st.text_input(t("proof_page.number"), key="number", max_chars=100)
    issuer = st.text_input(t("proof_page.issuer"), key="issuer", max_chars=200)
    holder = st.text_input(t("proof_page.holder"), key="holder", max_chars=200)
    hint(t("proof_page.holder.why"))
    link = st.text_input(t("proof_page.holder.link"), key="holder_link", max_chars=500)
    valid_from, valid_until = _days()
    return {
        **covered, "attribute": attribute, "label": label, "issuer": issuer, "valid_from": valid_from, "kind": kind,
        "number": number, "valid_until": valid_until, "holder": holder, "holder_link": link,
    }  # fmt: skip


def _covering(suppliers: Mapping[str, str]) -> dict[str, Any]:
    """Which products: named one by one, by model, or a whole family of this supplier."""
    first = next((at for at, code in enumerate(suppliers) if code == st.query_params.get("supplier")), None)
    supplier = st.selectbox(t("file.supplier"), list(suppliers), key="supplier", format_func=lambda code: suppliers[code],
                            index=0 if len(suppliers) == 1 else first, placeholder=t("deposit.supplier.choose"))  # fmt: skip
    references = st.text_area(t("proof_page.references"), key="references")
    hint(t("proof_page.references.why"))
    with st.expander(t("proof_page.further")):
        models = st.text_area(t("proof_page.models"), key="models")
        hint(t("proof_page.models.why"))
        of, place = names("family"), 0 if session.language() == "fr" else 1
        families = st.multiselect(t("proof_page.families"), list(of), key="families", format_func=lambda code: of[code][place],
                                  placeholder=t("proof_page.choose"))  # fmt: skip
        hint(t("proof_page.families.why"))
    found_only = st.checkbox(t("proof_page.found_only"), key="found_only")
    return {
        "supplier": supplier,
        "references": references,
        "models": models,
        "families": families,
        "found_only": found_only,
    }


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
    if not first <= (st.session_state.get(key) or first) <= last:
        st.session_state[key] = None
    return st.date_input(t(title), None, first, last, key=key, format="DD/MM/YYYY")


def _named(kind: str, title: str, *, fixed: bool = False) -> str | None:
    """A choice among the names of the reference."""
    place = 0 if session.language() == "fr" else 1
    of = names(kind)
    return st.selectbox(t(title), list(of), key=kind, index=None, format_func=lambda code: of[code][place],
                        placeholder=t("proof_page.choose"), disabled=fixed)  # fmt: skip


def _complete(told: Mapping[str, Any], old: ProofSheet | None) -> bool:
    """Whether nothing is missing; else what is."""
    wanted = (
        ["attribute", "kind", "valid_from"] if old else ["supplier", "references", "attribute", "kind", "valid_from"]
    )
    covers = told.get("models") or told.get("families")
    missing = [name for name in wanted if not told[name] and not (name == "references" and covers)]
    if missing:
        st.error(t("proof_page.missing", fields=", ".join(t(f"proof_page.missing.{name}") for name in missing)))
    return not missing


def _words(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the form names, as `add` and `rehearse` take it."""
    named = {
        name: [part.strip() for part in BETWEEN.split(str(told[name] or "")) if part.strip()]
        for name in ("references", "models")
    }
    return {
        "supplier": str(told["supplier"]),
        **named,
        "families": told["families"],
        **{name: told[name] for name in TOLD},
    }


def _rehearse(actor: Actor, told: Mapping[str, Any]) -> None:
    try:
        with session.means() as means:
            found = rehearse(actor, means, **_words(told))
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    rehearsal(found)


def _save(actor: Actor, document: Upload | None, told: Mapping[str, Any], old: ProofSheet | None) -> None:
    try:
        number = _renewed(actor, document, told, old) if old else _added(actor, document, told)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(t("proof_page.saved"))
    navigation.go("preuve", id=str(number))


def _added(actor: Actor, document: Upload | None, told: Mapping[str, Any]) -> int:
    with session.work() as means:
        return add(
            actor, means, **_words(told), found_only=bool(told["found_only"]),
            document=means.files.read(document.sha256) if document else None,
            document_name=document.name if document else None,
        )  # fmt: skip


def _renewed(actor: Actor, document: Upload | None, told: Mapping[str, Any], old: ProofSheet) -> int:
    rest = {name: told[name] for name in TOLD if name != "attribute"}
    with session.work() as means:
        return renew(
            actor, means, old.line.id, **rest, document=means.files.read(document.sha256) if document else None,
            document_name=document.name if document else None,
        )  # fmt: skip
