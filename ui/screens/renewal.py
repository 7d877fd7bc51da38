"""One renewal: what takes the place of what, at which price, with which attributes lost; then members' selections."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.published.renewing import Pair
from catalog.services.renewal.convert import Turned, convert, put_back
from catalog.services.renewal.decide import confirm_sure, decide, open_renewal
from catalog.services.renewal.show import RenewalSheet
from catalog.services.renewal.show import show as show_renewal
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.names import label
from ui.parts.notice import tell
from ui.parts.renewal import pair_card
from ui.parts.sheet import facts, panel
from ui.wording.words import counted, refused, t

SIZE = 15
"""Pairs on one page."""
STATES = ("proposed", "alone", "confirmed", "none")
LONGEST = 500
Lots = tuple[str, str]


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    lots = (st.query_params.get("old", ""), st.query_params.get("new", ""))
    navigation.link("renouvellements", f"← {t('renewal.back')}")
    try:
        with session.means() as means:
            sheet = show_renewal(actor, means, *lots)
    except Refusal as refusal:
        st.title(t("renewal.unknown"), anchor=False)
        st.write(refused(refusal))
        return
    _head(sheet)
    matter, aside = st.columns([2.6, 1], gap="large")
    with aside:
        _beside(actor, sheet, lots)
    with matter:
        _pairs(actor, sheet, lots)


def _head(sheet: RenewalSheet) -> None:
    old, new = sheet.content.old_lot, sheet.content.new_lot
    title = t("renewals.title", old=old.name, new=new.name)
    st.set_page_config(page_title=t("app.title", page=title))
    st.title(label(title), anchor=False)
    st.html(
        fill(
            '<p class="lead">{text}</p>',
            text=t("renewal.dates", old=old.code, ends=old.ends, new=new.code, starts=new.starts),
        )
    )
    said = st.session_state.pop("renewal.said", None)
    if said:
        tell("good", said)
    waiting = sheet.content.counts()["proposed"]
    if sheet.line is None:
        tell("told", t("renewal.rehearsed"), t("renewal.rehearsed.text"))
    elif waiting:
        tell("wait", counted(waiting, "renewal.waiting"), t("renewal.waiting.text"))
    else:
        tell("good", t("renewal.decided"), t("renewal.decided.text"))


def _beside(actor: Actor, sheet: RenewalSheet, lots: Lots) -> None:
    counts, held = sheet.content.counts(), sheet.held
    told = [(t(f"renewal.state.{state}"), str(counts[state])) for state in STATES]
    st.html(panel(t("renewal.offers"), facts([*told, (t("renewal.arrivals"), str(len(sheet.content.arrivals)))])))
    lines = [(t(f"renewal.lines.{state}"), str(n)) for state in STATES if (n := held.by_state.get(state, 0))]
    about = [(t("renewal.members"), str(held.members)), (t("renewal.lines"), str(held.lines)), *lines]
    st.html(panel(t("renewal.selections"), facts([*about, (t("renewal.converted"), str(held.converted))])))
    if sheet.line is None:
        _open(actor, lots)
    else:
        _turn(actor, sheet, lots)


def _open(actor: Actor, lots: Lots) -> None:
    """The reason first: nothing is kept before."""
    if not may(actor, "renewal.decide"):
        return
    with st.form("open", border=False):
        reason = st.text_input(t("renewal.reason"), key="renewal.reason", max_chars=LONGEST)
        basis = st.text_input(t("renewal.basis"), key="renewal.basis", max_chars=LONGEST)
        if st.form_submit_button(t("renewal.open"), type="primary"):
            _do(lambda: _opened(actor, lots, reason, basis), "renewal.opened")


def _opened(actor: Actor, lots: Lots, reason: str, basis: str) -> int:
    with session.work() as means:
        return open_renewal(actor, means, *lots, reason, basis or None)


def _turn(actor: Actor, sheet: RenewalSheet, lots: Lots) -> None:
    """Convert what is confirmed, or put back what was converted."""
    if not may(actor, "renewal.convert"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("renewal.not_you", role=t(f"role.{actor.role}"))))
        return
    ready = sheet.held.by_state.get("confirmed", 0)
    if ready and st.button(counted(ready, "renewal.convert"), type="primary", key="convert", width="stretch"):
        _do(lambda: _turned(actor, lots, convert), "renewal.turned")
    if sheet.held.converted and st.button(t("renewal.put_back"), key="put_back", width="stretch"):
        _do(lambda: _turned(actor, lots, put_back), "renewal.restored")


def _turned(actor: Actor, lots: Lots, act: Callable[..., Turned]) -> int:
    with session.work() as means:
        return act(actor, means, *lots).lines


def _pairs(actor: Actor, sheet: RenewalSheet, lots: Lots) -> None:
    counts = sheet.content.counts()
    first = next((state for state in STATES if counts[state]), "proposed")
    state = st.segmented_control(
        t("renewal.show"), STATES, default=first, required=True, key="renewal.state", width="stretch",
        format_func=lambda each: f"{t(f'renewal.state.{each}')} · {counts[each]}",
    )  # fmt: skip
    chosen = [pair for pair in sheet.content.pairs if pair.state == state]
    deciding = sheet.line is not None and may(actor, "renewal.decide")
    sure = sum(pair.why == "gtin" for pair in chosen)
    if deciding and sure and st.button(counted(sure, "renewal.sure"), key="sure"):
        _do(lambda: _sure(actor, lots), "renewal.said")
    if not chosen:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t(f"renewal.none.{state}")))
    _page(actor, chosen, lots, sheet if deciding else None)


def _page(actor: Actor, chosen: list[Pair], lots: Lots, deciding: RenewalSheet | None) -> None:
    place = st.container(key="taches")
    pages = -(-len(chosen) // SIZE)
    page = st.pagination(pages, key="renewal_page") if pages > 1 else 1
    with place:
        for pair in chosen[(page - 1) * SIZE : page * SIZE]:
            with st.container(key=f"tache_{pair.old.offer.offer_id}"):
                st.html(pair_card(pair, session.language()))
                if deciding:
                    _decide(actor, pair, lots, deciding)


def _decide(actor: Actor, pair: Pair, lots: Lots, sheet: RenewalSheet) -> None:
    """Yes to what is proposed, another of the lot, or nothing."""
    name = f"{pair.old.offer.supplier}/{pair.old.offer.reference}"
    about = f":small[{label(pair.old.offer.name)}]"
    with st.container(horizontal=True, vertical_alignment="center"):
        if pair.new is not None and pair.state == "proposed":
            taker = f"{pair.new.offer.supplier}/{pair.new.offer.reference}"
            yes = st.button(f"{t('renewal.confirm')} {about}", key=f"yes_{name}", type="primary")
            if yes:
                _do(lambda: _said(actor, lots, {name: taker}), "renewal.said")
        with st.popover(f"{t('renewal.other')} {about}", type="tertiary"):
            _other(actor, pair, lots, sheet)
        if pair.state != "none" and st.button(f"{t('renewal.nothing')} {about}", key=f"no_{name}", type="tertiary"):
            _do(lambda: _said(actor, lots, {name: None}), "renewal.said")


def _other(actor: Actor, pair: Pair, lots: Lots, sheet: RenewalSheet) -> None:
    name = f"{pair.old.offer.supplier}/{pair.old.offer.reference}"
    named = {
        f"{offer.supplier}/{offer.reference}": f"{offer.reference} · {offer.name}" for offer in sheet.content.incoming()
    }
    near = [f"{offer.supplier}/{offer.reference}" for offer, _ in pair.further]
    choices = [*near, *(each for each in sorted(named) if each not in near)]
    taker = st.selectbox(t("renewal.incoming"), choices, format_func=lambda each: label(named[each]), index=None,
                         key=f"taker_{name}", placeholder=t("renewal.choose"))  # fmt: skip
    if st.button(t("renewal.take"), key=f"take_{name}", disabled=taker is None, type="primary"):
        _do(lambda: _said(actor, lots, {name: taker}), "renewal.said")


def _said(actor: Actor, lots: Lots, words: Mapping[str, str | None]) -> int:
    with session.work() as means:
        return decide(actor, means, *lots, words)


def _sure(actor: Actor, lots: Lots) -> int:
    with session.work() as means:
        return confirm_sure(actor, means, *lots)


def _do(act: Callable[[], int], done: str) -> None:
    """Do it and say so on the page drawn anew; a refusal is said in place."""
    try:
        n = act()
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["renewal.said"] = t(done, n=n)
    st.rerun()
