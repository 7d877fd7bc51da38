"""Rehearse an undo: what would come back, before anything is written; of the last publication, or of one batch."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.published.taking_back import inside
from catalog.queries import release


@dataclass(frozen=True, slots=True)
class Undoing:
    """An undo of `publication` brings back the state of `back_to` (0: an empty catalogue).

    offers_now, offers_then: how many offers there are before and after. batches: (supplier code, id, file name) of those
    whose state turns.
    """

    publication: int
    back_to: int
    offers_now: int
    offers_then: int
    batches: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Taking one batch back: the publication that took it in, and how many of its products and offers turn."""

    batch: int
    publication: int
    products: int
    offers: int


def rehearse_undo(actor: Actor, means: Means) -> Undoing | None:
    """What an undo would do now; None when no publication stands."""
    require(actor, "publication.undo")
    published = release.all_publications(means.session)
    stack = release.standing(published)
    if not stack:
        return None
    offers = {each.number: each.offers for each in published}
    last, earlier = stack[-1], stack[-2] if len(stack) > 1 else 0
    now = offers[published[-1].number]
    return Undoing(last, earlier, now, offers.get(earlier, 0), tuple(release.batches_of(means.session, last)))


def rehearse_take_back(actor: Actor, means: Means, batch_id: int) -> TakingBack:
    """What taking a batch back would do. Raises what taking it back would raise."""
    require(actor, "publication.undo")
    found = inside(actor, means, batch_id)
    return TakingBack(batch_id, found.publication, len(found.touched.products), len(found.touched.offers))
