"""The lines of a selection judged for its justification: which are compliant on the day, by what, and why others are not.

A line is compliant when its offer is published and orderable, its lot's own attribute is met, and either a validated
range takes it or a proof in force shows an attribute. Unknown never counts as yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.access import Actor
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published import contests_seen
from catalog.published.chosen import ChosenLine
from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey, ProductKey, Tags
from catalog.published.validated import in_ranges
from catalog.queries import agreements, price_clauses, ranges
from catalog.queries.agreements import LotTerms
from catalog.queries.price_clauses import LineKept
from catalog.queries.ranges import RangeTerms
from catalog.tagging.records import Profile, Reason, Tag


@dataclass(frozen=True, slots=True)
class RangeCited:
    """A range that takes a line, in the version that speaks for its supplier; since: the day it was recorded."""

    terms: RangeTerms
    since: dt.date


@dataclass(frozen=True, slots=True)
class JustifiedLine:
    """A line of a selection. reasons: why it is not compliant; empty where it is.

    shown: attribute -> tag that counts for it, and only where it is compliant. schedule: its line of the lot's unit price
    schedule (BPU).
    """

    line: ChosenLine
    lot: LotTerms | None
    reasons: tuple[Reason, ...] = ()
    ranges: tuple[RangeCited, ...] = ()
    shown: Mapping[str, Tag] = field(default_factory=dict)
    schedule: LineKept | None = None

    @property
    def compliant(self) -> bool:
        """Whether a justification may be written for it."""
        return not self.reasons


def justified(actor: Actor, means: Means, edition: Edition, lines: Sequence[ChosenLine]) -> tuple[JustifiedLine, ...]:
    """Every line, in its order, as the actor may see it on the edition's day."""
    lots = agreements.lots_by_code(means.session, {line.offer.lot for line in lines if line.offer})
    keys = {line.offer_id: edition.offers[line.offer_id] for line in lines if line.state == "published"}
    tags = {(key.supplier_id, key.product_id): edition.tags_of(key.offer) for key in keys.values()}
    known = _Known(
        actor, lots, keys, _cited(actor, means, edition, list(keys.values()), tags),
        _schedules(means, edition.on, list(keys.values()), lots),
    )  # fmt: skip
    return tuple(known.judged(line) for line in lines)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up once for all lines. cited: offer id -> ranges. schedules: (supplier id, lot) -> reference -> line."""

    actor: Actor
    lots: Mapping[str, LotTerms]
    keys: Mapping[int, OfferKey]
    cited: Mapping[int, tuple[RangeCited, ...]]
    schedules: Mapping[tuple[int, str], Mapping[str, LineKept]]

    def judged(self, line: ChosenLine) -> JustifiedLine:
        lot = self.lots.get(line.offer.lot) if line.offer else None
        if line.state != "published" or line.offer is None:
            return JustifiedLine(line, lot, (Reason(f"note.why.{line.state}"),))
        tags, cited = contests_seen.seen_by(self.actor, line.tags), self.cited.get(line.offer_id, ())
        shown = {name: tag for name, tag in tags.items() if _counts(name, tag, cited)}
        reasons = _reasons(lot, tags, shown, cited)
        if reasons:
            return JustifiedLine(line, lot, reasons)
        found = self.schedules.get((self.keys[line.offer_id].supplier_id, line.offer.lot), {})
        return JustifiedLine(line, lot, (), cited, shown, found.get(line.offer.reference))


def _counts(name: str, tag: Tag, cited: Sequence[RangeCited]) -> bool:
    """A proof with a reserve counts only where a tolerant range that asks for it takes the line."""
    asking = [each.terms.taken_as for each in cited if name in each.terms.asks.attributes]
    profile: Profile = "tolerant" if "tolerant" in asking else "strict"
    return tag.meets(profile)


def _reasons(
    lot: LotTerms | None, tags: Mapping[str, Tag], shown: Mapping[str, Tag], cited: Sequence[RangeCited]
) -> tuple[Reason, ...]:
    """Why there is nothing to justify: what its lot was awarded for is not met, or nothing is proven."""
    wanted = lot.responsible if lot else None
    if wanted and wanted not in shown:
        own = (tags[wanted].reason,) if wanted in tags else ()
        return (Reason("note.why.lot", {"attribute": wanted}), *own)
    if cited or shown:
        return ()
    return (Reason("note.why.nothing"), *(tag.reason for tag in tags.values() if tag.claimed))


def _cited(
    actor: Actor, means: Means, edition: Edition, offers: Sequence[OfferKey], tags: Mapping[ProductKey, Tags]
) -> dict[int, tuple[RangeCited, ...]]:
    """Offer id -> the ranges that take it, of those the actor may know of."""
    until = end_of(edition.on)
    known = ranges.seen_by(means.session, actor, edition.on, until)
    stood = ranges.standing(means.session, until, {offer.product_id for offer in offers})
    seen = {code: each for code, each in stood.items() if code in known}
    inside = in_ranges(means.session, edition.publication, offers, tags, seen)
    return {
        offer.offer: tuple(_dated(means, seen[code].of(offer.supplier_id)) for code in codes)
        for offer, codes in zip(offers, inside, strict=True)
    }


def _dated(means: Means, terms: RangeTerms) -> RangeCited:
    return RangeCited(terms, day_of(ranges.recorded_at(means.session, terms)))


def _schedules(
    means: Means, day: dt.date, offers: Sequence[OfferKey], lots: Mapping[str, LotTerms]
) -> dict[tuple[int, str], dict[str, LineKept]]:
    places = {(offer.supplier_id, offer.lot) for offer in offers if offer.lot in lots}
    return {
        (supplier, lot): price_clauses.schedule_on(means.session, supplier, lots[lot].id, day)
        for supplier, lot in sorted(places)
    }
