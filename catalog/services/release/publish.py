"""Publish batches: one transaction gives the publication its number and members its offers, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published import remembering
from catalog.published.acts import Intent, make
from catalog.published.taking_in import take_in
from catalog.queries import agreements, intake


def publish(
    actor: Actor,
    means: Means,
    batch_ids: Sequence[int],
    note: str | None = None,
    *,
    effective: dt.date | None = None,
    basis: str | None = None,
) -> int:
    """Publish batches in the order given; the number of the new publication, in force from `effective` (default: today).

    basis: the article or amendment of the contract that it rests on. Raises NotFound for a batch that is none, Conflict
    for one that asks, was refused or is published already, or when a publication that waits for a later day cannot be
    published again above it; Invalid when no batch is named or the day is past.
    """
    require(actor, "publication.publish")
    if not batch_ids:
        raise Invalid("publication.no_batch")
    alone(means.session, "publication")
    batches = [_ready(actor, means, batch_id) for batch_id in dict.fromkeys(batch_ids)]

    def write(number: int) -> None:
        for place, batch in enumerate(batches):
            take_in(means, batch, number, place)
            remembering.keep(actor, means, batch)

    day = effective or means.clock.today()
    number = make(actor, means, Intent("publish", day, basis, note), write)
    told = {"batches": [each.id for each in batches], "effective": day.isoformat(), "basis": basis}
    journal.write(actor, means, "publication.publish", f"publication:{number}", **told)
    return number


def _ready(actor: Actor, means: Means, batch_id: int) -> Batch:
    scope = agreements.scope_today(means.session, actor, means.clock)
    batch = intake.find(means.session, batch_id, scope, for_change=True)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    if batch.state not in ("rehearsed", "undone"):
        raise Conflict(f"batch.{batch.state}", batch=batch_id)
    return batch
