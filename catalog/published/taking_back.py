"""One published batch taken back by itself: what turns, or why it cannot. The rehearsal tells it, the undo does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.restore import restore_some, restore_successions
from catalog.published.successions import answered, renames_of
from catalog.published.taking_in import NAMED, named
from catalog.queries import release
from catalog.queries.references import ids_by_reference
from catalog.queries.release import Act, Touched


@dataclass(frozen=True, slots=True)
class Inside:
    """A batch that can be taken back: the publication that took it in, the one that stood before it (0: none), what it
    touched."""

    batch: Batch
    publication: int
    earlier: int
    touched: Touched


def taken_in_by(means: Means, batch: Batch) -> tuple[Act, int]:
    """The act that took a batch in, and the publication below it (0: none). Raises Conflict when none that stands did."""
    stack = release.standing(release.all_publications(means.session))
    number = release.taken_in(means.session, batch.supplier_id, batch.id)
    at = next((place for place, act in enumerate(stack) if act.number == number), None)
    if at is None:
        raise Conflict("undo.not_published", batch=batch.id)
    return stack[at], stack[at - 1].number if at else 0


def inside(means: Means, batch: Batch, now: int) -> Inside:
    """What would turn in the publication `now`.

    Raises Conflict when the batch is not published, or when a later act touched the same offers (it names them).
    """
    act, earlier = taken_in_by(means, batch)
    touched = release.touched(means.session, batch, act.number, now, renames_of(batch).values())
    if touched.later:
        raise Conflict("undo.touched_later", references=", ".join(sorted(touched.later)[:NAMED]), n=len(touched.later))
    return Inside(batch, act.number, earlier, touched)


def give_back(means: Means, found: Inside, number: int) -> None:
    """What the batch wrote or withdrew is in publication `number` as it was before it; the batch is out."""
    session, touched = means.session, found.touched
    restore_some(session, found.batch.supplier_id, touched.products, touched.offers, found.earlier, number)
    restore_successions(session, found.batch.supplier_id, _succeeded(means, found), found.earlier, number)
    turn(means, found.batch, number, "undone")


def _succeeded(means: Means, found: Inside) -> Collection[int]:
    """The products of which the batch's answers said what became of them."""
    batch = found.batch
    return ids_by_reference(means.session, batch.supplier_id, list(answered(batch)), found.publication).values()


def turn(means: Means, batch: Batch, number: int, state: str) -> None:
    """A publication took the batch out ("undone"), or in again ("published")."""
    batch.state = state
    named(means, batch, number)
    means.session.flush()
