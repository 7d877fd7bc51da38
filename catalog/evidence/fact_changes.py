"""A fact as it would be: what is wrong with it, what it would change, and its recording as a further local version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.exc import IntegrityError

from catalog.access import Actor
from catalog.errors import Conflict, Invalid
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Fact
from catalog.published.what_if import Alternative, WhatIf, what_if
from catalog.queries import agreements, facts, proofs
from catalog.queries.tagging import TaggingInput
from catalog.tagging.fact_faults import faults
from catalog.tagging.vocabulary import Fact as Known
from catalog.tagging.vocabulary import Vocabulary

Payload = Mapping[str, str]
Touches = Callable[[TaggingInput], bool]
LONGEST_REASON = 2000
CONFIDENCES = (
    "verified", "verified_fr", "verified_en_only", "partly_verified", "general_knowledge", "own_synthesis", "low",
)  # fmt: skip
SURE = frozenset({"verified"})
"""Confidences that need no confirmation: the whole was read at its source, not one of its languages alone."""


def reason_of(text: str) -> str:
    """A reason, trimmed. Raises Invalid without one, or for a whole essay."""
    said = text.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("fact.reason_missing", most=LONGEST_REASON)
    return said


def facts_now(means: Means) -> list[Known]:
    """Every fact in force as the rules take it, with the words decided."""
    return proofs.facts(means.session, end_of(means.clock.today()))


def check_fact(means: Means, kind: str, key: str, payload: Payload) -> None:
    """Raises Invalid with the first fault of a fact as somebody would write it."""
    for fault in faults(kind, key, payload, facts_now(means)):
        raise Invalid(fault.code, column=fault.column, value=fault.value, key=key)


def with_fact(means: Means, kind: str, key: str, payload: Payload | None) -> Vocabulary:
    """The vocabulary with this fact in place of what it says now; payload None: without it."""
    others = [fact for fact in facts_now(means) if fact[:2] != (kind, key)]
    return Vocabulary.of(others if payload is None else [*others, (kind, key, payload)])


def rehearse_fact(
    actor: Actor, means: Means, kind: str, key: str, payload: Payload | None, touches: Touches | None = None
) -> WhatIf:
    """Which tags move, who enters and who leaves each range with the fact as it would be. Nothing is written.

    A fact holds for every central body of the instance; the products and ranges told are those the actor may see.
    """
    changed = with_fact(means, kind, key, payload)
    scope = agreements.scope_today(means.session, actor, means.clock)
    return what_if(means, Alternative(vocabulary=changed, touches=touches), scope=scope)


def record_fact(
    actor: Actor, means: Means, kind: str, key: str, payload: Payload, *, source: str, confidence: str, reason: str,
    origin: str = "local",
) -> int:  # fmt: skip
    """Add the next version of a fact, in force from now on; its number. Raises Conflict where somebody came first."""
    number = facts.last_version(means.session, kind, key) + 1
    row = Fact(
        kind=kind, key=key, version=number, payload=dict(payload), source=source, confidence=confidence, origin=origin,
        reason=reason, recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip
    means.session.add(row)
    try:
        means.session.flush()
    except IntegrityError:
        raise Conflict("fact.moved_on", key=key) from None
    journal.write(actor, means, "fact.record", f"fact:{kind}:{key}", version=number, origin=origin, reason=reason)
    return number
