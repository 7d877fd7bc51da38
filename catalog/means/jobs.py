"""Background work as rows: what waits, who runs it until when, how it ended. The row is the truth on both databases.

A worker claims a job for the length of a lease and lengthens it while it works; `tries` is its fence: whoever takes up
a lost job has a higher one, and the first one's effect is refused (`hold`). Leases follow real time, whatever day is set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from catalog.access import Actor
from catalog.errors import Conflict
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import Job, new_id

LEASE = dt.timedelta(seconds=30)
"""How long a worker answers for a job without a word; it says one every few seconds."""
MOST_TRIES = 2
OPEN = ("waiting", "running")
REAL = Clock()


class Lost(Conflict):
    """The job is no longer this worker's: cancelled, or taken up by another. Nothing of its effect is kept."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in a worker's hands."""

    id: int
    kind: str
    queue: str
    payload: Mapping[str, Any]
    tries: int
    by_organisation_id: int | None
    by_account_id: int | None


def enqueue(actor: Actor, means: Means, kind: str, queue: str, payload: Mapping[str, Any]) -> int:
    """Put work in line; its id. It will be done with the actor's rights as they are then."""
    job = Job(
        id=new_id(), kind=kind, queue=queue, state="waiting", payload=dict(payload), recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(job)
    means.session.flush()
    return job.id


def claim(means: Means, queue: str | None = None) -> Claimed | None:
    """Take the next job (of one queue): the first of its queue that is open, and waits or was lost.

    A job that was lost as often as may be is ended here with a sentence, and the next one looked for.
    """
    while (job := means.session.scalar(_next(REAL.now(), queue))) is not None:
        if job.tries < MOST_TRIES:
            return _taken(means, job)
        _end(job, means, "failed", {"code": "job.lost", "params": {"tries": job.tries}})
    return None


def queues_with_work(session: Session) -> list[str]:
    """The queues of which a job can be claimed now."""
    return sorted({job.queue for job in session.scalars(_ready(REAL.now()))})


def _ready(now: dt.datetime) -> Any:
    older = aliased(Job)
    first = ~exists().where(older.queue == Job.queue, older.id < Job.id, older.state.in_(OPEN))
    free = or_(Job.state == "waiting", and_(Job.state == "running", Job.lease < now))
    return select(Job).where(free, first).order_by(Job.id)


def _next(now: dt.datetime, queue: str | None) -> Any:
    statement = _ready(now).limit(1).with_for_update(skip_locked=True)
    return statement if queue is None else statement.where(Job.queue == queue)


def _taken(means: Means, job: Job) -> Claimed:
    job.state, job.tries, job.lease = "running", job.tries + 1, REAL.now() + LEASE
    job.started_at, job.done_rows, job.all_rows = means.clock.now(), 0, None
    means.session.flush()
    return Claimed(job.id, job.kind, job.queue, job.payload, job.tries, job.by_organisation_id, job.by_account_id)


def beat(session: Session, job: Claimed, done_rows: int, all_rows: int | None) -> bool:
    """Say that the work goes on and how far it is; False once the job is no longer this worker's."""
    values = {"lease": REAL.now() + LEASE, "done_rows": done_rows, "all_rows": all_rows}
    return _changed(session, job, **values) == 1


def hold(session: Session, job: Claimed) -> Job:
    """The job's row, locked until the transaction ends, so that effect and end are one. Raises Lost."""
    found = session.scalar(select(Job).where(*_mine(job)).with_for_update())
    if found is None:
        raise Lost("job.ended", job=job.id)
    return found


def finish(means: Means, job: Claimed, state: str, outcome: Mapping[str, Any]) -> None:
    """End a job that is still this worker's. Raises Lost."""
    _end(hold(means.session, job), means, state, outcome)


def give_back(session: Session, job: Claimed) -> None:
    """Let it wait again as if it had not been started: its worker was asked to stop."""
    _changed(session, job, state="waiting", lease=None, tries=job.tries - 1, started_at=None)


def release_all(session: Session) -> int:
    """Let every lease run out: the caller knows that no worker lives. How many jobs were left behind."""
    statement = update(Job).where(Job.state == "running").values(lease=REAL.now() - LEASE)
    return _count(session, statement)


def cancel(means: Means, job_id: int) -> bool:
    """End a job that waits or runs; False when it has ended already. Its worker learns it at its next word."""
    values = {"state": "cancelled", "lease": None, "ended_at": means.clock.now()}
    return _count(means.session, update(Job).where(Job.id == job_id, Job.state.in_(OPEN)).values(**values)) == 1


def _end(job: Job, means: Means, state: str, outcome: Mapping[str, Any]) -> None:
    job.state, job.lease, job.outcome, job.ended_at = state, None, dict(outcome), means.clock.now()
    means.session.flush()


def _mine(job: Claimed) -> tuple[Any, ...]:
    return (Job.id == job.id, Job.state == "running", Job.tries == job.tries)


def _changed(session: Session, job: Claimed, **values: Any) -> int:
    return _count(session, update(Job).where(*_mine(job)).values(**values))


def _count(session: Session, statement: Any) -> int:
    found = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", found).rowcount
