"""The keys that decide tags, always in sight, and a button that sets the focus into the list."""

from __future__ import annotations

import streamlit as st

from ui.parts.markup import Html, Trusted, fill, join
from ui.wording.words import t

KEYS = (
    (("C", "O"), "confirm"),
    (("X",), "contest"),
    (("U",), "undo"),
    (("J", "↓"), "next"),
    (("K", "↑"), "previous"),
    (("P",), "prove"),
)
HELP = """<div class="keys"><p class="keys-line"><b>{title}</b> {keys}</p><p class="quiet-text">{where}</p>
<button type="button" class="button light" data-keys="start">{start}</button></div>"""
ONE = '<span class="keys-one">{keys} {what}</span>'


def keys_help() -> None:
    """Draw it."""
    drawn = [fill(ONE, keys=Trusted(_caps(caps)), what=t(f"tags.keys.{what}")) for caps, what in KEYS]
    st.html(
        fill(
            HELP,
            title=t("tags.keys"),
            keys=Trusted(join(drawn, " ")),
            where=t("tags.keys.where"),
            start=t("tags.keys.start"),
        )
    )


def _caps(caps: tuple[str, ...]) -> Html:
    either = fill(" {word} ", word=t("tags.keys.or"))
    return join([fill("<kbd>{cap}</kbd>", cap=cap) for cap in caps], either)
