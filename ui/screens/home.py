"""The first page, by role: what there is to do here, and the pages to do it on."""

from __future__ import annotations

import streamlit as st

from ui import navigation, session
from ui.wording.words import t


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t(f"home.title.{actor.kind}", organisation=actor.organisation_name))
    st.write(t(f"home.lead.{actor.kind}"))
    others = [page for page in navigation.pages_for(actor) if page.path]
    st.header(t("home.pages"))
    if not others:
        st.write(t("home.none"))
    for page in others:
        navigation.link(page.path, page.title_for(actor))
