"""The dedicated ranges as a buyer meets them first: how many offers each holds today, and what ends next in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.facets.selection import Scope, Selection
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import agreements, ranges
from catalog.queries.ranges import RangeTerms

BLOCK = 200
SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class RangeCard:
    """A range, the offers in it that the actor sees, the first end of what their tags rest on, how many end soon."""

    terms: RangeTerms
    offers: int
    next_end: dt.date | None
    ending: int


def range_cards(actor: Actor, means: Means, edition: Edition) -> list[RangeCard]:
    """The ranges that the actor may know of, in order of their codes, on the edition's day."""
    require(actor, "range.read")
    until = end_of(edition.on)
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    return [_card(edition, scope, terms) for terms in ranges.seen_by(means.session, actor, edition.on, until).values()]


def _card(edition: Edition, scope: Scope, terms: RangeTerms) -> RangeCard:
    ends = list(_ends(edition, scope, terms))
    soon = edition.on + dt.timedelta(days=SOON_DAYS)
    known = [end for end in ends if end is not None]
    return RangeCard(terms, len(ends), min(known, default=None), sum(end <= soon for end in known))


def _ends(edition: Edition, scope: Scope, terms: RangeTerms) -> Iterator[dt.date | None]:
    """Of each offer in the range, the first end among the attributes that the range asks for."""
    attributes: Sequence[str] = terms.rule.get("attributes") or ()
    page = 1
    while True:
        asked = Selection(values={"range": frozenset({terms.code})}, page=page, size=BLOCK)
        answer = edition.index.ask(asked, scope, edition.live)
        for row in edition.index.offers(answer.rows):
            tags = edition.brief_of(row.offer)
            ends = [end for name in attributes if name in tags and (end := tags[name].until) is not None]
            yield min(ends, default=None)
        if page * BLOCK >= answer.total:
            return
        page += 1
