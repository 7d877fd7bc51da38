"""Publish batches: one transaction gives the publication its number and members its offers, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Batch, Publication, PublicationBatch
from catalog.published.rehearsal import changes_of, withdraws
from catalog.published.shelf import build_index
from catalog.published.versions import write_changes
from catalog.queries import agreements, intake, products, release


def publish(actor: Actor, means: Means, batch_ids: Sequence[int], note: str | None = None) -> int:
    """Publish batches in the order given; the number of the new publication.

    Raises NotFound for a batch that is none, Conflict for one that asks, was refused or is published already, Invalid
    when no batch is named or nothing would change.
    """
    require(actor, "publication.publish")
    if not batch_ids:
        raise Invalid("publication.no_batch")
    alone(means.session, "publication")
    batches = [_ready(actor, means, batch_id) for batch_id in dict.fromkeys(batch_ids)]
    number = release.current_publication(means.session) + 1
    publication = _open(actor, means, number, note)
    for batch in batches:
        _take_in(means, batch, number)
    publication.offers = products.count_offers(means.session, number)
    means.session.flush()
    build_index(means.session, number, means.clock.today(), means.settings.index)
    journal.write(actor, means, "publication.publish", f"publication:{number}", batches=[each.id for each in batches])
    return number


def _ready(actor: Actor, means: Means, batch_id: int) -> Batch:
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    if batch.state not in ("rehearsed", "undone"):
        raise Conflict(f"batch.{batch.state}", batch=batch_id)
    return batch


def _open(actor: Actor, means: Means, number: int, note: str | None) -> Publication:
    publication = Publication(
        number=number, kind="publish", undoes=None, replays=None, effective=means.clock.today(), offers=0, basis=None, note=note,
        recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(publication)
    means.session.flush()
    return publication


def _take_in(means: Means, batch: Batch, number: int) -> None:
    """The batches before it in this publication stand already: a later one changes what they wrote."""
    found = changes_of(means, batch, number)
    write_changes(means, batch, found, number, withdraw=withdraws(batch))
    row = {"supplier_id": batch.supplier_id, "publication": number, "batch_id": batch.id}
    means.session.execute(insert(PublicationBatch), [row])
    batch.state = "published"
    means.session.flush()
