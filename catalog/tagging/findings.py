"""What every rule is given (a case) and what it gives back (findings); the words that rules share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from catalog.tagging.biocides import Biocide
from catalog.tagging.forms import Form
from catalog.tagging.hazards import Hazard
from catalog.tagging.label_facts import Criteria
from catalog.tagging.licences import licence_of
from catalog.tagging.records import (
    Asked,
    Basis,
    Claim,
    Contest,
    Outcome,
    Product,
    Proof,
    Reason,
    RuleOutcome,
    Ruling,
    Source,
    Word,
)
from catalog.tagging.vocabulary import Group, Vocabulary

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
    "lacks",
    "shows",
    "notes",
]
"""What a finding does to the answer:

proves, equals: a proof in force shows the attribute, or an equivalent to its label. reserves: it holds with a reserve.
against: evidence that it does not hold. conflicts: two pieces of evidence disagree. bars: it can never be yes.
contests: an open contest. waits: a proof that is not (or no longer) enough and waits for somebody. expired: a proof
that ended. checkable: a claim that may be checked as it stands. refused: a proof that was refused. declares: a claim.
lacks: a document without which nothing can be said. shows: a checked document that speaks for the attribute and is not
enough alone. notes: nothing, but it is told.
"""

Params = Mapping[str, str | int | None]


class Layers(Mapping[str, str | int | None]):
    """Parameters of which most are shared with other sentences; the first layer that has a name tells it."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Params) -> None:
        self._layers = layers

    def __getitem__(self, name: str) -> str | int | None:
        for layer in self._layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter({name: None for layer in reversed(self._layers) for name in layer})

    def __len__(self) -> int:
        return len(set().union(*self._layers))

    def __repr__(self) -> str:
        return repr(dict(self))


UNSAID = Reason("")
"""The reason of all that nobody asks the reason of."""


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
    forms: tuple[Form, ...] = ()
    brief: bool = False
    """Nobody asks for sentences: none is made."""
    told: dict[int, Params] = field(default_factory=dict, compare=False)
    """What sentences say of each proof (by id), worked out once and never changed."""

    def about_attribute(self, attribute: str) -> Case:
        """The same case for an attribute. Written out: `dataclasses.replace` costs a tenth of all tagging."""
        return Case(
            attribute, self.product, self.proofs, self.contests, self.vocabulary, self.day, self.hazards, self.biocide,
            self.rulings, self.forms, self.brief, self.told,
        )  # fmt: skip

    def on_day(self, day: dt.date) -> Case:
        """The same case on another day."""
        return Case(
            self.attribute, self.product, self.proofs, self.contests, self.vocabulary, day, self.hazards, self.biocide,
            self.rulings, self.forms, self.brief, self.told,
        )  # fmt: skip

    def ruling(self) -> Ruling | None:
        """The ruling on this attribute that holds on the day."""
        for each in self.rulings:
            if each.attribute == self.attribute and not each.lapsed and each.on <= self.day:
                return each
        return None

    def asked(self, piece: str) -> Asked:
        """A document by its own name, as something to ask for."""
        document = self.vocabulary.asked(piece)
        return Asked(piece, document.name_fr, document.name_en)

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
        if self.brief:
            return UNSAID
        shared = _said(self.vocabulary, self.attribute, self.product.family, self.day)
        own = {**more, **params} if more else params
        layers: list[Params] = [own] if own else []
        if proof:
            layers.append(self.about(proof))
        return Reason(code, Layers(*layers, shared) if layers else shared)

    def about(self, proof: Proof) -> Params:
        """What a sentence says of a proof: its kind with its number or document, its dates, who checked it."""
        if proof.id not in self.told:
            self.told[proof.id] = self._about(proof)
        return self.told[proof.id]

    def _about(self, proof: Proof) -> Params:
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
            "ended": proof.ended,
        }


@lru_cache(maxsize=4096)
def _said(vocabulary: Vocabulary, attribute: str, family: str | None, day: dt.date) -> dict[str, str | int | None]:
    """What every sentence of a case may say: the document to ask for; for early childhood the reference by its own name
    and version, and the day it is asked on. One dictionary for all cases of a kind: nobody may change it."""
    document = vocabulary.document_for(attribute, family)
    asked: dict[str, str | int | None] = {
        "attribute": attribute, "document_fr": document.name_fr, "document_en": document.name_en
    }  # fmt: skip
    if attribute != "early_childhood":
        return asked
    known = vocabulary.childhood
    named: dict[str, str | int | None] = {
        "reference_fr": known.name_fr,
        "reference_en": known.name_en,
        "version": known.version,
    }
    return {**asked, **named, "day": day.isoformat()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule as it fell out, and what it does to the answer. `answer`: the sentence should this decide the tag.

    word: the outcome it means, where it decides. firm: evidence that no other document contradicts. asked: the documents
    that are missing.
    """

    force: Force
    outcome: RuleOutcome
    answer: Reason = field(default_factory=lambda: Reason(""))
    basis: Basis | None = None
    labels: tuple[str, ...] = ()
    word: Word | None = None
    firm: bool = False
    asked: tuple[Asked, ...] = ()


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
    basis: Basis | None = None,
    word: Word | None = None,
    firm: bool = False,
    asked: tuple[Asked, ...] = (),
) -> Finding:
    """A finding whose answer is its own reason unless another is given, and whose basis is its proof's."""
    told = RuleOutcome(rule, version, outcome, reason, value, proof, source)
    labels = (proof.label,) if proof and proof.label and force in ("proves", "conflicts") else ()
    rests = basis or (proof.basis if proof else None)
    return Finding(force, told, answer or reason, rests, labels, word, firm, asked)


def checked(proof: Proof) -> bool:
    """A person of the central staff accepted it, or a register match on GTIN stands unrefused."""
    return proof.accepted is True or (proof.matched and proof.accepted is None)


def last_day(proof: Proof, vocabulary: Vocabulary) -> dt.date | None:
    """The last day a proof holds: its own, else the end of its label's criteria, else None.

    Criteria that staff declared ended, or in transition until a day, end every proof of their group by then.
    """
    group = _group(proof, vocabulary) if proof.label else None
    if group is None:
        return proof.valid_until
    decided = vocabulary.criteria.get(f"{group.label}/{group.number}")
    end = _criteria_end(group, decided)
    if decided and decided.decision != "prolonged":
        return min(proof.valid_until or dt.date.max, end or dt.date.min)
    return proof.valid_until or end


def criteria_end(proof: Proof, vocabulary: Vocabulary) -> dt.date | None:
    """The last day of the criteria behind a proof, as shipped or as staff decided, where its number names a group."""
    group = _group(proof, vocabulary)
    return _criteria_end(group, vocabulary.criteria.get(f"{group.label}/{group.number}")) if group else None


def criteria_decision(proof: Proof, vocabulary: Vocabulary) -> Criteria | None:
    """What staff decided of the criteria behind a proof."""
    group = _group(proof, vocabulary)
    return vocabulary.criteria.get(f"{group.label}/{group.number}") if group else None


def _criteria_end(group: Group | None, decided: Criteria | None) -> dt.date | None:
    if decided and (decided.until or decided.decision == "prolonged"):
        return decided.until
    return group.criteria_end if group else None


def _group(proof: Proof, vocabulary: Vocabulary) -> Group | None:
    if not (proof.label and proof.number):
        return None
    licence = licence_of(proof.label, proof.number, vocabulary)
    return vocabulary.groups.get((licence.label, licence.group or ""))


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
