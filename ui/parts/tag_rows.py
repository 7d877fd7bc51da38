"""One product of a range to validate, as buyers will see it, and below it a row a tag: what it rests on, what to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from catalog.facets.index import OfferRow
from catalog.services.validation.lines import ProductLines, TagLine
from catalog.tagging.records import Tag
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, plain
from ui.parts.offer_row import meta, priced, reference, tag_chip
from ui.parts.request import address_of
from ui.parts.said import attribute_of, said_lines
from ui.parts.state import state_chip
from ui.wording.words import counted, t

ROW = '<div class="tag-line" data-open="{open}" data-asked="{asked}"><p class="tag-head">{chip}{state}</p>{said}</div>'
OUTSIDE = '<p class="quiet-text tag-outside">{text}</p>'
STATES: Mapping[str, tuple[str, str]] = {
    "undecided": ("declared", "etat-declare"),
    "again": ("to_verify", "etat-a-verifier"),
    "accepted": ("verified", "etat-verifie"),
    "contested": ("contested", "etat-conteste"),
}
"""State of a line -> (look of its chip, drawing)."""
TO_DECIDE = ("undecided", "again")
UNPROVEN = ("declared", "to_verify", "expired", "missing", "conflict")
"""Standings for which a document would help."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the buttons do. `decide(line, verdict)` is a callback, `contest(product, line)` draws its dialog."""

    decide: Callable[[TagLine, str], None]
    contest: Callable[[ProductLines, TagLine], None]
    request: int
    language: str
    day: dt.date
    allowed: bool


def product(place: int, lines: ProductLines, offer: OfferRow | None, how: Deciding) -> None:
    """The card of the catalogue, then its tags."""
    with st.container(key=f"article_{place}"):
        with st.container(key=f"produit_{place}"):
            _card(lines, offer, how)
        if not any(outcome.inside for outcome in lines.outcomes):
            st.html(fill(OUTSIDE, text=_outside(lines)))
        for line in lines.lines:
            _row(lines, line, how)


def _card(lines: ProductLines, offer: OfferRow | None, how: Deciding) -> None:
    tags: dict[str, Tag] = {line.attribute: line.tag for line in lines.lines}
    if offer is None:
        st.html(fill("<p><b>{name}</b></p>", name=lines.name))
        return
    if navigation.open_to(session.actor(), "produit"):
        navigation.link("produit", offer.name, **reference(offer.supplier, offer.reference, offer.lot))
    else:
        st.html(fill('<p class="offer-name">{name}</p>', name=offer.name))
    st.html(meta(offer, tags, how.language, how.day))
    st.html(priced(offer, how.language))


def _outside(lines: ProductLines) -> str:
    if any(line.tag.standing == "contested" for line in lines.lines):
        return t("tags.outside.contested")
    short = min((outcome.verdict.rules_short for outcome in lines.outcomes), default=0)
    near = short == 1 and any(_one_document(line.tag) for line in lines.lines)
    return t("tags.near") if near else counted(short, "tags.outside.about")


def _one_document(tag: Tag) -> bool:
    """Whether one document of the supplier is all that is missing: not a check, a ruling, or evidence against."""
    return tag.state == "unknown" and tag.standing != "conflict" and not tag.warnings and len(tag.missing) == 1


def _row(product_lines: ProductLines, line: TagLine, how: Deciding) -> None:
    about = t("tags.line", attribute=attribute_of(line), product=product_lines.name)
    with st.container(key=f"tagline_{slug(line)}"):
        st.html(row_html(line, how.language, how.day))
        if how.allowed:
            with st.container(key=f"tagdo_{slug(line)}", horizontal=True):
                _buttons(product_lines, line, about, how)
                _prove(line, about, how)


def row_html(line: TagLine, language: str, day: dt.date) -> Html:
    """The chip with its dates, how the decision stands, what it rests on and what was said."""
    look, icon = STATES[line.state]
    return fill(
        ROW,
        open="1" if line.state in TO_DECIDE else "0",
        asked="1" if line.duty else "0",
        chip=Trusted(tag_chip(line.tag, language, day, dated=True)),
        state=Trusted(state_chip(look, icon, t(f"tags.state.{line.state if line.duty else 'optional'}"))),
        said=Trusted(said_lines(line)),
    )


def _buttons(product_lines: ProductLines, line: TagLine, about: str, how: Deciding) -> None:
    key, small = slug(line), f":small[{plain(about)}]"
    if line.state in TO_DECIDE:
        st.button(f"{t('tags.confirm')} {small}", key=f"yes_{key}", type="primary",
                  on_click=how.decide, args=(line, "accept"))  # fmt: skip
        if st.button(f"{t('tags.contest')} {small}", key=f"no_{key}"):
            how.contest(product_lines, line)
    else:
        word = t("tags.withdraw" if line.state == "contested" else "tags.undo")
        st.button(f"{word} {small}", key=f"undo_{key}", type="tertiary",
                  on_click=how.decide, args=(line, "withdraw"))  # fmt: skip


def _prove(line: TagLine, about: str, how: Deciding) -> None:
    if line.tag.standing not in UNPROVEN or line.state == "contested":
        return
    with st.container(key=f"prove_{slug(line)}"):
        navigation.link("piece", t("tags.prove"), about, ligne=line.key, **address_of(how.request))


def slug(line: TagLine) -> str:
    """The line's key as a part of a style class."""
    return line.key.replace(":", "_")
