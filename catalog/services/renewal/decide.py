"""Open a renewal, and say what takes the place of an outgoing offer: a person's word, the last one speaks."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Equivalence, Renewal
from catalog.published.renewing import Pair, Renewing, both_lots, renewing
from catalog.queries import renewal
from catalog.queries.references import normalised
from catalog.queries.renewal import OfferCard, OfferKey, RenewalLine

SURE = 100
"""From which score a proposal is taken by `confirm_sure`: the same GTIN."""
LONGEST = 500


def open_renewal(actor: Actor, means: Means, old_lot: str, new_lot: str, reason: str, basis: str | None = None) -> int:
    """Open a renewal; its id. The one that is open already is given back as it is.

    Raises NotFound for lots of others, Invalid without a reason or for lots in different currencies.
    """
    require(actor, "renewal.decide")
    old, new = both_lots(actor, means, old_lot, new_lot)
    if not reason.strip() or len(reason) > LONGEST:
        raise Invalid("renewal.reason", longest=LONGEST)
    if old.currency != new.currency:
        raise Invalid("renewal.currency", old=old.currency, new=new.currency)
    alone(means.session, f"renewal:{old.id}:{new.id}")
    known = renewal.find(means.session, old.id, new.id)
    if known is not None:
        return known.id
    row = Renewal(
        old_lot_id=old.id,
        new_lot_id=new.id,
        reason=reason.strip(),
        basis=basis,
        recorded_at=means.clock.now(),
        **actor.by,
    )
    means.session.add(row)
    means.session.flush()
    journal.write(actor, means, "renewal.open", f"renewal:{row.id}", old=old_lot, new=new_lot, reason=reason)
    return row.id


def decide(
    actor: Actor, means: Means, old_lot: str, new_lot: str, words: Mapping[str, str | None], reason: str | None = None
) -> int:
    """Outgoing offer -> the incoming one that takes its place (None: nothing does); how many words were recorded.

    Offers are named REFERENCE, or SUPPLIER/REFERENCE where a lot has several holders. Raises Conflict before the renewal
    is open, NotFound for a name that is none of the lot's, Invalid for one that is two.
    """
    require(actor, "renewal.decide")
    line, content = _opened(actor, means, old_lot, new_lot)
    old = _Names([pair.old.offer for pair in content.pairs])
    new = _Names([*content.arrivals, *(offer for pair in content.pairs for offer in _after(pair))])
    pairs = {old.key(name): new.key(taker) if taker is not None else None for name, taker in words.items()}
    return _record(actor, means, line, pairs, reason)


def confirm_sure(actor: Actor, means: Means, old_lot: str, new_lot: str) -> int:
    """Confirm every proposal that rests on the same GTIN; how many. Raises Conflict before the renewal is open."""
    require(actor, "renewal.decide")
    line, content = _opened(actor, means, old_lot, new_lot)
    sure = {
        pair.old.offer.key: pair.new.offer.key
        for pair in content.pairs
        if pair.new is not None and pair.state == "proposed" and pair.score >= SURE
    }
    return _record(actor, means, line, sure, None)


def _after(pair: Pair) -> list[OfferCard]:
    further = [offer for offer, _ in pair.further]
    return [pair.new.offer, *further] if pair.new else further


def _opened(actor: Actor, means: Means, old_lot: str, new_lot: str) -> tuple[RenewalLine, Renewing]:
    old, new = both_lots(actor, means, old_lot, new_lot)
    line = renewal.find(means.session, old.id, new.id)
    if line is None:
        raise Conflict("renewal.not_open", old=old_lot, new=new_lot)
    return line, renewing(means, old, new, renewal.said(means.session, line.id))


class _Names:
    """Offers of a lot by what a person calls them."""

    def __init__(self, offers: list[OfferCard]) -> None:
        self.offers = {offer.key: offer for offer in offers}

    def key(self, name: str) -> OfferKey:
        """Raises NotFound, Invalid."""
        supplier, _, rest = name.partition("/")
        exact = [
            key for key, each in self.offers.items() if (each.supplier, each.reference) == (supplier, normalised(rest))
        ]
        found = exact or [key for key, each in self.offers.items() if each.reference == normalised(name)]
        if not found:
            raise NotFound("renewal.no_offer", reference=name)
        if len(found) > 1:
            raise Invalid("renewal.several", reference=name)
        return found[0]


def _record(
    actor: Actor, means: Means, line: RenewalLine, pairs: Mapping[OfferKey, OfferKey | None], reason: str | None
) -> int:
    for old, new in pairs.items():
        means.session.add(
            Equivalence(
                renewal_id=line.id, old_supplier_id=old[0], old_offer_id=old[1],
                new_supplier_id=new[0] if new else None, new_offer_id=new[1] if new else None,
                reason=reason, recorded_at=means.clock.now(), **actor.by,
            )
        )  # fmt: skip
    means.session.flush()
    if pairs:
        journal.write(actor, means, "renewal.decide", f"renewal:{line.id}", words=len(pairs), reason=reason)
    return len(pairs)
