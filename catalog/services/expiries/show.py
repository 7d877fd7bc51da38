"""What will run out before its agreement ends, in one list: which ranges, members and products each end touches."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.evidence.ends import End, ends_of
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.published.shelf import Edition, Shelf
from catalog.queries import agreements, expiries, proof_list
from catalog.queries.expiries import Closing


@dataclass(frozen=True, slots=True)
class ExpiryLine:
    """One end. days_left: below 0 once it came. ranges: those that have an offer concerned today.

    closing: what a person did about it; renewal: the proof given in its place, which may still wait for its check.
    told: the day somebody was last alerted. suppliers: code -> name.
    """

    end: End
    days_left: int
    suppliers: Mapping[str, str]
    agreements: tuple[str, ...]
    ranges: tuple[str, ...]
    members: int
    closing: Closing | None
    renewal: int | None
    told: dt.date | None

    @property
    def open(self) -> bool:
        """Nobody has dealt with it."""
        return self.closing is None and self.renewal is None

    def json(self) -> dict[str, Any]:
        """As the command line tells it."""
        end = self.end
        return {
            "subject": end.subject,
            "kind": end.kind,
            "attribute": end.attribute,
            "label": end.proof.label,
            "number": end.proof.number if end.kind == "proof" else None,
            "last_day": end.last_day.isoformat(),
            "days_left": self.days_left,
            "contract_end": end.contract_end.isoformat(),
            "before_contract": end.before_contract,
            "suppliers": list(self.suppliers),
            "products": end.products,
            "offers": len(end.offers),
            "ranges": list(self.ranges),
            "members": self.members,
            "open": self.open,
            "closed": self.closing.reason if self.closing else None,
            "renewal": str(self.renewal) if self.renewal else None,
            "told": self.told.isoformat() if self.told else None,
        }


def list_expiries(
    actor: Actor, means: Means, shelf: Shelf, *, days: int | None = None, every: bool = False
) -> list[ExpiryLine]:
    """The ends that come before their agreement ends (every: also the others), the first to come first.

    days: only those that come within so many days, or came already. A supplier sees those of its own products.
    """
    require(actor, "expiry.read")
    today = means.clock.today()
    scope = agreements.scope_today(means.session, actor, means.clock)
    ends = [end for end in ends_of(means.session, today, scope) if every or end.before_contract]
    if days is not None:
        ends = [end for end in ends if (end.last_day - today).days <= days]
    return _lines(means, ends, shelf.edition(means), today)


def _lines(means: Means, ends: Iterable[End], edition: Edition, today: dt.date) -> list[ExpiryLine]:
    before = end_of(today)
    closed = expiries.closings(means.session, before)
    renewed = proof_list.renewed(means.session, before)
    told = expiries.last_told(means.session)
    ranges, members = _ranges(edition), _members(means, today)
    return [
        ExpiryLine(
            end=end,
            days_left=(end.last_day - today).days,
            suppliers={offer.supplier: offer.supplier_name for offer in end.offers},
            agreements=tuple(sorted({offer.agreement for offer in end.offers})),
            ranges=tuple(sorted({code for offer in end.offers for code in ranges.get(offer.offer_id, ())})),
            members=len({member for offer in end.offers for member in members.get(offer.agreement, ())}),
            closing=end.closing(closed),
            renewal=renewed.get(end.proof.id) if end.kind == "proof" else None,
            told=_day(told.get((end.subject, end.last_day))),
        )
        for end in ends
    ]


def _ranges(edition: Edition) -> Mapping[int, list[str]]:
    """offer id -> the ranges it is in on the edition's day."""
    several = edition.live.several["range"]
    found: dict[int, list[str]] = defaultdict(list)
    for code, row in zip(several.codes.tolist(), several.rows.tolist(), strict=True):
        found[int(edition.index.offer_ids[row])].append(several.values[code])
    return found


def _members(means: Means, today: dt.date) -> Mapping[str, set[int]]:
    """agreement code -> the members that have joined it today."""
    found: dict[str, set[int]] = defaultdict(set)
    for agreement, member in expiries.joined(means.session, today, end_of(today)):
        found[agreement].add(member)
    return found


def _day(at: dt.datetime | None) -> dt.date | None:
    return day_of(at) if at else None
