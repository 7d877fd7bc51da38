"""The history of a batch: received, answered, corrected, read again, published, taken back; when and by whom."""

from __future__ import annotations

import dataclasses

from catalog.access import Actor, may, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import agreements, batch_history, intake
from catalog.queries.batch_history import Deed as Deed


def history(actor: Actor, means: Means, batch_id: int) -> list[Deed]:
    """What was done with a batch, the last first. Raises NotFound for another supplier's, as for none.

    A supplier is told what others did with its file, not which person and with which note.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    found = [*batch_history.deeds(means.session, batch_id), *batch_history.turns(means.session, batch)]
    ordered = sorted(found, key=lambda deed: deed.at, reverse=True)
    return ordered if may(actor, "batch.read", -1) else [_veiled(actor, deed) for deed in ordered]


def _veiled(actor: Actor, deed: Deed) -> Deed:
    if deed.organisation == actor.organisation:
        return deed
    detail = {name: value for name, value in deed.detail.items() if name != "note"}
    return dataclasses.replace(deed, by=None, detail=detail)
