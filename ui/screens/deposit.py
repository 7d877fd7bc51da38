"""Hand in a file: drop it, confirm whose it is and for which lots, then it is read and becomes a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from catalog.access import Actor, require
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.agreements import read
from catalog.services.intake.receive import Delivery, Mode
from catalog.services.intake.recognise import Guess, recognise
from ui import navigation, session
from ui.files import Upload, uploaded
from ui.parts.batch import steps_for
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import label
from ui.parts.notice import hint, tell
from ui.parts.sheet import panel
from ui.parts.steps import steps
from ui.parts.upload import upload_form
from ui.parts.work import batch_state, follow
from ui.wording.words import refused, t

ENDINGS = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.txt,.xml,.cif,.edi"
MODES: tuple[Mode, ...] = ("full", "patch")
Choices = Mapping[str, Mapping[str, str]]
"""Supplier code -> lot code -> name of the lot."""


def show() -> None:
    """Draw the page. Back from the upload (a ticket in the address) it says what it recognised."""
    actor = session.actor()
    require(actor, "batch.receive", actor.organisation_id)
    navigation.link("imports", f"← {t('batch.back')}")
    arrived = uploaded()
    if arrived:
        steps(steps_for(actor), "file", quiet=True)
    st.title(t("deposit.confirm.title" if arrived else "deposit.title"), anchor=False)
    form, aside = st.columns([2.3, 1], gap="large")
    with aside:
        st.html(panel(t("deposit.ahead"), _ahead(actor)))
    with form:
        if arrived:
            _confirm(actor, arrived)
        else:
            _drop(actor)


def _drop(actor: Actor) -> None:
    st.html(fill('<p class="lead">{text}</p>', text=t("deposit.lead")))
    choices, _ = _choices(actor)
    if not any(choices.values()):
        st.write(t("deposit.lots.none"))
        return
    st.html(fill('<p class="quiet-text">{text}</p>', text=t("deposit.formats")))
    upload_form("/import", "file", t("deposit.file"), ENDINGS)


def _ahead(actor: Actor) -> Html:
    """What happens to the file, in order."""
    told = join([fill("<li>{text}</li>", text=t(f"deposit.ahead.{step}")) for step in steps_for(actor)])
    return fill('<ol class="ahead">{steps}</ol>', steps=Trusted(told))


def _confirm(actor: Actor, file: Upload) -> None:
    choices, names = _choices(actor)
    guess = _guessed(actor, file)
    _recognised(file, guess, names)
    supplier = _supplier(choices, names)
    lots = _lots(choices.get(supplier, {}), guess if guess.supplier == supplier else Guess())
    mode = _mode()
    column = _lot_column(lots)
    if not lots:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t(_lacking(supplier, choices))))
    with st.container(horizontal=True):
        pressed = st.button(t("deposit.read"), key="read", type="primary", disabled=not lots)
        if st.button(t("deposit.other"), key="other", type="tertiary"):
            navigation.go("import")
    if pressed:
        _take_in(actor, file, Delivery(supplier, tuple(lots), file.name, mode, column or None))


def _guessed(actor: Actor, file: Upload) -> Guess:
    """What the file tells of itself; asked once for each file that arrives, then the fields are the person's."""
    kept: tuple[str, Guess] | None = st.session_state.get("guess")
    if kept is None or kept[0] != st.query_params["ticket"]:
        with session.means() as means:
            kept = (st.query_params["ticket"], recognise(actor, means, file.sha256, file.name))
        st.session_state["guess"] = kept
        st.session_state["supplier"], st.session_state["mode"] = kept[1].supplier or None, kept[1].mode
        st.session_state["lot_column"] = ""
    return kept[1]


def _recognised(file: Upload, guess: Guess, names: Mapping[str, str]) -> None:
    if not guess.supplier or not guess.why:
        tell("told", t("deposit.received", file=file.name), t("deposit.say_whose"))
        return
    code, about = guess.why[0]
    told = {**about, "day": day_of(about["day"])} if "day" in about else about  # type: ignore[arg-type]
    why = t(f"deposit.why.{code}", **told)
    title = t("deposit.recognised", file=file.name, supplier=names[guess.supplier])
    tell("good", title, f"{why} {t('deposit.change_it')}")


def _take_in(actor: Actor, file: Upload, delivery: Delivery) -> None:
    """Put the file in line; a small one is read by the time the page comes back."""
    try:
        with st.spinner(t("deposit.reading", file=label(file.name))):
            job = session.house().entrance.enqueue_receive(actor, delivery, file.sha256)
            found = follow(actor, job)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    if found is not None:
        navigation.go("import", **batch_state(found))


def _lacking(supplier: str, choices: Choices) -> str:
    """What to do before the file can be read, as a code."""
    if not supplier:
        return "deposit.choose_supplier"
    return "deposit.choose_lot" if choices.get(supplier) else "deposit.lots.none"


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
    asked = st.selectbox(t("deposit.supplier"), codes, key="supplier", format_func=lambda code: names[code],
                         placeholder=t("deposit.supplier.choose"), index=None)  # fmt: skip
    return asked or ""


def _lots(held: Mapping[str, str], guess: Guess) -> list[str]:
    """The lots chosen among those held; what was guessed, or the only one, at first."""
    if not held:
        return []
    first = [code for code in guess.lots if code in held] or (list(held) if len(held) == 1 else [])
    return st.multiselect(
        t("deposit.lots"), list(held), default=first, key=f"lots_{'_'.join(held)}_{'_'.join(first)}",
        format_func=lambda code: f"{code} · {held[code]}", placeholder=t("deposit.lots.choose"),
    )  # fmt: skip


def _mode() -> Mode:
    chosen: Mode = st.radio(
        t("deposit.mode"), MODES, key="mode", format_func=lambda code: t(f"deposit.mode.{code}"),
        captions=[t(f"deposit.mode.{code}.why") for code in MODES],
    )  # fmt: skip
    return chosen


def _lot_column(lots: Sequence[str]) -> str:
    """The header of the lot column: asked for several lots only."""
    if len(lots) < 2:
        return ""
    header = st.text_input(t("deposit.lot_column"), key="lot_column", max_chars=200)
    hint(t("deposit.lot_column.why"))
    return header
