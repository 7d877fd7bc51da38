"""Public registers of labels: each extract with its age, rows and issues; loading a new one after its rehearsal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.reference.shipped import names
from catalog.services.ranges.show import list_ranges
from catalog.services.registers.load import ProductLine, RegisterReport
from catalog.services.registers.match import look_again
from catalog.services.registers.show import Issue, Shown, list_registers, show_register, waiting_count
from catalog.wording.reading import issue_json
from catalog.wording.sentences import named, say
from ui import navigation, session
from ui.files import SENDERS, Upload, uploaded
from ui.parts import what_if
from ui.parts.markup import fill, plain
from ui.parts.names import range_name, sortable
from ui.parts.notice import tell
from ui.parts.sheet import Head, facts, panel, table
from ui.parts.upload import upload_form
from ui.wording.words import counted, refused, t

ENDINGS = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods"
SAID = "registers.said"
SHOWN_ROWS = 50
LEAD = '<p class="lead">{text}</p>'
QUIET = '<p class="quiet-text">{text}</p>'


def show() -> None:
    """Draw the page: one extract where the address names it, else all of them."""
    actor = session.actor()
    if "id" in st.query_params:
        _one(actor, st.query_params["id"])
        return
    st.title(t("page.registers"), anchor=False)
    st.html(fill(LEAD, text=t("registers.lead")))
    if said := st.session_state.pop(SAID, None):
        tell("good", *said)
    with session.means() as means:
        shown, waiting = list_registers(actor, means), waiting_count(actor, means)
        today = means.clock.today()
    _waiting(waiting)
    if may(actor, "register.load") and actor.role in SENDERS:
        _load(actor, today)
    _list(shown)
    if shown and may(actor, "register.load"):
        _again(actor)


def _waiting(waiting: int) -> None:
    if waiting:
        tell("wait", counted(waiting, "registers.waiting"), t("registers.waiting.text"))
        navigation.link("rapprochements", t("registers.queue"))


def _list(shown: Sequence[Shown]) -> None:
    st.header(t("registers.loaded"), anchor=False)
    if not shown:
        st.write(t("registers.none"))
        return
    heads = [Head(t(f"registers.{name}")) for name in ("label", "day", "state")]
    heads += [
        Head(t(f"registers.{name}"), number=True) for name in ("rows", "imported", "rejected", "skipped", "proofs")
    ]
    st.html(table(t("registers.loaded"), heads, [_row(each) for each in shown], said=False))
    with st.container(horizontal=True):
        for each in shown[:SHOWN_ROWS]:
            navigation.link("registres", t("registers.open", file=each.extract.file_name), id=str(each.extract.id))


def _row(each: Shown) -> list[object]:
    extract = each.extract
    day = t("registers.aged", day=extract.extracted_on, n=each.age)
    state = t("registers.old" if each.old else "registers.speaks" if each.speaks else "registers.replaced")
    figures = [extract.rows, extract.imported, extract.rejected, extract.skipped, each.proofs]
    return [named("label", extract.label, session.language()), day, state, *figures]


def _again(actor: Actor) -> None:
    if not st.button(t("registers.again"), key="registers.again", help=t("registers.again.help")):
        return
    with session.work() as means:
        plans = look_again(actor, means).values()
    n = {name: sum(len(getattr(plan, name)) for plan in plans) for name in ("verified", "proposed", "ended")}
    st.session_state[SAID] = (t("registers.again.done"), t("registers.counts", **n))
    st.rerun()


def _load(actor: Actor, today: dt.date) -> None:
    sent = uploaded()
    with st.expander(t("registers.load"), expanded=sent is not None):
        if sent is None:
            st.html(fill(QUIET, text=t("registers.load.how")))
            upload_form("/registres", "registre", t("registers.file"), ENDINGS)
        else:
            _terms(actor, sent, today)


def _terms(actor: Actor, sent: Upload, today: dt.date) -> None:
    """Which label, of which day; what it would do; then the loading."""
    st.html(fill(QUIET, text=sent.name))
    label, terms = _asked(today)
    if label is None:
        return
    if st.session_state.get("register.save"):  # pressed: what was rehearsed is not rehearsed again
        _save(actor, label, sent, terms)
        return
    try:
        report = session.house().entrance.load_register(actor, label, sent.name, sent.sha256, dry=True, **terms)
    except Refusal as refusal:
        tell("stop", t("registers.refused"), refused(refusal))
        return
    _rehearsed(report)
    if not report.known:
        st.button(t("registers.save"), type="primary", key="register.save")


def _asked(today: dt.date) -> tuple[str | None, dict[str, Any]]:
    """The label, and the terms of loading."""
    language = session.language()
    labels = sorted(names("label"), key=lambda code: sortable(named("label", code, language)))
    label = st.selectbox(
        t("registers.label"), labels, index=None, key="register.label", placeholder=t("registers.label.choose"),
        format_func=lambda code: named("label", code, language),
    )  # fmt: skip
    day = st.date_input(
        t("registers.made"),
        None,
        key="register.day",
        format="DD/MM/YYYY",
        max_value=today,
        help=t("registers.made.help"),
    )
    whole = st.checkbox(t("registers.whole"), key="register.whole", help=t("registers.whole.help"))
    return label, {"extracted_on": day, "whole": whole}


def _save(actor: Actor, label: str, sent: Upload, terms: Mapping[str, Any]) -> None:
    try:
        done = session.house().entrance.load_register(actor, label, sent.name, sent.sha256, **terms)
    except Refusal as refusal:
        tell("stop", t("registers.refused"), refused(refusal))
        return
    st.session_state[SAID] = (t("registers.done", label=label), _counts(done))
    navigation.go("registres")


def _counts(report: RegisterReport) -> str:
    plan = report.plan
    return t("registers.counts", verified=len(plan.verified), proposed=len(plan.proposed), ended=len(plan.ended))


def _rehearsed(report: RegisterReport) -> None:
    """Rows accounted for, then who is touched."""
    reading = report.reading
    if report.known:
        tell("told", t("registers.known", day=report.extracted_on))
        return
    st.html(fill(LEAD, text=t("registers.sum", rows=reading.rows, imported=reading.imported, rejected=reading.rejected,
                              skipped=reading.skipped)))  # fmt: skip
    st.html(fill(QUIET, text=t("registers.of_day", day=report.extracted_on)))
    st.write(_counts(report))
    for name, told in (("outdated", report.outdated), ("no_attribute", not report.provable)):
        if told:
            tell("told", say(f"register.told.{name}", {}, session.language()))
    for name in ("unspoken", "elsewhere"):
        if count := getattr(report.plan, name):
            st.html(fill(QUIET, text=say(f"register.told.{name}", {name: count}, session.language())))
    _touched(report)
    if report.effects:
        what_if.draw(report.effects, _ranges())
    _issues(reading.issues)


def _ranges() -> dict[str, str]:
    """Range -> its name."""
    with session.means() as means:
        return {each.terms.code: range_name(each, session.language()) for each in list_ranges(session.actor(), means)}


def _touched(report: RegisterReport) -> None:
    rows = list(_effects(report))
    if rows:
        heads = [Head(t(f"registers.{name}")) for name in ("what", "supplier", "reference", "product", "why")]
        st.html(table(t("registers.touched"), heads, rows[:SHOWN_ROWS]))
        if len(rows) > SHOWN_ROWS:
            st.html(fill(QUIET, text=t("registers.more", n=len(rows) - SHOWN_ROWS)))


def _effects(report: RegisterReport) -> Iterator[list[object]]:
    """What happens to which product, and why; what ends first."""
    plan, language = report.plan, session.language()
    for end in plan.ended:
        yield [t("registers.ends"), *_named(end.product), end.told(language)]
    for each in plan.verified:
        yield [t("registers.verified"), *_named(each.product), t("registers.by_gtin", gtin=each.entry.gtin)]
    for one in plan.proposed:
        why = t("registers.looks_like", name=one.entry.name or one.entry.model, score=one.proposal.score)
        yield [t("registers.proposed"), *_named(one.product), why]


def _named(product: ProductLine) -> list[object]:
    return [product.supplier_name, product.reference, product.name]


def _issues(issues: Sequence[Issue]) -> None:
    if not issues:
        return
    with st.expander(counted(len(issues), "registers.issues")):
        heads = [
            Head(t("registers.row")),
            Head(t("registers.column")),
            Head(t("registers.cause")),
            Head(t("registers.said")),
        ]
        rows = [
            [each.row or "–", each.column or "–", t(f"cause.{each.code}"), issue_json(each)[session.language()]]
            for each in issues[:SHOWN_ROWS]
        ]
        st.html(table(t("registers.issues.first"), heads, rows, said=False))


def _one(actor: Actor, asked: str) -> None:
    """One extract: where it comes from, what was read, what could not be."""
    with session.means() as means:
        shown, issues = show_register(actor, means, int(asked) if asked.isdigit() else 0)
    extract, report = shown.extract, shown.extract.report
    navigation.link("registres", f"← {t('page.registers')}")
    st.title(plain(t("registers.one", label=extract.label, day=extract.extracted_on)), anchor=False)
    st.html(fill(LEAD, text=t("registers.sum", rows=extract.rows, imported=extract.imported,
                              rejected=extract.rejected, skipped=extract.skipped)))  # fmt: skip
    columns = ", ".join(
        f"{title} → {t(f'registers.field.{name}')}" for title, name in report.get("columns", {}).items()
    )
    others = ", ".join(
        f"{named('label', code, session.language())} ({n})" for code, n in report.get("others", {}).items()
    )
    pairs = [
        (t("registers.file"), extract.file_name), (t("registers.age"), t("registers.aged", day=extract.extracted_on, n=shown.age)),
        (t("registers.by"), extract.by or t("registers.operator")), (t("registers.proofs"), shown.proofs),
        (t("registers.columns"), columns), (t("registers.ignored"), ", ".join(report.get("ignored_columns", ()))),
        (t("registers.others"), others),
    ]  # fmt: skip
    st.html(panel(t("registers.card"), facts(pairs)))
    _issues(issues)
