"""Undo: the state before a person's last act comes back as a new publication; or one that waits, or one batch, goes."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.facets.selection import EVERYTHING
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.acts import Intent, make, take_away
from catalog.published.taking_back import give_back, inside, taken_in_by, turn
from catalog.published.undoing import act_to_undo
from catalog.queries import agreements, intake, release


def undo(actor: Actor, means: Means, publication: int | None = None) -> int:
    """Undo the last act that stands, or the publication named, if it waits for its day; the number of the new one.

    What waits above it is set aside and published again. Raises Conflict when nothing stands, when the one named is in
    force or stands no more, or when what waits cannot be published again.
    """
    require(actor, "publication.undo")
    alone(means.session, "publication")
    act = act_to_undo(means, publication)
    batches = [number for _, number, _ in release.batches_of(means.session, act.number)]
    number = take_away(actor, means, act)
    for batch_id in batches:
        batch = intake.find(means.session, batch_id, EVERYTHING)
        if batch is not None:
            turn(means, batch, number, "published" if act.kind == "take_back" else "undone")
    journal.write(actor, means, "publication.undo", f"publication:{number}", undoes=act.number, batches=batches)
    return number


def undo_batch(actor: Actor, means: Means, batch_id: int) -> int:
    """Take one published batch back, from the day it takes effect; the number of the new publication.

    Raises Conflict when it is not published, or when a later act touched the same offers (it names them).
    """
    require(actor, "publication.undo")
    alone(means.session, "publication")
    batch = _batch(actor, means, batch_id)
    act, _ = taken_in_by(means, batch)

    def write(number: int) -> None:
        give_back(means, inside(means, batch, number), number)

    number = make(actor, means, Intent("take_back", max(means.clock.today(), act.effective)), write)
    journal.write(actor, means, "publication.take_back", f"publication:{number}", batches=[batch_id])
    return number


def _batch(actor: Actor, means: Means, batch_id: int) -> Batch:
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    return batch
