"""The members of an agreement: who is in it and from when to when; staff say a further word on one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from catalog.access import Actor, may
from catalog.services.agreements.show import MemberSeen, members_of
from ui import session
from ui.parts.agreement_forms import day, save
from ui.parts.notice import hint
from ui.parts.sheet import Head, table
from ui.wording.words import t


def show_members(actor: Actor, code: str) -> None:
    """Draw the list and, for those who may change it, the form."""
    with session.means() as means:
        found, every = members_of(actor, means, code)
        today = means.clock.today()
    st.header(t("members.title"), anchor=False)
    if found:
        heads = [Head(t("members.member")), Head(t("members.from")), Head(t("members.until"))]
        st.html(table(t("members.title"), heads, [_row(each) for each in found], said=False))
    if may(actor, "agreement.change"):
        with st.expander(t("members.change")), st.form("member", border=False):
            _form(actor, code, every, {"from": today})


def _row(each: MemberSeen) -> list[object]:
    until = t("members.no_end") if each.valid_until is None else t("members.day", day=each.valid_until)
    return [each.name, t("members.day", day=each.valid_from), until]


def _form(actor: Actor, code: str, every: Mapping[str, str], start: Mapping[str, object]) -> None:
    """A further word never rewrites the earlier one: leaving is the same membership with a last day."""
    member = st.selectbox(t("members.member"), list(every), None, format_func=lambda each: every[each], key="members.member",
                          placeholder=t("agreement.choose"))  # fmt: skip
    left, right = st.columns(2)
    with left:
        first = day("members.from", None)
    with right:
        last = day("members.until", None)
    hint(t("members.how"))
    if st.form_submit_button(t("agreement.save"), type="primary"):
        told = {"organisation": member, "agreement": code, "from": first or start["from"], "until": last}
        if save(actor, "membership", told, None):
            st.rerun()
