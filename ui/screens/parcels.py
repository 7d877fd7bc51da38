"""Parcels of documents: send a ZIP, and the list of those received with what still waits in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from catalog import deposits
from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.agreements import read
from catalog.services.proofs.parcel_show import ParcelLine, list_parcels
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.markup import Html, Trusted, fill
from ui.parts.notice import tell
from ui.parts.state import state_chip
from ui.parts.upload import upload_form
from ui.parts.work import follow, kept
from ui.wording.words import counted, refused, t

SIZE = 20
ABOUT = '<p class="meta">{about}</p>'


def show() -> None:
    """Draw the page. Back from the upload (a ticket in the address) it asks whose documents they are."""
    actor = session.actor()
    navigation.link("preuves" if actor.kind == "central" else "mes-preuves", f"← {t('proof_page.back')}")
    st.title(t("parcels.title"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("parcels.lead")))
    with session.means() as means:
        lines = list_parcels(actor, means)
        cards = read.suppliers(actor, means)
    if may(actor, "proof.add", actor.organisation_id):
        own = [card for card in cards if actor.kind != "supplier" or card.id == actor.organisation_id]
        _send(actor, {card.code: card.name for card in sorted(own, key=lambda card: card.name)})
    st.header(t("parcels.received"), anchor=False)
    if not lines:
        st.write(t("parcels.none"))
    _list(lines)


def _send(actor: Actor, suppliers: Mapping[str, str]) -> None:
    st.header(t("parcels.send"), anchor=False)
    arrived = uploaded()
    if arrived is None:
        upload_form("/envois", "parcel", t("parcels.file"), ".zip")
        return
    tell("good", t("parcels.arrived", file=arrived.name))
    with st.form("parcel"):
        supplier = st.selectbox(t("file.supplier"), list(suppliers), key="supplier", format_func=lambda code: suppliers[code],
                                index=0 if len(suppliers) == 1 else None, placeholder=t("deposit.supplier.choose"))  # fmt: skip
        if st.form_submit_button(t("parcels.open"), type="primary"):
            if supplier:
                _open(actor, supplier, arrived)
            else:
                st.warning(t("deposit.choose_supplier"))


def _open(actor: Actor, supplier: str, arrived: Upload) -> None:
    """Put the ZIP in line; a small one is sorted by the time the page comes back."""
    try:
        with st.spinner(t("parcels.opening")):
            job = deposits.enqueue_parcel(session.house().entrance, actor, supplier, arrived.sha256, arrived.name)
            found = follow(actor, job)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    if found is not None and found.parcel is not None:
        navigation.go("envoi", **kept(id=str(found.parcel), **({"known": "1"} if found.known else {})))


def _list(lines: Sequence[ParcelLine]) -> None:
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="parcel_page") if pages > 1 else 1
    with place:
        for line in lines[(page - 1) * SIZE : page * SIZE]:
            _line(line)


def _line(line: ParcelLine) -> None:
    with st.container(key=f"tache_{line.id}"):
        what, state = st.columns([7, 3], vertical_alignment="center")
        with what:
            navigation.link("envoi", line.file_name, id=str(line.id))
            who = line.by or t("proof_page.operator")
            about = [
                line.supplier_name,
                counted(line.files, "parcels.files"),
                t("proof_page.entered.by", day=day_of(line.recorded_at), who=who),
            ]
            st.html(fill(ABOUT, about=" · ".join(about)))
        with state:
            st.html(fill('<div class="line-right">{chip}</div>', chip=Trusted(chip_of(line))))


def chip_of(line: ParcelLine) -> Html:
    """How the parcel stands: files that wait, else all in place."""
    waits = line.counts.get("waiting", 0)
    if waits:
        return state_chip("to_verify", "etat-a-verifier", counted(waits, "parcels.waiting"))
    return state_chip("verified", "etat-verifie", t("parcels.done"))
