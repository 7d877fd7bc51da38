"""One dedicated range: its rule in words, and whose offers meet it today."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.errors import NotFound
from catalog.facets.selection import Selection
from catalog.services.buying.search import search
from catalog.services.ranges.show import RangeSheet, show_range
from ui import navigation, session
from ui.parts.markup import plain
from ui.parts.names import Names, names, range_name
from ui.parts.notice import tell
from ui.parts.sheet import Head, facts, panel, table
from ui.screens.ranges import range_about
from ui.wording.words import counted, refused, t

FACETS = ("supplier", "lot", "family")


def show() -> None:
    """Draw the page."""
    actor, code = session.actor(), st.query_params.get("code", "")
    chosen = Selection(values={"range": frozenset({code})}, size=1)
    try:
        with session.means() as means:
            sheet = show_range(actor, means, code)
            found = search(actor, means, session.house().shelf, chosen)
            called = names(actor, means, found.edition, session.language())
    except NotFound as refusal:
        st.title(t("ranges.unknown"), anchor=False)
        st.write(refused(refusal))
        navigation.link("gammes", t("ranges.back"))
        return
    _head(sheet, found.answer.total)
    matter, aside = st.columns([2.3, 1], gap="large")
    with matter:
        st.header(t("ranges.rule"), anchor=False)
        st.html(range_about(sheet))
        for facet in FACETS:
            _counts(facet, found.answer.facets[facet], called)
    with aside:
        st.html(panel(t("ranges.card"), facts(_card(sheet))))


def _head(sheet: RangeSheet, total: int) -> None:
    title = range_name(sheet, session.language())
    st.set_page_config(page_title=t("app.title", page=title))
    navigation.link("gammes", f"← {t('ranges.back')}")
    st.title(plain(title), anchor=False)
    tell("good" if total else "wait", counted(total, "ranges.offers"), t("ranges.offers.text"))
    navigation.link("catalogue", t("ranges.see"), range=sheet.terms.code)


def _card(sheet: RangeSheet) -> list[tuple[str, object]]:
    terms = sheet.terms
    return [
        (t("ranges.code"), terms.code),
        (t("ranges.number"), terms.number),
        (t("ranges.since"), t("ranges.day", day=sheet.since)),
        (t("ranges.profile"), t(f"ranges.profile.{terms.profile}")),
    ]


def _counts(facet: str, counts: Mapping[str, int], called: Names) -> None:
    """Who or what the compliant offers come from, the most first."""
    held = sorted(((n, called(facet, code)) for code, n in counts.items() if n), key=lambda pair: (-pair[0], pair[1]))
    if held:
        heads = [Head(t(f"ranges.by.{facet}")), Head(t("ranges.count"), number=True)]
        st.html(table(t(f"ranges.by.{facet}"), heads, [[name, n] for n, name in held], said=False))
