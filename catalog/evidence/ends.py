"""What will run out: proofs by their own end, labels by the end of their group's criteria, equivalences of marks by the last day
they were accepted for; each with the products it carries.

Licence, criteria and contract end are three dates. An end is dealt with where another proof carries the product on; what
is left is told until somebody closes it, each central body for the offers of its own agreements.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.orm import Session

from catalog.facets.selection import Scope
from catalog.means.clock import end_of
from catalog.published.tags import vocabulary_of
from catalog.queries import expiries, facts, release, tagging
from catalog.queries.expiries import Closing, CoveredOffer
from catalog.tagging.findings import checked, criteria_end, proves
from catalog.tagging.label_facts import Equivalence
from catalog.tagging.licences import licence_of
from catalog.tagging.records import Proof
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.worth import worth

EndKind = Literal["proof", "criteria", "equivalence"]
Key = tuple[int, int]
"""(supplier id, product id)."""
Closings = Mapping[str, Mapping[int | None, Closing]]
"""What an end is closed as -> the central body that closed it (None: the operator, for all) -> how."""
LABELLED = "ecolabelled"
"""The attribute that an equivalent of a label meets."""
_ONE = dt.timedelta(days=1)
PAST = dt.timedelta(days=90)
"""How long an end that came is still listed."""


@dataclass(frozen=True, slots=True)
class End:
    """One end and the offers that lose their tag with it.

    subject: "proof:ID", "criteria:LABEL/GROUP" or "equivalence:MARK=LABEL@FAMILIES".
    proof: the proof itself, or one of those behind the criteria or the mark. contract_end: the last day of the longest lot concerned.
    """

    subject: str
    kind: EndKind
    last_day: dt.date
    proof: Proof
    offers: tuple[CoveredOffer, ...]

    @property
    def attribute(self) -> str:
        """The attribute that falls with it."""
        return LABELLED if self.kind == "equivalence" else self.proof.attribute

    @property
    def closed_as(self) -> str:
        """What a closing of it is kept under: with its day, for criteria that are prolonged end anew."""
        return f"{self.subject}@{self.last_day}"

    def closing(self, closings: Closings) -> Closing | None:
        """How it was dealt with: the last word, where every central body whose offers fall with it has closed it."""
        found = [self._closed_by(central, closings) for central in {offer.central_id for offer in self.offers}]
        return max((each for each in found if each), key=lambda each: each.at) if all(found) else None

    def still_open(self, closings: Closings) -> End | None:
        """The end with the offers of those central bodies that have not closed it; None: there are none left."""
        left = tuple(offer for offer in self.offers if not self._closed_by(offer.central_id, closings))
        return replace(self, offers=left) if left else None

    def _closed_by(self, central: int, closings: Closings) -> Closing | None:
        """A closing kept without a day is of whatever day."""
        kept = (closings.get(subject, {}) for subject in (self.closed_as, self.subject))
        found = (closed.get(who) for closed in kept for who in (central, None))
        return next((each for each in found if each), None)

    @property
    def contract_end(self) -> dt.date:
        return max(offer.lot_ends for offer in self.offers)

    @property
    def before_contract(self) -> bool:
        """It comes while the agreement still runs."""
        return self.last_day < self.contract_end

    @property
    def products(self) -> int:
        return len({(offer.supplier_id, offer.product_id) for offer in self.offers})


@dataclass(frozen=True, slots=True)
class Resting:
    """What stands or falls with the criteria of a group: checked proofs (ids) that run, and the products they carry."""

    proofs: set[int]
    products: set[Key]


def ends_of(session: Session, day: dt.date, scope: Scope) -> list[End]:
    """Every end of what is proven on `day` or was until lately, the first to come first.

    Only proofs that are checked count, and only products that no other checked proof of the attribute carries further.
    """
    number, before = release.publication_on(session, day), end_of(day)
    offers: dict[Key, list[CoveredOffer]] = defaultdict(list)
    for offer in expiries.covered_offers(session, number, day, scope):
        offers[offer.supplier_id, offer.product_id].append(offer)
    vocabulary = vocabulary_of(session, before)
    covering = tagging.covering(session, before, {product for _, product in offers})
    found: dict[tuple[str, EndKind, dt.date], tuple[Proof, list[CoveredOffer]]] = {}
    for key, held in offers.items():
        for subject, kind, last, proof in _ends(covering.get(key, ()), held[0].family, vocabulary):
            if last >= day - PAST:
                found.setdefault((subject, kind, last), (proof, []))[1].extend(held)
    ends = [End(*named, proof, tuple(dict.fromkeys(held))) for named, (proof, held) in found.items()]
    return sorted(ends, key=lambda end: (end.last_day, end.subject))


def _ends(
    covering: Sequence[Proof], family: str | None, vocabulary: Vocabulary
) -> Iterator[tuple[str, EndKind, dt.date, Proof]]:
    """The ends of one product: (subject, kind, last day, proof)."""
    sound = _sound(covering, vocabulary)
    for known in vocabulary.equivalences:
        if known.accepted and known.until and (behind := _rests_on(known, known.until, family, sound, vocabulary)):
            yield f"equivalence:{_key(known)}", "equivalence", known.until, behind
    for proof in sound:
        criteria = criteria_end(proof, vocabulary)
        if proof.valid_until and not _carried(proof, proof.valid_until, sound, vocabulary):
            yield f"proof:{proof.id}", "proof", proof.valid_until, proof
        if criteria and _falls_with(proof, criteria, sound, vocabulary):
            yield f"criteria:{_group(proof, vocabulary)}", "criteria", criteria, proof


def _rests_on(
    known: Equivalence, last: dt.date, family: str | None, sound: Sequence[Proof], vocabulary: Vocabulary
) -> Proof | None:
    """The certificate of the mark that outlasts its acceptance, where no proof of the attribute carries the product on."""
    others = (proof for proof in sound if proof.attribute == LABELLED and worth(proof, vocabulary).weight == "enough")
    if any(proof.valid_from <= last + _ONE and _lasts(proof, vocabulary) > last for proof in others):
        return None
    marked = (proof for proof in sound if proof.basis != "equivalence" and known.speaks_of(proof.label, family, last))
    return next((proof for proof in marked if _lasts(proof, vocabulary) > last), None)


def _key(known: Equivalence) -> str:
    return f"{known.mark}={known.label}@{';'.join(sorted(known.families)) or '*'}"


def _falls_with(proof: Proof, criteria: dt.date, sound: Sequence[Proof], vocabulary: Vocabulary) -> bool:
    """Whether the end of its criteria is the proof's own matter: it does not end before, and nothing carries on."""
    own_first = proof.valid_until is not None and proof.valid_until <= criteria
    return not own_first and not _carried(proof, criteria, sound, vocabulary)


def resting(session: Session, day: dt.date, scope: Scope, groups: Mapping[str, Collection[int]]) -> dict[str, Resting]:
    """Group ("LABEL/GROUP") -> what rests on its criteria on a day, counted as `ends_of` does.

    groups: with the proofs (ids) whose number names each; others are not looked at.
    """
    number, before = release.publication_on(session, day), end_of(day)
    named = facts.covered(session, {proof for several in groups.values() for proof in several}, number)
    if not named:
        return {}
    vocabulary = vocabulary_of(session, before)
    found: dict[str, Resting] = {}
    covering = tagging.covering(session, before, {product for _, product in named})
    shown = {(each.supplier_id, each.product_id) for each in expiries.covered_offers(session, number, day, scope)}
    for key in named & shown:
        for proof in _resting(covering.get(key, ()), vocabulary, day):
            if (group := _group(proof, vocabulary)) in groups:
                at = found.setdefault(group, Resting(set(), set()))
                at.proofs.add(proof.id)
                at.products.add(key)
    return found


def _resting(covering: Sequence[Proof], vocabulary: Vocabulary, day: dt.date) -> Iterator[Proof]:
    """The proofs of one product that run on a day and stand or fall with their criteria."""
    sound = _sound(covering, vocabulary)
    for proof in sound:
        criteria = criteria_end(proof, vocabulary)
        runs = proof.label and (proof.valid_until is None or proof.valid_until >= day)
        if runs and (_open_ended(proof) if criteria is None else _falls_with(proof, criteria, sound, vocabulary)):
            yield proof


def _open_ended(proof: Proof) -> bool:
    """Without an end of its own: where that of its criteria is not known either, it holds without a last day."""
    return proof.valid_until is None


def _sound(covering: Sequence[Proof], vocabulary: Vocabulary) -> list[Proof]:
    return [proof for proof in covering if checked(proof) and proves(proof, vocabulary)]


def _carried(ending: Proof, last: dt.date, sound: Sequence[Proof], vocabulary: Vocabulary) -> bool:
    """Whether another proof of the attribute begins in time and lasts longer."""
    others = (proof for proof in sound if proof.id != ending.id and proof.attribute == ending.attribute)
    return any(
        proof.valid_from <= last + _ONE and _lasts(proof, vocabulary) > last and _basis(proof, ending)
        for proof in others
    )


def _lasts(proof: Proof, vocabulary: Vocabulary) -> dt.date:
    """Until its own end or that of its criteria, whichever comes first."""
    ends = (proof.valid_until, criteria_end(proof, vocabulary))
    return min((end for end in ends if end), default=dt.date.max)


def _basis(other: Proof, ending: Proof) -> bool:
    """An equivalent does not carry on a label: the product would no longer count as ecolabelled."""
    return ending.basis != "label" or other.basis == "label"


def _group(proof: Proof, vocabulary: Vocabulary) -> str:
    licence = licence_of(proof.label or "", proof.number or "", vocabulary)
    return f"{licence.label}/{licence.group}"
