"""Products that are one document short of a range: which document, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from catalog.tagging.ranges import Hand, RangeRule, judge
from catalog.tagging.records import Asked, Profile, Reason, Standing, Tag

Kind = Literal["document", "check", "ruling"]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One attribute keeps an offer out of a range.

    kind: "document" (the supplier gives `asked`), "check" (a proof waits for staff), "ruling" (a contest or conflict).
    """

    attribute: str
    kind: Kind
    standing: Standing
    why: Reason
    asked: Asked | None = None


def near_miss(
    family: str | None,
    lot: str | None,
    tags: Mapping[str, Tag],
    rule: RangeRule,
    profile: Profile = "strict",
    *,
    suspended: bool = False,
    hand: Hand | None = None,
) -> NearMiss | None:
    """What one document, check or ruling would bring in; None for what is inside, further away, or can never enter."""
    verdict = judge(family, lot, tags, rule, profile, suspended=suspended, hand=hand)
    if verdict.rules_short != 1:
        return None
    short = [code for code in rule.attributes if code in tags and not tags[code].meets(profile)]
    return _turn(tags[short[0]]) if len(short) == 1 else None


def near_misses(
    offers: Iterable[tuple[Key, str | None, str | None, Mapping[str, Tag]]],
    rule: RangeRule,
    profile: Profile = "strict",
) -> list[tuple[Key, NearMiss]]:
    """Those of the offers (key, family, lot, tags) that are one step short of a rule, in their order."""
    found = ((key, near_miss(family, lot, tags, rule, profile)) for key, family, lot, tags in offers)
    return [(key, miss) for key, miss in found if miss]


def _turn(tag: Tag) -> NearMiss | None:
    """Whose turn it is. What is denied, and what is protocol use only at best, is nobody's."""
    if tag.state != "unknown" or tag.warnings or tag.outcome == "not_applicable":
        return None
    if tag.standing in ("contested", "conflict"):
        return NearMiss(tag.attribute, "ruling", tag.standing, tag.reason)
    if len(tag.missing) == 1:
        return NearMiss(tag.attribute, "document", tag.standing, tag.reason, tag.missing[0])
    if tag.standing == "to_verify" and not tag.missing:
        return NearMiss(tag.attribute, "check", tag.standing, tag.reason)
    return None
