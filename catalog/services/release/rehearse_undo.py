"""Rehearse an undo: what would come back, before anything is written; of the last act, of one that waits, of one batch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.acts import place_of
from catalog.published.taking_back import inside, taken_in_by
from catalog.published.undoing import act_to_undo
from catalog.queries import agreements, intake, release


@dataclass(frozen=True, slots=True)
class Undoing:
    """An undo of `publication` brings back the state of `back_to` (0: an empty catalogue).

    offers_now, offers_then: how many offers there are before and after, on the day it takes effect. batches: (supplier
    code, id, file name) of those whose state turns. waits: it is not in force yet. again: what is published again above.
    """

    publication: int
    back_to: int
    offers_now: int
    offers_then: int
    batches: tuple[tuple[str, int, str], ...]
    kind: str = "publish"
    effective: dt.date | None = None
    waits: bool = False
    again: tuple[int, ...] = ()

    def json(self) -> dict[str, Any]:
        """What the command prints for `undo --rehearse`."""
        return {
            "undoes": self.publication,
            "kind": self.kind,
            "effective": self.effective.isoformat() if self.effective else None,
            "waits": self.waits,
            "back_to": self.back_to,
            "offers_now": self.offers_now,
            "offers_then": self.offers_then,
            "batches": [{"supplier": code, "batch": str(number), "file": name} for code, number, name in self.batches],
            "again": list(self.again),
        }


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Taking one batch back: the publication that took it in, and how many of its products and offers turn."""

    batch: int
    publication: int
    products: int
    offers: int


def rehearse_undo(actor: Actor, means: Means, publication: int | None = None) -> Undoing | None:
    """What an undo would do now; None when nothing stands. Raises Conflict for a publication that cannot be undone."""
    require(actor, "publication.undo")
    published = release.all_publications(means.session)
    stack = release.standing(published)
    if not stack:
        return None
    act = act_to_undo(means, publication)
    at = stack.index(act)
    offers = {each.number: each.offers for each in published}
    earlier = stack[at - 1].number if at else 0
    return Undoing(
        act.number, earlier, offers[act.number], offers.get(earlier, 0),
        tuple(release.batches_of(means.session, act.number)), act.kind, act.effective,
        act.effective > means.clock.today(), tuple(each.number for each in stack[at + 1 :]),
    )  # fmt: skip


def rehearse_take_back(actor: Actor, means: Means, batch_id: int) -> TakingBack:
    """What taking a batch back would do. Raises what taking it back would raise."""
    require(actor, "publication.undo")
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    act, _ = taken_in_by(means, batch)
    found = inside(means, batch, place_of(means, max(means.clock.today(), act.effective)).base)
    return TakingBack(batch_id, found.publication, len(found.touched.products), len(found.touched.offers))
