"""A batch becomes part of a publication: what it changes is written, whoever publishes it and however often."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import Batch, Publication, PublicationBatch
from catalog.published.correcting import settle
from catalog.published.rehearsal import Found, changes_of, found_of, withdraws
from catalog.published.renaming import write_rename
from catalog.published.succeeding import Succeeding, write_successions
from catalog.published.successions import DISCONTINUED, REPLACED, answered, renames_of
from catalog.published.versions import insert_all, write_changes
from catalog.queries import release
from catalog.queries.references import ids_by_reference
from catalog.staging.changes import Changes
from catalog.staging.written import whole

NAMED = 10
"""How many references a refusal names."""


def take_in(means: Means, batch: Batch, number: int, place: int, before: int | None = None) -> None:
    """Write what a batch changes as part of publication `number`, where the batches before it stand already.

    before: the publication that a person made of it, and that is made again on what stands now. Raises Conflict while prices
    beyond their clause wait for a person (not again), or when lines that had a price and a name then have none now.
    """
    _rename(means, batch, number)
    found = found_of(means, batch, number, means.session.get_one(Publication, number).effective)
    if before is not None:
        _nothing_lost(means, batch, found, before)
    elif found.prices.waits:
        raise Conflict("publication.prices_wait", batch=batch.id, n=found.prices.waits)
    changes = found.changes if before is None else _withdrawing_no_more(means, batch, found.changes, before)
    write_changes(means, batch, changes, number, withdraw=withdraws(batch))
    settle(means, batch.supplier_id, found.corrections, number)
    write_successions(means, _successions(means, batch, number), number)
    named(means, batch, number, place)
    batch.state = "published"
    means.session.flush()


def _withdrawing_no_more(means: Means, batch: Batch, changes: Changes, before: int) -> Changes:
    """A person's yes was to the offers that were left out then; what has come since stays."""
    known = pa.array(release.withdrawn(means.session, batch, before), pa.int64())
    gone = changes.gone_rows.filter(pc.is_in(whole(changes.gone_rows["offer_id"]), value_set=known))
    return replace(changes, gone_rows=gone)


def _nothing_lost(means: Means, batch: Batch, found: Found, before: int) -> None:
    """What the lines add to is still there."""
    lost = set(found.changes.incomplete)
    if lost:
        lost -= set(changes_of(means, batch, before - 1).incomplete)
    if lost:
        told = ", ".join(sorted(lost)[:NAMED])
        raise Conflict("publication.no_replay", publication=before, batch=batch.id, references=told, n=len(lost))


def named(means: Means, batch: Batch, number: int, place: int = 0) -> None:
    """Keep that a publication took a batch in, or back."""
    row = {"supplier_id": batch.supplier_id, "publication": number, "batch_id": batch.id, "place": place}
    insert_all(means.session, PublicationBatch, [row])


def _rename(means: Means, batch: Batch, number: int) -> None:
    """What a person said is the same product under another reference: before the file's line changes it further."""
    wanted = found_of(means, batch, number).renames if renames_of(batch) else {}
    ids = ids_by_reference(means.session, batch.supplier_id, list(wanted), number)
    for old, new in wanted.items():
        write_rename(means, batch.supplier_id, ids[old], new, number)


def _successions(means: Means, batch: Batch, number: int) -> list[Succeeding]:
    """What a person said became of other references: with the publication's basis, and its note or the file as reason."""
    said = {old: value for old, value in answered(batch).items() if value.startswith(REPLACED) or value == DISCONTINUED}
    pairs = {old: None if value == DISCONTINUED else value.removeprefix(REPLACED) for old, value in said.items()}
    names = [each for each in (*pairs, *pairs.values()) if each is not None]
    ids = ids_by_reference(means.session, batch.supplier_id, names, number)
    unknown = [each for each in names if each not in ids]
    if unknown:
        raise Conflict("succeed.unknown", batch=batch.id, references=", ".join(unknown[:NAMED]))
    publication = means.session.get_one(Publication, number)
    reason, by = publication.note or batch.file_name, (publication.by_organisation_id, publication.by_account_id)
    return [
        Succeeding(batch.supplier_id, ids[old], None if new is None else ids[new],
                   "discontinued" if new is None else "replaced", reason, publication.basis, by)
        for old, new in pairs.items()
    ]  # fmt: skip
