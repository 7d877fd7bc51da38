"""The offers of an outgoing lot beside those of the incoming one: what may take the place of what, at which price, with
which tags lost. The rehearsal shows it, the conversion does it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.access import Actor
from catalog.errors import Invalid, NotFound
from catalog.likeness import Likeness, Thing, Why, likenesses
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.prices import MEASURES, ONE, Price, content_price, divided, price_on
from catalog.published.tags import Tags, product_tags
from catalog.queries import agreements, products, release, renewal
from catalog.queries.agreements import LotTerms
from catalog.queries.renewal import OfferCard, OfferKey, Said

PairState = Literal["proposed", "confirmed", "none", "alone"]
"""proposed: by likeness, nobody has spoken. none: a person said that nothing takes its place. alone: nothing is like it."""


@dataclass(frozen=True, slots=True)
class Side:
    """An offer on its day: `price` of quantity 1 excluding VAT, None where none is in force."""

    offer: OfferCard
    price: int | None
    tags: Tags = field(default_factory=dict)

    @property
    def proven(self) -> frozenset[str]:
        """The attributes that are yes."""
        return frozenset(name for name, tag in self.tags.items() if tag.state == "yes")

    @property
    def content(self) -> tuple[str, int] | None:
        """The unit prices are compared in, and how much of it (10^-12) one order unit holds."""
        unit, amount = self.offer.content_unit, self.offer.content_per_order_unit
        if unit is None or not amount:
            return None
        base, size = MEASURES.get(unit, (unit, ONE))
        return base, amount * size


@dataclass(frozen=True, slots=True)
class Gap:
    """Both prices per `unit` of content, or (None) per order unit; `percent` in 10^-4 percent, None where it was free."""

    before: int
    after: int
    unit: str | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An outgoing offer and what takes (or may take) its place. `further`: other likenesses, the best first."""

    old: Side
    new: Side | None
    state: PairState
    score: int = 0
    why: Why | None = None
    further: tuple[tuple[OfferCard, int], ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """Attributes proven before and not after."""
        return tuple(sorted(self.old.proven - self.new.proven)) if self.new else ()

    @property
    def gained(self) -> tuple[str, ...]:
        """Attributes proven after and not before."""
        return tuple(sorted(self.new.proven - self.old.proven)) if self.new else ()

    @property
    def gap(self) -> Gap | None:
        """None where one has no price, currencies differ, or the packs cannot be compared."""
        if self.new is None or self.old.price is None or self.new.price is None:
            return None
        if self.old.offer.currency != self.new.offer.currency:
            return None
        return gap_of(self.old, self.new)

    def quantity(self, wanted: int) -> int:
        """How many of the new order units hold at least as much as `wanted` of the old; as many where that is not known."""
        before, after = self.old.content, self.new.content if self.new else None
        if before is None or after is None or before[0] != after[0]:
            return wanted
        return max(1, -(-wanted * before[1] // after[1]))

    @property
    def same_pack(self) -> bool:
        """Whether one order unit holds as much as before, as far as both say."""
        return self.new is not None and self.old.content == self.new.content


@dataclass(frozen=True, slots=True)
class Renewing:
    """Both lots on the day the incoming one takes over (`on`), their pairs in the order of the outgoing references.

    arrivals: incoming offers that take no place and are proposed for none.
    """

    old_lot: LotTerms
    new_lot: LotTerms
    on: dt.date
    pairs: tuple[Pair, ...]
    arrivals: tuple[OfferCard, ...]

    def incoming(self) -> tuple[OfferCard, ...]:
        """Every offer of the incoming lot, by supplier and reference."""
        held = {offer.key: offer for pair in self.pairs for offer in (*_new(pair), *(each for each, _ in pair.further))}
        every = {**held, **{offer.key: offer for offer in self.arrivals}}
        return tuple(sorted(every.values(), key=lambda offer: (offer.supplier, offer.reference)))

    def counts(self) -> Mapping[str, int]:
        """How many pairs there are of each state."""
        found = Counter(pair.state for pair in self.pairs)
        return {state: found[state] for state in ("proposed", "confirmed", "none", "alone")}


def both_lots(actor: Actor, means: Means, old_lot: str, new_lot: str) -> tuple[LotTerms, LotTerms]:
    """The two lots. Raises NotFound for one outside the actor's agreements as for none, Invalid for the same one twice."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    seen = {lot.code: lot for lot in agreements.lots(means.session, scope)}
    for code in (old_lot, new_lot):
        if code not in seen:
            raise NotFound("lot.not_found", lot=code)
    if old_lot == new_lot:
        raise Invalid("renewal.same_lot", lot=old_lot)
    return seen[old_lot], seen[new_lot]


def renewing(means: Means, old_lot: LotTerms, new_lot: LotTerms, words: Mapping[int, Said]) -> Renewing:
    """Set both lots side by side. The outgoing one is shown as on its last day where that is past."""
    on = max(means.clock.today(), new_lot.starts)
    before = _sides(means, old_lot, min(on, old_lot.ends))
    after = _sides(means, new_lot, on)
    found = _by_old(likenesses([_thing(side) for side in before], [_thing(side) for side in after]))
    known = {side.offer.key: side for side in after}
    pairs = tuple(
        _pair(side, words.get(side.offer.offer_id), found.get(place, ()), after, known)
        for place, side in enumerate(before)
    )
    taken = {pair.new.offer.key for pair in pairs if pair.new is not None}
    return Renewing(old_lot, new_lot, on, pairs, tuple(s.offer for s in after if s.offer.key not in taken))


def _new(pair: Pair) -> tuple[OfferCard, ...]:
    return (pair.new.offer,) if pair.new else ()


def gap_of(old: Side, new: Side) -> Gap | None:
    """Per unit of content where both tell the same one, per order unit where neither tells any."""
    before, after = old.price, new.price
    if before is None or after is None:
        return None
    one = content_price(before, old.offer.content_unit, old.offer.content_per_order_unit)
    other = content_price(after, new.offer.content_unit, new.offer.content_per_order_unit)
    if one and other and one.unit == other.unit:
        return Gap(one.price, other.price, one.unit, _percent(one.price, other.price))
    if one is None and other is None and old.offer.order_unit == new.offer.order_unit:
        return Gap(before, after, None, _percent(before, after))
    return None


def _percent(before: int, after: int) -> int | None:
    """In 10^-4 percent, halves away from zero."""
    if before <= 0:
        return None
    size = divided(abs(after - before) * ONE, before)
    return size if after >= before else -size


def _sides(means: Means, lot: LotTerms, day: dt.date) -> list[Side]:
    number = release.publication_on(means.session, day)
    offers = renewal.offers_of_lot(means.session, lot.id, number)
    tiers = products.all_tiers(means.session, number)
    tags = product_tags(means.session, number, day, end_of(day), {offer.product_id for offer in offers})
    return [
        Side(
            offer,
            _price(offer, tiers.get(offer.offer_id, ()), day),
            tags.get((offer.supplier_id, offer.product_id), {}),
        )
        for offer in offers
    ]


def _price(offer: OfferCard, tiers: Sequence[products.Row], day: dt.date) -> int | None:
    base = Price(offer.price, offer.valid_from, offer.valid_to)
    return price_on(day, base, [Price(t["price"], t["valid_from"], t["valid_to"], t["min_quantity"]) for t in tiers])


def _thing(side: Side) -> Thing:
    return Thing(side.offer.name, side.offer.gtin, side.offer.family)


def _by_old(found: Sequence[Likeness]) -> dict[int, list[Likeness]]:
    by_old: dict[int, list[Likeness]] = defaultdict(list)
    for each in found:
        by_old[each.old].append(each)
    return by_old


def _pair(
    old: Side, word: Said | None, found: Sequence[Likeness], after: Sequence[Side], known: Mapping[OfferKey, Side]
) -> Pair:
    """A person's word first; without one, the best likeness is proposed. A confirmed offer that is gone asks again."""
    further = tuple((after[each.new].offer, each.score) for each in found)
    if word is not None and (word.new is None or word.new in known):
        new = known[word.new] if word.new else None
        return Pair(old, new, "confirmed" if new else "none", further=further)
    if not found:
        return Pair(old, None, "alone")
    best = found[0]
    return Pair(old, after[best.new], "proposed", best.score, best.why, further[1:])
