"""A member's home: look for a product, or open a range that is compliant today."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.services.buying.cards import RangeCard, range_cards
from catalog.services.buying.search import search
from catalog.services.buying.suited import sector_of, suits
from ui import navigation, session
from ui.parts import basket
from ui.parts.changes import changes
from ui.parts.markup import Trusted, fill
from ui.parts.names import sortable
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.proposals import waiting
from ui.wording.words import called, counted, t

CARD = """<div class="range-card"><span class="range-drawing">{drawing}</span><h3>{name}</h3>
<p class="range-count"><b>{count}</b></p><p class="quiet-text">{about}</p><p class="quiet-text">{end}</p><p class="quiet-text">{ending}</p></div>"""
SOUGHT = "home.sought"


def home_member(actor: Actor, means: Means) -> None:
    """Draw it."""
    _search()
    waiting(actor, means)
    edition = session.house().shelf.edition(means)
    cards, sector = _cards(actor, means, edition), sector_of(actor, means)
    first = [card for card in cards if card.offers and suits(card.terms, sector)]
    if first and sector:
        _section(t(f"home.for.{sector}"), "gammes", first)
        cards = [card for card in cards if card not in first]
    if cards or not first:
        _section(t("home.ranges.others" if first else "home.ranges"), "gammes_autres" if first else "gammes", cards)
    changes(actor, means, edition)
    with st.container(key="suite"):
        navigation.link("catalogue", t("home.catalogue", n=_offers(actor, means)))
        navigation.link("gammes-demandees", t("home.wishes"))
        navigation.link("produits-demandes", t("home.product_requests"))
    basket.bar(basket.basket(actor, means, edition), session.language())


def _section(title: str, key: str, cards: list[RangeCard]) -> None:
    st.header(title, anchor=False)
    if not cards:
        st.write(t("home.ranges.none"))
    with st.container(key=key):
        for card in sorted(cards, key=lambda each: (not each.offers, sortable(called(each.terms)))):
            _card(card)


def _cards(actor: Actor, means: Means, edition: Edition) -> list[RangeCard]:
    """Read once while the database stands as it is: every offer of every range is looked at for them."""
    key = ("cards", edition.publication, edition.on, actor.organisation_id, actor.role)
    return means.once(key, lambda: range_cards(actor, means, edition))


def _offers(actor: Actor, means: Means) -> int:
    return search(actor, means, session.house().shelf, Selection(size=1)).answer.total


def _search() -> None:
    wanted = st.session_state.pop(SOUGHT, None)
    if wanted:
        navigation.go("catalogue", q=wanted)
    st.text_input(t("catalogue.search"), key="home.q", type="search", icon=":material/search:",
                  placeholder=t("catalogue.search.hint"), on_change=_sought)  # fmt: skip


def _sought() -> None:
    """Leave with the words, and an empty box for who comes back."""
    st.session_state[SOUGHT] = " ".join((st.session_state["home.q"] or "").split())
    st.session_state["home.q"] = ""


def _card(card: RangeCard) -> None:
    french = session.language() == "fr"
    terms, name = card.terms, called(card.terms)
    attributes = terms.rule.get("attributes") or ()
    with st.container(key=f"gamme_{terms.code}"):
        st.html(
            fill(
                CARD,
                drawing=Trusted(pictogram(pictogram_of(attributes[0]) if attributes else "obj-gamme")),
                name=name,
                count=counted(card.offers, "home.compliant"),
                about=terms.description_fr if french else terms.description_en,
                end=t("home.next_end", until=card.next_end) if card.next_end else "",
                ending=counted(card.ending, "home.ending") if card.ending else "",
            )
        )
        navigation.link("catalogue", t("home.open"), name, range=terms.code)
