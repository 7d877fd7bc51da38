"""What every rule is given (a case) and what it gives back (findings); the words that rules share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from catalog.tagging.biocides import Biocide
from catalog.tagging.hazards import Hazard
from catalog.tagging.licences import licence_of
from catalog.tagging.records import Basis, Claim, Contest, Outcome, Product, Proof, Reason, RuleOutcome, Ruling, Source
from catalog.tagging.vocabulary import Vocabulary

Force = Literal[
    "proves",
    "equals",
    "reserves",
    "against",
    "conflicts",
    "bars",
    "contests",
    "waits",
    "expired",
    "checkable",
    "refused",
    "declares",
    "notes",
]
"""What a finding does to the answer:

proves, equals: a proof in force shows the attribute, or an equivalent to its label. reserves: it holds with a reserve.
against: evidence that it does not hold. conflicts: two pieces of evidence disagree. bars: it can never be yes.
contests: an open contest. waits: a proof that is not (or no longer) enough and waits for somebody. expired: a proof
that ended. checkable: a claim that may be checked as it stands. refused: a proof that was refused. declares: a claim.
notes: nothing, but it is told.
"""

Params = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One product and attribute on one day, with its proofs and contests of all attributes."""

    attribute: str
    product: Product
    proofs: tuple[Proof, ...]
    contests: tuple[Contest, ...]
    vocabulary: Vocabulary
    day: dt.date
    hazards: tuple[Hazard, ...] = ()
    biocide: Biocide | None = None
    rulings: tuple[Ruling, ...] = ()

    def own_proofs(self) -> tuple[Proof, ...]:
        """The proofs of this attribute."""
        return tuple(proof for proof in self.proofs if proof.attribute == self.attribute)

    def own_claims(self) -> tuple[Claim, ...]:
        """What is said for this attribute (not against it)."""
        claims = self.product.claims
        return tuple(claim for claim in claims if claim.attribute == self.attribute and not claim.against)

    def reason(
        self, code: str, /, proof: Proof | None = None, more: Params | None = None, **params: str | int | None
    ) -> Reason:
        """A reason of this case: the attribute, the document to ask for, and the proof where one is meant."""
        document = self.vocabulary.document_for(self.attribute, self.product.family)
        asked: dict[str, str | int | None] = {
            "attribute": self.attribute,
            "document_fr": document.name_fr,
            "document_en": document.name_en,
        }
        return Reason(code, {**asked, **(self.about(proof) if proof else {}), **(more or {}), **params})

    def about(self, proof: Proof) -> dict[str, str | int | None]:
        """What a sentence says of a proof: its kind with its number or document, its dates, who checked it."""
        kind_fr, kind_en = self.vocabulary.proof_kinds.get(proof.kind, (proof.kind, proof.kind))
        which = proof.number or proof.document_name or ""
        return {
            "proof_fr": f"{kind_fr} {which}".strip(),
            "proof_en": f"{kind_en} {which}".strip(),
            "from": proof.valid_from.isoformat(),
            "until": _iso(last_day(proof, self.vocabulary)),
            "checked_by": proof.checked_by,
            "checked_on": _iso(proof.checked_on),
            "why": proof.check_reason,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule as it fell out, and what it does to the answer. `answer`: the sentence should this decide the tag."""

    force: Force
    outcome: RuleOutcome
    answer: Reason = field(default_factory=lambda: Reason(""))
    basis: Basis | None = None
    labels: tuple[str, ...] = ()
    until: dt.date | None = None


def finding(
    force: Force,
    rule: str,
    outcome: Outcome,
    reason: Reason,
    *,
    answer: Reason | None = None,
    value: str | None = None,
    proof: Proof | None = None,
    source: Source | None = None,
    version: str = "1",
) -> Finding:
    """A finding whose answer is its own reason unless another is given."""
    told = RuleOutcome(rule, version, outcome, reason, value, proof, source)
    labels = (proof.label,) if proof and proof.label and force in ("proves", "conflicts") else ()
    return Finding(force, told, answer or reason, proof.basis if proof else None, labels)


def checked(proof: Proof) -> bool:
    """A person of the central staff accepted it, or a register match on GTIN stands unrefused."""
    return proof.accepted is True or (proof.matched and proof.accepted is None)


def last_day(proof: Proof, vocabulary: Vocabulary) -> dt.date | None:
    """The last day a proof holds: its own, else the end of its label's criteria, else None."""
    return proof.valid_until or criteria_end(proof, vocabulary)


def criteria_end(proof: Proof, vocabulary: Vocabulary) -> dt.date | None:
    """The last day of the criteria behind a proof, where its label and number name a product group with a known end."""
    if not (proof.label and proof.number):
        return None
    licence = licence_of(proof.label, proof.number, vocabulary)
    group = vocabulary.groups.get((licence.label, licence.group or ""))
    return group.criteria_end if group else None


def in_force(proof: Proof, vocabulary: Vocabulary, day: dt.date) -> bool:
    """Checked, and `day` is within its dates, both included."""
    end = last_day(proof, vocabulary)
    return checked(proof) and proof.valid_from <= day and (end is None or day <= end)


def proves(proof: Proof, vocabulary: Vocabulary) -> bool:
    """Whether a proof of this kind can show its attribute at all: a supplier's statement shows nothing."""
    attribute = vocabulary.attributes.get(proof.attribute)
    return attribute is None or proof.kind not in attribute.not_proven_by


def place(source: Source | None) -> Params:
    """What a sentence says of a cell."""
    return {"row": source.row, "column": source.column} if source else {}


def placed(code: str, source: Source | None) -> str:
    """The sentence that names the row and column, or its fellow for a value that has none."""
    return code if source and source.row is not None else f"{code}.unplaced"


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
