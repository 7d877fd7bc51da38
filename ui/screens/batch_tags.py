"""Step 5 of a batch, for the central body: what its claims would make of tags: proven already, to be checked, claimed only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.services.validation.proposed import Proposed, ProposedTag, Queue, proposed
from catalog.wording.sentences import named, say
from ui import navigation, session
from ui.parts.batch import Seen
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.offer_row import tag_chip
from ui.parts.said import rests_on
from ui.parts.why import place, proof_name
from ui.wording.words import t

QUEUES: tuple[Queue, ...] = ("known", "to_check", "claim_only")
SIZE = 20
LINE = '<p class="tag-head"><b>{name}</b> {chip}</p><p class="meta">{about}</p><ul class="said">{lines}</ul>'


def show(seen: Seen) -> None:
    """Draw the step."""
    if seen.state in ("asking", "refused"):
        st.write(t("changes.waiting" if seen.state == "asking" else "changes.refused"))
        return
    if seen.state == "published":
        st.write(t("changes.closed", n=seen.sheet.line.publication))
        return
    with session.means() as means:
        found, day = proposed(seen.actor, means, seen.id), means.clock.today()
    queue = _queue(found)
    st.html(fill('<p class="lead">{text}</p>', text=t(f"batch_tags.lead.{queue}")))
    lines = found.of(queue)
    if not lines:
        st.write(t("batch_tags.none"))
    _list(lines, found.supplier, day)


def _queue(found: Proposed) -> Queue:
    """The queue in the address, else the first that wants something done."""
    counts: Mapping[Queue, int] = {queue: len(found.of(queue)) for queue in QUEUES}
    named_ = st.query_params.get("show", "")
    first: Queue = "to_check" if counts["to_check"] else "claim_only" if counts["claim_only"] else "known"
    st.session_state["batch_tags"] = next((queue for queue in QUEUES if queue == named_), first)
    chosen: Queue | None = st.segmented_control(
        t("changes.show"), QUEUES, key="batch_tags", required=True, width="stretch", wrap=True, on_change=_keep,
        format_func=lambda queue: t("changes.tab", name=t(f"batch_tags.{queue}"), n=counts[queue]),
    )  # fmt: skip
    return chosen or first


def _keep() -> None:
    st.query_params["show"] = st.session_state["batch_tags"]


def _list(lines: Sequence[ProposedTag], supplier: str, day: dt.date) -> None:
    pages, where = -(-len(lines) // SIZE), st.container(key="taches")
    page = st.pagination(pages, key="batch_tags_page") if pages > 1 else 1
    with where:
        for at, line in enumerate(lines[(page - 1) * SIZE : page * SIZE]):
            _line(at, line, supplier, day)


def _line(at: int, line: ProposedTag, supplier: str, day: dt.date) -> None:
    with st.container(key=f"tache_{at}"):
        what, do = st.columns([7.5, 2.5], vertical_alignment="center")
        with what:
            st.html(line_html(line, day))
        with do, st.container(key=f"renouveler_{at}"):
            _do(line, supplier)


def line_html(line: ProposedTag, day: dt.date) -> Html:
    """The product, the attribute as it would stand, and why it is proposed: the cell and its quote, the proofs."""
    language = session.language()
    told = [
        t("contests.claim", place=place(claim.source), quote=claim.quote) if claim.source else claim.quote
        for claim in line.claims
    ]
    told += [rests_on(line.proofs), say(line.tag.reason.code, line.tag.reason.params, language)]
    new = f" · {t('batch_tags.new')}" if line.new else ""
    return fill(
        LINE,
        name=line.name,
        chip=Trusted(tag_chip(line.tag, language, day, dated=True)),
        about=f"{line.reference}{new}",
        lines=Trusted(join([fill("<li>{text}</li>", text=text) for text in told])),
    )


def _do(line: ProposedTag, supplier: str) -> None:
    """To its proofs, to be checked; without one, to handing one in."""
    language = session.language()
    for proof in line.proofs:
        word = t("batch_tags.check" if proof.accepted is None else "contests.proof")
        navigation.link("preuve", word, f"{proof_name(proof, language)}, {line.name}", id=str(proof.id))
    if not line.proofs and not line.new:
        about = f"{named('attribute', line.attribute, language)}, {line.name}"
        state = {"supplier": supplier, "ref": line.reference, "attribute": line.attribute}
        navigation.link("preuve", t("tags.prove"), about, **state)
