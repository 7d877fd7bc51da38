"""What a rehearsal would move, drawn: attributes by product, and who enters and who leaves each range, with why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.published.what_if import Mover, RangeShift, TagShift, WhatIf
from catalog.published.what_if_report import why
from catalog.services.ranges.show import list_ranges
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import plain
from ui.parts.names import label, range_name
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import counted, refused, t

SHOWN = 50
"""How many products or offers of one move are named."""
Ask = Callable[[Actor, Means], WhatIf]


def rehearsed(actor: Actor, ask: Ask) -> WhatIf | None:
    """Ask for a rehearsal and draw it; None where it is refused, which is said."""
    try:
        with st.spinner(t("what_if.waiting")), session.means() as means:
            found = ask(actor, means)
            names = {sheet.terms.code: range_name(sheet, session.language()) for sheet in list_ranges(actor, means)}
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return None
    draw(found, names)
    return found


def draw(found: WhatIf, names: dict[str, str]) -> None:
    """A sentence on all of it, then a fold for each attribute and range that moves."""
    leaving = sum(len(shift.leaving) for shift in found.ranges)
    quiet = not (found.tags or found.ranges)
    looked = counted(found.products, "what_if.looked")
    if found.restated:
        looked += " " + counted(found.restated, "what_if.restated")
    if quiet:
        tell("good", t("what_if.nothing"), looked)
        return
    entering = sum(len(shift.entering) for shift in found.ranges)
    counts = (("tags", found.tags_changed), ("entering", entering), ("leaving", leaving))
    said = " · ".join(counted(n, f"what_if.{name}") for name, n in counts if n)
    tell("wait" if leaving else "told", said, looked)
    for shift in found.tags:
        _tag(shift)
    for move in found.ranges:
        _range(move, names.get(move.code, move.code))


def _tag(shift: TagShift) -> None:
    attribute = named("attribute", shift.attribute, session.language())
    before, after = t(f"what_if.state.{shift.before}"), t(f"what_if.state.{shift.after}")
    title = counted(len(shift.products), "what_if.tag", attribute=attribute, before=before, after=after)
    with st.expander(label(title)):
        _table(title, shift.products)


def _range(move: RangeShift, name: str) -> None:
    title = t("what_if.range", name=name, before=move.before, after=move.after)
    with st.expander(label(title), expanded=len(move.entering) + len(move.leaving) <= 10):
        for side, movers in (("leaving", move.leaving), ("entering", move.entering)):
            if movers:
                _table(counted(len(movers), f"what_if.{side}"), movers)


def _table(caption: str, movers: Sequence[Mover]) -> None:
    lots = any(mover.lot for mover in movers)
    names = ["product", *(["lot"] if lots else []), "why"]
    rows = [
        [f"{mover.name} ({mover.supplier}/{mover.reference})", *([mover.lot] if lots else []), why(mover, session.language())]
        for mover in movers[:SHOWN]
    ]  # fmt: skip
    st.html(table(caption, [Head(t(f"what_if.column.{name}")) for name in names], rows, said=lots))
    if len(movers) > SHOWN:
        st.caption(plain(counted(len(movers) - SHOWN, "what_if.more")))
