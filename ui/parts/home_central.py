"""The central body's home: files that wait, proofs to check, proofs that end soon; each leads to where it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.means.means import Means
from catalog.services.agreements import read
from catalog.services.intake import show
from catalog.services.intake.show import BatchLine
from catalog.services.proofs import listing
from catalog.services.proofs.show import ProofLine
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.proof_state import title_of
from ui.wording.words import counted, t

LISTED = 6
TILE = '<div class="tile"><b>{n}</b><span>{text}</span></div>'
LINE = '<p class="todo"><b>{what}</b><span class="quiet-text">{about}</span></p>'


def home_central(actor: Actor, means: Means) -> None:
    """Draw it."""
    today = means.clock.today()
    batches = [line for line in show.list_batches(actor, means) if line.state in ("asking", "rehearsed")]
    waiting = listing.waiting(actor, means) if may(actor, "proof.read") else []
    ending = listing.list_proofs(actor, means, "expiring") if may(actor, "proof.read") else []
    _tiles(len(batches), len(waiting), len(ending))
    _batches(batches)
    names = {card.code: card.name for card in read.suppliers(actor, means)}
    _proofs("home.waiting", waiting, "waiting", names, today)
    _proofs("home.ending_proofs", ending, "expiring", names, today)


def _tiles(batches: int, waiting: int, ending: int) -> None:
    with st.container(key="tuiles"):
        for n, code in ((batches, "home.tile.batches"), (waiting, "home.tile.waiting"), (ending, "home.tile.ending")):
            st.html(fill(TILE, n=n, text=counted(n, code)))


def _batches(batches: Sequence[BatchLine]) -> None:
    st.header(t("home.batches"), anchor=False)
    if not batches:
        st.write(t("home.batches.none"))
    for line in batches[:LISTED]:
        about = t(
            f"home.batch.{line.state}", supplier=line.supplier_name, imported=line.imported, rejected=line.rejected
        )
        _todo(
            f"depot_{line.id}",
            line.file_name,
            about,
            "import",
            t("home.batch.open"),
            id=str(line.id),
        )
    _all("imports", t("home.batches.all"), len(batches) > LISTED or not batches)


def _proofs(title: str, proofs: Sequence[ProofLine], state: str, names: Mapping[str, str], today: dt.date) -> None:
    st.header(t(title), anchor=False)
    if not proofs:
        st.write(t(f"{title}.none"))
    for proof in proofs[:LISTED]:
        about, action = _about(proof, state, names, today), t(f"home.proof.{state}")
        what = title_of(proof, session.language())
        _todo(f"preuve_{state}_{proof.id}", what, about, "preuve", action, id=str(proof.id))
    if len(proofs) > LISTED:
        _all("preuves", t("home.proofs.all", n=len(proofs)), True, state=state)


def _about(proof: ProofLine, state: str, names: Mapping[str, str], today: dt.date) -> str:
    told = [
        named("attribute", proof.attribute, session.language()),
        ", ".join(names.get(code, code) for code in proof.suppliers),
        counted(proof.products, "home.products"),
    ]
    if state == "expiring" and proof.valid_until:
        days = (proof.valid_until - today).days
        told.append(t("home.proof.ends" if days else "home.proof.tonight", until=proof.valid_until, days=days))
    return " · ".join(part for part in told if part)


def _todo(key: str, what: str, about: str, path: str, action: str, **state: str) -> None:
    with st.container(key=f"attente_{key}"):
        st.html(fill(LINE, what=what, about=about))
        if navigation.open_to(session.actor(), path):
            navigation.link(path, action, what, **state)


def _all(path: str, label: str, wanted: bool, **state: str) -> None:
    if wanted and navigation.open_to(session.actor(), path):
        navigation.link(path, label, **state)
