"""One framework agreement: its dates, its lots with holders and price clauses; staff change it and add lots."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import NotFound
from catalog.services.agreements.read import suppliers_known
from catalog.services.agreements.setup_one import facts_of
from catalog.services.agreements.show import AgreementSheet, LotSheet, agreement_sheet
from ui import navigation, session
from ui.parts.agreement_forms import agreement_fields, lot_fields, save, seen, told
from ui.parts.markup import fill, plain
from ui.parts.sheet import facts, panel
from ui.screens import agreement_members
from ui.wording.words import counted, refused, t


def show() -> None:
    """Draw the page."""
    actor, code = session.actor(), st.query_params.get("code", "")
    try:
        with session.means() as means:
            sheet = agreement_sheet(actor, means, code)
    except NotFound as refusal:
        st.title(t("agreement.unknown"), anchor=False)
        st.write(refused(refusal))
        navigation.link("accords", t("agreement.back"))
        return
    _page(actor, sheet)


def _page(actor: Actor, sheet: AgreementSheet) -> None:
    st.set_page_config(page_title=t("app.title", page=sheet.terms.name))
    navigation.link("accords", f"← {t('agreement.back')}")
    st.title(plain(sheet.terms.name), anchor=False)
    told()
    matter, aside = st.columns([2.4, 1], gap="large")
    with aside:
        st.html(panel(t("agreement.card"), facts(_card(sheet))))
    with matter:
        st.header(t("agreement.lots"), anchor=False)
        with st.container(key="taches"):
            for lot in sheet.lots:
                _lot(lot)
        if not sheet.lots:
            st.write(t("agreement.no_lot"))
        _forms(actor, sheet)
        if sheet.members is not None:
            agreement_members.show_members(actor, sheet.terms.code)


def _card(sheet: AgreementSheet) -> list[tuple[str, object]]:
    terms = sheet.terms
    members = None if sheet.members is None else counted(sheet.members, "agreements.members")
    return [
        (t("agreement.code"), terms.code),
        (t("agreement.central"), sheet.central),
        (t("agreement.dates"), t("agreement.period", first=terms.starts, last=terms.ends)),
        (t("agreement.joined"), members),
    ]


def _lot(lot: LotSheet) -> None:
    terms = lot.terms
    with st.container(key=f"tache_{terms.code}"):
        navigation.link("lot", terms.name, code=terms.code)
        holders = ", ".join(lot.names.values()) or t("agreement.no_holder")
        said = [terms.code, t("agreement.period", first=terms.starts, last=terms.ends), holders]
        clause = t(f"agreement.clause.{lot.clause.kind}") if lot.clause else t("agreement.clause.none")
        if lot.use is not None:
            said.append(counted(lot.use.in_force, "agreement.offers"))
        st.html(
            fill('<p class="meta">{text}</p><p class="meta"><b>{clause}</b></p>', text=" · ".join(said), clause=clause)
        )


def _forms(actor: Actor, sheet: AgreementSheet) -> None:
    if not may(actor, "agreement.change"):
        return
    code = sheet.terms.code
    with st.expander(t("agreement.change")):
        with session.means() as means:
            kept, mark = facts_of(actor, means, "agreement", code)
        was = seen("agreement", "agreement.name", mark)
        with st.form("agreement", border=False):
            table = agreement_fields(kept)
            if st.form_submit_button(t("agreement.save"), type="primary") and save(actor, "agreement", table, was):
                st.rerun()
    if may(actor, "agreement.create"):
        navigation.link("lot", t("agreement.new_lot"), new=code)


def new_lot(actor: Actor, code: str) -> None:
    """The page of a lot that is not there yet."""
    with session.means() as means:
        sheet = agreement_sheet(actor, means, code)
        suppliers = suppliers_known(actor, means)
    navigation.link("accord", f"← {sheet.terms.name}", code=code)
    st.title(t("agreement.new_lot"), anchor=False)
    start = {"agreement": code, "starts": sheet.terms.starts, "ends": sheet.terms.ends}
    with st.form("lot.new", border=False):
        table = lot_fields(start, suppliers, new=True)
        if st.form_submit_button(t("agreement.create"), type="primary") and save(actor, "lot", table, None):
            navigation.go("lot", code=str(table["code"]))
