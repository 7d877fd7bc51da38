"""A batch as a person sees it on one step of its page; what the steps share."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.intake.show import BatchSheet
from catalog.services.release.rehearse import Rehearsal
from ui import session
from ui.parts.notice import tell
from ui.wording.words import refused, t

STEPS = ("file", "columns", "checks", "changes", "publish")
OPEN = ("asking", "rehearsed", "undone")
"""States in which answers and columns may still change."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The batch, what publishing it would change, and the step that is shown."""

    actor: Actor
    sheet: BatchSheet
    rehearsal: Rehearsal
    step: str

    @property
    def id(self) -> int:
        return self.sheet.line.id

    @property
    def state(self) -> str:
        return self.sheet.line.state

    @property
    def answerable(self) -> bool:
        """Whether this person may answer and correct it now."""
        return self.state in OPEN and may(self.actor, "batch.answer", self.sheet.line.supplier_id)


def answer(seen: Seen, answers: dict[str, str], mapping: dict[str, str] | None = None) -> None:
    """Record answers, read the file again where they change it, and show the batch anew (on the step it now asks for)."""
    try:
        with st.spinner(t("columns.reading")):
            session.house().entrance.answer(seen.actor, seen.id, answers, mapping)
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    st.toast(t("columns.reread"))
    st.rerun()
