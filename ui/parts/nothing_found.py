"""Nothing fits: the ways out, each with the number of offers it leads to."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from catalog.wording.formats import count
from ui import address
from ui.address import Address
from ui.parts import browse
from ui.parts.active_filters import called
from ui.parts.markup import plain
from ui.parts.names import Names
from ui.wording.words import counted, t

Count = Callable[[Address], int]


def nothing_found(shown: Address, count_of: Count, names: Names) -> None:
    """Draw the panel. `count_of` asks how many offers an address has."""
    with st.container(key="vide", border=True):
        verified = shown.selection.proof == "verified" and bool(shown.selection.tags)
        st.header(t("empty.verified") if verified else t("empty.any"), anchor=False)
        wider = shown.asking(proof="all")
        if verified and (n := count_of(wider)):
            st.button(counted(n, "empty.unproven"), key="out.proof", type="primary",
                      on_click=browse.show, args=(wider,))  # fmt: skip
        st.write(t("empty.remove"))
        with st.container(key="issues", horizontal=True):
            for choice in address.choices(shown):
                name = choice.value if choice.name == "q" else called(choice, names)
                _way_out(plain(name), f"out.{choice}", address.without(shown, choice), count_of, names)
            everything = address.cleared(shown)
            text = t("empty.clear", n=count_of(everything))
            st.button(text, key="out.all", on_click=browse.show, args=(everything,))


def _way_out(name: str, key: str, to: Address, count_of: Count, names: Names) -> None:
    n = count_of(to)
    text = t("empty.without", name=name, n=count(n, names.language))
    st.button(text, key=key, disabled=n == 0, on_click=browse.show, args=(to,))
