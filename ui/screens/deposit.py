"""Hand in a file: whose, for which lots, whole or in part; then the file, which is read and becomes a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from catalog.access import Actor, require
from catalog.errors import Refusal
from catalog.services.agreements import read
from catalog.services.intake.receive import Delivery, Mode
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.batch import STEPS
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import label
from ui.parts.notice import hint, tell
from ui.parts.sheet import panel
from ui.parts.upload import upload_form
from ui.wording.words import refused, t

ENDINGS = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.xml,.cif,.edi"
MODES: tuple[Mode, ...] = ("full", "patch")
Choices = Mapping[str, Mapping[str, str]]
"""Supplier code -> lot code -> name of the lot."""


def show() -> None:
    """Draw the page. Back from the upload (a ticket in the address) the file is read at once."""
    actor = session.actor()
    require(actor, "batch.receive", actor.organisation_id)
    navigation.link("imports", f"← {t('batch.back')}")
    st.title(t("deposit.title"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("deposit.lead")))
    arrived = uploaded()
    if arrived and st.session_state.get("taken_in") != st.query_params["ticket"]:
        _take_in(actor, arrived)
    _form(actor)


def _take_in(actor: Actor, file: Upload) -> None:
    """Read the file and open its batch. The ticket is remembered, so that Back shows the form and reads nothing."""
    st.session_state["taken_in"] = st.query_params["ticket"]
    asked = st.query_params
    mode: Mode = "patch" if asked.get("mode") == "patch" else "full"
    lots = tuple(lot for lot in asked.get("lots", "").split("~") if lot)
    delivery = Delivery(asked.get("supplier", ""), lots, file.name, mode, asked.get("lot_column") or None)
    entrance = session.house().entrance
    try:
        with (
            st.status(t("deposit.reading", file=label(file.name))),
            entrance.files.path(file.sha256).open("rb") as stream,
        ):
            received = entrance.receive(actor, delivery, stream)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    state = {"id": str(received.batch)} | ({"known": "1"} if received.known else {})
    navigation.go("import", **state)


def _form(actor: Actor) -> None:
    choices, names = _choices(actor)
    form, aside = st.columns([2.3, 1], gap="large")
    with aside:
        st.html(panel(t("deposit.ahead"), _ahead()))
    with form:
        supplier = _supplier(choices, names)
        lots = _lots(choices.get(supplier, {}))
        mode = _mode()
        column = _lot_column(lots)
        if not lots:
            st.html(fill('<p class="quiet-text">{text}</p>', text=t(_lacking(supplier, choices))))
            return
        told = {"supplier": supplier, "lots": "~".join(lots), "mode": mode, "lot_column": column}
        back = "/import?" + urlencode({name: value for name, value in told.items() if value})
        hint(t("deposit.formats"))
        upload_form(back, "file", t("deposit.file"), ENDINGS)


def _lacking(supplier: str, choices: Choices) -> str:
    """What to do before there can be a file, as a code."""
    if not supplier:
        return "deposit.choose_supplier"
    return "deposit.choose_lot" if choices.get(supplier) else "deposit.lots.none"


def _ahead() -> Html:
    """What happens to the file, in order."""
    steps = join([fill("<li>{text}</li>", text=t(f"deposit.ahead.{step}")) for step in STEPS])
    return fill('<ol class="ahead">{steps}</ol>', steps=Trusted(steps))


def _choices(actor: Actor) -> tuple[Choices, Mapping[str, str]]:
    """The suppliers that the actor may deliver for with the lots they hold, and the suppliers' names."""
    with session.means() as means:
        cards = read.suppliers(actor, means)
        lots = [lot for agreement in read.agreements(actor, means) for lot in agreement.lots]
    if actor.kind == "supplier":
        cards = [card for card in cards if card.id == actor.organisation_id]
    held = {card.code: {lot.code: lot.name for lot in lots if card.code in lot.holders} for card in cards}
    return held, {card.code: card.name for card in cards}


def _supplier(choices: Choices, names: Mapping[str, str]) -> str:
    codes = sorted(choices, key=lambda code: names[code])
    if len(codes) == 1:
        st.html(fill('<p class="meta">{word} <b>{name}</b></p>', word=t("deposit.supplier"), name=names[codes[0]]))
        return codes[0]
    _begin("supplier", codes)
    asked = st.selectbox(t("deposit.supplier"), codes, key="supplier", format_func=lambda code: names[code], index=None,
                         placeholder=t("deposit.supplier.choose"))  # fmt: skip
    return asked or ""


def _lots(held: Mapping[str, str]) -> list[str]:
    """The lots chosen among those held; the only one where there is one."""
    if not held:
        return []
    asked = [code for code in st.query_params.get("lots", "").split("~") if code in held]
    return st.multiselect(
        t("deposit.lots"), list(held), default=asked or (list(held) if len(held) == 1 else []),
        key=f"lots_{'_'.join(held)}", format_func=lambda code: f"{code} · {held[code]}", placeholder=t("deposit.lots.choose"),
    )  # fmt: skip


def _mode() -> str:
    _begin("mode", MODES)
    return st.radio(
        t("deposit.mode"), MODES, key="mode", format_func=lambda code: t(f"deposit.mode.{code}"),
        captions=[t(f"deposit.mode.{code}.why") for code in MODES],
    )  # fmt: skip


def _lot_column(lots: Sequence[str]) -> str:
    """The header of the lot column: asked for several lots only."""
    if len(lots) < 2:
        return ""
    st.session_state.setdefault("lot_column", st.query_params.get("lot_column", ""))
    header = st.text_input(t("deposit.lot_column"), key="lot_column", max_chars=200)
    hint(t("deposit.lot_column.why"))
    return header


def _begin(name: str, options: Sequence[str]) -> None:
    """What the address says, before anybody touched the field."""
    asked = st.query_params.get(name)
    if name not in st.session_state and asked in options:
        st.session_state[name] = asked
