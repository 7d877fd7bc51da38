"""What a person does with a proof beside deciding on it: withdraw it, renew it, tie its newcomers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from catalog.access import Actor
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.services.proofs.end import LONGEST_REASON, end
from catalog.services.proofs.extend import extend
from catalog.services.proofs.show import ProofSheet
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.notice import hint, tell
from ui.wording.words import counted, refused, t

SHOWN = 8
ONE_DAY = dt.timedelta(days=1)


def done(act: Callable[[Means], object], said: str) -> None:
    """Do it in one transaction and say so; a refusal is drawn in place."""
    try:
        with session.work() as means:
            act(means)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(said)
    st.rerun()


def newcomers(actor: Actor, sheet: ProofSheet) -> None:
    """The products that the proof's families and models name and that it does not cover: never tied in silence."""
    if not sheet.newcomers:
        return
    names = ", ".join(f"{known.reference} {known.name}" for known in sheet.newcomers[:SHOWN])
    more = f" {t('read.more', n=len(sheet.newcomers) - SHOWN)}" if len(sheet.newcomers) > SHOWN else ""
    tell("wait", counted(len(sheet.newcomers), "proof_page.newcomers"), f"{names}{more}")
    if sheet.may_renew and st.button(t("proof_page.extend"), key="extend", icon=":material/add_link:"):
        done(lambda means: extend(actor, means, sheet.line.id), t("proof_page.extended"))
    hint(t("proof_page.extend.why" if sheet.line.verdict else "proof_page.extend.here"))


def renewal(sheet: ProofSheet) -> None:
    """The way to the renewed paper, or to the proof that renews or was renewed."""
    if sheet.renewed_by:
        navigation.link("preuve", t("proof_page.renewed_by"), id=str(sheet.renewed_by))
    elif sheet.may_renew and sheet.line.verdict == "accept":
        navigation.link("preuve", t("proof_page.renew"), replaces=str(sheet.line.id))
    if sheet.line.replaces_id:
        navigation.link("preuve", t("proof_page.replaces"), id=str(sheet.line.replaces_id))


def withdrawal(actor: Actor, sheet: ProofSheet, day: dt.date) -> None:
    """The form that ends a proof before its day."""
    over = sheet.line.last_day is not None and sheet.line.last_day < day
    if not sheet.may_end or over or sheet.line.verdict == "refuse":
        return
    with st.expander(t("proof_page.end")), st.form("ending"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("proof_page.end.lead")))
        first, latest = min(sheet.line.valid_from, day) - ONE_DAY, sheet.line.last_day
        last = st.date_input(
            t("proof_page.end.last"), max(first, day - ONE_DAY), first, latest, key="last_day", format="DD/MM/YYYY"
        )
        hint(t("proof_page.end.last.why"))
        reason = st.text_area(t("proof_page.reason"), key="ending_reason", max_chars=LONGEST_REASON)
        if st.form_submit_button(t("proof_page.end.save")):
            done(lambda means: end(actor, means, sheet.line.id, reason, last), t("proof_page.ended"))
