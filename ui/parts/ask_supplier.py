"""« Demander au titulaire »: a message about one point of a file, with the day it is to be answered by; what was asked before."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.access import may
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.intake.ask_supplier import LONGEST, ask_supplier
from catalog.services.intake.history import Deed, history
from ui import session
from ui.parts.batch import Seen
from ui.parts.markup import fill
from ui.parts.names import label
from ui.parts.notice import hint
from ui.wording.words import counted, refused, t

DAYS = 7
"""Days that a supplier has by default."""


def ask_supplier_of(seen: Seen, about: str, title: str) -> None:
    """The form behind a fold, for whoever decides on the file. `about`: the point; `title`: what it is, in words."""
    if not may(seen.actor, "batch.decide", seen.sheet.line.supplier_id):
        return
    with st.expander(f":material/mail: {label(t('ask.title'))} :small[{label(title)}]"):
        ask_form(seen, about, t("ask.text", file=seen.sheet.line.file_name, title=title))


def ask_form(seen: Seen, about: str, text: str) -> None:
    """What was asked already, the message and the day, and the button that sends it."""
    _asked(seen, about)
    with session.means() as means:
        today = means.clock.today()
    with st.form(f"ask.{about}", border=False):
        message = st.text_area(t("ask.message"), text, key=f"ask.message.{about}", max_chars=LONGEST)
        due = st.date_input(t("request.new.due"), today + dt.timedelta(days=DAYS), today, key=f"ask.due.{about}",
                            format="DD/MM/YYYY")  # fmt: skip
        hint(t("ask.hint"))
        sent = st.form_submit_button(t("request.new.send"), icon=":material/send:")
    if sent and isinstance(due, dt.date):
        _send(seen, about, message, due)


def _asked(seen: Seen, about: str) -> None:
    """The last message on this point, from the file's history."""
    with session.means() as means:
        deeds = history(seen.actor, means, seen.id)
    last: Deed | None = next(
        (deed for deed in deeds if deed.action == "batch.ask" and deed.detail.get("about") == about), None
    )
    if last is not None:
        due = dt.date.fromisoformat(str(last.detail["due"]))
        told = t("ask.asked", day=day_of(last.at), due=due, by=last.by or t("history.operator"))
        st.html(fill('<p class="meta">{told}</p>', told=told))


def _send(seen: Seen, about: str, message: str, due: dt.date) -> None:
    try:
        with session.work() as means:
            n = ask_supplier(seen.actor, means, seen.id, about, message, due)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    st.toast(counted(n, "ask.sent"))
    st.rerun()
