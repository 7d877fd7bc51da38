"""Whose a proof is: staff know every one, a supplier those that cover a product of its own."""

from __future__ import annotations

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Proof
from catalog.queries import proofs


def proof_for(actor: Actor, means: Means, proof_id: int) -> Proof:
    """The proof. Raises NotFound, the same for one of others and for none."""
    proof = proofs.find(means.session, proof_id)
    if proof is None or (
        actor.role in SUPPLIERS and not proofs.covered_keys(means.session, proof_id, actor.organisation_id)
    ):
        raise NotFound("proof.unknown", proof=proof_id)
    return proof


def only_own(actor: Actor, means: Means, proof: Proof, right: str) -> None:
    """Asks the right on every supplier whose products the proof covers: one supplier changes no proof of another's.

    Raises NotAllowed for a proof that covers products of both.
    """
    owners = {supplier for supplier, _ in proofs.covered_keys(means.session, proof.id)}
    if actor.role in SUPPLIERS and owners != {actor.organisation_id}:
        raise NotAllowed("proof.shared", proof=proof.id)
    for owner in owners:
        require(actor, right, owner=owner)


def entered_by(actor: Actor, proof: Proof) -> bool:
    """Whether the actor's own account recorded the proof: then another person checks it."""
    who = (proof.by_organisation_id, proof.by_account_id)
    return actor.account_id is not None and who == (actor.organisation_id, actor.account_id)
