"""Decisions on single products in a draft: in or out, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from catalog.services.ranges.draft import ByHand, decide
from catalog.services.ranges.preview import Draft
from ui import session
from ui.parts.markup import fill
from ui.parts.names import label
from ui.wording.words import t

LONGEST = 500
LINE = '<p class="plain-line"><b>{name}</b> <span class="meta">{about}</span><br>{reason}</p>'
Doing = Callable[[Callable[[], object]], None]


def by_hand(draft: Draft, do: Doing) -> None:
    """The decisions so far, and a form for one more."""
    st.header(t("range_hand.title"), anchor=False)
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("range_hand.why")))
    for each in draft.terms.hand:
        _line(draft, each, do)
    with st.form(f"hand.{draft.terms.code}.{draft.sequence}", border=False):
        product = st.text_input(t("range_hand.product"), placeholder="CODE/REF", key="hand.product", max_chars=200)
        verdict: Literal["in", "out"] = st.radio(
            t("range_hand.verdict"), ("in", "out"), horizontal=True, key="hand.verdict",
            format_func=lambda each: t(f"range_hand.{each}"),
        )  # fmt: skip
        reason = st.text_input(t("range_hand.reason"), key="hand.reason", max_chars=LONGEST)
        if st.form_submit_button(t("range_hand.add")):
            supplier, _, reference = product.strip().partition("/")
            wanted = ByHand(supplier.strip().upper(), reference.strip(), verdict, reason)
            do(lambda: _decided(draft, wanted))


def _line(draft: Draft, each: Mapping[str, Any], do: Doing) -> None:
    name = f"{each['supplier']}/{each['reference']}"
    with st.container(horizontal=True, vertical_alignment="center"):
        about = t("range_hand.about", verdict=t(f"range_hand.{each['verdict']}"), by=each["by"], on=each["on"])
        st.html(fill(LINE, name=name, about=about, reason=each["reason"]))
        if st.button(f"{t('range_hand.drop')} :small[{label(name)}]", key=f"drop_{name}", type="tertiary"):
            do(lambda: _decided(draft, ByHand(each["supplier"], each["reference"], None)))


def _decided(draft: Draft, wanted: ByHand) -> None:
    with session.work() as means:
        decide(session.actor(), means, draft.terms.code, draft.sequence, wanted)
