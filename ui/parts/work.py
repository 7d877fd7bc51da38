"""Work that takes its time: put in line, waited for a moment, then followed on a page of its own."""

from __future__ import annotations

from catalog.access import Actor
from catalog.services.intake.jobs import JobSheet
from ui import navigation, session
from ui.parts.notice import tell
from ui.wording.words import refused, t

PATIENCE = 3.0
"""Seconds for which a page waits before it shows the progress instead."""


def follow(actor: Actor, job_id: int) -> JobSheet | None:
    """Wait a moment for a job: its end as it stands, or the page of its progress (which ends this rerun).

    None where the work was refused or broke; why is drawn in place.
    """
    found = session.house().entrance.awaited(actor, job_id, PATIENCE)
    if found.open:
        navigation.go("import", **kept(job=str(job_id)))
    if found.state == "done":
        return found
    tell("stop", t(f"job.{found.state}"), why_not(found))
    return None


def why_not(found: JobSheet) -> str:
    """Why a job that ended gave nothing."""
    if found.refusal is not None:
        return refused(found.refusal)
    return t("job.bug", id=found.bug) if found.bug else ""


def batch_state(found: JobSheet) -> dict[str, str]:
    """The address of the batch that a job was about, with what it has to say of it."""
    number = found.batch or (found.batches[0] if found.batches else None)
    told = {"known": "1"} if found.known else {}
    return kept(**({"id": str(number)} if number else {}), **told)


def kept(**state: str) -> dict[str, str]:
    """State for another page, with the language where the address names it."""
    language = session.asked_language()
    return state | ({"lang": language} if language else {})
