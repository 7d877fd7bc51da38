"""A reviewer's word on a proof. It lies beside the earlier ones; the last one recorded speaks."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.access import Actor, require
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.evidence.proof_access import entered_by
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Decision
from catalog.queries import proofs

LONGEST_REASON = 2000


def check(actor: Actor, means: Means, proof_id: int, accept: bool, reason: str) -> int:
    """The id of the decision. Nobody decides on a proof that they entered; the operator of the command line may.

    Raises NotFound, NotAllowed for one's own entry, Invalid without a reason.
    """
    require(actor, "proof.check")
    return _checked(actor, means, proof_id, accept, _reason(reason))


def check_all(actor: Actor, means: Means, proof_ids: Sequence[int], accept: bool, reason: str) -> list[int]:
    """The same word on several proofs of one paper: all of them or, where one is refused, none. The ids of the decisions."""
    require(actor, "proof.check")
    said = _reason(reason)
    return [_checked(actor, means, number, accept, said) for number in dict.fromkeys(proof_ids)]


def _reason(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("proof.reason_missing", most=LONGEST_REASON)
    return said


def _checked(actor: Actor, means: Means, proof_id: int, accept: bool, reason: str) -> int:
    proof = proofs.find(means.session, proof_id)
    if proof is None:
        raise NotFound("proof.unknown", proof=proof_id)
    if entered_by(actor, proof):
        raise NotAllowed("proof.own_entry")
    return _decided(actor, means, proof_id, "accept" if accept else "refuse", reason)


def _decided(actor: Actor, means: Means, proof_id: int, verdict: str, reason: str) -> int:
    decision = Decision(
        proof_id=proof_id, verdict=verdict, reason=reason, recorded_at=means.clock.now(), **actor.by
    )  # fmt: skip
    means.session.add(decision)
    means.session.flush()
    journal.write(actor, means, "proof.check", f"proof:{proof_id}", verdict=verdict, reason=reason)
    return decision.id
