"""A further price clause of a lot: a form for each kind, the arithmetic tried live on an example, then the adding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog.access import Actor
from catalog.clauses.terms import KINDS, Kind
from catalog.errors import Refusal
from catalog.services.agreements.clause import Trial, standing_under, try_clause
from catalog.services.agreements.show import LotSheet
from catalog.wording.sentences import named
from ui import session
from ui.parts.agreement_forms import day, save, text
from ui.parts.notice import Look, hint, tell
from ui.wording.words import counted, refused, t

PARTS = 4
"""How many indices the form takes; a setup file takes any number."""
LOOKS: Mapping[str, Look] = {"beyond": "stop", "equal": "good", "within": "good", "below": "told"}
PER = ("revision", "year")


def form(actor: Actor, lot: LotSheet, called: Mapping[str, str]) -> None:
    """Draw the form in its fold."""
    with st.expander(t("agreement.clause.new")):
        now = lot.clause.kind if lot.clause else KINDS[0]
        kind = st.selectbox(t("agreement.clause.kind"), KINDS, [*KINDS].index(now) if now in KINDS else 0, key="clause.kind",
                            format_func=lambda each: t(f"agreement.clause.{each}"))  # fmt: skip
        hint(t(f"agreement.clause.{kind}.what"))
        began, source = _when(lot)
        terms = _terms(kind, lot, called)
        st.subheader(t("agreement.try"), anchor=False)
        good = _trial(actor, lot, kind, began, terms)
        _effect(actor, lot, kind, began, terms, good=good)
        _add(actor, lot, kind, began, source, terms)


def _when(lot: LotSheet) -> tuple[dt.date, str | None]:
    """A first clause begins with the lot; a further one, today."""
    with session.means() as means:
        first = max(lot.terms.starts, means.clock.today()) if lot.clauses else lot.terms.starts
    left, right = st.columns(2)
    with left:
        began = day("clause.from", first) or first
    with right:
        source = text("clause.source", "", 400)
    return began, source


def _terms(kind: Kind, lot: LotSheet, called: Mapping[str, str]) -> dict[str, Any]:
    """What the form holds, as a clause keeps it; empty fields say nothing."""
    known = lot.clause.terms if lot.clause and lot.clause.kind == kind else {}
    own: dict[str, Any] = {}
    if kind == "index":
        own = _formula(known, called)
    elif kind == "tariff":
        own = _discounts(known, lot)
    written = own | _revisions(known) | _limits(known)
    return {name: value for name, value in written.items() if value not in (None, "", [], {})}


def _formula(known: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        fixed = text("clause.fixed", known.get("fixed"), 9)
        base_month = text("clause.base_month", known.get("base_month"), 7)
    with right:
        lag = st.number_input(t("clause.lag"), 0, 24, known.get("lag", 0), key="clause.lag")
        decimals = st.number_input(
            t("clause.coefficient_decimals"), 0, 6, known.get("coefficient_decimals"), key="clause.coefficient_decimals"
        )
    stands = [*known.get("indices", ()), *({} for _ in range(PARTS))][:PARTS]
    parts = [part for place, each in enumerate(stands) if (part := _part(place, each, called))]
    return {"fixed": fixed, "indices": parts, "base_month": base_month, "lag": int(lag),
            "coefficient_decimals": None if decimals is None else int(decimals)}  # fmt: skip


def _part(place: int, stands: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str] | None:
    which, weight = st.columns([3, 1])
    with which:
        at = list(called).index(stands["code"]) if stands.get("code") in called else None
        code = st.selectbox(t("clause.index", n=place + 1), list(called), at, key=f"clause.index.{place}",
                            format_func=lambda each: f"{each} · {called[each]}",
                            placeholder=t("agreement.none"))  # fmt: skip
    with weight:
        share = st.text_input(
            t("clause.weight", n=place + 1), stands.get("weight", ""), key=f"clause.weight.{place}", max_chars=9
        ).strip()
    return {"code": code, "weight": share} if code else None


def _discounts(known: Mapping[str, Any], lot: LotSheet) -> dict[str, Any]:
    discount = text("clause.discount", known.get("discount"), 8)
    language, found = session.language(), {}
    for family in lot.terms.families:
        label = t("clause.discount.family", name=named("family", family, language))
        if share := st.text_input(
            label, known.get("discounts", {}).get(family, ""), key=f"clause.discount.{family}", max_chars=8
        ).strip():
            found[family] = share
    return {"discount": discount, "discounts": found}


def _revisions(known: Mapping[str, Any]) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    with left:
        base = day("clause.base", _day(known.get("base")))
    with middle:
        effective = day("clause.effective", _day(known.get("effective")))
    with right:
        months = st.number_input(t("clause.months"), 1, 120, known.get("months"), key="clause.months")
    return {"base": base and base.isoformat(), "effective": effective and effective.isoformat(),
            "months": int(months) if months else None}  # fmt: skip


def _limits(known: Mapping[str, Any]) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    with left:
        ceiling = text("clause.ceiling", known.get("ceiling"), 8)
    with middle:
        per = st.selectbox(t("clause.ceiling_per"), PER, PER.index(known.get("ceiling_per", PER[0])), key="clause.ceiling_per",
                           format_func=lambda each: t(f"clause.ceiling_per.{each}"))  # fmt: skip
    with right:
        safeguard = text("clause.safeguard", known.get("safeguard"), 8)
    return {"ceiling": ceiling, "ceiling_per": per if ceiling else None, "safeguard": safeguard}


def _day(written: object) -> dt.date | None:
    return dt.date.fromisoformat(written) if isinstance(written, str) else None


def _trial(actor: Actor, lot: LotSheet, kind: Kind, began: dt.date, terms: Mapping[str, Any]) -> bool:
    """The example worked out at each change; whether the terms can be read."""
    trial = Trial(kind, began, terms, currency=lot.terms.currency, **_example(lot, kind))
    try:
        with session.means() as means:
            tried = try_clause(actor, means, trial)
    except Refusal as refusal:
        st.error(refused(refusal))
        return False
    language = session.language()
    for fault in tried.faults:
        hint(fault[language])
    if tried.judgement is not None:
        word = tried.judgement.word
        tell(LOOKS.get(word, "wait"), t(f"verdict.price.{word}"), tried.sentence[language])
    return tried.judgement is not None


def _example(lot: LotSheet, kind: Kind) -> dict[str, Any]:
    """Example prices: the printed one, and what its kind starts from."""
    first, second, third = st.columns(3)
    beside = {"tariff": "list_price", "schedule": "line"}.get(kind, "base")
    with first:
        start = text(f"clause.try.{beside}", "12.00", 14)
    with second:
        price = text("clause.try.price", "13.10", 14)
    with third:
        on = day("clause.try.day", None)
    families = lot.terms.families
    return {
        beside: start,
        "price": price or "0",
        "day": on,
        "family": families[0] if kind == "tariff" and families else None,
    }


def _effect(actor: Actor, lot: LotSheet, kind: Kind, began: dt.date, terms: Mapping[str, Any], *, good: bool) -> None:
    """What the clause would say of the prices in force; asked for, since it reads them all."""
    if not good or not st.button(t("clause.effect"), key="clause.effect"):
        return
    with session.means() as means:
        found = standing_under(actor, means, lot.terms.code, kind, began, terms)
    said = [f"{counted(n, 'clause.effect.prices')} : {t(f'verdict.price.{word}')}" for word, n in found.items()]
    tell(
        "stop" if found.get("beyond") else "told", t("clause.effect.title"), " · ".join(said) or t("clause.effect.none")
    )


def _add(actor: Actor, lot: LotSheet, kind: Kind, began: dt.date, source: str | None, terms: Mapping[str, Any]) -> None:
    hint(t("clause.append_only"))
    if st.button(t("clause.add"), type="primary", key="clause.add"):
        table = {"lot": lot.terms.code, "kind": kind, "from": began, "source": source, **terms}
        if save(actor, "clause", table, None):
            st.rerun()
