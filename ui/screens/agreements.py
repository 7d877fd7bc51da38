"""The framework agreements: dates, lots, holders, kind of price clause; an administrator makes a new one."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.services.agreements.show import AgreementSheet, agreement_sheets
from ui import navigation, session
from ui.parts.agreement_forms import agreement_fields, save, told
from ui.parts.agreement_indices import indices_of
from ui.parts.markup import fill
from ui.wording.words import counted, t

COUNT = '<div class="line-right"><span class="big-count">{n}</span><span class="quiet-text">{what}</span></div>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.agreements"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t(f"agreements.lead.{actor.kind}")))
    told()
    with session.means() as means:
        sheets = agreement_sheets(actor, means)
    if not sheets:
        st.write(t("agreements.empty"))
    with st.container(key="taches"):
        for sheet in sheets:
            _line(sheet)
    if may(actor, "renewal.read"):
        navigation.link("renouvellements", t("agreements.renewals"))
    if may(actor, "agreement.create"):
        _new(actor)
    if actor.kind == "central":
        indices_of(actor)


def _line(sheet: AgreementSheet) -> None:
    terms = sheet.terms
    with st.container(key=f"tache_{terms.code}"):
        what, count = st.columns([8, 3], vertical_alignment="top")
        with what:
            navigation.link("accord", terms.name, code=terms.code)
            st.html(fill('<p class="meta">{text}</p>', text=_about(sheet)))
        with count:
            st.html(fill(COUNT, n=len(sheet.lots), what=counted(len(sheet.lots), "agreements.lots")))


def _about(sheet: AgreementSheet) -> str:
    terms = sheet.terms
    said = [terms.code, t("agreement.period", first=terms.starts, last=terms.ends), sheet.central]
    if sheet.members is not None:
        said.append(counted(sheet.members, "agreements.members"))
    return " · ".join(said)


def _new(actor: Actor) -> None:
    with st.expander(t("agreements.new")), st.form("agreement.new", border=False):
        table = agreement_fields({"central": actor.organisation or ""}, new=True)
        if st.form_submit_button(t("agreement.create"), type="primary") and save(actor, "agreement", table, None):
            navigation.go("accord", code=str(table["code"]))
