"""An act of a page: done in one transaction, told on the page drawn anew; a refusal is told in place."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalog.errors import Refusal
from catalog.means.means import Means
from ui import session
from ui.parts.notice import tell
from ui.wording.words import refused


def do(act: Callable[[Means], object], said: str, key: str) -> None:
    """Do it. said: what the page tells once it is drawn anew, kept under `key` of the tab until then."""
    try:
        with session.work() as means:
            act(means)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state[key] = said
    st.rerun()
