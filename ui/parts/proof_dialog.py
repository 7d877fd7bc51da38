"""A proof close up: what it is, from when to when, who checked it, and its document where the person may have it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.tagging.records import Proof, Tag
from catalog.wording.sentences import named
from ui.parts.chip import standing_chip
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.offer_row import end_of
from ui.wording.words import word

SHEET = '{chip}<dl class="about-list">{facts}</dl>{document}'
FACT = "<div><dt>{name}</dt><dd>{value}</dd></div>"
DOCUMENT = '<p><a class="button" href="/files/proof/{id}" target="_self" download>{text}</a></p><p class="quiet-text">{name}</p>'
CLOSED = '<p class="quiet-text">{text}</p>'


def proof_dialog(proof: Proof, tag: Tag, language: str, day: dt.date, *, openable: bool) -> None:
    """Open it over the page."""

    def draw() -> None:
        st.html(proof_sheet(proof, tag, language, day, openable=openable))

    title = word("proof.title", language, attribute=named("attribute", tag.attribute, language))
    st.dialog(title, width="medium")(draw)()


def proof_sheet(proof: Proof, tag: Tag, language: str, day: dt.date, *, openable: bool) -> Html:
    """The facts of the proof and the way to its document."""
    drawn = [
        fill(FACT, name=word(f"proof.{name}", language), value=value)
        for name, value in _facts(proof, language)
        if value
    ]
    return fill(
        SHEET,
        chip=Trusted(standing_chip(tag.standing, end_of(tag), language, day, state=tag.state)),
        facts=Trusted(join(drawn)),
        document=Trusted(_document(proof, language, openable)),
    )


def _facts(proof: Proof, language: str) -> list[tuple[str, str | None]]:
    label = named("label", proof.label, language) if proof.label else None
    checked = word(
        "proof.checked.by", language, on=proof.checked_on, by=proof.checked_by or word("why.central", language)
    )
    return [
        ("kind", named("proof_kind", proof.kind, language).capitalize()),
        ("label", label),
        ("number", proof.number),
        ("issuer", proof.issuer),
        ("from", word("proof.day", language, day=proof.valid_from)),
        (
            "until",
            word("proof.day", language, day=proof.valid_until)
            if proof.valid_until
            else word("proof.open_end", language),
        ),
        ("checked", checked if proof.checked_on else word("proof.unchecked", language)),
        ("reason", proof.check_reason),
    ]


def _document(proof: Proof, language: str, openable: bool) -> Html:
    if openable:
        return fill(DOCUMENT, id=proof.id, text=word("proof.download", language), name=proof.document_name)
    return fill(CLOSED, text=word("proof.closed" if proof.document else "proof.no_document", language))
