"""The near misses of an edition: offers that one thing keeps out of a range, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey, Tags
from catalog.queries.ranges import Standing
from catalog.tagging import near_misses as pure
from catalog.tagging.ranges import Hand, takes
from catalog.tagging.records import Asked, Tag


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
        near = [offer for offer in offers if _near(offer, edition, range_)]
        for offer, tags in zip(near, edition.tags_of_each(each.offer for each in near), strict=True):
            miss = _miss(offer, tags, range_)
            if miss is not None and _spoken_of(tags[miss.attribute]):
                yield RangeMiss(offer, code, miss)


def _near(offer: OfferKey, edition: Edition, range_: Standing) -> bool:
    """Whether one attribute alone could keep it out: a hundred thousand offers have five ranges each."""
    terms = range_.of(offer.supplier_id)
    tags, profile, rule = edition.brief_of(offer.offer), terms.taken_as, terms.asks
    short = [code for code in rule.attributes if code not in tags or not tags[code].meets(profile)]
    if len(short) != 1 or short[0] not in tags or tags[short[0]].state != "unknown":
        return False
    elsewhere, hand = replace(rule, attributes=()), _hand(offer, range_)
    return takes(offer.family, offer.lot, tags, elsewhere, profile, suspended=offer.suspended, hand=hand)


def _miss(offer: OfferKey, tags: Tags, range_: Standing) -> pure.NearMiss | None:
    terms = range_.of(offer.supplier_id)
    return pure.near_miss(
        offer.family, offer.lot, tags, terms.asks, terms.taken_as, suspended=offer.suspended, hand=_hand(offer, range_)
    )


def _hand(offer: OfferKey, range_: Standing) -> Hand | None:
    number = range_.of(offer.supplier_id).number
    return range_.hands.get(number, {}).get((offer.supplier_id, offer.product_id))


def _spoken_of(tag: Tag) -> bool:
    """Somebody claims it or handed something in: nobody is asked for the ecolabel of whatever is sold."""
    return tag.claimed or tag.standing != "missing" or any(rule.proof for rule in tag.rules)
