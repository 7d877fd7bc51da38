"""A reviewer's word on a proof. It lies beside the earlier ones; the last one recorded speaks."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Decision, Proof
from catalog.queries import proofs

LONGEST_REASON = 2000


def check(actor: Actor, means: Means, proof_id: int, accept: bool, reason: str) -> int:
    """The id of the decision. Nobody decides on a proof that they entered; the operator of the command line may.

    Raises NotFound, NotAllowed for one's own entry, Invalid without a reason.
    """
    require(actor, "proof.check")
    proof = proofs.find(means.session, proof_id)
    if proof is None:
        raise NotFound("proof.unknown", proof=proof_id)
    if _entered(actor, proof):
        raise NotAllowed("proof.own_entry")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("proof.reason_missing", most=LONGEST_REASON)
    return _decided(actor, means, proof_id, "accept" if accept else "refuse", said)


def _entered(actor: Actor, proof: Proof) -> bool:
    who = (proof.by_organisation_id, proof.by_account_id)
    return actor.account_id is not None and who == (actor.organisation_id, actor.account_id)


def _decided(actor: Actor, means: Means, proof_id: int, verdict: str, reason: str) -> int:
    decision = Decision(
        proof_id=proof_id,
        verdict=verdict,
        reason=reason,
        recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id,
        by_account_id=actor.account_id,
    )
    means.session.add(decision)
    means.session.flush()
    journal.write(actor, means, "proof.check", f"proof:{proof_id}", verdict=verdict, reason=reason)
    return decision.id
