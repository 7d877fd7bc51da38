"""A batch as a person sees it on one step of its page; what the steps share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.services.intake.receive import Repair
from catalog.services.intake.show import BatchSheet
from catalog.services.release.rehearse import Rehearsal
from ui import session
from ui.parts.notice import tell
from ui.parts.work import follow
from ui.wording.words import refused, t

STEPS = ("file", "columns", "checks", "changes", "publish")
STAFF_STEPS = ("file", "columns", "checks", "changes", "tags", "send", "publish")
"""Those of the central body: it also looks at what is proven, and writes to the supplier."""


def steps_for(actor: Actor) -> tuple[str, ...]:
    """The way of a file as this person walks it."""
    return STAFF_STEPS if actor.kind == "central" else STEPS


OPEN = ("asking", "rehearsed", "undone")
"""States in which answers and columns may still change."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The batch, what publishing it would change, and the step that is shown. `coming`: its publication waits until then."""

    actor: Actor
    sheet: BatchSheet
    rehearsal: Rehearsal
    step: str
    coming: dt.date | None = None

    @property
    def id(self) -> int:
        return self.sheet.line.id

    @property
    def state(self) -> str:
        return self.sheet.line.state

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of this person's page."""
        return steps_for(self.actor)

    @property
    def answerable(self) -> bool:
        """Whether this person may answer and correct it now."""
        return self.state in OPEN and may(self.actor, "batch.answer", self.sheet.line.supplier_id)


def answered(seen: Seen, question: str) -> str | None:
    """What somebody said to a question of the batch, if anybody did."""
    said: str | None = (seen.sheet.answers.get("answers") or {}).get(question)
    return said


def answer(
    seen: Seen,
    answers: dict[str, str],
    mapping: dict[str, str] | None = None,
    repairs: Sequence[Repair] = (),
) -> None:
    """Record answers, read the file again where they change it, and show the batch anew (on the step it now asks for)."""
    try:
        with st.spinner(t("columns.reading")):
            job = session.house().entrance.enqueue_answer(seen.actor, seen.id, answers, mapping, repairs)
            done = job is None or follow(seen.actor, job) is not None
    except Refusal as refusal:
        tell("stop", refused(refusal))
        return
    if done:
        st.toast(t("columns.reread" if job else "decide.kept"))
        st.rerun()


def repair(seen: Seen, repairs: Sequence[Repair]) -> None:
    """Record cells as a person wrote them again, and read the file with them."""
    answer(seen, {}, None, repairs)
