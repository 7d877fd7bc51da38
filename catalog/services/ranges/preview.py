"""What a range takes by its draft, and by one version against another: who enters, who leaves, supplier by supplier."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey
from catalog.queries import agreements, range_work, ranges
from catalog.queries.range_work import Draft as Draft
from catalog.queries.ranges import RangeTerms as RangeTerms
from catalog.validating.drafted import Hands, Moves, moves


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """The draft, the last version (None: none yet), and what moves from that one to the draft on the edition's day."""

    draft: Draft
    last: RangeTerms | None
    moves: Moves


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a range, and what moves from the one to the other on the edition's day."""

    before: RangeTerms
    after: RangeTerms
    moves: Moves


def preview(actor: Actor, means: Means, edition: Edition, code: str) -> DraftPreview:
    """What the draft of a range would take. Raises NotFound where there is none, the same for others'."""
    require(actor, "range.draft")
    central = None if actor.kind == "operator" else actor.organisation
    draft = range_work.drafts(means.session, central).get(code)
    if draft is None:
        raise NotFound("range.no_draft", range=code)
    last = ranges.last_versions(means.session).get(code)
    found = moves(edition, _offers(actor, means, edition), _with_hands(means, last), _with_hands(means, draft.terms))
    return DraftPreview(draft, last, found)


def compare(actor: Actor, means: Means, edition: Edition, code: str, before: int, after: int) -> Compared:
    """Two versions, both known to the actor. Raises NotFound for a range of others, or for no such version."""
    require(actor, "range.draft")
    today = means.clock.today()
    known = ranges.seen_by(means.session, actor, today, end_of(today))
    several = ranges.versions(means.session, end_of(edition.on)).get(code, {}) if code in known else {}
    for number in (before, after):
        if number not in several:
            raise NotFound("range.no_version", range=code, version=number)
    old, new = several[before], several[after]
    found = moves(edition, _offers(actor, means, edition), _with_hands(means, old), _with_hands(means, new))
    return Compared(old, new, found)


def _with_hands(means: Means, terms: RangeTerms | None) -> tuple[RangeTerms | None, Hands]:
    return terms, ranges.hands_of(means.session, terms) if terms else {}


def _offers(actor: Actor, means: Means, edition: Edition) -> list[OfferKey]:
    """The offers of the actor's own agreements."""
    lots = {
        lot.code for lot in agreements.lots(means.session, agreements.scope_today(means.session, actor, means.clock))
    }
    return [offer for offer in edition.offers.values() if offer.lot in lots]
