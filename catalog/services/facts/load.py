"""Bring the facts as shipped into the facts table. Only what changed gets a new version; local ones stay in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from catalog.access import Actor, require
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Fact
from catalog.queries import proofs
from catalog.queries.facts import CHECKED
from catalog.reference.shipped import ShippedFact, shipped_facts


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many facts were new, how many changed, how many stood as they are."""

    new: int
    changed: int
    same: int


def load_facts(actor: Actor, means: Means) -> Loaded:
    """Add a version for every shipped fact that is new or says something else than the last shipped one."""
    require(actor, "fact.load")
    standing = proofs.shipped_versions(means.session)
    numbers = proofs.last_numbers(means.session)
    facts = shipped_facts()
    moved = [fact for fact in facts if not _same(fact, standing.get((fact.kind, fact.key)))]
    if moved:
        means.session.execute(insert(Fact), [_row(actor, means, fact, numbers) for fact in moved])
    changed = sum((fact.kind, fact.key) in standing for fact in moved)
    loaded = Loaded(len(moved) - changed, changed, len(facts) - len(moved))
    if moved:
        journal.write(actor, means, "fact.load", "facts", new=loaded.new, changed=loaded.changed)
    return loaded


def _same(fact: ShippedFact, standing: Fact | None) -> bool:
    if standing is None:
        return False
    told = (standing.payload, standing.source, standing.confidence)
    return told == (_payload(fact), fact.source, fact.confidence)


def _payload(fact: ShippedFact) -> dict[str, Any]:
    return dict(fact.payload) | {CHECKED: fact.checked_on.isoformat()}


def _row(actor: Actor, means: Means, fact: ShippedFact, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "key": fact.key,
        "version": numbers.get((fact.kind, fact.key), 0) + 1,
        "payload": _payload(fact),
        "source": fact.source,
        "confidence": fact.confidence,
        "origin": "shipped",
        "recorded_at": means.clock.now(),
        "by_organisation_id": actor.organisation_id,
        "by_account_id": actor.account_id,
    }
