"""The pure words of tagging: what goes in (product, claims, proofs, day) and what comes out (tags with reasons)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from catalog.tagging.sheets import Ingredients, Sheet

State = Literal["yes", "no", "unknown"]
Standing = Literal["verified", "expired", "contested", "conflict", "to_verify", "declared", "missing"]
Basis = Literal["label", "equivalence", "document"]
Outcome = Literal["pass", "fail", "unknown"]
Profile = Literal["strict", "tolerant"]
ProofKind = Literal[
    "licence",
    "certificate",
    "register",
    "safety_sheet",
    "test_report",
    "equivalence",
    "dialogue_form",
    "statement",
    "ingredient_list",
]
Word = Literal[
    "suited",
    "suited_until",
    "suited_with_reserve",
    "suited_with_note",
    "not_suited",
    "undecidable",
    "claimed_not_proven",
    "not_applicable",
    "conflict",
    "protocol_only",
]
"""How an answer on early childhood fell out, in the words of the reference's decision logic."""

ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood")
"""The attributes of the outside contract. The full list, with words and pictograms, is `reference/attributes.csv`."""


EXPIRING_DAYS = 60


@dataclass(frozen=True, slots=True)
class Source:
    """The cell a value was read from (the contract's `source`)."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that a product has an attribute. `against` marks counter-evidence ("compatible" for remanufactured)."""

    attribute: str
    quote: str
    label: str | None = None
    number: str | None = None
    against: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a claim. `accepted` is the staff's last word (None: not looked at yet); a register match on GTIN is `matched`.

    sheet, ingredients: what was read in its document. ended: why it ends before its own day (`valid_until` is the earlier
    of both). how: what ties it to the product, as the coverage says.
    """

    id: int
    attribute: str
    kind: ProofKind
    basis: Basis
    valid_from: dt.date
    valid_until: dt.date | None
    label: str | None = None
    number: str | None = None
    issuer: str | None = None
    document: str | None = None
    document_name: str | None = None
    accepted: bool | None = None
    checked_by: str | None = None
    checked_on: dt.date | None = None
    check_reason: str | None = None
    matched: bool = False
    sheet: Sheet | None = None
    ingredients: Ingredients | None = None
    ended: str | None = None
    how: str = "reference"

    def __hash__(self) -> int:
        """Equal proofs have one id: to look over twenty fields for each product that it covers is not worth it."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Contest:
    """An open contest of one attribute of the product, by the supplier or by central staff."""

    attribute: str
    by: Literal["supplier", "staff"]
    reason: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Ruling:
    """The central body's word on a contest or conflict: for the proof, or against it. `lapsed`: the evidence has changed."""

    attribute: str
    verdict: Literal["for", "against"]
    reason: str
    on: dt.date
    by: str | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the newest extract of a label's register, of the day `on`, says of a licence number: listed or not."""

    label: str
    number: str
    on: dt.date
    listed: bool


@dataclass(frozen=True, slots=True)
class Product:
    """What the rules look at. Texts are as received; family and hazard codes are codes.

    sightings: the licence numbers of its claims in the registers that are loaded.
    """

    supplier: str
    reference: str
    name: str
    description: str | None = None
    family: str | None = None
    gtin: str | None = None
    hazard_codes: tuple[str, ...] = ()
    hazard_source: Source | None = None
    claims: tuple[Claim, ...] = ()
    brand: str | None = None
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and its parameters; `catalog.wording` makes the sentence, in French or English."""

    code: str
    params: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule as it fell out: the value found, and the proof or the cell that showed it."""

    rule: str
    version: str
    outcome: Outcome
    reason: Reason
    value: str | None = None
    proof: Proof | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Ends:
    """The three dates on which an answer may end: the proof's own end, that of its label's criteria, the contract's."""

    own: dt.date | None = None
    criteria: dt.date | None = None
    contract: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that would settle an answer, named in both languages. `code`: "sheet", "ingredients", "label" ..."""

    code: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Tag:
    """The result for one product and attribute on one day. `until` is the last day the state holds by what is known.

    `claimed`: somebody claims it without its being `yes` (standing declared, to_verify, expired or contested).
    `labels`: those that a proof in force shows; `claimed_labels`: those that the supplier only names.
    `reserve`: proven with a reserve. Such a tag is `unknown`, and counts only in a range whose profile is tolerant.
    An equivalent to a label is `unknown` too (it holds no label), with `basis` equivalence and standing verified.
    `outcome`: the word of the decision logic, for early childhood only. `missing`: the documents to ask for.
    `warnings`: what must be shown with it; where there are any, nothing reassuring is.
    """

    attribute: str
    state: State
    standing: Standing
    reason: Reason
    basis: Basis | None = None
    until: dt.date | None = None
    labels: tuple[str, ...] = ()
    claimed: bool = False
    rules: tuple[RuleOutcome, ...] = ()
    claimed_labels: tuple[str, ...] = ()
    reserve: bool = False
    outcome: Word | None = None
    ends: Ends | None = None
    missing: tuple[Asked, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def equivalent(self) -> bool:
        """Shown to meet the criteria of a label that the product does not hold."""
        return self.basis == "equivalence" and self.standing == "verified" and self.state != "yes"

    def meets(self, profile: Profile = "strict") -> bool:
        """Whether a range that asks for the attribute takes the product: yes, an equivalent, or with a reserve."""
        return self.state == "yes" or self.equivalent or (self.reserve and profile == "tolerant")

    def days_left(self, day: dt.date) -> int | None:
        """Days from `day` to the last day of what is proven, None where nothing ends or nothing is proven."""
        return (self.until - day).days if self.until and self.standing == "verified" else None

    def expiring(self, day: dt.date) -> bool:
        """Verified, with 60 days or less left. The standing stays `verified`."""
        left = self.days_left(day)
        return self.state != "no" and left is not None and left <= EXPIRING_DAYS
