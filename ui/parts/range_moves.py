"""Who enters a range and who leaves it: counts, counts by supplier, and the offers with their reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalog.services.ranges.preview import RangeTerms
from catalog.validating.drafted import Moves, RangeMover
from catalog.wording.sentences import say
from ui import session
from ui.parts.markup import Trusted, fill
from ui.parts.sheet import Head, facts, table
from ui.wording.words import t


def moves_panel(found: Moves, last: RangeTerms | None) -> None:
    """What moves from a version (None: from nothing) to what is looked at."""
    against = t("range_moves.against", version=last.number) if last else t("range_moves.against.nothing")
    st.header(t("range_moves.title"), anchor=False)
    st.html(fill('<p class="quiet-text">{text}</p>', text=f"{against} {t('range_moves.rule_only')}"))
    told = [
        (t("range_moves.in"), f"+{t('count.plain', n=found.entering_count)}"),
        (t("range_moves.out"), f"−{t('count.plain', n=found.leaving_count)}"),
        (t("range_moves.before"), t("count.plain", n=found.before)),
        (t("range_moves.now"), t("count.plain", n=found.after)),
    ]
    st.html(facts(told))
    _suppliers(found)
    _list("entering", found.entering, found.entering_count)
    _list("leaving", found.leaving, found.leaving_count)


def _suppliers(found: Moves) -> None:
    if not found.by_supplier:
        return
    heads = [
        Head(t("ranges.by.supplier")),
        *(Head(t(f"range_moves.{name}"), number=True) for name in ("before", "in", "out", "now")),
    ]
    rows = [
        [each.supplier, each.before, each.entering or "", each.leaving or "", each.after] for each in found.by_supplier
    ]
    st.html(table(t("range_moves.by_supplier"), heads, rows))


def _list(side: str, movers: Sequence[RangeMover], total: int) -> None:
    if not movers:
        return
    language = session.language()
    heads = [Head(t("range_moves.offer")), Head(t("range_moves.lot")), Head(t("range_moves.why"))]
    rows = [
        [
            Trusted(fill("<b>{ref}</b> {name}", ref=f"{each.supplier}/{each.reference}", name=each.name)),
            each.lot,
            say(each.reason.code, each.reason.params, language),
        ]
        for each in movers
    ]
    title = t(f"range_moves.{side}.title", n=total)
    with st.expander(title, expanded=total <= 20):
        st.html(table(title, heads, rows, said=False))
        if total > len(movers):
            st.html(fill('<p class="quiet-text">{text}</p>', text=t("range_moves.more", n=total - len(movers))))
