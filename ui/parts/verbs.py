"""What the central body may do at once with one product: correct, suspend, rename, say what follows; rehearsed first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.published.done import Done
from catalog.services.buying.sheet import Sheet
from catalog.services.release import correct, rename, succeed, suspend
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.parts.values import change, field_name
from ui.wording.words import refused, t

KINDS = ("replaced", "discontinued", "new")
Work = Callable[[Actor, Means], Done]
EFFECT = '<ul class="decision-lines">{lines}</ul>'
LINE = '<li><span class="cell-field">{field}</span> {change}</li>'


def verbs(actor: Actor, sheet: Sheet) -> None:
    """The buttons, for whoever may press them."""
    if not (may(actor, "publication.correct") or may(actor, "offer.suspend")):
        return
    st.header(t("verbs.title"), anchor=False)
    done = st.session_state.pop("verb_done", None)
    if done:
        tell("good", done)
    with st.container(horizontal=True, key="gestes"):
        if may(actor, "publication.correct"):
            _button("correct", lambda: _correct(actor, sheet))
        if may(actor, "offer.suspend"):
            held = sheet.notes.suspended
            if len(held) < len(sheet.offers):
                _button("suspend", lambda: _suspend(actor, sheet, lift=False))
            if held:
                _button("lift", lambda: _suspend(actor, sheet, lift=True))
        if may(actor, "publication.correct"):
            _button("rename", lambda: _rename(actor, sheet))
            _button("succeed", lambda: _succeed(actor, sheet))


def _button(verb: str, form: Callable[[], None]) -> None:
    if st.button(t(f"verbs.{verb}"), key=f"verb_{verb}"):
        st.dialog(t(f"verbs.{verb}.title"), width="large")(form)()


def _correct(actor: Actor, sheet: Sheet) -> None:
    language = session.language()
    field = st.selectbox(t("verbs.field"), correct.fields_to_correct(), key="verb_field",
                         format_func=lambda name: field_name(name, language))  # fmt: skip
    lot = _lot(sheet) if len(sheet.offers) > 1 else None
    corrected = {(each["field"], each["lot"]) for each in sheet.notes.json()["corrections"] if each["state"] == "kept"}
    back = bool({(field, None), (field, lot), (field, sheet.offers[0].lot)} & corrected) and st.checkbox(
        t("verbs.correct.back"), key="verb_back"
    )
    text = None if back else st.text_input(t("verbs.value"), key="verb_value", max_chars=500)
    if not back:
        hint(t("verbs.value.why"))
    reason, basis = _reason()
    wanted = correct.Wanted(sheet.supplier, sheet.reference, str(field), text, reason, lot, basis or None)
    ready = back or bool(text)
    _decide(actor, sheet, ready, reason, lambda who, means: correct.rehearse_correct(who, means, wanted),
            lambda who, means: correct.correct(who, means, wanted))  # fmt: skip


def _suspend(actor: Actor, sheet: Sheet, *, lift: bool) -> None:
    held = sheet.notes.suspended
    lots = [offer.lot for offer in sheet.offers if (offer.lot in held) == lift]
    lot = _lot(sheet, lots) if len(lots) > 1 else lots[0] if len(sheet.offers) > 1 else None
    st.html(fill('<p class="lead">{text}</p>', text=t("verbs.lift.lead" if lift else "verbs.suspend.lead")))
    reason, basis = _reason()
    wanted = suspend.Wanted(sheet.supplier, sheet.reference, reason, lot or None, basis or None, lift)
    _decide(actor, sheet, True, reason, lambda who, means: suspend.rehearse_suspend(who, means, wanted),
            lambda who, means: suspend.suspend(who, means, wanted))  # fmt: skip


def _rename(actor: Actor, sheet: Sheet) -> None:
    new = st.text_input(t("verbs.rename.new"), key="verb_new", max_chars=100)
    hint(t("verbs.rename.why"))
    reason, basis = _reason()
    key = (sheet.supplier, sheet.reference, new)
    _decide(actor, sheet, bool(new), reason, lambda who, means: rename.rehearse_rename(who, means, *key),
            lambda who, means: rename.rename(who, means, *key, reason, basis or None))  # fmt: skip


def _succeed(actor: Actor, sheet: Sheet) -> None:
    kind = str(
        st.radio(t("verbs.succeed.kind"), KINDS, key="verb_kind", format_func=lambda each: t(f"verbs.succeed.{each}"))
    )
    after = (
        st.text_input(t("verbs.succeed.successor"), key="verb_successor", max_chars=100) if kind == "replaced" else None
    )
    hint(t("verbs.succeed.why"))
    reason, basis = _reason("verbs.basis")
    wanted = succeed.Wanted(sheet.supplier, sheet.reference, kind, reason, basis, after)
    ready = bool(basis and (after or kind != "replaced"))
    _decide(actor, sheet, ready, reason, lambda who, means: succeed.rehearse_succeed(who, means, wanted),
            lambda who, means: succeed.succeed(who, means, wanted))  # fmt: skip


def _lot(sheet: Sheet, lots: list[str] | None = None) -> str | None:
    names = {
        offer.lot: f"{offer.lot} · {offer.lot_name}" for offer in sheet.offers if lots is None or offer.lot in lots
    }
    return st.selectbox(t("sheet.lot"), list(names), key="verb_lot", format_func=names.__getitem__)


def _reason(basis_label: str = "publish.basis") -> tuple[str, str]:
    reason = st.text_input(t("verbs.reason"), key="verb_reason", max_chars=500)
    basis = st.text_input(t(basis_label), key="verb_basis", max_chars=300)
    return reason.strip(), basis.strip()


def _decide(actor: Actor, sheet: Sheet, ready: bool, reason: str, rehearse: Work, do: Work) -> None:
    """What it would change as soon as it can be told; the button once there is a reason."""
    found = _rehearsed(actor, rehearse) if ready else None
    if found is None and ready:
        return
    if found is not None:
        st.html(_effect(found))
    if not reason or not ready:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("verbs.lacking")))
    if st.button(t("verbs.confirm"), key="verb_confirm", type="primary", disabled=not (ready and reason)):
        _do(actor, sheet, do)


def _rehearsed(actor: Actor, rehearse: Work) -> Done | None:
    try:
        with session.means() as means:
            return rehearse(actor, means)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return None


def _do(actor: Actor, sheet: Sheet, do: Work) -> None:
    try:
        with session.work() as means:
            done = do(actor, means)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.session_state["verb_done"] = t("verbs.done", n=done.publication)
    if done.verb == "rename":
        navigation.go("produit", ref=f"{sheet.supplier}/{done.detail['after']}")
    st.rerun()


def _effect(found: Done) -> Html:
    """The cells that change, or the lots that turn, before anything is written."""
    detail, language = found.detail, session.language()
    lines = [
        _line(field_name(cell["field"], language), cell["before"], cell["after"]) for cell in detail.get("cells", ())
    ]
    if found.verb == "rename":
        lines.append(_line(field_name("reference", language), detail["before"], detail["after"]))
    if found.verb in ("suspend", "lift"):
        states = (t("verbs.orderable"), t("verbs.suspended"))
        lines += [_line(lot, *(states if found.verb == "suspend" else states[::-1])) for lot in detail["lots"]]
    if found.verb == "succeed":
        lines.append(_line(found.reference, "", detail["successor"] or t(f"verbs.succeed.{detail['kind']}")))
    return fill(EFFECT, lines=Trusted(join(lines)))


def _line(name: str, before: Any, after: Any) -> Html:
    return fill(LINE, field=name, change=Trusted(change("", before, after, session.language())))
