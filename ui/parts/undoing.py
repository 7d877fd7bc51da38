"""Going back: what would come back is said first, then yes or no; of a publication, or of one file alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.services.release.rehearse_undo import Undoing, rehearse_take_back, rehearse_undo
from catalog.services.release.undo import undo, undo_batch
from ui import session
from ui.parts.names import label
from ui.parts.notice import tell
from ui.wording.words import refused, t


def confirm_undo(actor: Actor, number: int) -> None:
    """What comes back when a publication is undone, then yes or no."""
    try:
        with session.means() as means:
            undoing = rehearse_undo(actor, means, number)
    except Refusal as refusal:
        tell("stop", t("undo.cannot"), refused(refusal))
        return
    if undoing is None:
        return
    with st.container(border=True, key="danger_undo"):
        st.markdown(f"**{t('undo.title', n=undoing.publication)}**")
        st.write(label(_what_comes_back(undoing)))
        _yes_or_no("undo.yes", lambda: _work(lambda: undo_now(actor, number), "undo.done"))


def _what_comes_back(undoing: Undoing) -> str:
    if undoing.waits:
        said = t("undo.waits", day=undoing.effective)
    else:
        back = "undo.back" if undoing.back_to else "undo.back.none"
        said = t(back, publication=undoing.back_to, then=undoing.offers_then, now=undoing.offers_now)
    if undoing.batches:
        said += " " + t("undo.files", files=", ".join(name for _, _, name in undoing.batches))
    return said + (" " + t("undo.again", n=", ".join(map(str, undoing.again))) if undoing.again else "")


def confirm_take_back(actor: Actor, batch_id: int, name: str) -> None:
    """What taking one file back changes, then yes or no; or why it cannot be."""
    try:
        with session.means() as means:
            found = rehearse_take_back(actor, means, batch_id)
    except Refusal as refusal:
        tell("stop", t("take_back.cannot"), refused(refusal))
        return
    with st.container(border=True, key="danger_take_back"):
        st.markdown(f"**{label(t('take_back.title', file=name))}**")
        st.write(t("take_back.why", offers=found.offers, publication=found.publication))
        _yes_or_no("take_back.yes", lambda: _work(lambda: take_back_now(actor, batch_id), "take_back.done"))


def undo_now(actor: Actor, number: int | None = None) -> int:
    """Undo a publication (None: the last) in a transaction of its own."""
    with session.work() as means:
        return undo(actor, means, number)


def take_back_now(actor: Actor, batch_id: int) -> int:
    """Take a batch back in a transaction of its own."""
    with session.work() as means:
        return undo_batch(actor, means, batch_id)


def ask(what: str | None) -> None:
    """Callback: ask about one thing (None: about none any more)."""
    st.session_state["asked_to_undo"] = what


def asked() -> str | None:
    """What is asked about just now."""
    found: str | None = st.session_state.get("asked_to_undo")
    return found


def said() -> None:
    """What was just done, once."""
    done = st.session_state.pop("undone", None)
    if done:
        tell("good", done)


def _yes_or_no(yes: str, work: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        if st.button(t(yes), key="yes", type="primary"):
            work()
        st.button(t("undo.no"), key="no", on_click=ask, args=(None,))


def _work(act: Callable[[], int], done: str) -> None:
    """Do it and say so on the page drawn anew; a refusal is said in place."""
    try:
        with st.spinner(t("undo.working")):
            number = act()
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    ask(None)
    st.session_state["undone"] = t(done, n=number)
    st.rerun()
