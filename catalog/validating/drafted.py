"""Who enters and who leaves when a range asks for something else: rule against rule, on an edition, without its validations.

Nothing is tagged again: an edition holds the tags of its day. What a rule takes is what may be validated; whether it is
shown to members depends on both sides' validations besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from catalog.errors import Conflict
from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey
from catalog.queries import range_work
from catalog.queries.ranges import RangeTerms
from catalog.tagging.ranges import Hand, judge, takes
from catalog.tagging.records import Reason

Hands = Mapping[tuple[int, int], Hand]
SHOWN = 200
"""How many movers are named; all are counted."""


@dataclass(frozen=True, slots=True)
class RangeMover:
    """An offer that enters or leaves, and why: what now lets it in, or the first thing it lacks."""

    offer: int
    supplier: str
    reference: str
    name: str
    lot: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SupplierCount:
    """One supplier's offers: those a rule takes, took before, that enter and that leave."""

    supplier: str
    before: int = 0
    after: int = 0
    entering: int = 0
    leaving: int = 0


@dataclass(frozen=True, slots=True)
class Moves:
    """before, after: how many offers each rule takes. The first SHOWN movers are named, by supplier and reference."""

    before: int
    after: int
    entering: tuple[RangeMover, ...]
    leaving: tuple[RangeMover, ...]
    by_supplier: tuple[SupplierCount, ...] = field(default=())

    @property
    def entering_count(self) -> int:
        """How many enter."""
        return sum(each.entering for each in self.by_supplier)

    @property
    def leaving_count(self) -> int:
        """How many leave."""
        return sum(each.leaving for each in self.by_supplier)


def taken(edition: Edition, offers: Iterable[OfferKey], terms: RangeTerms | None, hands: Hands) -> dict[int, OfferKey]:
    """Offer id -> offer, of those that the rule of a version or draft takes on the edition's day (None: no rule)."""
    if terms is None:
        return {}
    rule, profile = terms.asks, terms.taken_as
    return {
        each.offer: each
        for each in offers
        if takes(
            each.family, each.lot, edition.brief_of(each.offer), rule, profile, suspended=each.suspended,
            hand=hands.get((each.supplier_id, each.product_id)),
        )
    }  # fmt: skip


def moves(
    edition: Edition,
    offers: Iterable[OfferKey],
    before: tuple[RangeTerms | None, Hands],
    after: tuple[RangeTerms | None, Hands],
) -> Moves:
    """What one rule takes and the other does not. offers: those to look at, of one central body."""
    looked_at = list(offers)
    was, will = taken(edition, looked_at, *before), taken(edition, looked_at, *after)
    entering, leaving = will.keys() - was.keys(), was.keys() - will.keys()
    suppliers = {offer: row.supplier for offer in was.keys() | will.keys() if (row := edition.row(offer))}
    return Moves(
        len(was),
        len(will),
        tuple(_movers(edition, [will[offer] for offer in entering], after)),
        tuple(_movers(edition, [was[offer] for offer in leaving], after)),
        tuple(_counts(suppliers, set(was), set(will))),
    )


def _counts(suppliers: Mapping[int, str], was: set[int], will: set[int]) -> Iterator[SupplierCount]:
    groups = (was, will, will - was, was - will)
    counted = [Counter(suppliers[offer] for offer in group if offer in suppliers) for group in groups]
    for supplier in sorted(set(suppliers.values())):
        yield SupplierCount(supplier, *(each[supplier] for each in counted))


def _movers(edition: Edition, offers: list[OfferKey], then: tuple[RangeTerms | None, Hands]) -> Iterator[RangeMover]:
    rows = [(row, offer) for offer in offers if (row := edition.row(offer.offer))]
    for row, offer in sorted(rows, key=lambda pair: (pair[0].supplier, pair[0].reference, pair[0].lot))[:SHOWN]:
        reason = _reason(edition, offer, *then)
        yield RangeMover(offer.offer, row.supplier, row.reference, row.name, row.lot, reason)


def _reason(edition: Edition, offer: OfferKey, terms: RangeTerms | None, hands: Hands) -> Reason:
    """The first thing that is lacking; of what is in, the last thing that lets it in."""
    if terms is None:
        return Reason("range.why.withdrawn")
    verdict = judge(
        offer.family, offer.lot, edition.tags_of(offer.offer), terms.asks, terms.taken_as, suspended=offer.suspended,
        hand=hands.get((offer.supplier_id, offer.product_id)),
    )  # fmt: skip
    lacking = [each.reason for each in verdict.outcomes if each.outcome != "pass"]
    return (lacking or [each.reason for each in reversed(verdict.outcomes)] or [Reason("range.why.everything")])[0]


def moved_on(session: Session, code: str, sequence: int) -> Conflict:
    """The refusal of a change made on an earlier state of a draft: it tells who changed what since."""
    since = range_work.changes_since(session, code, sequence)
    who = ", ".join(dict.fromkeys(str(each["by"]) for each in since))
    what = ", ".join(dict.fromkeys(str(each["field"]) for each in since))
    return Conflict("range.draft_moved", range=code, by=who or None, what=what or None)
