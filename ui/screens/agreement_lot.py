"""One lot: its terms, holders and price clauses; staff change them, try a new clause and load a holder's schedule."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.access import Actor, may, require
from catalog.errors import NotFound, Refusal
from catalog.services.agreements.index import indices
from catalog.services.agreements.read import suppliers_known
from catalog.services.agreements.schedule import ScheduleReport, load_schedule, read_schedule, schedule_request
from catalog.services.agreements.setup_one import facts_of
from catalog.services.agreements.show import AgreementSheet, LotSheet, agreement_sheets
from catalog.wording.formats import money
from ui import navigation, session
from ui.files import SENDERS, Upload, uploaded
from ui.parts.agreement_forms import SAID, lot_fields, save, seen, told
from ui.parts.agreement_words import clause_card, lot_facts
from ui.parts.holder_terms import holder_terms
from ui.parts.markup import fill, plain
from ui.parts.sheet import Head, facts, panel, table
from ui.parts.upload import upload_form
from ui.screens import agreement, agreement_clause
from ui.wording.words import called, counted, refused, t

ENDINGS = ".csv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods"


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    if "new" in st.query_params:
        require(actor, "agreement.create")
        agreement.new_lot(actor, st.query_params["new"])
        return
    code = st.query_params.get("code", "")
    with session.means() as means:
        found = [
            (sheet, lot) for sheet in agreement_sheets(actor, means) for lot in sheet.lots if lot.terms.code == code
        ]
        called = _names(actor)
    if not found:
        st.title(t("agreement.lot.unknown"), anchor=False)
        st.write(refused(NotFound("lot.not_found", lot=code)))
        navigation.link("accords", t("agreement.back"))
        return
    _page(actor, *found[0], called)


def _names(actor: Actor) -> dict[str, str]:
    """Index -> its name."""
    with session.means() as means:
        return {each.code: called(each) for each in indices(actor, means)}


def _page(actor: Actor, sheet: AgreementSheet, lot: LotSheet, called: dict[str, str]) -> None:
    st.set_page_config(page_title=t("app.title", page=lot.terms.name))
    navigation.link("accord", f"← {sheet.terms.name}", code=sheet.terms.code)
    st.title(plain(lot.terms.name), anchor=False)
    told()
    matter, aside = st.columns([2.2, 1], gap="large")
    with aside:
        st.html(panel(t("agreement.lot.card"), facts([*lot_facts(lot.terms, lot.names), *_use(lot)])))
    with matter:
        _clauses(lot, called)
        if may(actor, "agreement.change"):
            agreement_clause.form(actor, lot, called)
        holder_terms(actor, lot)
        _schedules(actor, lot)
        if may(actor, "agreement.change"):
            _change(actor, lot)


def _use(lot: LotSheet) -> list[tuple[str, object]]:
    return [] if lot.use is None else [(t("agreement.use"), counted(lot.use.in_force, "agreement.offers"))]


def _clauses(lot: LotSheet, called: dict[str, str]) -> None:
    st.header(t("agreement.clause"), anchor=False)
    if lot.clause is None:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("agreement.clause.none.text")))
    else:
        st.html(clause_card(lot.clause, called))
    others = [each for each in lot.clauses if each is not lot.clause]
    if others:
        with st.expander(counted(len(others), "agreement.clause.others")):
            for each in others:
                st.html(clause_card(each, called))


def _schedules(actor: Actor, lot: LotSheet) -> None:
    """Whose schedule is loaded, and loading one; only where a clause of the lot goes by it."""
    if not any(each.kind == "schedule" for each in lot.clauses) and not lot.schedules:
        return
    st.header(t("agreement.schedule"), anchor=False)
    rows = [[lot.names[code], lot.schedules.get(code, 0)] for code in lot.terms.holders]
    heads = [Head(t("agreement.holder")), Head(t("agreement.schedule.lines"), number=True)]
    st.html(table(t("agreement.schedule"), heads, rows, said=False))
    if not may(actor, "agreement.change") or actor.role not in SENDERS:
        return
    with st.expander(t("agreement.schedule.load"), expanded=uploaded() is not None):
        sent = uploaded()
        if sent is None:
            upload_form(f"/lot?code={lot.terms.code}", "bpu", t("agreement.schedule.file"), ENDINGS)
            st.html(fill('<p class="quiet-text">{text}</p>', text=t("agreement.schedule.how")))
        else:
            _load(actor, lot, sent)


def _load(actor: Actor, lot: LotSheet, sent: Upload) -> None:
    """Whose it is and from when, what it would change, then the loading."""
    holder = st.selectbox(
        t("agreement.holder"), lot.terms.holders, key="bpu.holder", format_func=lambda each: lot.names[each]
    )
    with session.means() as means:
        today = means.clock.today()
    since = st.date_input(t("agreement.schedule.from"), today, key="bpu.from", format="DD/MM/YYYY")
    full = st.checkbox(t("agreement.schedule.full"), key="bpu.full")
    try:
        report = _loaded(actor, lot, sent, holder, since, full=full, dry=True)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    _report(report, lot.terms.currency)
    if st.button(t("agreement.schedule.save"), type="primary", key="bpu.save"):
        done = _loaded(actor, lot, sent, holder, since, full=full, dry=False)
        st.session_state[SAID] = (t("agreement.saved"), _counts(done))
        navigation.go("lot", code=lot.terms.code)


def _loaded(
    actor: Actor, lot: LotSheet, sent: Upload, holder: str, since: dt.date, *, full: bool, dry: bool
) -> ScheduleReport:
    code, path = lot.terms.code, session.house().entrance.files.path(sent.sha256)
    with session.means() as means:
        request = schedule_request(actor, means, code, holder, sent.name)
    kept = st.session_state.get("bpu.reading")
    if kept is None or kept[0] != (sent.sha256, request.currency):
        kept = ((sent.sha256, request.currency), read_schedule(path, request))
        st.session_state["bpu.reading"] = kept
    opened = session.means() if dry else session.work()
    with opened as means:
        return load_schedule(actor, means, code, holder, kept[1], since, full=full, dry=dry)


def _report(report: ScheduleReport, currency: str) -> None:
    st.html(fill('<p class="lead">{text}</p>', text=_counts(report)))
    language = session.language()
    rows = [
        [
            each.reference,
            *(money(price, language, currency) if price is not None else "–" for price in (each.before, each.after)),
        ]
        for each in report.lines[:20]
    ]
    heads = [
        Head(t("agreement.reference")),
        Head(t("agreement.before"), number=True),
        Head(t("agreement.after"), number=True),
    ]
    if rows:
        st.html(table(t("agreement.schedule.first"), heads, rows))


def _counts(report: ScheduleReport) -> str:
    names = ("new", "changed", "ended", "same", "rejected")
    return ", ".join(counted(getattr(report, name), f"agreement.schedule.{name}") for name in names)


def _change(actor: Actor, lot: LotSheet) -> None:
    with st.expander(t("agreement.lot.change")):
        with session.means() as means:
            kept, mark = facts_of(actor, means, "lot", lot.terms.code)
            suppliers = suppliers_known(actor, means)
        was = seen("lot", "agreement.name", mark)
        used = lot.use is not None and lot.use.offers > 0
        with st.form("lot", border=False):
            written = lot_fields(kept, suppliers, used=used)
            if st.form_submit_button(t("agreement.save"), type="primary") and save(actor, "lot", written, was):
                st.rerun()
