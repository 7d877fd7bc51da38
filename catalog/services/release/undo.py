"""Undo: the state before the last publication comes back as a new one; or one batch is taken back by itself."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert

from catalog.access import Actor, require
from catalog.errors import Conflict
from catalog.facets.selection import EVERYTHING
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Batch, Publication, PublicationBatch
from catalog.published.restore import restore_all, restore_some
from catalog.published.shelf import build_index
from catalog.published.taking_back import inside
from catalog.queries import intake, products, release


def undo(actor: Actor, means: Means) -> int:
    """Go back before the last publication that stands; the number of the new one. Raises Conflict when none stands."""
    require(actor, "publication.undo")
    alone(means.session, "publication")
    stack = release.standing(release.all_publications(means.session))
    if not stack:
        raise Conflict("undo.nothing")
    last, earlier = stack[-1], stack[-2] if len(stack) > 1 else 0
    publication = _open(actor, means, "undo", last)
    restore_all(means.session, earlier, publication.number)
    _close(actor, means, publication, [number for _, number, _ in release.batches_of(means.session, last)])
    return publication.number


def undo_batch(actor: Actor, means: Means, batch_id: int) -> int:
    """Take one published batch back; the number of the new publication.

    Raises Conflict when it is not published, or when a later publication touched the same offers (it names them).
    """
    require(actor, "publication.undo")
    alone(means.session, "publication")
    found = inside(actor, means, batch_id)
    publication = _open(actor, means, "take_back", None)
    number, touched = publication.number, found.touched
    restore_some(means.session, found.batch.supplier_id, touched.products, touched.offers, found.earlier, number)
    _close(actor, means, publication, [batch_id])
    return number


def _open(actor: Actor, means: Means, kind: str, undoes: int | None) -> Publication:
    publication = Publication(
        number=release.current_publication(means.session) + 1, kind=kind, undoes=undoes, replays=None, effective=means.clock.today(), offers=0, basis=None, note=None,
        recorded_at=means.clock.now(), by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(publication)
    means.session.flush()
    return publication


def _close(actor: Actor, means: Means, publication: Publication, batch_ids: Collection[int]) -> None:
    number = publication.number
    for batch_id in batch_ids:
        batch = intake.find(means.session, batch_id, EVERYTHING)
        if batch is not None:
            _turn(means, batch, number)
    publication.offers = products.count_offers(means.session, number)
    means.session.flush()
    build_index(means.session, number, means.clock.today(), means.settings.index)
    journal.write(actor, means, f"publication.{publication.kind}", f"publication:{number}", batches=list(batch_ids))


def _turn(means: Means, batch: Batch, number: int) -> None:
    """A batch that was in is out now; one that a take-back had taken out is in again."""
    batch.state = "undone" if batch.state == "published" else "published"
    row = {"supplier_id": batch.supplier_id, "publication": number, "batch_id": batch.id}
    means.session.execute(insert(PublicationBatch), [row])
