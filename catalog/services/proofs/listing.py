"""The list of proofs: central staff see all, a supplier those that cover its own products."""

from __future__ import annotations

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.queries import proof_list
from catalog.queries.proof_list import ProofLine as ProofLine

STATES = proof_list.STATES
SOON_DAYS = 60
"""How long before its end a proof counts as expiring."""


def list_proofs(actor: Actor, means: Means, state: str | None = None, days: int = SOON_DAYS) -> list[ProofLine]:
    """Proofs, the newest first (expiring: the first to end first). state: one of `proof_list.STATES`, None: all; `days`: for "expiring"."""
    require(actor, "proof.read")
    if state is not None and state not in STATES:
        raise Invalid("proof.state_unknown", value=state, known=", ".join(STATES))
    return proof_list.proof_list(means.session, state, day=means.clock.today(), days=days, supplier_id=_own(actor))


def waiting(actor: Actor, means: Means) -> list[ProofLine]:
    """The proofs that nobody has decided on yet."""
    return list_proofs(actor, means, "waiting")


def _own(actor: Actor) -> int | None:
    return actor.organisation_id if actor.role in SUPPLIERS else None
