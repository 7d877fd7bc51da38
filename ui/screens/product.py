"""The sheet of one product: conform or not, why, with which proofs, and at what price in which lot."""

from __future__ import annotations

import streamlit as st

from catalog.access import SUPPLIERS, Actor
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.services.buying.explain import Explanation, explain
from catalog.services.buying.gone import gone_product
from catalog.services.buying.sheet import OfferSeen, Sheet, sheet
from catalog.tagging.records import Tag
from catalog.wording.sentences import named
from catalog.wording.units import pack_text
from ui import navigation, session
from ui.address import Address, Named, named_product
from ui.parts import basket, browse, notes, verdict
from ui.parts.alternatives import instead, of_family, of_offer
from ui.parts.basket import Basket
from ui.parts.copied import copied
from ui.parts.doubt import doubts
from ui.parts.facts import hazard_texts
from ui.parts.markup import Trusted, fill, join
from ui.parts.names import names
from ui.parts.notice import tell
from ui.parts.offer_cards import offer_cards
from ui.parts.offer_row import in_order, worth_a_chip
from ui.parts.product_documents import product_documents
from ui.parts.swap import swap
from ui.parts.timeline import timeline
from ui.parts.trail import origins
from ui.parts.verbs import verbs
from ui.parts.verdict import Verdict
from ui.parts.why import place, why
from ui.wording.words import t

HEAD = '<h1 class="title">{name}</h1><p class="quiet-text">{about}</p>'
HAZARDS = '<ul class="hazards">{items}</ul>'
HAZARD = "<li><b>{code}</b> {text}</li>"


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    asked = named_product(st.query_params.to_dict())
    with session.means() as means:
        edition = session.house().shelf.edition(means, asked.on)
        try:
            found = sheet(actor, means, edition, asked.supplier, asked.reference)
            explained = explain(actor, means, asked.supplier, asked.reference, on=asked.on)
        except NotFound:
            _unknown(actor, means, edition, asked)
            return
        _Page(actor, means, edition, asked, found, explained).draw()


class _Page:
    """One rerun of a sheet."""

    def __init__(
        self, actor: Actor, means: Means, edition: Edition, asked: Named, found: Sheet, explained: Explanation
    ) -> None:
        self.actor, self.means, self.edition, self.sheet, self.explained = actor, means, edition, found, explained
        self.language, self.day = session.language(), edition.on
        self.names = names(actor, means, edition, self.language)
        self.offers = sorted(found.offers, key=lambda offer: (offer.lot != asked.lot, offer.lot))
        self.offer: OfferSeen = self.offers[0]
        self.verdicts = verdict.verdicts(explained, self.names.ranges, self.offer.lot)
        self.held: Basket = basket.basket(actor, means, session.house().shelf.edition(means))

    def draw(self) -> None:
        """What is read first stands first; the offers beside it."""
        st.set_page_config(page_title=t("app.title", page=self.sheet.name))
        _back()
        with st.container(key="fiche"):
            with st.container(key="fiche_tete"):
                self._head()
                notes.suspended(self.actor, self.sheet)
                notes.successions(self.sheet)
                self._verdicts()
            with st.container(key="fiche_offres"):
                self._offers()
            with st.container(key="fiche_texte"):
                self._matter()
        basket.bar(self.held, self.language)

    def _matter(self) -> None:
        """Why, what instead, the proofs along time, and what the supplier says."""
        self._why()
        self._alternatives()
        self._timeline()
        self._hazards()
        notes.corrections(self.actor, self.sheet)
        self._source()
        origins(self.actor, self.means, self.edition, self.sheet)
        product_documents(self.actor, self.means, self.sheet.supplier, self.sheet.reference, self.sheet.name)
        if self.day == self.means.clock.today():
            doubts(self.actor, self.sheet, [tag.attribute for tag in self._told()[0]])
            verbs(self.actor, self.sheet)

    def _offers(self) -> None:
        """Prices, what to order by, and the text that justifies."""
        st.header(t("sheet.offers"), anchor=False)
        fits = any(each.inside for each in self.verdicts)
        offer_cards(self.sheet, self.offers, self.held, self.language, fits=fits)
        self._copied()
        if navigation.open_to(self.actor, "substitution"):
            named_ = f"{self.sheet.supplier}/{self.sheet.reference}"
            navigation.link("substitution", t("sheet.substitution"), commande=named_)

    def _head(self) -> None:
        one, asked = self.sheet, self.offer
        about = [
            pack_text(asked.order_unit, asked.content_unit, asked.content_per_order_unit, self.language),
            t("sheet.ref", reference=one.reference),
            t("sheet.gtin", gtin=one.gtin) if one.gtin else None,
            one.brand,
            named("family", one.family, self.language) if one.family else None,
        ]
        st.html(fill(HEAD, name=one.name, about=" · ".join(part for part in about if part)))

    def _verdicts(self) -> None:
        told = [each for each in self.verdicts if each.claimed] or self.verdicts[:1]
        if not told:
            st.html(verdict.no_range())
            return
        named_ = {each.code: self.names("range", each.code) for each in told}
        one = verdict.chosen(told, named_, _came_from())
        st.html(verdict.panel(one, named_[one.code], self.day))

    def _why(self) -> None:
        st.header(t("sheet.why" if self.verdicts else "sheet.attributes"), anchor=False)
        first, rest = self._told()
        for tag in first:
            why(self.actor, tag, self.sheet.family, self.language, self.day, self.explained.to_confirm)
        if rest:
            st.html(fill('<p class="quiet-text">{text}</p>', text=t("sheet.unclaimed", names=self._named(rest))))
            with st.expander(t("sheet.unclaimed.open")):
                for tag in rest:
                    why(self.actor, tag, self.sheet.family, self.language, self.day, self.explained.to_confirm)

    def _told(self) -> tuple[list[Tag], list[Tag]]:
        """The tags that a range asks for or somebody claims, then those that nothing is said of."""
        asked = {tag.attribute for each in self.verdicts if each.claimed for tag in each.asked}
        tags = in_order(self.explained.tags.values())
        first = [tag for tag in tags if tag.attribute in asked or tag.state == "no" or worth_a_chip(tag, None)]
        first.sort(key=lambda tag: tag.attribute not in asked)
        return first, [tag for tag in tags if tag not in first]

    def _named(self, tags: list[Tag]) -> str:
        return ", ".join(named("attribute", tag.attribute, self.language) for tag in tags)

    def _alternatives(self) -> None:
        """Where it misses the range it is said to be in: what meets the same need, else compliant offers near it."""
        missed = self._missed()
        if missed is None or self.day != self.means.clock.today():
            return
        if swap(self.actor, self.means, self.edition, self.sheet, self.offer, self.held, (missed.code,)):
            return
        own = frozenset(offer.offer for offer in self.offers)
        ways = of_offer(self.offer.lot, self.sheet.family)
        instead(self.actor, self.means, self.names, self.held, ways, missed.code, own)

    def _missed(self) -> Verdict | None:
        first = next((each for each in self.verdicts if each.claimed), None)
        return None if first is None or first.inside else first

    def _timeline(self) -> None:
        lot = (f"{self.offer.lot}, {self.offer.lot_name}", self.offer.lot_ends)
        timeline(self._told()[0], self.sheet.family, lot, self.language, self.day)

    def _copied(self) -> None:
        """To copy only what is compliant; a supplier justifies no purchase."""
        if self.actor.role not in SUPPLIERS and not self.offer.suspended:
            copied(self.verdicts, self.sheet, self.offer, self.names, self.day)

    def _hazards(self) -> None:
        st.header(t("sheet.hazards"), anchor=False)
        if not self.sheet.hazard_codes:
            st.html(fill('<p class="quiet-text">{text}</p>', text=t("sheet.hazards.none")))
            return
        texts = hazard_texts(self.language)
        items = [
            fill(HAZARD, code=code, text=texts.get(code) or t("sheet.hazards.unknown"))
            for code in self.sheet.hazard_codes
        ]
        st.html(fill(HAZARDS, items=Trusted(join(items))))

    def _source(self) -> None:
        st.header(t("sheet.description"), anchor=False)
        said = self.sheet.description or t("sheet.description.none")
        where = t("sheet.source", place=place(self.sheet.source), publication=self.edition.publication)
        st.html(fill('<p>{said}</p><p class="quiet-text">{where}</p>', said=said, where=where))


def _back() -> None:
    """To the list as it was left."""
    kept = st.session_state.get(browse.KEPT)
    state = browse.state(kept) if isinstance(kept, Address) else {}
    with st.container(key="retour"):
        navigation.link("catalogue", t("sheet.back" if state else "sheet.back.catalogue"), **state)


def _came_from() -> frozenset[str]:
    """The ranges of the list that led here."""
    kept = st.session_state.get(browse.KEPT)
    return kept.selection.values.get("range", frozenset()) if isinstance(kept, Address) else frozenset()


def _unknown(actor: Actor, means: Means, edition: Edition, asked: Named) -> None:
    """No such product: it has left the catalogue, or never was there for this person."""
    _back()
    known = gone_product(actor, means, edition, asked.supplier, asked.reference)
    if known is None:
        st.title(t("sheet.unknown"), anchor=False)
        st.write(t("sheet.unknown.why", reference=asked.reference or asked.supplier or "–"))
        with st.container(key="suite"):
            navigation.link("catalogue", t("sheet.unknown.look"), **({"q": asked.reference} if asked.reference else {}))
        return
    about = [t("sheet.ref", reference=known.reference), known.supplier_name, ", ".join(known.lots)]
    st.html(fill(HEAD, name=known.name, about=" · ".join(about)))
    tell("stop", t("sheet.gone", since=known.since), t("sheet.gone.why"))
    called, held = names(actor, means, edition, session.language()), basket.basket(actor, means, edition)
    instead(actor, means, called, held, of_family(known.family), None)
    if known.family:
        navigation.link("catalogue", t("sheet.gone.family", name=called("family", known.family)), family=known.family)
    basket.bar(held, session.language())
