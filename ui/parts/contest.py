"""« Que contestez-vous ? »: the ground and a sentence, which the other side reads; of one attribute or of several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from catalog.errors import Refusal
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.lines import Choice, ProductLines, TagLine
from ui import session
from ui.parts.markup import fill
from ui.parts.notice import hint
from ui.parts.said import KINDS, attribute_of
from ui.wording.words import counted, refused, t

LONGEST = 1000
DONE = "tags.done"
"""Where a decision leaves what the next drawing of the list tells."""


def contest_dialog(request: int, line: TagLine, product: str) -> None:
    """Open it over the list."""

    def draw() -> None:
        about = t("contest.about", attribute=attribute_of(line), product=product)
        st.html(fill('<p class="meta">{about}</p>', about=about))
        with st.form("contest", border=False):
            ground, text = _reason()
            sent = st.form_submit_button(t("contest.send"), type="primary")
        if sent and _written(text):
            _send(lambda: _one(request, line, ground, text))

    st.dialog(t("contest.title"))(draw)()


def several_dialog(request: int, products: Sequence[ProductLines]) -> None:
    """The same reason for several attributes of these products, chosen from those that nobody of the supplier's contests."""
    open_ = {line.key: (product, line) for product in products for line in product.lines if _contestable(line)}

    def draw() -> None:
        with st.form("contest", border=False):
            chosen = st.multiselect(t("contest.several.which"), open_, key="contest.lines", filter_mode="contains",
                                    placeholder=t("contest.several.choose"),
                                    format_func=lambda key: _named(*open_[key]))  # fmt: skip
            ground, text = _reason()
            sent = st.form_submit_button(t("contest.send"), type="primary")
        if sent and not chosen:
            st.error(t("contest.several.missing"))
        elif sent and _written(text):
            _send(lambda: _several(request, [open_[key][1].choice for key in chosen], ground, text))

    st.dialog(t("contest.title"))(draw)()


def _contestable(line: TagLine) -> bool:
    return line.state != "contested"


def _named(product: ProductLines, line: TagLine) -> str:
    return " · ".join((product.reference, attribute_of(line), product.name))


def _reason() -> tuple[str, str]:
    """The fields every contest has."""
    ground = st.radio(t("contest.kind"), KINDS, key="contest.ground", format_func=_ground)
    text = st.text_area(t("contest.text"), key="contest.why", max_chars=LONGEST)
    hint(t("contest.text.hint"))
    return str(ground), text.strip()


def _ground(kind: str) -> str:
    return t(f"contest.{kind}")


def _written(text: str) -> bool:
    if not text:
        st.error(t("contest.missing"))
    return bool(text)


def _send(record: Callable[[], str]) -> None:
    """Record it, leave what is told of it, and draw the list anew; what is refused is told in the dialog."""
    try:
        st.session_state[DONE] = record()
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.rerun()


def _one(request: int, line: TagLine, ground: str, text: str) -> str:
    with session.work() as means:
        decide(session.actor(), means, request, line.choice, "contest", reason_code=ground, reason=text)
    return t("tags.done.contest", what=attribute_of(line))


def _several(request: int, choices: Sequence[Choice], ground: str, text: str) -> str:
    with session.work() as means:
        found = decide_all(session.actor(), means, request, choices, "contest", reason_code=ground, reason=text)
    left = f" {counted(len(found.left), 'tags.done.left')}" if found.left else ""
    return counted(found.done, "tags.done.several") + left
