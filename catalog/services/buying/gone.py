"""A product that is ordered no more: what it was, since when, and what came after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying, gone
from catalog.queries.buying import OfferKnown


@dataclass(frozen=True, slots=True)
class Gone:
    """As it was last published, in the lots of the asker. since: the day its last offer left; lots: by code."""

    supplier: str
    supplier_name: str
    reference: str
    name: str
    family: str | None
    lots: tuple[str, ...]
    since: dt.date


def gone_product(actor: Actor, means: Means, edition: Edition, supplier: str, reference: str) -> Gone | None:
    """What is known of a reference that the edition no longer shows; None where there is nothing that the actor may know.

    A product of an agreement that the actor has not joined is answered like one that never was.
    """
    require(actor, "catalogue.explain")
    ids = buying.offers_named(means.session, supplier, reference, None, edition.publication)
    if not ids:
        return None
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    known = {
        offer: each
        for offer, each in buying.last_known(means.session, ids).items()
        if scope.knows(each.agreement, each.supplier)
    }
    left = gone.left_on(means.session, list(known), edition.publication, edition.on)
    if not left or left.keys() != known.keys():
        return None
    last = max(left, key=lambda offer: (left[offer], offer))
    return _told(known[last], left[last], tuple(sorted(each.lot for each in known.values())))


def _told(known: OfferKnown, since: dt.date, lots: tuple[str, ...]) -> Gone:
    return Gone(known.supplier, known.supplier_name, known.reference, known.name, known.family, lots, since)
