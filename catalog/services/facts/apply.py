"""A proposed correction is applied by a publisher who did not write it, or dropped; it is rehearsed first."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.evidence.fact_changes import check_fact, reason_of, record_fact, rehearse_fact
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import FactProposal
from catalog.published.what_if import WhatIf
from catalog.queries import facts
from catalog.queries.facts import CHECKED, FactVersion


def rehearse(actor: Actor, means: Means, proposal: int) -> WhatIf:
    """What applying it would move: tags, and who enters and who leaves each range. Raises NotFound, Conflict."""
    require(actor, "fact.rehearse")
    row = _waiting(means, proposal)
    return rehearse_fact(actor, means, row.kind, row.key, _payload(means, row)[0])


def apply(actor: Actor, means: Means, proposal: int, reason: str = "") -> int:
    """The number of the fact's new version, in force at once.

    Raises NotAllowed for one's own proposal, Conflict where the fact moved on since or the proposal was answered.
    """
    require(actor, "fact.apply")
    row = _waiting(means, proposal)
    if _wrote(actor, row):
        raise NotAllowed("fact.own_proposal")
    payload, shipped = _payload(means, row)
    if shipped is None:
        check_fact(means, row.kind, row.key, payload)
    version = record_fact(
        actor, means, row.kind, row.key, shipped.payload if shipped else payload | _checked(means),
        source=row.source, confidence=row.confidence, reason=row.reason, origin="shipped" if shipped else "local",
    )  # fmt: skip
    _answered(actor, means, row, "applied", reason.strip() or None)
    return version


def drop(actor: Actor, means: Means, proposal: int, reason: str) -> None:
    """Leave the fact as it is. The author may drop their own; a publisher any. Raises NotFound, Invalid, Conflict."""
    require(actor, "fact.drop")
    row = _waiting(means, proposal)
    if not _wrote(actor, row):
        require(actor, "fact.apply")
    _answered(actor, means, row, "dropped", reason_of(reason))


def _wrote(actor: Actor, row: FactProposal) -> bool:
    """Whether the actor is the author; the operator of the command line is nobody's author."""
    author = (row.by_organisation_id, row.by_account_id)
    return actor.account_id is not None and author == (actor.organisation_id, actor.account_id)


def _waiting(means: Means, proposal: int) -> FactProposal:
    row = means.session.get(FactProposal, proposal)
    if row is None:
        raise NotFound("fact.proposal_unknown", proposal=proposal)
    if row.answer:
        raise Conflict("fact.answered", proposal=proposal)
    return row


def _payload(means: Means, row: FactProposal) -> tuple[dict[str, str], FactVersion | None]:
    """What the fact would say; with it the shipped version that is taken. Raises Conflict where the fact moved on."""
    until = end_of(means.clock.today())
    standing = next((one for one in facts.in_force(means.session, until, row.kind) if one.key == row.key), None)
    if (standing.version if standing else None) != row.base_version:
        raise Conflict("fact.moved_on", key=row.key)
    if row.payload is not None:
        return dict(row.payload), None
    newer = facts.waiting(means.session, until).get((row.kind, row.key))
    if newer is None:
        raise Conflict("fact.moved_on", key=row.key)
    return {name: text for name, text in newer.payload.items() if name != CHECKED}, newer


def _checked(means: Means) -> dict[str, str]:
    return {CHECKED: means.clock.today().isoformat()}


def _answered(actor: Actor, means: Means, row: FactProposal, answer: str, reason: str | None) -> None:
    row.answer, row.answer_reason, row.answered_at = answer, reason, means.clock.now()
    row.answered_by_organisation_id, row.answered_by_account_id = actor.by.values()
    means.session.flush()
    subject = f"fact:{row.kind}:{row.key}"
    journal.write(actor, means, f"fact.{answer}", subject, proposal=row.id, reason=reason)
