"""The proofs as people go through them: what waits for a check, what holds, what ends soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.services.agreements import read
from catalog.services.proofs.extend import waiting_newcomers
from catalog.services.proofs.listing import list_proofs
from catalog.services.proofs.show import ProofLine
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Trusted, fill
from ui.parts.notice import tell
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.proof_state import proof_chip, title_of, validity
from ui.wording.words import counted, t

STATES = ("waiting", "contested", "expiring", "accepted", "expired", "refused")
"""In the order in which they want something done."""
SIZE = 20
ABOUT = '<p class="meta">{about}</p>'
WHEN = '<p class="meta">{when}</p><p class="meta">{issuer}</p>'
Held = Mapping[str, Sequence[ProofLine]]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    _head(actor)
    with session.means() as means:
        held = {state: list_proofs(actor, means, state) for state in STATES}
        day = means.clock.today()
        names = {card.code: card.name for card in read.suppliers(actor, means)}
        grown = waiting_newcomers(actor, means)
    _newcomers(grown)
    if not any(held.values()):
        st.write(t("proofs.empty"))
        return
    chosen = _chosen(held)
    lines = held[chosen]
    if not lines:
        st.write(t(f"proofs.none.{chosen}"))
    _list(lines, day, names, chosen)


def _head(actor: Actor) -> None:
    title, action = st.columns([3, 1], vertical_alignment="bottom")
    kind = "supplier" if actor.kind == "supplier" else "central"
    with title:
        st.title(t(f"proofs.title.{kind}"), anchor=False)
        st.html(fill('<p class="lead">{text}</p>', text=t(f"proofs.lead.{kind}")))
    if may(actor, "proof.add", actor.organisation_id):
        with action:
            if st.button(t("proofs.new"), key="new", type="primary", icon=":material/add:", width="stretch"):
                navigation.go("preuve")
            navigation.link("envois", t("parcels.link"))
    if navigation.open_to(actor, "registres"):
        navigation.link("registres", t("page.registers"))


def _newcomers(grown: Sequence[tuple[ProofLine, int]]) -> None:
    """Proofs that later publications outgrew: each leads to the one action that ties what its scope or number names."""
    if not grown:
        return
    tell("wait", counted(len(grown), "proofs.grown"), t("proofs.grown.text"))
    with st.container(key="nouveaux"):
        for line, new in grown[:SIZE]:
            title = title_of(line, session.language())
            navigation.link("preuve", f"{title} · {counted(new, 'proof_page.newcomers.short')}", id=str(line.id))


def _chosen(held: Held) -> str:
    """The state in the address, and the buttons that change it."""
    first = next((state for state in STATES if held[state]), "waiting")
    asked = st.query_params.get("state")
    st.session_state["proof_state"] = asked if asked in STATES else first
    st.segmented_control(
        t("imports.show"), STATES, key="proof_state", required=True, on_change=_keep,
        format_func=lambda state: t("changes.tab", name=t(f"proofs.{state}"), n=len(held[state])),
    )  # fmt: skip
    return str(st.session_state["proof_state"])


def _keep() -> None:
    st.query_params["state"] = st.session_state["proof_state"]


def _list(lines: Sequence[ProofLine], day: dt.date, names: Mapping[str, str], state: str) -> None:
    pages = -(-len(lines) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="proof_page") if pages > 1 else 1
    with place:
        for line in lines[(page - 1) * SIZE : page * SIZE]:
            _line(line, day, names, state)


def _line(line: ProofLine, day: dt.date, names: Mapping[str, str], state: str) -> None:
    language = session.language()
    with st.container(key=f"tache_{line.id}"):
        icon, what, when, chip = st.columns([0.6, 5, 3.4, 2], vertical_alignment="center")
        with icon:
            st.html(fill('<span class="line-icon">{pic}</span>', pic=Trusted(pictogram(pictogram_of(line.attribute)))))
        with what:
            navigation.link("preuve", title_of(line, language), id=str(line.id), state=state)
            about = (
                named("attribute", line.attribute, language),
                ", ".join(names.get(code, code) for code in line.suppliers),
                counted(line.products, "proofs.products"),
            )
            st.html(fill(ABOUT, about=" · ".join(about)))
        with when:
            st.html(fill(WHEN, when=validity(line), issuer=line.issuer))
        with chip:
            st.html(fill('<div class="line-right">{chip}</div>', chip=Trusted(proof_chip(line, day))))
