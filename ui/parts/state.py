"""The state of a batch or proof as a chip: icon and word, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from ui.parts.markup import Html, Trusted, fill
from ui.parts.pictogram import pictogram

CHIP = '<span class="chip chip-{look}"><span class="chip-standing">{icon}{text}</span></span>'
BATCH_LOOKS: Mapping[str, tuple[str, str]] = {
    "asking": ("to_verify", "etat-a-verifier"),
    "rehearsed": ("ready", "etat-declare"),
    "published": ("verified", "etat-verifie"),
    "undone": ("declared", "etat-expire"),
    "refused": ("expired", "etat-expire"),
    "dropped": ("declared", "etat-expire"),
}
"""State of a batch -> (look of the chip, its drawing)."""


def batch_chip(state: str, text: str) -> Html:
    """The chip of a batch."""
    look, icon = BATCH_LOOKS[state]
    return state_chip(look, icon, text)


def state_chip(look: str, icon: str, text: str) -> Html:
    """A chip of any look of the style sheet."""
    return fill(CHIP, look=look, icon=Trusted(pictogram(icon)), text=text)
