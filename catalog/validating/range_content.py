"""What a range holds on a day, and the hash of it: equal contents, equal hash, on both databases and on any later day.

Without internal ids, times of recording, publication numbers and prices: none of them says what is compliant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.published.shelf import Edition
from catalog.published.tags import OfferKey
from catalog.published.validated import digest, in_ranges, terms_json
from catalog.queries.ranges import RangeTerms, Standing
from catalog.tagging.ranges import Hand
from catalog.tagging.records import Proof, Tag


@dataclass(frozen=True, slots=True)
class Member:
    """An offer in the range. version: the one that speaks for its supplier. tags: of the attributes that one asks for.

    offer: its id, which is no part of the hash.
    """

    supplier: str
    supplier_name: str | None
    reference: str
    name: str
    gtin: str | None
    lot: str
    family: str | None
    agreement: str
    version: int
    content: str
    tags: Mapping[str, Tag]
    hand: Hand | None
    offer: int = 0

    @property
    def proofs(self) -> dict[str, Proof]:
        """Attribute -> the proof that shows it."""
        found = {name: shown(tag) for name, tag in self.tags.items()}
        return {name: proof for name, proof in found.items() if proof is not None}

    def json(self) -> dict[str, Any]:
        """What counts of it for the hash."""
        return {
            "supplier": self.supplier,
            "reference": self.reference,
            "lot": self.lot,
            "version": self.version,
            "content": self.content,
            "tags": {name: _tag(tag) for name, tag in self.tags.items()},
            "proofs": {name: _proof(proof) for name, proof in self.proofs.items()},
        }


@dataclass(frozen=True, slots=True)
class RangeContent:
    """A range on a day. versions: those that speak for somebody who has an offer in it. content_hash: 64 hex digits."""

    last: RangeTerms
    on: dt.date
    versions: Mapping[int, RangeTerms]
    members: tuple[Member, ...]
    content_hash: str

    @property
    def version(self) -> RangeTerms:
        """The highest version that speaks, else the last one."""
        return self.versions[max(self.versions)] if self.versions else self.last

    def seen(self, scope: Scope) -> tuple[Member, ...]:
        """The members within a scope."""
        return tuple(each for each in self.members if scope.allows(each.agreement, each.supplier, each.lot))


def content(session: Session, edition: Edition, range_: Standing) -> RangeContent:
    """What a range holds on the edition's day, of all suppliers, in order of supplier, reference and lot."""
    offers = list(edition.offers.values())
    code = range_.last.code
    found = in_ranges(session, edition.publication, offers, edition.brief, {code: range_})
    inside = [offer for offer, codes in zip(offers, found, strict=True) if codes]
    members = sorted(_members(edition, range_, inside), key=lambda each: (each.supplier, each.reference, each.lot))
    versions = {number: range_.versions[number] for number in sorted({each.version for each in members})}
    return RangeContent(range_.last, edition.on, versions, tuple(members), _hash(range_, versions, members))


def _hash(range_: Standing, versions: Mapping[int, RangeTerms], members: Sequence[Member]) -> str:
    said = {
        "range": range_.last.code,
        "withdrawn": range_.withdrawn,
        "versions": [terms_json(terms) for terms in versions.values()],
        "members": [member.json() for member in members],
    }
    return digest(said)


def _members(edition: Edition, range_: Standing, inside: Sequence[OfferKey]) -> list[Member]:
    rows = edition.index.offers([edition.row_of(offer.offer) for offer in inside])
    every = edition.tags_of_each(offer.offer for offer in inside)
    found = []
    for offer, row, tags in zip(inside, rows, every, strict=True):
        key, number = (offer.supplier_id, offer.product_id), range_.speaking[offer.supplier_id]
        found.append(
            Member(
                row.supplier, row.supplier_name, row.reference, row.name, row.gtin, row.lot, offer.family, row.agreement,
                number, range_.contents[key], {name: tags[name] for name in range_.versions[number].asks.attributes},
                range_.hands[number].get(key), offer.offer,
            )
        )  # fmt: skip
    return found


def shown(tag: Tag) -> Proof | None:
    """The proof that a tag rests on: of those that show it, the one that lasts longest, whatever ids they have."""
    proofs = [rule.proof for rule in tag.rules if rule.proof is not None and rule.outcome == "pass"]
    return max(proofs, key=lambda proof: (proof.valid_until or dt.date.max, _words(proof)), default=None)


def _words(proof: Proof) -> tuple[str, ...]:
    return tuple(word or "" for word in (proof.kind, proof.label, proof.number, proof.issuer, proof.document))


def _tag(tag: Tag) -> dict[str, Any]:
    return {"state": tag.state, "basis": tag.basis, "reserve": tag.reserve, "labels": sorted(tag.labels)}


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "label": proof.label,
        "number": proof.number,
        "issuer": proof.issuer,
        "from": proof.valid_from.isoformat(),
        "until": proof.valid_until.isoformat() if proof.valid_until else None,
        "document": proof.document,
    }
