"""Background work: put in line, looked at, cancelled. Whoever may see the files of a supplier sees the work on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.access import OPERATOR, Actor, may, require
from catalog.errors import Conflict, NotAllowed, NotFound, Refusal
from catalog.facets.selection import Scope
from catalog.means import jobs, journal
from catalog.means.clock import Clock
from catalog.means.jobs import Claimed
from catalog.means.means import Means
from catalog.queries import agreements, intake, people
from catalog.queries.jobs import OPEN, JobRow, find, recent

ENDED = 50
"""How many jobs that have ended are listed."""
SEVERAL = "several"
"""The line of work that touches several suppliers at once."""


@dataclass(frozen=True, slots=True)
class JobSheet:
    """A job for whoever looks at it. `rate`: rows a second, while it reads. `refusal`, `bug`: why it did not come to be."""

    id: int
    kind: str
    queue: str
    state: str
    file: str | None
    batch: int | None
    batches: tuple[int, ...]
    publication: int | None
    known: bool
    done_rows: int
    all_rows: int | None
    rate: float | None
    refusal: Refusal | None
    bug: str | None
    tries: int
    started_by: str | None
    recorded_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    parcel: int | None = None

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN


def line_up_reading(actor: Actor, means: Means, supplier: str, kind: str, payload: Mapping[str, Any]) -> int:
    """Put a reading (`receive` or `answer`) in the line of a supplier; the job's id. Raises NotFound, NotAllowed."""
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    require(actor, "batch.receive", card.id if card else -1)
    return jobs.enqueue(actor, means, kind, supplier, payload)


def line_up_publishing(actor: Actor, means: Means, batch_ids: Sequence[int], terms: Mapping[str, Any]) -> int:
    """Put a publication in line: its supplier's, so that it comes after what was put in line before it."""
    require(actor, "publication.publish")
    seen = agreements.scope_today(means.session, actor, means.clock)
    found = [intake.find(means.session, batch_id, seen) for batch_id in batch_ids]
    batches = [batch for batch in found if batch is not None]
    if not batches or len(batches) < len(found):
        raise NotFound("batch.unknown", batch=next((i for i, b in zip(batch_ids, found, strict=True) if b is None), 0))
    cards = {card.id: card.code for card in agreements.organisations(means.session).values()}
    suppliers = {cards[batch.supplier_id] for batch in batches}
    lots = {lot for batch in batches for lot in intake.lot_ids(means.session, batch.supplier_id, batch.id)}
    payload = {**terms, "batches": list(batch_ids), "lots": sorted(lots), "file": batches[0].file_name}
    return jobs.enqueue(actor, means, "publish", suppliers.pop() if len(suppliers) == 1 else SEVERAL, payload)


def list_jobs(actor: Actor, means: Means) -> list[JobSheet]:
    """What the actor may see of the work, the newest first: every open job and the last that ended."""
    require(actor, "batch.read", actor.organisation_id)
    queue = None if may(actor, "batch.read", -1) else actor.organisation
    seen = agreements.scope_today(means.session, actor, means.clock)
    rows = recent(means.session, queue, ENDED)
    agreement_of = _agreements(means)
    return [sheet_of(row, means.clock) for row in rows if _within(row, seen, agreement_of)]


def show_job(actor: Actor, means: Means, job_id: int) -> JobSheet:
    """One job. Raises NotFound for one on another supplier's files, as for none."""
    return sheet_of(_found(actor, means, job_id), means.clock)


def cancel_job(actor: Actor, means: Means, job_id: int) -> None:
    """End a job that waits or reads. A publication that has begun is not stopped: it is undone.

    Raises NotFound, NotAllowed, Conflict when it has ended already.
    """
    row = _found(actor, means, job_id)
    _may_cancel(actor, means, row)
    if row.job.kind == "publish" and row.job.state == "running":
        raise Conflict("job.publishing", job=job_id)
    if not jobs.cancel(means, job_id):
        raise Conflict("job.ended", job=job_id)
    journal.write(actor, means, "job.cancel", f"job:{job_id}", kind=row.job.kind)


def starter_of(means: Means, job: Claimed) -> Actor:
    """Who started a job, with the role of today. Raises NotAllowed when the account was closed meanwhile."""
    if job.by_account_id is None or job.by_organisation_id is None:
        return OPERATOR
    found = people.actor_of_account(means.session, job.by_organisation_id, job.by_account_id)
    if found is None:
        raise NotAllowed("job.account_closed")
    return found


def sheet_of(row: JobRow, clock: Clock) -> JobSheet:
    """A job as it is shown."""
    job, said = row.job, {**row.job.payload, **row.job.outcome}
    code = said.get("code")
    return JobSheet(
        job.id, job.kind, job.queue, job.state, said.get("file"), said.get("batch"), tuple(said.get("batches", ())),
        said.get("publication"), bool(said.get("known")), job.done_rows, job.all_rows, _rate(row, clock),
        Refusal(code, **said.get("params", {})) if code else None, said.get("bug"), job.tries, row.started_by,
        job.recorded_at, job.started_at, job.ended_at, said.get("parcel"),
    )  # fmt: skip


def _rate(row: JobRow, clock: Clock) -> float | None:
    if row.job.started_at is None or not row.job.done_rows:
        return None
    seconds = ((row.job.ended_at or clock.now()) - row.job.started_at).total_seconds()
    return row.job.done_rows / seconds if seconds > 0 else None


def _found(actor: Actor, means: Means, job_id: int) -> JobRow:
    row = find(means.session, job_id)
    require(actor, "batch.read", _owner(means, row))
    seen = agreements.scope_today(means.session, actor, means.clock)
    if row is None or not _within(row, seen, _agreements(means)):
        raise NotFound("job.unknown", job=job_id)
    return row


def _may_cancel(actor: Actor, means: Means, row: JobRow) -> None:
    if row.job.kind == "publish":
        require(actor, "publication.publish")
    else:
        require(actor, "batch.answer", _owner(means, row))


def _owner(means: Means, row: JobRow | None) -> int:
    """The supplier whose files the job works on; nobody's where there is none."""
    card = agreements.organisations(means.session, [row.job.queue]).get(row.job.queue) if row else None
    return card.id if card else -1


def _agreements(means: Means) -> Mapping[str, str]:
    return {code: lot.agreement for code, lot in agreements.lots_by_code(means.session).items()}


def _within(row: JobRow, seen: Scope, agreement_of: Mapping[str, str]) -> bool:
    """Whether one of the job's lots lies in an agreement of the scope."""
    lots = row.job.payload.get("lots", ())
    return seen.agreements is None or any(agreement_of.get(lot) in seen.agreements for lot in lots)
