"""The dedicated ranges: each rule in words, its version, how many offers are in it today, and whose word is missing."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.facets.selection import Selection
from catalog.services.buying.search import search
from catalog.services.ranges.draft import drafts, start
from catalog.services.ranges.preview import Draft
from catalog.services.ranges.show import RangeSheet, list_ranges
from catalog.services.ranges.status import RangeStatus, statuses
from catalog.services.ranges.wish import WishLine, wishes
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import range_name, sortable
from ui.parts.notice import tell
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.range_status import waits_for
from ui.parts.state import state_chip
from ui.wording.words import called, counted, refused, t

ABOUT = """<p class="meta">{description}</p><ul class="plain">{rule}</ul><p class="meta">{version}</p>"""
COUNT = '<div class="line-right"><span class="big-count">{n}</span><span class="quiet-text">{what}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.ranges"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("ranges.lead")))
    with session.means() as means:
        shelf = session.house().shelf
        sheets = list_ranges(actor, means)
        found = search(actor, means, shelf, Selection(size=1))
        stands = statuses(actor, means, found.edition) if may(actor, "range.draft") else {}
        begun = drafts(actor, means) if stands or may(actor, "range.draft") else {}
        asked = wishes(actor, means) if may(actor, "range.requests") else []
    _links(actor, [each for each in asked if each.outcome is None])
    if not sheets:
        st.write(t("ranges.empty"))
    with st.container(key="taches"):
        for sheet in sorted(sheets, key=lambda each: sortable(range_name(each, session.language()))):
            _line(sheet, found.answer.facets["range"], stands.get(sheet.terms.code))
    _begun([draft for code, draft in begun.items() if code not in stands])
    if may(actor, "range.draft"):
        _new(actor)


def _links(actor: Actor, open_wishes: list[WishLine]) -> None:
    with st.container(horizontal=True):
        navigation.link("gammes-demandees", counted(len(open_wishes), "ranges.wishes"))
        if navigation.open_to(actor, "demandes"):
            navigation.link("demandes", t("range.requests"))


def _line(sheet: RangeSheet, counts: Mapping[str, int], stands: RangeStatus | None) -> None:
    code, n = sheet.terms.code, counts.get(sheet.terms.code, 0)
    with st.container(key=f"tache_{code}"):
        icon, what, count = st.columns([0.6, 8, 3], vertical_alignment="top")
        with icon:
            st.html(fill('<span class="line-icon">{pic}</span>', pic=Trusted(range_pictogram(sheet))))
        with what:
            navigation.link("gamme", range_name(sheet, session.language()), code=code)
            st.html(range_about(sheet))
            if stands is not None:
                _stands(stands)
        with count:
            st.html(fill(COUNT, n=t("count.plain", n=n), what=counted(n, "ranges.offers.bare")))
            with st.container(horizontal=True, horizontal_alignment="right", key=f"vers_{code}"):
                navigation.link("catalogue", t("ranges.see"), range=code)


def _stands(stands: RangeStatus) -> None:
    """What waits, what is nearly in, and the draft, where there is any."""
    waits = waits_for(stands)
    if waits:
        st.html(fill("<p>{chip}</p>", chip=Trusted(state_chip("to_verify", "etat-a-verifier", waits))))
    with st.container(horizontal=True):
        if stands.near:
            navigation.link("manques", counted(stands.near, "range.near"), gamme=stands.terms.code)
        if stands.draft is not None:
            by = stands.draft.by or t("range_draft.operator")
            text = t("ranges.draft", version=stands.draft.terms.number, by=by)
            navigation.link("gamme-brouillon", text, code=stands.terms.code)


def _begun(newcomers: list[Draft]) -> None:
    """Ranges that were drafted and never published."""
    if not newcomers:
        return
    st.header(t("ranges.newcomers"), anchor=False)
    for draft in newcomers:
        name = called(draft.terms)
        navigation.link("gamme-brouillon", name, code=draft.terms.code)


def _new(actor: Actor) -> None:
    with st.expander(t("ranges.new")), st.form("new_range", border=False):
        name_fr = st.text_input(t("ranges.new.name_fr"), key="new.name_fr", max_chars=120)
        name_en = st.text_input(t("ranges.new.name_en"), key="new.name_en", max_chars=120)
        code = st.text_input(t("ranges.new.code"), key="new.code", max_chars=60, help=t("ranges.new.code.help"))
        if st.form_submit_button(t("ranges.new.open"), type="primary"):
            try:
                with session.work() as means:
                    start(actor, means, code.strip(), name_fr, name_en)
            except Refusal as refusal:
                tell("stop", refused(refusal))
                return
            navigation.go("gamme-brouillon", code=code.strip())


def range_pictogram(sheet: RangeSheet) -> Html:
    """The drawing of the first attribute that the range asks for."""
    attributes = sheet.terms.rule.get("attributes") or ()
    return pictogram(pictogram_of(attributes[0]) if attributes else "obj-gamme")


def range_about(sheet: RangeSheet) -> Html:
    """Description, rule in words, version."""
    language, terms = session.language(), sheet.terms
    description = terms.description_fr if language == "fr" else terms.description_en
    rule = join([fill("<li>{text}</li>", text=text) for text in sheet.words(language)])
    version = t("ranges.version", n=terms.number, day=sheet.since, profile=t(f"ranges.profile.{terms.profile}"))
    return fill(ABOUT, description=description, rule=Trusted(rule), version=version)
