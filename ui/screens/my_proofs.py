"""A supplier's proofs by how they stand and when they end: what to renew, what waits, what was refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.services.proofs.listing import ProofLine, list_proofs
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Trusted, fill
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.proof_state import proof_chip, title_of, validity
from ui.wording.words import counted, t

STATES = ("expiring", "expired", "refused", "contested", "waiting", "accepted")
"""In the order in which they want something done."""
RENEWED = ("expiring", "expired", "refused")
"""States whose proof a new document takes the place of."""
SIZE = 20
ABOUT = '<p class="meta">{about}</p>'
ICON = '<span class="line-icon">{icon}</span>'
Held = Mapping[str, Sequence[ProofLine]]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    with session.means() as means:
        held = {state: list_proofs(actor, means, state) for state in STATES}
        day = means.clock.today()
    _head(actor)
    if not any(held.values()):
        st.write(t("my_proofs.empty"))
        return
    chosen = _chosen(held)
    code = f"my_proofs.lead.{chosen}" if held[chosen] else "my_proofs.none"
    st.html(fill('<p class="lead">{text}</p>', text=t(code)))
    _list(actor, held[chosen], day, renewed=chosen in RENEWED)


def _head(actor: Actor) -> None:
    title, action = st.columns([3, 1], vertical_alignment="bottom")
    with title:
        st.title(t("page.my_proofs"), anchor=False)
    if may(actor, "proof.add", actor.organisation_id):
        with action:
            if st.button(t("proofs.new"), key="new", type="primary", icon=":material/add:", width="stretch"):
                navigation.go("preuve")


def _chosen(held: Held) -> str:
    first = next((state for state in STATES if held[state]), STATES[0])
    asked = st.query_params.get("state")
    st.session_state["my_proof_state"] = asked if asked in STATES else first
    chosen = st.session_state["my_proof_state"]
    options = [state for state in STATES if held[state] or state in ("expiring", "waiting", "accepted", chosen)]
    st.segmented_control(
        t("imports.show"), options, key="my_proof_state", required=True, on_change=_keep, wrap=True,
        format_func=lambda state: t("changes.tab", name=t(f"my_proofs.{state}"), n=len(held[state])),
    )  # fmt: skip
    return str(st.session_state["my_proof_state"])


def _keep() -> None:
    st.query_params["state"] = st.session_state["my_proof_state"]


def _list(actor: Actor, lines: Sequence[ProofLine], day: dt.date, *, renewed: bool) -> None:
    ordered = sorted(lines, key=lambda line: (line.valid_until or dt.date.max, line.id))
    pages = -(-len(ordered) // SIZE)
    place = st.container(key="taches")
    page = st.pagination(pages, key="my_proof_page") if pages > 1 else 1
    renewed = renewed and may(actor, "proof.add", actor.organisation_id)
    with place:
        for line in ordered[(page - 1) * SIZE : page * SIZE]:
            _line(line, day, renewed=renewed)


def _line(line: ProofLine, day: dt.date, *, renewed: bool) -> None:
    language = session.language()
    with st.container(key=f"tache_{line.id}"):
        icon, what, state = st.columns([0.6, 7.4, 3], vertical_alignment="center")
        with icon:
            st.html(fill(ICON, icon=Trusted(pictogram(pictogram_of(line.attribute)))))
        with what:
            navigation.link("preuve", title_of(line, language), id=str(line.id))
            about = [named("attribute", line.attribute, language), counted(line.products, "proofs.products")]
            st.html(fill(ABOUT, about=" · ".join([*about, validity(line), *([line.issuer] if line.issuer else [])])))
        with state:
            st.html(fill('<div class="line-right">{chip}</div>', chip=Trusted(proof_chip(line, day))))
            if renewed:
                with st.container(key=f"renouveler_{line.id}"):
                    navigation.link("preuve", t("mine.renew"), title_of(line, language), replaces=str(line.id))
