"""Step 6 of a batch, for the central body: what the supplier will receive: its rejected rows, then the request to validate."""

from __future__ import annotations

import streamlit as st

from catalog.access import may
from catalog.services.ranges.show import RangeSheet, list_ranges
from catalog.services.validation.show import RequestLine, list_requests
from ui import navigation, session
from ui.parts.ask_supplier import ask_form
from ui.parts.batch import Seen
from ui.parts.notice import tell
from ui.parts.request import range_names
from ui.screens.request_new import send_form
from ui.wording.words import called, counted, t


def show(seen: Seen) -> None:
    """Draw the step."""
    if not may(seen.actor, "validation.ask"):
        tell("told", t("batch_send.not_you", role=t(f"role.{seen.actor.role}")))
        return
    if seen.sheet.line.rejected and seen.state not in ("published", "dropped"):
        st.header(counted(seen.sheet.line.rejected, "mine.rejected"), anchor=False)
        ask_form(seen, "rejected", t("batch_send.rejected", file=seen.sheet.line.file_name))
    st.header(t("request.new.title"), anchor=False)
    _open(seen)
    _request(seen)


def _open(seen: Seen) -> None:
    """What the supplier is asked already: a new request takes its place."""
    with session.means() as means:
        opened: list[RequestLine] = list_requests(seen.actor, means, supplier=seen.sheet.line.supplier, open_only=True)
    for line in opened:
        names = range_names(line, session.language())
        tell("told", t("batch_send.open", ranges=names, due=line.due), t("batch_send.open.text"))
        navigation.link("demande", t("batch_send.see"), names, id=str(line.id))
    if seen.state != "published":
        tell("wait", t("batch_send.unpublished"), t("batch_send.unpublished.text"))


def _request(seen: Seen) -> None:
    with session.means() as means:
        ranges = {each.terms.code: each for each in list_ranges(seen.actor, means)}
        today = means.clock.today()
    chosen = st.multiselect(
        t("request.new.ranges"), list(ranges), default=_touched(seen, ranges), key=f"send.ranges.{seen.id}",
        format_func=lambda code: called(ranges[code].terms), placeholder=t("agreement.choose"),
    )  # fmt: skip
    if chosen:
        send_form(seen.actor, seen.sheet.line.supplier, chosen, today)


def _touched(seen: Seen, ranges: dict[str, RangeSheet]) -> list[str]:
    """The ranges that the file changes, else those made for its lots."""
    moved = [each.terms.code for each in seen.rehearsal.effects.ranges if each.terms.code in ranges]
    lots = set(seen.sheet.line.lots)
    return moved or [code for code, each in ranges.items() if lots & set(each.terms.rule.get("lots") or ())]
