"""A batch becomes part of a publication: what it changes is written, whoever publishes it and however often."""

from __future__ import annotations

from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import Batch, PublicationBatch
from catalog.published.rehearsal import changes_of, withdraws
from catalog.published.versions import insert_all, write_changes

NAMED = 10
"""How many references a refusal names."""


def take_in(means: Means, batch: Batch, number: int, place: int) -> None:
    """Write what a batch changes as part of publication `number`, where the batches before it stand already."""
    found = changes_of(means, batch, number)
    write_changes(means, batch, found, number, withdraw=withdraws(batch))
    named(means, batch, number, place)
    batch.state = "published"
    means.session.flush()


def take_in_again(means: Means, batch: Batch, number: int, place: int, before: int) -> None:
    """The same for one that was published as `before`, on what stands now.

    Raises Conflict when lines that had their price and name then have none now: what they add to is no longer there.
    """
    lost = set(changes_of(means, batch, number).incomplete)
    if lost:
        lost -= set(changes_of(means, batch, before - 1).incomplete)
    if lost:
        told = ", ".join(sorted(lost)[:NAMED])
        raise Conflict("publication.no_replay", publication=before, batch=batch.id, references=told, n=len(lost))
    take_in(means, batch, number, place)


def named(means: Means, batch: Batch, number: int, place: int = 0) -> None:
    """Keep that a publication took a batch in, or back."""
    row = {"supplier_id": batch.supplier_id, "publication": number, "batch_id": batch.id, "place": place}
    insert_all(means.session, PublicationBatch, [row])
