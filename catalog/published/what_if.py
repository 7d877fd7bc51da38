"""What other facts, another range or other proofs would change: tags that move, and who enters and who leaves each range.

Nothing is written. What stands is read in blocks of products and tagged by the one engine, as things are and as they
would be; only what moves is kept, with the reason it would then have. So memory is bounded by what moves.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.facets.selection import EVERYTHING, Scope
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import OfferKey, ProductKey, Tags, vocabulary_of
from catalog.published.validated import inside, verdict_of
from catalog.queries import effects, range_contents, ranges, release, tagging
from catalog.queries.effects import ShownOffer
from catalog.queries.tagging import TaggingInput
from catalog.tagging.engine import tags_of
from catalog.tagging.ranges import RangeVerdict, Said
from catalog.tagging.records import Reason, State, Tag
from catalog.tagging.vocabulary import Vocabulary

Verdicts = Callable[[OfferKey, Tags], Mapping[str, RangeVerdict]]
"""For one offer with its product's tags: range code -> how it fares. A range that it does not name has not the offer."""
Side = Literal["entering", "leaving"]
BLOCK = 4000
"""How many products are held at a time."""
_NOWHERE = RangeVerdict(False, 1, ())


@dataclass(frozen=True, slots=True)
class Alternative:
    """What would be otherwise; None: as it stands.

    vocabulary: the facts. day: judged on that day. inputs: what the engine is given of a product (a proof more or less).
    ranges_before, ranges_after: how ranges judge (by default as in force, and as before). touches: whether an input can
    be tagged otherwise at all, where that is sure; others are tagged once.
    """

    vocabulary: Vocabulary | None = None
    day: dt.date | None = None
    inputs: Callable[[TaggingInput], TaggingInput] | None = None
    ranges_before: Verdicts | None = None
    ranges_after: Verdicts | None = None
    touches: Callable[[TaggingInput], bool] | None = None


@dataclass(frozen=True, slots=True)
class Mover:
    """A product (lot None) or an offer that moves, and why it then stands as it does."""

    supplier: str
    reference: str
    name: str
    lot: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class TagShift:
    """An attribute that goes from one state to another on these products."""

    attribute: str
    before: State
    after: State
    products: tuple[Mover, ...]


@dataclass(frozen=True, slots=True)
class RangeShift:
    """A range that gains or loses offers: how many it has and would have, which enter and which leave."""

    code: str
    before: int
    after: int
    entering: tuple[Mover, ...]
    leaving: tuple[Mover, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """products: how many were looked at. tags, ranges: what moves, in order; of the others nothing is said.

    restated: how many products keep their states and would be given another standing (verified, to verify, expired).
    """

    publication: int
    day: dt.date
    products: int
    tags: tuple[TagShift, ...]
    ranges: tuple[RangeShift, ...]
    restated: int = 0

    @property
    def tags_changed(self) -> int:
        """How many tags change their state."""
        return sum(len(shift.products) for shift in self.tags)

    @property
    def moves(self) -> int:
        """How many offers enter or leave a range."""
        return sum(len(shift.entering) + len(shift.leaving) for shift in self.ranges)


def what_if(
    means: Means,
    alternative: Alternative,
    *,
    day: dt.date | None = None,
    publication: int | None = None,
    scope: Scope = EVERYTHING,
) -> WhatIf:
    """What the alternative changes on a publication (default: the day's) on a day (default: the clock's).

    Judged by what is recorded now. scope: whose products and offers count.
    """
    on = day or means.clock.today()
    number = release.publication_on(means.session, on) if publication is None else publication
    count = _Count(means, number, on, alternative)
    mine: dict[int, list[ShownOffer]] = defaultdict(list)
    for offer in effects.offers_shown(means.session, number, scope):
        mine[offer.product_id].append(offer)
    ids = sorted(mine)
    for start in range(0, len(ids), BLOCK):
        count.block({key: mine[key] for key in ids[start : start + BLOCK]})
    return count.told(len(ids))


@dataclass
class _Count:
    """What moves, block by block."""

    means: Means
    number: int
    day: dt.date
    other: Alternative
    moved: dict[tuple[str, State, State], list[Mover]] = field(default_factory=lambda: defaultdict(list))
    crossed: dict[tuple[str, Side], list[Mover]] = field(default_factory=lambda: defaultdict(list))
    inside: Counter[str] = field(default_factory=Counter)
    restated: int = 0

    def __post_init__(self) -> None:
        self.until = end_of(self.means.clock.today())
        self.known = vocabulary_of(self.means.session, self.until)
        self.before = self.other.ranges_before or InForce(self.means, self.number)
        self.after = self.other.ranges_after or self.before

    def block(self, mine: Mapping[int, Sequence[ShownOffer]]) -> None:
        """Look at these products: id -> their offers."""
        found = tagging.tagging_inputs(self.means.session, self.number, self.until, list(mine))
        for verdicts in {id(each): each for each in (self.before, self.after)}.values():
            if isinstance(verdicts, InForce):
                verdicts.prepare(list(mine))
        for given in found.values():
            was = tags_of(given.product, given.proofs, given.contests, self.known, self.day, given.rulings)
            will = self._otherwise(given, was)
            if will is not was:
                self._tags(given, was, will)
            for offer in mine[given.product_id]:
                self._ranges(given, _key(offer), was, will)

    def _otherwise(self, given: TaggingInput, was: Tags) -> Tags:
        """The tags under the alternative; the very same where nothing can differ."""
        other = self.other
        if other.vocabulary is None and other.day is None and other.inputs is None:
            return was
        if other.touches and not other.touches(given):
            return was
        asked = other.inputs(given) if other.inputs else given
        words, day = other.vocabulary or self.known, other.day or self.day
        return tags_of(asked.product, asked.proofs, asked.contests, words, day, asked.rulings)

    def _tags(self, given: TaggingInput, was: Tags, will: Tags) -> None:
        changed = False
        for name in {**was, **will}:
            before, after = was.get(name), will.get(name)
            if _state(before) != _state(after):
                self.moved[name, _state(before), _state(after)].append(_mover(given, None, _reason(name, after)))
            elif before and after and before.standing != after.standing:
                changed = True
        self.restated += changed

    def _ranges(self, given: TaggingInput, offer: OfferKey, was: Tags, will: Tags) -> None:
        before = _inside(self.before, offer, was)
        self.inside.update(before)
        if will is was and self.after is self.before:
            return
        after = _inside(self.after, offer, will)
        for code in before ^ after:
            stood, stands = _verdict(self.before, code, offer, was), _verdict(self.after, code, offer, will)
            side: Side = "entering" if code in after else "leaving"
            self.crossed[code, side].append(_mover(given, offer.lot, why_crossed(stood, stands)))

    def told(self, products: int) -> WhatIf:
        """All of it, in order."""
        return WhatIf(
            self.number, self.day, products, tuple(self._shifts()), tuple(self._crossings()), self.restated
        )  # fmt: skip

    def _shifts(self) -> Iterator[TagShift]:
        for name, was, will in sorted(self.moved):
            yield TagShift(name, was, will, _sorted(self.moved[name, was, will]))

    def _crossings(self) -> Iterator[RangeShift]:
        for code in sorted({code for code, _ in self.crossed}):
            entering, leaving = (_sorted(self.crossed.get((code, side), [])) for side in ("entering", "leaving"))
            count = self.inside[code]
            yield RangeShift(code, count, count + len(entering) - len(leaving), entering, leaving)


class InForce:
    """How every range judges as it stands: by the version that both sides validated, each product as it was validated."""

    def __init__(self, means: Means, publication: int) -> None:
        """`publication`: the one whose sheets say what the products are."""
        self.session, self.publication = means.session, publication
        self.standing = ranges.standing(means.session, end_of(means.clock.today()))
        self.said: Mapping[ProductKey, Said] = {}

    def prepare(self, products: Collection[int]) -> None:
        """Read what the sheets say of these products, of those alone that a range validated."""
        validated = {key[1] for range_ in self.standing.values() for key in range_.contents}
        self.said = range_contents.said(self.session, self.publication, validated.intersection(products))

    def inside(self, offer: OfferKey, tags: Tags) -> set[str]:
        """The ranges that have the offer, without saying why."""
        said = self.said.get((offer.supplier_id, offer.product_id))
        return {code for code, range_ in self.standing.items() if inside(offer, tags, range_, said)}

    def __call__(self, offer: OfferKey, tags: Tags) -> Mapping[str, RangeVerdict]:
        """Range code -> how the offer fares, for the ranges that validated its product; it is in no other."""
        key = (offer.supplier_id, offer.product_id)
        mine = [code for code, range_ in self.standing.items() if key in range_.contents]
        return {code: self.verdict(code, offer, tags) for code in mine}

    def verdict(self, code: str, offer: OfferKey, tags: Tags) -> RangeVerdict:
        """How the offer fares in one range."""
        said = self.said.get((offer.supplier_id, offer.product_id))
        return verdict_of(offer, tags, self.standing[code], said)


def _inside(verdicts: Verdicts, offer: OfferKey, tags: Tags) -> set[str]:
    if isinstance(verdicts, InForce):
        return verdicts.inside(offer, tags)
    return {code for code, verdict in verdicts(offer, tags).items() if verdict.inside}


def _verdict(verdicts: Verdicts, code: str, offer: OfferKey, tags: Tags) -> RangeVerdict:
    if isinstance(verdicts, InForce) and code in verdicts.standing:
        return verdicts.verdict(code, offer, tags)
    return _NOWHERE if isinstance(verdicts, InForce) else verdicts(offer, tags).get(code, _NOWHERE)


def why_crossed(stood: RangeVerdict, stands: RangeVerdict) -> Reason:
    """The reason of an offer that enters (what it lacked and now has) or leaves (the first thing it lacks)."""
    if not stands.inside:
        return next((each.reason for each in stands.outcomes if each.outcome != "pass"), Reason("why.range.gone"))
    lacked = {each.rule for each in stood.outcomes if each.outcome != "pass"}
    named = [each.reason for each in stands.outcomes if each.rule in lacked]
    return (named or [each.reason for each in stands.outcomes] or [Reason("why.range.taken")])[0]


def _key(offer: ShownOffer) -> OfferKey:
    return OfferKey(
        offer.offer_id, offer.supplier_id, offer.product_id, offer.family, offer.lot, suspended=offer.suspended
    )


def _state(tag: Tag | None) -> State:
    return tag.state if tag else "unknown"


def _reason(attribute: str, tag: Tag | None) -> Reason:
    return tag.reason if tag else Reason("why.range.attribute.unknown", {"attribute": attribute})


def _mover(given: TaggingInput, lot: str | None, reason: Reason) -> Mover:
    return Mover(given.product.supplier, given.product.reference, given.product.name, lot, reason)


def _sorted(movers: Sequence[Mover]) -> tuple[Mover, ...]:
    return tuple(sorted(movers, key=lambda each: (each.supplier, each.reference, each.lot or "")))
