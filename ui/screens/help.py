"""Help: how to get from a need to a justified list, what each standing and word means, what the address keeps."""

from __future__ import annotations

import streamlit as st

from ui import navigation
from ui.parts.chip import ICONS
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.state import state_chip
from ui.wording.words import t

STEPS = ("1", "2", "3", "4")
STATES = ("verified", "expiring", "declared", "to_verify", "expired", "contested", "missing")
WORDS: dict[str, str | None] = {
    "range": "obj-gamme",
    "proof": "obj-preuve",
    "supplier": "obj-titulaire",
    "lot": "obj-accord-cadre",
    "allocation": "obj-accord-cadre",
    "family": "obj-gamme",
    "unit_price": "obj-accord-cadre",
    "ecolabelled": None,
    "remanufactured": None,
    "early_childhood": None,
    "doubt": "etat-conteste",
}
"""A word that is explained, and its drawing; None: that of the attribute it is."""
LIST = '<dl class="words">{items}</dl>'
STATE = "<div><dt>{chip}</dt><dd>{text}</dd></div>"
WORD = "<div><dt>{drawing}{name}</dt><dd>{text}</dd></div>"
STEP = "<li>{text}</li>"


def show() -> None:
    """Draw the page."""
    with st.container(key="texte"):
        st.title(t("page.help"), anchor=False)
        st.html(fill('<p class="lead">{text}</p>', text=t("help.lead")))
        _steps()
        st.header(t("help.states"), anchor=False)
        st.write(t("help.states.lead"))
        st.html(fill(LIST, items=Trusted(join([_state(name) for name in STATES]))))
        st.header(t("help.words"), anchor=False)
        st.html(fill(LIST, items=Trusted(join([_word(name, drawing) for name, drawing in WORDS.items()]))))
        st.header(t("help.address"), anchor=False)
        st.write(t("help.address.text"))
        navigation.link("accessibilite", t("page.accessibility"))


def _steps() -> None:
    st.header(t("help.steps"), anchor=False)
    drawn = [fill(STEP, text=t(f"help.step.{step}")) for step in STEPS]
    st.html(fill('<ol class="steps-list">{items}</ol>', items=Trusted(join(drawn))))
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("help.step.note")))


def _state(name: str) -> Html:
    chip = state_chip(name, ICONS[name], t(f"help.state.{name}"))
    return fill(STATE, chip=Trusted(chip), text=t(f"help.state.{name}.text"))


def _word(name: str, drawing: str | None) -> Html:
    return fill(
        WORD,
        drawing=Trusted(pictogram(drawing or pictogram_of(name))),
        name=t(f"help.word.{name}"),
        text=t(f"help.word.{name}.text"),
    )
