"""Background work as it is looked at: one job, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from catalog.models import Account, Job

OPEN = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job and the e-mail of who started it; None: the operator of the command line."""

    job: Job
    started_by: str | None


def find(session: Session, job_id: int) -> JobRow | None:
    """The job of that id (the caller checks whose it is)."""
    row = session.execute(_jobs().where(Job.id == job_id)).one_or_none()
    return JobRow(*row) if row else None


def recent(session: Session, queue: str | None, ended: int) -> list[JobRow]:
    """Jobs of a queue (None: of all), the newest first: every open one, and the last `ended` of the others."""
    mine = [] if queue is None else [Job.queue == queue]
    last = select(Job.id).where(Job.state.not_in(OPEN), *mine).order_by(Job.id.desc()).limit(ended).subquery()
    shown = or_(Job.state.in_(OPEN), Job.id.in_(select(last.c.id)))
    return [JobRow(*row) for row in session.execute(_jobs().where(shown, *mine).order_by(Job.id.desc()))]


def _jobs() -> Select[*tuple[Any, ...]]:
    started = and_(Account.organisation_id == Job.by_organisation_id, Account.id == Job.by_account_id)
    return select(Job, Account.email).outerjoin(Account, started)
