"""A range's rule, and one product measured against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.tagging.records import Outcome, Profile, Proof, Reason, RuleOutcome, Tag


@dataclass(frozen=True, slots=True)
class RangeRule:
    """What a range asks for: all of its attributes, one of its families, one of its lots (empty: any)."""

    attributes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RangeRule:
        """The rule as kept. Missing keys are empty; raises ValueError for a key it does not know."""
        unknown = set(data) - {"attributes", "families", "lots"}
        if unknown:
            raise ValueError(f"a range rule knows no {', '.join(sorted(unknown))}")
        return cls(*(tuple(data.get(key, ())) for key in ("attributes", "families", "lots")))

    def to_json(self) -> dict[str, list[str]]:
        """The rule as kept."""
        return {"attributes": list(self.attributes), "families": list(self.families), "lots": list(self.lots)}


@dataclass(frozen=True, slots=True)
class RangeVerdict:
    """Inside or not, by how many rules short, and each rule with its reason."""

    inside: bool
    rules_short: int
    outcomes: tuple[RuleOutcome, ...]


def judge(
    family: str | None,
    lot: str | None,
    tags: Mapping[str, Tag],
    rule: RangeRule,
    profile: Profile = "strict",
    *,
    suspended: bool = False,
) -> RangeVerdict:
    """One product in one lot against a rule. A tolerant profile also takes what is proven with a reserve.

    A suspended offer is in no range.
    """
    outcomes = (
        *(
            (RuleOutcome("RG-SUSPENDED", "1", "fail", Reason("why.range.suspended", {"lot": lot}), lot),)
            if suspended
            else ()
        ),
        *((_within("RG-LOT", "why.range.lot", lot, rule.lots),) if rule.lots else ()),
        *((_within("RG-FAMILY", "why.range.family", family, rule.families),) if rule.families else ()),
        *(_attribute(code, tags.get(code), profile) for code in rule.attributes),
    )
    short = sum(outcome.outcome != "pass" for outcome in outcomes)
    return RangeVerdict(short == 0, short, outcomes)


def _within(rule: str, code: str, value: str | None, wanted: tuple[str, ...]) -> RuleOutcome:
    outcome: Outcome = "unknown" if value is None else "pass" if value in wanted else "fail"
    key = "lot" if rule == "RG-LOT" else "family"
    return RuleOutcome(
        rule, "1", outcome, Reason(f"{code}.{outcome}", {key: value, "wanted": ", ".join(wanted)}), value
    )


def _attribute(code: str, tag: Tag | None, profile: Profile) -> RuleOutcome:
    """An attribute counts when it is yes, by an equivalent, or (tolerant profile) with a reserve."""
    rule = f"RG-{code.upper()}"
    if tag is None:
        return RuleOutcome(rule, "1", "unknown", Reason("why.range.attribute.unknown", {"attribute": code}))
    outcome: Outcome = "pass" if tag.meets(profile) else "fail" if tag.state == "no" else "unknown"
    return RuleOutcome(rule, "1", outcome, tag.reason, tag.state, _proof(tag))


def _proof(tag: Tag) -> Proof | None:
    return next((item.proof for item in tag.rules if item.proof and item.outcome == "pass"), None)
