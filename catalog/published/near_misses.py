"""The near misses: offers that one thing keeps out of a range, with the document to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey, Tags
from catalog.queries.ranges import RangeTerms, Standing
from catalog.tagging.ranges import takes
from catalog.tagging.records import Asked, Proof, Tag

NO_TAGS: Tags = {}


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An offer that meets every condition of a range but one attribute, which is not decided either way.

    asked: the document that is missing, or None where a person's word is (a check, a contest to settle).
    """

    offer: OfferKey
    range: str
    attribute: str
    tag: Tag
    asked: Asked | None


def near_misses(
    edition: Edition, standing: Mapping[str, Standing], supplier_id: int | None = None
) -> Iterator[NearMiss]:
    """Every near miss of an edition, of one supplier or of all. A "no" is none: no document turns evidence round."""
    offers = [offer for offer in edition.offers.values() if supplier_id in (None, offer.supplier_id)]
    for code, range_ in standing.items():
        for offer in offers:
            tags = edition.tags.get((offer.supplier_id, offer.product_id), NO_TAGS)
            short = _short(offer, tags, range_.of(offer.supplier_id), range_)
            if short is not None:
                yield NearMiss(offer, code, short.attribute, short, document_of(short))


def _short(offer: OfferKey, tags: Tags, terms: RangeTerms, range_: Standing) -> Tag | None:
    """The one attribute that is short, where everything else holds."""
    rule = terms.asks
    unmet = [code for code in rule.attributes if code not in tags or not tags[code].meets(terms.taken_as)]
    if len(unmet) != 1 or unmet[0] not in tags or tags[unmet[0]].state == "no":
        return None
    met = {**tags, unmet[0]: _as_met(tags[unmet[0]])}
    hand = range_.hands.get(terms.number, {}).get((offer.supplier_id, offer.product_id))
    placed = takes(offer.family, offer.lot, met, rule, terms.taken_as, suspended=offer.suspended, hand=hand)
    return tags[unmet[0]] if placed else None


def _as_met(tag: Tag) -> Tag:
    return Tag(tag.attribute, "yes", "verified", tag.reason)


def document_of(tag: Tag) -> Asked | None:
    """The document to ask for: the only one that is missing, where nothing handed in waits for a word."""
    if tag.standing in ("contested", "conflict") or any(_waits(rule.proof) for rule in tag.rules):
        return None
    return tag.missing[0] if len(tag.missing) == 1 else None


def _waits(proof: Proof | None) -> bool:
    return proof is not None and proof.accepted is None and not proof.matched
