"""The dedicated ranges: each rule in words, its version, and how many offers meet it today."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.facets.selection import Selection
from catalog.services.buying.search import search
from catalog.services.ranges.show import RangeSheet, list_ranges
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import range_name, sortable
from ui.parts.pictogram import pictogram, pictogram_of
from ui.wording.words import counted, t

ABOUT = """<p class="meta">{description}</p><ul class="plain">{rule}</ul><p class="meta">{version}</p>"""
COUNT = '<div class="line-right"><span class="big-count">{n}</span><span class="quiet-text">{what}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.ranges"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("ranges.lead")))
    with session.means() as means:
        sheets = list_ranges(actor, means)
        found = search(actor, means, session.house().shelf, Selection(size=1))
    if not sheets:
        st.write(t("ranges.empty"))
        return
    with st.container(key="taches"):
        for sheet in sorted(sheets, key=lambda each: sortable(range_name(each, session.language()))):
            _line(sheet, found.answer.facets["range"])


def _line(sheet: RangeSheet, counts: Mapping[str, int]) -> None:
    code, n = sheet.terms.code, counts.get(sheet.terms.code, 0)
    with st.container(key=f"tache_{code}"):
        icon, what, count = st.columns([0.6, 8, 3], vertical_alignment="top")
        with icon:
            st.html(fill('<span class="line-icon">{pic}</span>', pic=Trusted(range_pictogram(sheet))))
        with what:
            navigation.link("gamme", range_name(sheet, session.language()), code=code)
            st.html(range_about(sheet))
        with count:
            st.html(fill(COUNT, n=t("count.plain", n=n), what=counted(n, "ranges.offers.bare")))
            with st.container(horizontal=True, horizontal_alignment="right", key=f"vers_{code}"):
                navigation.link("catalogue", t("ranges.see"), range=code)


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
