"""The statement on accessibility: not compliant until a dated audit says otherwise, and what was checked meanwhile."""

from __future__ import annotations

import streamlit as st

from ui.parts.frame import product_version
from ui.parts.markup import fill
from ui.parts.notice import tell
from ui.parts.sheet import Head, table
from ui.wording.words import t

THEMES = range(1, 14)
"""The themes of RGAA 4.1."""
TEXT = "<p>{text}</p>"


def show() -> None:
    """Draw the page."""
    with st.container(key="texte"):
        st.title(t("page.accessibility"), anchor=False)
        tell("wait", t("access.state"), t("access.state.why"))
        _part("access.scope", version=product_version())
        _part("access.done")
    heads = [Head(t(f"access.{name}")) for name in ("theme", "checked", "open")]
    rows = [[t(f"access.{n}"), t(f"access.{n}.checked"), t(f"access.{n}.open")] for n in THEMES]
    st.html(table(t("access.caption"), heads, rows, said=False))
    with st.container(key="texte_suite"):
        _part("access.people")
        _part("access.contact")
        st.html(fill(TEXT, text=t("access.remedy")))


def _part(code: str, **params: object) -> None:
    st.header(t(code), anchor=False)
    st.html(fill(TEXT, text=t(f"{code}.text", **params)))
