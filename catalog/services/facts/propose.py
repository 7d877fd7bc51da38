"""A correction of one fact, with its reason and its source: drafted by a reviewer, applied by somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.evidence.fact_changes import CONFIDENCES, check_fact, reason_of, rehearse_fact
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import FactProposal
from catalog.published.what_if import WhatIf
from catalog.queries import facts
from catalog.queries.facts import CHECKED, FactVersion
from catalog.reference.shipped import KINDS


def rehearse_change(actor: Actor, means: Means, kind: str, key: str, changes: Mapping[str, str]) -> WhatIf:
    """What a fact with these columns changed would move: tags, and who enters and who leaves. Nothing is written."""
    require(actor, "fact.propose")
    payload = _changed(means, kind, key, changes)[1]
    check_fact(means, kind, key, payload)
    return rehearse_fact(actor, means, kind, key, payload)


def propose(
    actor: Actor, means: Means, kind: str, key: str, changes: Mapping[str, str], *, source: str, confidence: str,
    reason: str,
) -> int:  # fmt: skip
    """The id of the proposal. changes: column -> new text; a key that is new needs every column that its kind has.

    Raises Invalid for a column, a value, a source or a reason that does not do, and where nothing changes.
    """
    require(actor, "fact.propose")
    why = reason_of(reason)
    if not source.strip() or confidence not in CONFIDENCES:
        raise Invalid("fact.source_missing")
    standing, payload = _changed(means, kind, key, changes)
    check_fact(means, kind, key, payload)
    return _drafted(actor, means, kind, key, standing, payload, source.strip(), confidence, why)


def propose_shipped(actor: Actor, means: Means, kind: str, key: str, reason: str) -> int:
    """Propose the newer shipped version in place of the local one. Raises NotFound where none waits."""
    require(actor, "fact.propose")
    why, until = reason_of(reason), end_of(means.clock.today())
    newer = facts.waiting(means.session, until).get((kind, key))
    if newer is None:
        raise NotFound("fact.no_newer", kind=kind, key=key)
    standing = _standing(means, kind, key)
    return _drafted(actor, means, kind, key, standing, None, newer.source, newer.confidence, why)


def _changed(
    means: Means, kind: str, key: str, changes: Mapping[str, str]
) -> tuple[FactVersion | None, dict[str, str]]:
    """The version in force, and what the fact would say."""
    if kind not in KINDS or not key.strip():
        raise NotFound("fact.unknown", kind=kind, key=key)
    standing = _standing(means, kind, key)
    pattern = standing or next(iter(facts.in_force(means.session, end_of(means.clock.today()), kind)), None)
    columns = [name for name in (pattern.payload if pattern else {}) if name != CHECKED]
    for name in changes:
        if name not in columns:
            raise Invalid("fact.fault.column", column=name, value=", ".join(columns), key=key)
    before = {name: standing.payload[name] if standing else "" for name in columns}
    after = before | {name: text.strip() for name, text in changes.items()}
    if after == before:
        raise Invalid("fact.same", key=key)
    return standing, after


def _standing(means: Means, kind: str, key: str) -> FactVersion | None:
    until = end_of(means.clock.today())
    return next((fact for fact in facts.in_force(means.session, until, kind) if fact.key == key), None)


def _drafted(
    actor: Actor, means: Means, kind: str, key: str, standing: FactVersion | None, payload: Mapping[str, str] | None,
    source: str, confidence: str, reason: str,
) -> int:  # fmt: skip
    if any(not one.answer for one in facts.proposals(means.session, kind, key)):
        raise Conflict("fact.proposed_already", kind=kind, key=key)
    row = FactProposal(
        kind=kind, key=key, base_version=standing.version if standing else None,
        payload=None if payload is None else dict(payload), source=source, confidence=confidence, reason=reason,
        recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()
    journal.write(actor, means, "fact.propose", f"fact:{kind}:{key}", proposal=row.id, reason=reason)
    return row.id
