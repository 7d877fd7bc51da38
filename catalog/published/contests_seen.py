"""A contest as each may read it: the two sides read each other's reason, a member that there is one and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalog.access import MEMBERS, Actor
from catalog.tagging.records import Reason, RuleOutcome, Tag

OPEN = "why.contest."


def seen_by(actor: Actor, tags: Mapping[str, Tag]) -> Mapping[str, Tag]:
    """The tags of one product for the actor: a reason may name a doubt that is not settled, so members do not read it."""
    if actor.role not in MEMBERS or not any(tag.standing == "contested" or _told(tag) for tag in tags.values()):
        return tags
    return {code: _without(tag) for code, tag in tags.items()}


def _told(tag: Tag) -> bool:
    return any(rule.reason.code.startswith(OPEN) for rule in tag.rules)


def _without(tag: Tag) -> Tag:
    rules = tuple(_silent(rule) if rule.reason.code.startswith(OPEN) else rule for rule in tag.rules)
    return replace(tag, reason=_unspoken(tag.reason), rules=rules)


def _silent(rule: RuleOutcome) -> RuleOutcome:
    return replace(rule, reason=_unspoken(rule.reason), value=None)


def _unspoken(reason: Reason) -> Reason:
    if not reason.code.startswith(OPEN):
        return reason
    kept = {name: value for name, value in reason.params.items() if name != "why"}
    return Reason(f"contest.seen.{reason.code.removeprefix(OPEN)}", kept)
