"""The bar of steps above a piece of work: where one is, and the way to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ui import navigation
from ui.parts.markup import fill
from ui.wording.words import t

NOW = '<span class="step-now" aria-current="step">{number}. {name}</span>'


def steps(path: str, names: Sequence[str], now: str, state: Mapping[str, str]) -> None:
    """Draw the bar. `names`: codes of the steps (`step.NAME` in the words); `state`: the page's, for the links."""
    place = names.index(now)
    with st.container(key="etapes", horizontal=True, gap=None):
        for number, name in enumerate(names, start=1):
            when = "done" if number <= place else "now" if name == now else "next"
            with st.container(key=f"etape_{when}_{name}"):
                if name == now:
                    st.html(fill(NOW, number=number, name=t(f"step.{name}")))
                else:
                    navigation.link(path, f"{number}. {t(f'step.{name}')}", **state, step=name)
