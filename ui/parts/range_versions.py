"""The versions of a range, and two of them compared: the rule in words, products in and out."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.services.ranges.preview import compare
from catalog.services.ranges.status import RangeStatus
from catalog.wording.rules import rule_in_words
from ui import session
from ui.parts.markup import Trusted, fill, join
from ui.parts.notice import tell
from ui.parts.range_moves import moves_panel
from ui.wording.words import refused, t

RULES = """<div class="scroll"><table class="sheet"><caption class="unseen">{caption}</caption><thead><tr>{heads}</tr></thead>
<tbody><tr>{cells}</tr></tbody></table></div>"""


def versions_panel(actor: Actor, found: RangeStatus) -> None:
    """Choose two versions and see what the later rule changes, on the day looked at."""
    numbers = [terms.number for terms in found.versions]
    if len(numbers) < 2:
        return
    with st.expander(t("range_versions.title", n=len(numbers))):
        one, two = st.columns(2)
        before = one.selectbox(t("range_versions.before"), numbers, index=len(numbers) - 2, key="compare.before")
        after = two.selectbox(t("range_versions.after"), numbers, index=len(numbers) - 1, key="compare.after")
        if before != after:
            _compared(actor, found, before, after)


def _compared(actor: Actor, found: RangeStatus, before: int, after: int) -> None:
    try:
        with session.means() as means:
            made = compare(actor, means, session.house().shelf.edition(means), found.terms.code, before, after)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    language = session.language()
    sides = [made.before, made.after]
    heads = [fill('<th scope="col">{text}</th>', text=t("range_versions.version", n=each.number)) for each in sides]
    cells = [
        fill('<td><ul class="plain">{rule}</ul></td>', rule=Trusted(join(
            [fill("<li>{text}</li>", text=text) for text in rule_in_words(each.rule, each.profile, language)]
            + [fill("<li>{text}</li>", text=t("range_versions.hands", n=len(each.hand)))] * bool(each.hand)
        )))
        for each in sides
    ]  # fmt: skip
    st.html(fill(RULES, caption=t("range_versions.rules"), heads=Trusted(join(heads)), cells=Trusted(join(cells))))
    moves_panel(made.moves, made.before)
