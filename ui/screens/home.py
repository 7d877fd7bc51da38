"""The first page, by role: a member's ranges, what waits for the central body, a supplier's own offers and files."""

from __future__ import annotations

import streamlit as st

from ui import navigation, session
from ui.parts.home_member import home_member
from ui.parts.home_supplier import home_supplier
from ui.screens import desk
from ui.wording.words import t


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    if actor.role == "link":
        navigation.go("mes-gammes")
    if actor.kind == "central":
        desk.show()
        return
    st.title(t(f"home.title.{actor.kind}", organisation=actor.organisation_name), anchor=False)
    st.write(t(f"home.lead.{actor.kind}"))
    with session.means() as means:
        {"member": home_member, "supplier": home_supplier}[actor.kind](actor, means)
