"""A framed sentence that heads a page: how a thing stands, and what to do about it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from ui.parts.markup import Html, Trusted, fill
from ui.parts.pictogram import pictogram

Look = Literal["good", "wait", "stop", "told"]
ICONS: dict[Look, str] = {
    "good": "etat-verifie",
    "wait": "etat-a-verifier",
    "stop": "etat-expire",
    "told": "obj-preuve",
}
NOTICE = """<div class="notice notice-{look}" role="{role}">{icon}<div><p class="notice-title">{title}</p>
<p class="notice-text">{text}</p></div></div>"""


def notice(look: Look, title: str, text: str = "") -> Html:
    """The frame: colour and icon by `look`, a title, a sentence below it."""
    role = "alert" if look == "stop" else "status"
    return fill(NOTICE, look=look, role=role, icon=Trusted(pictogram(ICONS[look])), title=title, text=text)


def tell(look: Look, title: str, text: str = "") -> None:
    """Draw a notice."""
    st.html(notice(look, title, text))


def hint(text: str) -> None:
    """What a field wants, below it and always seen."""
    st.html(fill('<p class="field-hint">{text}</p>', text=text))
