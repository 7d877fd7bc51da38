"""A range's rule, hand decisions on single products, and one product measured against them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalog.tagging.records import Outcome, Profile, Proof, Reason, RuleOutcome, Tag

LISTS = ("attributes", "families", "lots")
Pack = tuple[str | None, str | None, int | None]
"""Order unit, content unit, content per order unit in 10^-6."""


@dataclass(frozen=True, slots=True)
class RangeRule:
    """What a range asks for: all of its attributes, one of its families, one of its lots (empty: any).

    withdrawn: the range takes nothing any more. body: every lot of the central body whose range it is (None: not asked);
    an offer of another body's lot is in none of its ranges, whatever a person decided on the product.
    """

    attributes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    withdrawn: bool = False
    body: frozenset[str] | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RangeRule:
        """The rule as kept. Missing keys are empty; raises ValueError for a key it does not know."""
        unknown = set(data) - {*LISTS, "withdrawn"}
        if unknown:
            raise ValueError(f"a range rule knows no {', '.join(sorted(unknown))}")
        lists: dict[str, Any] = {key: tuple(data.get(key, ())) for key in LISTS}
        return cls(**lists, withdrawn=bool(data.get("withdrawn")))

    def to_json(self) -> dict[str, Any]:
        """The rule as kept."""
        kept: dict[str, Any] = {key: list(getattr(self, key)) for key in LISTS}
        return kept | ({"withdrawn": True} if self.withdrawn else {})

    def foreign(self, lot: str | None) -> bool:
        """Whether a lot is another central body's."""
        return self.body is not None and lot is not None and lot not in self.body

    def draws_on(self, lot: str | None) -> bool:
        """Whether a lot is one of the body's and, where the rule names lots, one of those."""
        return not self.foreign(lot) and (not self.lots or lot in self.lots)


@dataclass(frozen=True, slots=True)
class Hand:
    """A person's decision on one product: "in" waives family and lot, never an attribute; "out" leaves it out.

    by: the person as shown; on: the day, ISO.
    """

    verdict: Literal["in", "out"]
    reason: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the sheet says of a product, as far as a validation rests on it.

    claims: (attribute, label, number, against). packs: (lot, pack) of each of its offers.
    """

    name: str
    description: str | None
    brand: str | None
    gtin: str | None
    family: str | None
    hazard_codes: tuple[str, ...] = ()
    claims: tuple[tuple[str, str | None, str | None, bool], ...] = ()
    packs: tuple[tuple[str, Pack], ...] = ()


@dataclass(frozen=True, slots=True)
class RangeVerdict:
    """Inside or not, by how many rules short, and each rule with its reason."""

    inside: bool
    rules_short: int
    outcomes: tuple[RuleOutcome, ...]

    @property
    def waits(self) -> bool:
        """Whether a validation alone is missing."""
        return self.rules_short == 1 and self.outcomes[-1].rule == "RG-VALIDATION"


def judge(
    family: str | None,
    lot: str | None,
    tags: Mapping[str, Tag],
    rule: RangeRule,
    profile: Profile = "strict",
    *,
    suspended: bool = False,
    hand: Hand | None = None,
    held: Reason | None = None,
) -> RangeVerdict:
    """One product in one lot against a rule. A tolerant profile also takes what is proven with a reserve.

    A suspended offer is in no range. held: the validation that is missing; a rule of its own, last.
    """
    outcomes = [
        *([_fell("RG-WITHDRAWN", "range.why.withdrawn", "fail")] if rule.withdrawn else ()),
        *([_fell("RG-SUSPENDED", "why.range.suspended", "fail", lot, lot=lot)] if suspended else ()),
        *([_fell("RG-BODY", "why.range.body", "fail", lot, lot=lot)] if rule.foreign(lot) else ()),
        *([_by_hand(hand)] if hand else ()),
        *_places(family, lot, rule, waived=hand is not None and hand.verdict == "in"),
        *(_attribute(code, tags.get(code), profile) for code in rule.attributes),
        *([RuleOutcome("RG-VALIDATION", "1", "unknown", held)] if held else ()),
    ]
    short = sum(outcome.outcome != "pass" for outcome in outcomes)
    return RangeVerdict(short == 0, short, tuple(outcomes))


def takes(
    family: str | None,
    lot: str | None,
    tags: Mapping[str, Tag],
    rule: RangeRule,
    profile: Profile = "strict",
    *,
    suspended: bool = False,
    hand: Hand | None = None,
) -> bool:
    """Whether `judge` would find it inside, without saying why: for a hundred thousand offers at once."""
    if not _placed(family, lot, rule, suspended, hand):
        return False
    return all(code in tags and tags[code].meets(profile) for code in rule.attributes)


def _placed(family: str | None, lot: str | None, rule: RangeRule, suspended: bool, hand: Hand | None) -> bool:
    """Whether nothing but an attribute can keep it out."""
    if rule.withdrawn or suspended or rule.foreign(lot) or (hand and hand.verdict == "out"):
        return False
    fits = rule.draws_on(lot) and (not rule.families or family in rule.families)
    return fits or hand is not None


def content_of(said: Said, rule: RangeRule) -> str:
    """64 hex digits over what the sheet says of the product, its claims on the rule's attributes, its hazard codes.

    Neither price nor place nor proof: a renewed certificate changes no content. Packs are those of the rule's lots.
    """
    claims = sorted(
        {
            (name, label or "", number or "", against)
            for name, label, number, against in said.claims
            if name in rule.attributes
        }
    )
    packs = {json.dumps(pack) for lot, pack in said.packs if rule.draws_on(lot)}
    written = [
        said.name, said.description, said.brand, said.gtin, said.family, sorted(set(said.hazard_codes)), claims, sorted(packs),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _by_hand(hand: Hand) -> RuleOutcome:
    outcome: Outcome = "pass" if hand.verdict == "in" else "fail"
    params = {"reason": hand.reason, "by": hand.by, "on": hand.on}
    return RuleOutcome("RG-HAND", "1", outcome, Reason(f"range.why.hand.{hand.verdict}", params), hand.verdict)


def _places(family: str | None, lot: str | None, rule: RangeRule, *, waived: bool) -> list[RuleOutcome]:
    """The conditions of lot and family; those that a hand decision waives are not said where they do not hold."""
    found = [
        *((_within("RG-LOT", "why.range.lot", lot, rule.lots),) if rule.lots else ()),
        *((_within("RG-FAMILY", "why.range.family", family, rule.families),) if rule.families else ()),
    ]
    return [each for each in found if each.outcome == "pass"] if waived else found


def _within(rule: str, code: str, value: str | None, wanted: tuple[str, ...]) -> RuleOutcome:
    outcome: Outcome = "unknown" if value is None else "pass" if value in wanted else "fail"
    params = {"lot" if rule == "RG-LOT" else "family": value, "wanted": ", ".join(wanted)}
    return RuleOutcome(rule, "1", outcome, Reason(f"{code}.{outcome}", params), value)


def _fell(rule: str, code: str, outcome: Outcome, value: str | None = None, **params: str | None) -> RuleOutcome:
    return RuleOutcome(rule, "1", outcome, Reason(code, params), value)


def _attribute(code: str, tag: Tag | None, profile: Profile) -> RuleOutcome:
    """An attribute counts when it is yes, by an equivalent, or (tolerant profile) with a reserve."""
    rule = f"RG-{code.upper()}"
    if tag is None:
        return RuleOutcome(rule, "1", "unknown", Reason("why.range.attribute.unknown", {"attribute": code}))
    outcome: Outcome = "pass" if tag.meets(profile) else "fail" if tag.state == "no" else "unknown"
    return RuleOutcome(rule, "1", outcome, tag.reason, tag.state, _proof(tag))


def _proof(tag: Tag) -> Proof | None:
    return next((item.proof for item in tag.rules if item.proof and item.outcome == "pass"), None)
