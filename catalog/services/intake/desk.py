"""The desk of the central body: what waits this week, what could harm first, each with the one place to do it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, may, require
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.queries import agreements, desk, intake, jobs, proof_list
from catalog.queries.intake import BatchLine
from catalog.queries.proof_list import ProofLine
from catalog.services.intake.desk_task import Task as Task
from catalog.services.intake.desk_validation import tasks_of

SOON_DAYS, URGENT_DAYS = 60, 7
"""How long before its end a proof is named, and named as urgent."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Tasks, what could harm first and then the oldest first; `running`: jobs under way; `next_end`: of any proof."""

    tasks: tuple[Task, ...]
    running: tuple[Task, ...]
    next_end: dt.date | None


def desk_of(actor: Actor, means: Means) -> Desk:
    """What waits for the central body today, within the actor's agreements."""
    require(actor, "batch.read", -1)
    today = means.clock.today()
    ending = proof_list.proof_list(means.session, "expiring", day=today, days=SOON_DAYS) if _proofs(actor) else []
    tasks = [*_batches(actor, means), *_jobs(means, "failed"), *_waiting(actor, means), *_ending(ending, today, means)]
    tasks += tasks_of(actor, means)
    tasks += [
        Task("publication", each.recorded_at, "publications", {}, about={"n": each.number, "day": each.effective})
        for each in desk.coming(means.session, today)
    ]
    ordered = sorted(tasks, key=lambda task: (task.risk, task.since))
    return Desk(tuple(ordered), tuple(_jobs(means, "waiting", "running")), _next_end(ending))


def _proofs(actor: Actor) -> bool:
    return may(actor, "proof.read", -1)


def _batches(actor: Actor, means: Means) -> Iterator[Task]:
    """Files that ask, that are ready, and the refused ones of the last week."""
    seen = agreements.scope_today(means.session, actor, means.clock)
    last_week = means.clock.today() - dt.timedelta(days=7)
    for line in intake.lines(means.session, None, seen):
        if line.state in ("asking", "rehearsed") or (line.state == "refused" and day_of(line.recorded_at) > last_week):
            yield _batch(line)


def _batch(line: BatchLine) -> Task:
    about: dict[str, Any] = {"file": line.file_name, "supplier": line.supplier_name, "lots": ", ".join(line.lots)}
    about |= {"imported": line.imported, "rejected": line.rejected}
    return Task(line.state, line.recorded_at, "import", {"id": str(line.id)}, about=about)


def _jobs(means: Means, *states: str) -> Iterator[Task]:
    for row in jobs.recent(means.session, None, 50):
        job = row.job
        if job.state in states:
            about = {"file": job.payload.get("file"), "rows": job.done_rows, "bug": job.outcome.get("bug")}
            yield Task("job", job.ended_at or job.recorded_at, "import", {"job": str(job.id)}, about=about)


def _waiting(actor: Actor, means: Means) -> Iterator[Task]:
    """Proofs that nobody checked, by supplier."""
    found = proof_list.proof_list(means.session, "waiting", day=means.clock.today()) if _proofs(actor) else []
    held: dict[tuple[str, ...], list[ProofLine]] = defaultdict(list)
    for proof in found:
        held[proof.suppliers].append(proof)
    for codes, proofs in held.items():
        one = {"id": str(proofs[0].id)} if len(proofs) == 1 else {"state": "waiting"}
        page, since = ("preuve" if len(proofs) == 1 else "preuves"), min(proof.recorded_at for proof in proofs)
        yield Task("proofs", since, page, one, len(proofs), {"supplier": _names(means, codes)})


def _ending(found: list[ProofLine], today: dt.date, means: Means) -> Iterator[Task]:
    """One task for each proof that ends within days, one for all the others."""
    urgent = [proof for proof in found if proof.valid_until and (proof.valid_until - today).days < URGENT_DAYS]
    for proof in urgent:
        about: dict[str, Any] = {"attribute": proof.attribute, "products": proof.products, "until": proof.valid_until}
        about |= {"days": (proof.valid_until - today).days if proof.valid_until else 0}
        about |= {"kind": proof.kind, "number": proof.number, "supplier": _names(means, proof.suppliers)}
        yield Task("ending", proof.recorded_at, "preuve", {"id": str(proof.id)}, about=about)
    later = found[len(urgent) :]
    if later:
        about = {"until": later[0].valid_until, "products": sum(proof.products for proof in later)}
        yield Task("expiring", means.clock.now(), "preuves", {"state": "expiring"}, len(later), about)


def _names(means: Means, codes: tuple[str, ...]) -> str:
    cards = agreements.organisations(means.session, codes)
    return ", ".join(cards[code].name if code in cards else code for code in codes)


def _next_end(found: list[ProofLine]) -> dt.date | None:
    return found[0].valid_until if found else None
