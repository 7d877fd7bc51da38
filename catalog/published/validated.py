"""Whose products count in a range: the version that both sides validated, each product with the content validated.

Nothing here asks the database once a product: contents are read in blocks, of those that meet the rule alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from catalog.queries import range_contents
from catalog.queries.ranges import RangeTerms, Standing
from catalog.tagging.ranges import Hand, RangeRule, RangeVerdict, Said, content_of, judge, takes
from catalog.tagging.records import Reason, Tag

Tags = Mapping[str, Tag]
Key = tuple[int, int]
"""(supplier id, product id)."""
NO_TAGS: Tags = {}


class Placed(Protocol):
    """An offer as ranges look at it."""

    @property
    def supplier_id(self) -> int: ...
    @property
    def product_id(self) -> int: ...
    @property
    def family(self) -> str | None: ...
    @property
    def lot(self) -> str: ...
    @property
    def suspended(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product of a supplier that a version takes once the supplier has validated it as it is.

    lots: those of its offers that the version takes. verdict: of the first of them. content: what a validation keeps.
    """

    product_id: int
    reference: str
    name: str
    lots: tuple[str, ...]
    content: str
    verdict: RangeVerdict


def in_ranges(
    session: Session,
    publication: int,
    offers: Sequence[Placed],
    tags: Mapping[Key, Tags],
    standing: Mapping[str, Standing],
) -> list[list[str]]:
    """For each offer the codes of the ranges that it is in, in the order of `standing`."""
    found: list[list[str]] = [[] for _ in offers]
    for code, range_ in standing.items():
        meeting = list(_meeting(offers, tags, range_))
        as_validated = validated(session, publication, range_, {_key(offers[place]) for place in meeting})
        for place in meeting:
            if _key(offers[place]) in as_validated:
                found[place].append(code)
    return found


def _key(offer: Placed) -> Key:
    return offer.supplier_id, offer.product_id


def _meeting(offers: Sequence[Placed], tags: Mapping[Key, Tags], range_: Standing) -> Iterator[int]:
    """The places of the offers that meet the rule of the version that speaks for them."""
    if range_.withdrawn:
        return
    terms = {
        number: (range_.versions[number], range_.versions[number].asks) for number in set(range_.speaking.values())
    }
    for place, offer in enumerate(offers):
        key = _key(offer)
        if key in range_.contents:
            number = range_.speaking[offer.supplier_id]
            hand = range_.hands[number].get(key)
            if _takes(offer, tags.get(key, NO_TAGS), *terms[number], hand):
                yield place


def _takes(offer: Placed, tags: Tags, terms: RangeTerms, rule: RangeRule, hand: Hand | None) -> bool:
    return takes(offer.family, offer.lot, tags, rule, terms.taken_as, suspended=offer.suspended, hand=hand)


def validated(session: Session, publication: int, range_: Standing, keys: set[Key]) -> set[Key]:
    """Of these products, those that a publication shows with the content that was validated."""
    rules = {number: range_.versions[number].asks for number in set(range_.speaking.values())}
    said = range_contents.said(session, publication, {product for _, product in keys})
    return {
        key
        for key in keys
        if key in said and content_of(said[key], rules[range_.speaking[key[0]]]) == range_.contents.get(key)
    }


def inside(offer: Placed, tags: Tags, range_: Standing, said: Said | None) -> bool:
    """Whether an offer is in a range, its product being as `said`; its tags and its sheet may be those of tomorrow."""
    key = _key(offer)
    if range_.withdrawn or said is None or key not in range_.contents:
        return False
    terms = range_.of(offer.supplier_id)
    hand, rule = range_.hands.get(terms.number, {}).get(key), terms.asks
    return _takes(offer, tags, terms, rule, hand) and content_of(said, rule) == range_.contents[key]


def verdict_of(offer: Placed, tags: Tags, range_: Standing, said: Said | None) -> RangeVerdict:
    """One offer in one range with each rule and its reason. said: what the sheet says of its product."""
    terms = range_.of(offer.supplier_id)
    hand = range_.hands.get(terms.number, {}).get(_key(offer))
    held = None if range_.withdrawn else held_by(range_, _key(offer), said)
    rule = terms.asks
    return judge(offer.family, offer.lot, tags, rule, terms.taken_as, suspended=offer.suspended, hand=hand, held=held)


def held_by(range_: Standing, key: Key, said: Said | None) -> Reason | None:
    """The validation that is missing for a product to count, or None."""
    if key[0] not in range_.speaking:
        side = "supplier" if range_.last.number in range_.central else "central"
        return Reason(f"range.why.waits.{side}", {"version": range_.last.number})
    number = range_.speaking[key[0]]
    if key not in range_.contents:
        return Reason("range.why.waits.product", {"version": number})
    same = said is not None and content_of(said, range_.versions[number].asks) == range_.contents[key]
    return None if same else Reason("range.why.waits.content", {"version": number})


def candidates(
    session: Session,
    version: RangeTerms,
    hands: Mapping[Key, Hand],
    supplier_id: int,
    publication: int,
    offers: Iterable[Placed],
    tags: Mapping[Key, Tags],
) -> list[Candidate]:
    """The supplier's products that a version would take, by reference: what its validation rests on.

    hands: the version's decisions on single products (`Standing.hands[number]`).
    """
    rule = version.asks
    lots: defaultdict[Key, list[str]] = defaultdict(list)
    first: dict[Key, Placed] = {}
    for offer in offers:
        key = _key(offer)
        if offer.supplier_id == supplier_id and _takes(offer, tags.get(key, NO_TAGS), version, rule, hands.get(key)):
            lots[key].append(offer.lot)
            first.setdefault(key, offer)
    said = range_contents.said(session, publication, {product for _, product in lots})
    names = range_contents.names(session, publication, {product for _, product in lots})
    return sorted(
        (
            Candidate(
                key[1], *names[key], tuple(sorted(lots[key])), content_of(said[key], rule),
                judge(offer.family, offer.lot, tags.get(key, NO_TAGS), rule, version.taken_as, hand=hands.get(key)),
            )
            for key, offer in first.items()
            if key in said
        ),
        key=lambda each: each.reference,
    )  # fmt: skip


def content_hash(version: RangeTerms, products: Iterable[Candidate]) -> str:
    """64 hex digits over a version and the products of one supplier: what a validation records."""
    return digest([terms_json(version), sorted([each.reference, list(each.lots), each.content] for each in products)])


def version_hash(version: RangeTerms) -> str:
    """64 hex digits over a version alone: what the central body's validation records."""
    return digest(terms_json(version))


def terms_json(version: RangeTerms) -> dict[str, Any]:
    """What a version says, without ids and times."""
    return {
        "code": version.code,
        "central": version.central,
        "version": version.number,
        "rule": {
            name: sorted(values) if isinstance(values, list) else values
            for name, values in version.rule.items()
            if values
        },
        "profile": version.profile,
        "description": [version.description_fr, version.description_en],
        "hand": sorted(
            ({name: each[name] for name in ("supplier", "reference", "verdict", "reason")} for each in version.hand),
            key=lambda each: (each["supplier"], each["reference"]),
        ),
    }


def digest(said: Any) -> str:
    """64 hex digits over canonical JSON."""
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
