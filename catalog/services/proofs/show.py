"""One proof, with the products it covers and every decision on it; and whether the actor may decide."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import SUPPLIERS, Actor, may, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import proof_list, proof_sheet, proofs, release
from catalog.queries.proof_list import ProofLine as ProofLine
from catalog.queries.proof_sheet import CoveredProduct as CoveredProduct
from catalog.queries.proof_sheet import DecisionLine as DecisionLine


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """A proof whole. `own_entry`: the actor entered it, so another person checks it; `may_check`: the actor may decide."""

    line: ProofLine
    covered: tuple[CoveredProduct, ...]
    decisions: tuple[DecisionLine, ...]
    own_entry: bool
    may_check: bool


def show_proof(actor: Actor, means: Means, proof_id: int) -> ProofSheet:
    """One proof. A supplier sees it where it covers a product of its own, and those products alone.

    Raises NotFound, the same for one of others and for none.
    """
    require(actor, "proof.read")
    proof = proofs.find(means.session, proof_id)
    own = actor.organisation_id if actor.role in SUPPLIERS else None
    line = proof_list.proof_line(means.session, proof_id, own)
    if proof is None or line is None:
        raise NotFound("proof.unknown", proof=proof_id)
    number = release.publication_on(means.session, means.clock.today())
    covered = tuple(proof_sheet.covered_products(means.session, proof_id, number, own))
    who = (proof.by_organisation_id, proof.by_account_id)
    entered = actor.account_id is not None and who == (actor.organisation_id, actor.account_id)
    decisions = tuple(proof_sheet.decisions(means.session, proof_id))
    return ProofSheet(line, covered, decisions, entered, may(actor, "proof.check") and not entered)
