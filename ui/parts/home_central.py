"""The central body's home: files that wait, proofs to check, proofs that end soon; each leads to where it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from catalog.access import Actor, may
from catalog.means.means import Means
from catalog.services.intake import show
from catalog.services.proofs import listing
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import fill
from ui.wording.words import counted, t

LISTED = 6
TILE = '<div class="tile"><b>{n}</b><span>{text}</span></div>'
LINE = '<p class="todo"><b>{what}</b><span class="quiet-text">{about}</span></p>'


class Deposit(Protocol):
    """A file that waits."""

    @property
    def id(self) -> int: ...
    @property
    def file_name(self) -> str: ...
    @property
    def supplier_name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def imported(self) -> int: ...
    @property
    def rejected(self) -> int: ...


class Shown(Protocol):
    """A proof that waits for a check, or that ends."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def attribute(self) -> str: ...
    @property
    def valid_until(self) -> dt.date | None: ...
    @property
    def suppliers(self) -> tuple[str, ...]: ...
    @property
    def products(self) -> int: ...


def home_central(actor: Actor, means: Means) -> None:
    """Draw it."""
    today = means.clock.today()
    batches = [line for line in show.list_batches(actor, means) if line.state in ("asking", "rehearsed")]
    waiting = listing.waiting(actor, means) if may(actor, "proof.read") else []
    ending = listing.list_proofs(actor, means, "expiring") if may(actor, "proof.read") else []
    ending = sorted(ending, key=lambda proof: proof.valid_until or dt.date.max)
    _tiles(len(batches), len(waiting), len(ending))
    _batches(batches)
    _proofs("home.waiting", waiting, today, "waiting")
    _proofs("home.ending_proofs", ending, today, "expiring")


def _tiles(batches: int, waiting: int, ending: int) -> None:
    with st.container(key="tuiles"):
        for n, code in ((batches, "home.tile.batches"), (waiting, "home.tile.waiting"), (ending, "home.tile.ending")):
            st.html(fill(TILE, n=n, text=counted(n, code)))


def _batches(batches: Sequence[Deposit]) -> None:
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


def _proofs(title: str, proofs: Sequence[Shown], today: dt.date, state: str) -> None:
    st.header(t(title), anchor=False)
    if not proofs:
        st.write(t(f"{title}.none"))
    for proof in proofs[:LISTED]:
        _todo(f"preuve_{state}_{proof.id}", _what(proof), _about(proof, today, state), "preuves",
              t(f"home.proof.{state}"), id=str(proof.id))  # fmt: skip
    if len(proofs) > LISTED:
        _all("preuves", t("home.proofs.all", n=len(proofs)), True, state=state)


def _what(proof: Shown) -> str:
    language = session.language()
    kind = named("proof_kind", proof.kind, language)
    return f"{kind[:1].upper()}{kind[1:]} {proof.number or ''}".strip()


def _about(proof: Shown, today: dt.date, state: str) -> str:
    shared = [named("attribute", proof.attribute, session.language()), ", ".join(proof.suppliers)]
    shared.append(counted(proof.products, "home.products"))
    if state == "expiring" and proof.valid_until:
        days = (proof.valid_until - today).days
        shared.append(t("home.proof.ends" if days else "home.proof.tonight", until=proof.valid_until, days=days))
    return " · ".join(part for part in shared if part)


def _todo(key: str, what: str, about: str, path: str, action: str, **state: str) -> None:
    with st.container(key=f"attente_{key}"):
        st.html(fill(LINE, what=what, about=about))
        if navigation.open_to(session.actor(), path):
            navigation.link(path, action, what, **state)


def _all(path: str, label: str, wanted: bool, **state: str) -> None:
    if wanted and navigation.open_to(session.actor(), path):
        navigation.link(path, label, **state)
