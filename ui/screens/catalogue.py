"""The catalogue of what the person may see: search, filters with counts, the offers, and what to do when none fits."""

from __future__ import annotations

import dataclasses
import datetime as dt

import streamlit as st

from catalog.access import Actor, may
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.services.buying.search import Found, search
from catalog.services.ranges.show import RangeSheet
from ui import address, navigation, session
from ui.address import SIZE, SORTS, VIEWS, Address
from ui.parts import active_filters, basket, browse, facets
from ui.parts.markup import Trusted, fill
from ui.parts.names import Names, names
from ui.parts.nothing_found import nothing_found
from ui.parts.offer_row import Within, row
from ui.parts.offer_table import offer_table
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.sheet import link_out
from ui.wording.words import counted, t

MOST_AT_ONCE = 100
"""Offers of a range that one click puts into the selection."""
TITLE = '<h1 class="title">{drawing}{title}</h1><p class="intro">{lead} <span class="quiet-text">{version}</span></p>'
NOTICE = '<p class="hint" role="status">{text}</p>'


def show() -> None:
    """Draw the page."""
    actor, language = session.actor(), session.language()
    with session.means() as means:
        page = _Page(actor, means, language)
        page.draw()


class _Page:
    """One rerun of the catalogue: the address understood, one answer, drawn from top to bottom."""

    def __init__(self, actor: Actor, means: Means, language: str) -> None:
        self.actor, self.means, self.language = actor, means, language
        self.shelf = session.house().shelf
        asked, ignored = address.read(st.query_params.to_dict())
        self.found = self._ask(asked)
        self.names: Names = names(actor, means, self.found.edition, language)
        self.shown, unknown = self._known(asked)
        self.ignored = (*ignored, *unknown)
        browse.keep(self.shown)
        today = self.shelf.edition(means)
        self.held = basket.basket(actor, means, today)

    def _ask(self, asked: Address) -> Found:
        found = search(self.actor, self.means, self.shelf, asked.selection, asked.on)
        last = max(1, -(-found.answer.total // SIZE))
        if asked.selection.page <= last:
            return found
        selection = dataclasses.replace(asked.selection, page=last)
        return search(self.actor, self.means, self.shelf, selection, asked.on)

    def count(self, asked: Address) -> int:
        """How many offers an address has."""
        selection = dataclasses.replace(asked.selection, page=1, size=1)
        return search(self.actor, self.means, self.shelf, selection, asked.on).answer.total

    def _known(self, asked: Address) -> tuple[Address, list[str]]:
        """The address without codes that nobody knows. What has a count is known; the rest is looked up."""
        answer = self.found.answer
        doubtful = [
            choice
            for choice in address.choices(asked)
            if choice.name in address.FACETS and not answer.facets[choice.name].get(choice.value)
        ]
        doubtful = [choice for choice in doubtful if choice.value not in self.names.known(choice.name)]
        strange = [
            choice
            for choice in address.choices(asked)
            if choice.name == "tag" and choice.value.partition(":")[0] not in self.names.known("attribute")
        ]
        if doubtful:
            everything = search(self.actor, self.means, self.shelf, address.cleared(asked).selection, asked.on).answer
            strange += [choice for choice in doubtful if choice.value not in everything.facets[choice.name]]
        for choice in strange:
            asked = address.without(asked, choice)
        if strange:
            self.found = self._ask(asked)
        page = self.found.answer.page
        if page != asked.selection.page:
            asked = asked.asking(page=page)
        return asked, [f"{choice.name}={choice.value}" for choice in strange]

    def draw(self) -> None:
        """Everything, in reading order."""
        facets.sidebar(self.found.answer, self.shown.selection, self.names, self._asked_by_range())
        title = self._title()
        total = self.found.answer.total
        st.set_page_config(page_title=t("app.title", page=f"{counted(total, 'status.count')} · {title}"))
        self._notices()
        self._controls()
        facets.promoted(self.found.answer, self.shown.selection, self.names, self._asked_by_range())
        above = st.container(key="compte")
        self._results()
        with above:  # last, so that a new count never stands over an old list
            active_filters.status(total, self.shown, self.names)
            active_filters.beside(self._claiming(), self.shown.asking(proof="all"), "beside.count")
            self._beside_range()
            if total:
                active_filters.meant(self.shown, self.count, self.names)
        basket.bar(self.held, self.language)

    def _title(self) -> str:
        sheet = self._range()
        if sheet is None:
            title, lead = t("catalogue.title"), t(f"catalogue.lead.{self.shown.selection.proof}")
            st.html(fill(TITLE, drawing="", title=title, lead=lead, version=""))
            return title
        terms = sheet.terms
        title = self.names("range", terms.code)
        lead = terms.description_fr if self.language == "fr" else terms.description_en
        version = t("catalogue.rule", version=terms.number, since=sheet.since)
        drawn = Trusted(pictogram(_drawing(terms.rule.get("attributes") or ())))
        with st.container(key="tete"):
            st.html(fill(TITLE, drawing=drawn, title=title, lead=lead, version=version))
            with st.container(key="tete_gestes"):
                self._range_acts(terms.code, title)
        return title

    def _range_acts(self, code: str, title: str) -> None:
        """The whole range at once, as a file, and its own page."""
        self._add_all()
        if may(self.actor, "range.export", self.actor.organisation_id):
            day = self.found.edition.on.isoformat()
            target = f"/files/range/{code}?format=xlsx&on={day}&lang={self.language}"
            st.html(link_out(target, t("catalogue.range.export")))
        if navigation.open_to(self.actor, "gamme"):
            more = {"on": self.shown.on.isoformat()} if self.shown.on else {}
            navigation.link("gamme", t("catalogue.range.open"), title, code=code, **more)

    def _within(self) -> Within | None:
        """What a row says of the range that the list is inside of."""
        sheet = self._range()
        if sheet is None or not (asked := self._asked_by_range()):
            return None
        drawing = _drawing(sheet.terms.rule.get("attributes") or ())
        return Within(self.names("range", sheet.terms.code), drawing, asked)

    def _range(self) -> RangeSheet | None:
        chosen = self.shown.selection.values.get("range", frozenset())
        return self.names.ranges.get(next(iter(chosen))) if len(chosen) == 1 else None

    def _asked_by_range(self) -> frozenset[str]:
        sheet = self._range()
        return frozenset(sheet.terms.rule.get("attributes") or ()) if sheet else frozenset()

    def _notices(self) -> None:
        if self.ignored:
            st.html(fill(NOTICE, text=t("catalogue.ignored", values=", ".join(self.ignored))))
        if self.shown.on:
            with st.container(key="jour", horizontal=True, vertical_alignment="center"):
                st.html(fill(NOTICE, text=t("catalogue.on", day=self.found.edition.on)))
                back = dataclasses.replace(self.shown, on=None)
                st.button(t("catalogue.today"), key="today", type="tertiary", on_click=browse.show, args=(back,))

    def _controls(self) -> None:
        asked = self.shown.selection
        for key, value in (("q", asked.text), ("sort", asked.sort), ("view", self.shown.view)):
            st.session_state[key] = value
        with st.container(key="outils", horizontal=True, vertical_alignment="bottom"):
            st.text_input(t("catalogue.search"), key="q", type="search", icon=":material/search:",
                          placeholder=t("catalogue.search.hint"), on_change=browse.take_text, args=("q",))  # fmt: skip
            sorts = SORTS if asked.text else SORTS[1:]
            st.selectbox(t("catalogue.sort"), sorts, key="sort", format_func=lambda sort: t(f"sort.{sort}"),
                         filter_mode=None, on_change=browse.take, args=("sort", "sort"))  # fmt: skip
            st.segmented_control(t("catalogue.view"), VIEWS, key="view", format_func=lambda view: t(f"view.{view}"),
                                 required=True, on_change=_take_view)  # fmt: skip

    def _claiming(self) -> int:
        """How many more offers there are with every proof."""
        asked = self.shown.selection
        chosen = [name for name, states in asked.tags.items() if "yes" in states]
        if asked.proof == "all" or not chosen:
            return 0
        return self.count(self.shown.asking(proof="all")) - self.found.answer.total

    def _beside_range(self) -> None:
        """Inside one range: what its rule would take if its attributes were proven, as a filter of its own."""
        sheet = self._range()
        wider = as_filters(self.shown, sheet) if sheet else None
        if sheet is None or wider is None:
            return
        both = address.with_value(wider, "range", sheet.terms.code, True)
        active_filters.beside(self.count(wider) - self.count(both), wider, "beside.range")

    def _add_all(self) -> None:
        """The whole range at once, as it is filtered."""
        total = self.found.answer.total
        if self._range() is None or not self.held.allowed or not 1 < total <= MOST_AT_ONCE:
            return
        offers = self.found.offers
        all_in = len(offers) == total and all(offer.offer in self.held.lines for offer in offers)
        asked = dataclasses.replace(self.shown.selection, page=1, size=MOST_AT_ONCE)
        label = counted(total, "basket.all_in" if all_in else "basket.add_all")
        icon = ":material/check:" if all_in else ":material/playlist_add:"
        st.button(label, key="tout", icon=icon, on_click=_take_all, args=(asked, self.shown.on), disabled=all_in,
                  width="stretch")  # fmt: skip

    def _results(self) -> None:
        answer, day, within = self.found.answer, self.found.edition.on, self._within()
        if not answer.total:
            nothing_found(self.shown, self.count, self.names)
            return
        with st.container(key="resultats"):
            if self.shown.view == "table":
                st.html(offer_table(self.found.offers, self.found.marks, self.language, day, within))
            else:
                for place, (offer, tags) in enumerate(zip(self.found.offers, self.found.marks, strict=True)):
                    row(place, offer, tags, self.held, self.language, day, within)
        pages = -(-answer.total // SIZE)
        if pages > 1:
            st.session_state["page"] = answer.page
            st.pagination(pages, key="page", on_change=_take_page)


def _drawing(attributes: object) -> str:
    first = next(iter(attributes), None)  # type: ignore[call-overload]
    return pictogram_of(str(first)) if first else "obj-gamme"


def as_filters(shown: Address, sheet: RangeSheet) -> Address | None:
    """The rule of a range as plain filters, every proof counted, among the others that are on; None where none is left."""
    rule = sheet.terms.rule
    values = {facet: chosen for facet, chosen in shown.selection.values.items() if facet != "range"}
    for facet, codes in (("family", rule.get("families")), ("lot", rule.get("lots"))):
        if codes:
            values[facet] = values.get(facet, frozenset(codes)) & frozenset(codes)
    attributes = rule.get("attributes") or ()
    if not attributes or not all(values.values()):
        return None
    tags = {**shown.selection.tags, **{name: frozenset({"yes"}) for name in attributes}}
    return shown.asking(values=values, tags=tags, proof="all")


def _take_all(asked: Selection, on: dt.date | None) -> None:
    actor = session.actor()
    with session.means() as means:
        found = search(actor, means, session.house().shelf, asked, on)
        held = basket.basket(actor, means, session.house().shelf.edition(means))
    basket.add([offer.offer for offer in found.offers if offer.offer not in held.lines])


def _take_view() -> None:
    browse.show(dataclasses.replace(browse.current(), view=st.session_state["view"]))


def _take_page() -> None:
    browse.show(browse.current().asking(page=st.session_state["page"]))
