"""Ask a supplier to validate: which supplier, which ranges, until when, with which words; then it is sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from catalog.access import Actor, require
from catalog.errors import Refusal
from catalog.services.agreements import read
from catalog.services.ranges.show import list_ranges
from catalog.services.validation.ask import Asked, Draft, draft, request_validation
from ui import navigation, session
from ui.parts.markup import fill
from ui.parts.notice import hint
from ui.parts.work import kept
from ui.wording.words import called, counted, refused, t

DAYS = 11
"""Days that a supplier has by default: from the 25th to the 6th."""
LONGEST = 2000
MAIL = '<div class="panel"><h3>{title}</h3><p><b>{subject}</b></p><p class="meta">{about}</p></div>'
BETWEEN = re.compile(r"[\s,;]+")


def show(actor: Actor) -> None:
    """Draw the page: the choice first, then the message made for it."""
    require(actor, "validation.ask")
    st.title(t("request.new.title"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("request.new.lead")))
    with session.means() as means:
        suppliers = {card.code: card.name for card in read.suppliers(actor, means)}
        ranges = {each.terms.code: called(each.terms) for each in list_ranges(actor, means)}
        today = means.clock.today()
    supplier, chosen = _choice(suppliers, ranges)
    if supplier and chosen:
        send_form(actor, supplier, chosen, today)


def _choice(suppliers: Mapping[str, str], ranges: Mapping[str, str]) -> tuple[str | None, Sequence[str]]:
    codes = sorted(suppliers, key=lambda code: suppliers[code])
    named = st.query_params.get("supplier")
    if named in suppliers and "new.supplier" not in st.session_state:
        st.session_state["new.supplier"] = named
    supplier = st.selectbox(t("file.supplier"), codes, index=None, key="new.supplier",
                            format_func=lambda code: suppliers[code], placeholder=t("deposit.supplier.choose"))  # fmt: skip
    chosen = st.multiselect(t("request.new.ranges"), list(ranges), key="new.ranges",
                            format_func=lambda code: ranges[code], placeholder=t("agreement.choose"))  # fmt: skip
    return supplier, chosen


def send_form(actor: Actor, supplier: str, ranges: Sequence[str], today: dt.date) -> None:
    """What the supplier will receive, until when, to whom, and the button that sends it."""
    mark = f"{supplier}.{'.'.join(ranges)}"
    due = st.date_input(t("request.new.due"), today + dt.timedelta(days=DAYS), today, key=f"due.{mark}",
                        format="DD/MM/YYYY")  # fmt: skip
    asked = Asked(supplier, tuple(ranges), due if isinstance(due, dt.date) else today, language=session.language())
    try:
        with session.means() as means:
            made = draft(actor, means, asked)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.html(fill(MAIL, title=t("request.new.subject"), subject=made.subject, about=_about(made)))
    with st.form(f"send.{mark}"):
        message = st.text_area(t("request.new.message"), height=140, key=f"message.{mark}", max_chars=LONGEST)
        hint(t("request.new.message.hint"))
        accounts = _accounts(made, mark)
        others = st.text_area(t("request.new.addresses"), key=f"addresses.{mark}", height=80)
        hint(t("request.new.addresses.hint"))
        sent = st.form_submit_button(t("request.new.send"), type="primary", icon=":material/send:")
    if sent:
        addresses = tuple(each for each in BETWEEN.split(others) if each)
        _send(actor, replace(asked, message=message.strip(), accounts=accounts, addresses=addresses))


def _about(made: Draft) -> str:
    return t("request.new.about", lines=made.lines, products=made.products, waiting=made.waiting)


def _accounts(made: Draft, mark: str) -> bool:
    """Whether the supplier's own accounts are written to; which they are."""
    several = counted(len(made.recipients), "request.new.accounts")
    chosen = st.checkbox(several, bool(made.recipients), key=f"accounts.{mark}", disabled=not made.recipients)
    if made.recipients:
        hint(", ".join(made.recipients))
    return chosen


def _send(actor: Actor, asked: Asked) -> None:
    try:
        with session.work() as means:
            made = request_validation(actor, means, asked)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.session_state["request.said"] = counted(made.mailed, "request.sent")
    navigation.go("demande", **kept(id=str(made.request)))
