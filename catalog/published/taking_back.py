"""One published batch taken back by itself: what turns, or why it cannot. The rehearsal tells it, the undo does it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor
from catalog.errors import Conflict, NotFound
from catalog.means.means import Means
from catalog.models import Batch
from catalog.queries import agreements, intake, release
from catalog.queries.release import Touched

NAMED = 10
"""How many references a refusal names."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A batch that can be taken back: the publication that took it in, the one that stood before it (0: none), what it
    touched."""

    batch: Batch
    publication: int
    earlier: int
    touched: Touched


def inside(actor: Actor, means: Means, batch_id: int) -> Inside:
    """The batch and what would turn.

    Raises NotFound for another's as for none; Conflict when it is not published, or when a later publication touched
    the same offers (it names them).
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    stack = release.standing(release.all_publications(means.session))
    taken_in = release.taken_in(means.session, batch.supplier_id, batch.id)
    if batch.state != "published" or taken_in not in stack:
        raise Conflict("undo.not_published", batch=batch_id)
    touched = release.touched(means.session, batch, taken_in)
    if touched.later:
        raise Conflict("undo.touched_later", references=", ".join(sorted(touched.later)[:NAMED]), n=len(touched.later))
    return Inside(batch, taken_in, max((number for number in stack if number < taken_in), default=0), touched)
