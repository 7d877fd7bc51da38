"""The journal: what was done, by whom, to what, in the transaction of its effect. Append-only, and chained."""

from __future__ import annotations

from catalog.access import Actor
from catalog.means import chain
from catalog.means.means import Means
from catalog.models import JournalEntry


def write(actor: Actor, means: Means, action: str, subject: str, **detail: object) -> None:
    """Add one entry. `detail` holds JSON values only; no secret, no price."""
    entry = JournalEntry(
        at=means.clock.now(),
        actor=actor.email,
        organisation_id=actor.organisation_id,
        action=action,
        subject=subject,
        detail=dict(detail),
    )
    means.session.add(entry)
    means.session.flush()
    chain.wrote(means.session, entry.id)
