"""A renewal before and after it is decided: pairs with price gap and tag losses, and what members' selections hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.published.renewing import Gap, Pair, Renewing, Side, both_lots, renewing
from catalog.queries import agreements, renewal
from catalog.queries.renewal import OfferCard, RenewalLine
from catalog.wording.formats import decimal_text, rate_text


@dataclass(frozen=True, slots=True)
class Held:
    """What members' selections hold of the outgoing lot: counts only, never whose or what."""

    members: int
    lines: int
    by_state: Mapping[str, int]
    converted: int


@dataclass(frozen=True, slots=True)
class RenewalSheet:
    """Both lots side by side. `line` None: nobody has opened the renewal yet; it is only rehearsed."""

    line: RenewalLine | None
    content: Renewing
    held: Held

    def json(self) -> dict[str, Any]:
        """Counts first, then every pair; amounts as decimal strings."""
        content, line = self.content, self.line
        return {
            "renewal": str(line.id) if line else None,
            "old_lot": {"lot": content.old_lot.code, "ends": content.old_lot.ends.isoformat()},
            "new_lot": {"lot": content.new_lot.code, "starts": content.new_lot.starts.isoformat()},
            "on": content.on.isoformat(),
            "reason": line.reason if line else None,
            "basis": line.basis if line else None,
            "counts": dict(content.counts()),
            "pairs": [pair_json(pair) for pair in content.pairs],
            "arrivals": [_named(offer) for offer in content.arrivals],
            "selections": {
                "members": self.held.members,
                "lines": self.held.lines,
                "lines_by_state": dict(self.held.by_state),
                "converted": self.held.converted,
            },
        }


def listing(actor: Actor, means: Means) -> list[RenewalLine]:
    """The renewals between lots that the actor may see, the newest first."""
    require(actor, "renewal.read")
    seen = {
        lot.code for lot in agreements.lots(means.session, agreements.scope_today(means.session, actor, means.clock))
    }
    return [each for each in renewal.renewals(means.session) if {each.old_lot, each.new_lot} <= seen]


def show(actor: Actor, means: Means, old_lot: str, new_lot: str) -> RenewalSheet:
    """One renewal, opened or not. Raises NotFound for lots of others, Invalid for a lot beside itself."""
    require(actor, "renewal.read")
    old, new = both_lots(actor, means, old_lot, new_lot)
    line = renewal.find(means.session, old.id, new.id)
    content = renewing(means, old, new, renewal.said(means.session, line.id) if line else {})
    return RenewalSheet(line, content, _held(means, content, line))


def _held(means: Means, content: Renewing, line: RenewalLine | None) -> Held:
    states = {pair.old.offer.offer_id: pair.state for pair in content.pairs}
    lines = renewal.lines_holding(means.session, [pair.old.offer.key for pair in content.pairs])
    converted = len(renewal.converted(means.session, line.id)) if line else 0
    counts: Counter[str] = Counter(states[each.offer_id] for each in lines)
    return Held(len({each.organisation_id for each in lines}), len(lines), counts, converted)


def pair_json(pair: Pair) -> dict[str, Any]:
    """One pair: both offers, how it came together, what changes."""
    return {
        "old": _side(pair.old),
        "new": _side(pair.new) if pair.new else None,
        "state": pair.state,
        "why": pair.why,
        "score": pair.score or None,
        "further": [{**_named(offer), "score": score} for offer, score in pair.further],
        "gap": gap_json(pair.gap),
        "same_pack": pair.same_pack if pair.new else None,
        "tags_lost": list(pair.lost),
        "tags_gained": list(pair.gained),
    }


def gap_json(gap: Gap | None) -> dict[str, Any] | None:
    """Both prices per unit, and the gap in percent."""
    if gap is None:
        return None
    return {
        "before": decimal_text(gap.before),
        "after": decimal_text(gap.after),
        "unit": gap.unit,
        "percent": None if gap.percent is None else rate_text(gap.percent),
    }


def _side(side: Side) -> dict[str, Any]:
    price = None if side.price is None else decimal_text(side.price)
    return {**_named(side.offer), "price": price, "currency": side.offer.currency}


def _named(offer: OfferCard) -> dict[str, Any]:
    return {"supplier": offer.supplier, "reference": offer.reference, "name": offer.name}
