"""Which selection: another one, a new one, a copy; its name, its address for a colleague; emptied or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from catalog.services.buying import select, select_lists
from catalog.services.buying.select import LONGEST_NAME, SelectionCard, SelectionSeen
from ui import session
from ui.parts import basket
from ui.parts.markup import plain
from ui.parts.names import label
from ui.parts.notice import tell
from ui.wording.words import counted, t

ASKED = "s"
"""The selection in the address."""
UNDO = "selection.undo"
SAID = "selection.said"
NAME = "selection.name"
"""The key of a field that is always drawn: Streamlit forgets it when the page is left."""


def told() -> None:
    """Tell once what the last act did."""
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)


def lists(found: SelectionSeen, cards: Sequence[SelectionCard]) -> None:
    """The line of controls below the title; what was just emptied can be put back."""
    with st.container(key="listes", horizontal=True, vertical_alignment="bottom"):
        if len(cards) > 1:
            _which(found, cards)
        with st.popover(t("selection.rename"), type="tertiary", icon=":material/edit:"):
            st.session_state[NAME] = found.name
            st.text_input(t(NAME), key=NAME, max_chars=LONGEST_NAME, on_change=_rename, args=(found.id,))
        with st.popover(t("selection.more"), type="tertiary", icon=":material/more_horiz:"):
            _more(found)
    kept = st.session_state.get(UNDO)
    if kept and kept[0] == found.id:
        with st.container(key="annuler", horizontal=True, vertical_alignment="center"):
            st.html(f"<p>{counted(len(kept[1]), 'selection.emptied')}</p>")
            st.button(
                t("selection.refill"), key="selection.refill", icon=":material/undo:", on_click=_refill, args=kept
            )


def _which(found: SelectionSeen, cards: Sequence[SelectionCard]) -> None:
    named = {card.id: _called(card) for card in cards}
    st.session_state["selection.which"] = found.id
    st.selectbox(
        t("selection.which"), list(named), key="selection.which", format_func=lambda each: named[each],
        on_change=_switch,
    )  # fmt: skip


def _called(card: SelectionCard) -> str:
    parts = [label(card.name), counted(card.lines, "selection.lines"), label(card.by or "")]
    if card.proposed:
        parts.append(t("selection.is_proposed"))
    return " · ".join(part for part in parts if part)


def _more(found: SelectionSeen) -> None:
    lines = [line.id for line in found.content.lines]
    st.write(t("selection.share"))
    st.code(f"{_origin()}/selection?{ASKED}={found.id}", language=None, wrap_lines=True)
    st.text_input(t("selection.new_name"), key="selection.new_name", max_chars=LONGEST_NAME,
                  placeholder=t("selection.new_name.hint"))  # fmt: skip
    st.button(t("selection.make"), key="selection.make", on_click=_make, width="stretch")
    st.button(t("selection.copy"), key="selection.copy", on_click=_copy, args=(found,), width="stretch")
    if lines:
        st.button(
            t("selection.empty_it"), key="selection.empty", on_click=_empty, args=(found.id, lines), width="stretch"
        )
    sure = st.checkbox(t("selection.delete.sure", name=label(found.name)), key="selection.sure")
    st.button(t("selection.delete"), key="selection.delete", on_click=_delete, args=(found.id, lines),
              disabled=not sure, width="stretch")  # fmt: skip


def _origin() -> str:
    """Where the browser is, else where the instance says it is."""
    here = urlsplit(st.context.url or session.house().settings.address)
    return f"{here.scheme}://{here.netloc}"


def _switch() -> None:
    st.query_params[ASKED] = str(st.session_state["selection.which"])


def _rename(selection: int) -> None:
    with basket.changing() as means:
        select.rename(session.actor(), means, selection, st.session_state[NAME])


def _make() -> None:
    with basket.changing() as means:
        made = select_lists.make(session.actor(), means, st.session_state["selection.new_name"] or "")
        _open(made, t("selection.made"))


def _copy(found: SelectionSeen) -> None:
    name = (st.session_state["selection.new_name"] or "").strip() or t("selection.copy_of", name=found.name)[
        :LONGEST_NAME
    ]
    with basket.changing() as means:
        made = select_lists.copy(session.actor(), means, found.id, name)
        _open(made, t("selection.copied"))


def _open(selection: int, said: str) -> None:
    st.query_params[ASKED] = str(selection)
    st.session_state["selection.new_name"] = ""
    st.session_state[SAID] = said


def _empty(selection: int, seen: Sequence[int]) -> None:
    with basket.changing() as means:
        st.session_state[UNDO] = (selection, select_lists.empty(session.actor(), means, selection, seen))


def _refill(selection: int, lines: Sequence[object]) -> None:
    with basket.changing() as means:
        select_lists.refill(session.actor(), means, selection, lines)  # type: ignore[arg-type]
        del st.session_state[UNDO]


def _delete(selection: int, seen: Sequence[int]) -> None:
    with basket.changing() as means:
        select_lists.delete(session.actor(), means, selection, seen)
        st.query_params.pop(ASKED, None)
        st.session_state[SAID] = plain(t("selection.deleted"))
