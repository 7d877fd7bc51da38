"""The near misses of an edition: offers that one thing keeps out of a range, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey, Tags
from catalog.queries.ranges import RangeTerms, Standing
from catalog.tagging import near_misses as pure
from catalog.tagging.ranges import RangeRule
from catalog.tagging.records import Asked, Tag

NO_TAGS: Tags = {}


@dataclass(frozen=True, slots=True)
class RangeMiss:
    """An offer that meets every condition of a range but one attribute, which is not decided either way."""

    offer: OfferKey
    range: str
    miss: pure.NearMiss

    @property
    def attribute(self) -> str:
        """The attribute that is short."""
        return self.miss.attribute

    @property
    def asked(self) -> Asked | None:
        """The document that is missing, or None where a person's word is (a check, a contest to settle)."""
        return self.miss.asked


def near_misses(
    edition: Edition, standing: Mapping[str, Standing], supplier_id: int | None = None
) -> Iterator[RangeMiss]:
    """Every near miss of an edition, of one supplier or of all. A "no" is none: no document turns evidence round."""
    offers = [offer for offer in edition.offers.values() if supplier_id in (None, offer.supplier_id)]
    for code, range_ in standing.items():
        rules = {number: terms.asks for number, terms in range_.versions.items()}
        for offer in offers:
            tags = edition.tags.get((offer.supplier_id, offer.product_id), NO_TAGS)
            terms = range_.of(offer.supplier_id)
            miss = _miss(offer, tags, terms, rules[terms.number], range_)
            if miss is not None and _spoken_of(tags[miss.attribute]):
                yield RangeMiss(offer, code, miss)


def _miss(offer: OfferKey, tags: Tags, terms: RangeTerms, rule: RangeRule, range_: Standing) -> pure.NearMiss | None:
    """Asked of those alone that one attribute could keep out: a hundred thousand offers have five ranges each."""
    profile = terms.taken_as
    if sum(code not in tags or not tags[code].meets(profile) for code in rule.attributes) != 1:
        return None
    hand = range_.hands.get(terms.number, {}).get((offer.supplier_id, offer.product_id))
    return pure.near_miss(offer.family, offer.lot, tags, rule, profile, suspended=offer.suspended, hand=hand)


def _spoken_of(tag: Tag) -> bool:
    """Somebody claims it or handed something in: nobody is asked for the ecolabel of whatever is sold."""
    return tag.claimed or tag.standing != "missing" or any(rule.proof for rule in tag.rules)
