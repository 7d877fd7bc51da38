"""The bar of steps above a piece of work: where one is, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.parts.markup import fill
from ui.wording.words import t

LATER = '<span class="step-later">{number}. {name}</span>'
NOW = '<span class="step-now" aria-current="step">{number}. {name}</span>'


def steps(names: Sequence[str], now: str, *, quiet: bool = False) -> None:
    """Draw the bar. `names`: codes of the steps (`step.NAME` in the words); the chosen one goes into the address.

    quiet: the others cannot be opened yet.
    """
    place = names.index(now)
    with st.container(key="etapes", horizontal=True, gap=None):
        for number, name in enumerate(names, start=1):
            when = "done" if number <= place else "now" if name == now else "next"
            with st.container(key=f"etape_{when}_{name}"):
                if name == now:
                    st.html(fill(NOW, number=number, name=t(f"step.{name}")))
                elif quiet:
                    st.html(fill(LATER, number=number, name=t(f"step.{name}")))
                else:
                    _way(number, name)


def open_step(name: str) -> None:
    """Show another step of the same page. (A link to one's own page would leave the address as it was.)"""
    st.query_params["step"] = name


def _way(number: int, name: str) -> None:
    st.button(f"{number}\\. {t(f'step.{name}')}", key=f"step_{name}", type="tertiary", on_click=open_step, args=(name,))
