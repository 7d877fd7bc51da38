"""The newcomers of a proof that covers a family or a model list: told, and tied only when a person says so."""

from __future__ import annotations

from collections.abc import Collection

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Conflict, Invalid
from catalog.evidence.covering import newcomers as not_covered
from catalog.evidence.depositing import cover
from catalog.evidence.proof_access import only_own, proof_for
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Proof
from catalog.queries import proof_list, proof_sheet, proofs
from catalog.queries.documents import Known as Known
from catalog.queries.proof_list import ProofLine as ProofLine

COPIED = (
    "attribute", "kind", "basis", "label", "number", "issuer", "holder", "holder_link", "scope", "valid_from", "valid_until",
    "document", "document_name",
)  # fmt: skip


def newcomers(actor: Actor, means: Means, proof_id: int) -> list[Known]:
    """Products that the proof's families and models name today and that no proof of the same paper covers, by reference."""
    require(actor, "proof.read")
    return _newcomers(means, proof_for(actor, means, proof_id))


def waiting_newcomers(actor: Actor, means: Means) -> list[tuple[ProofLine, int]]:
    """The proofs of a family or model list, not refused and not over, that have newcomers: with how many, newest first."""
    require(actor, "proof.read")
    own = actor.organisation_id if actor.role in SUPPLIERS else None
    day = means.clock.today()
    found = []
    for line in proof_list.scoped(means.session, supplier_id=own):
        over = line.verdict == "refuse" or (line.last_day is not None and line.last_day < day)
        proof = None if over else proofs.find(means.session, line.id)
        if proof is not None and (new := _newcomers(means, proof)):
            found.append((line, len(new)))
    return found


def extend(actor: Actor, means: Means, proof_id: int, products: Collection[int] | None = None) -> int:
    """The id of the proof that covers the newcomers (all of them, or those of these ids).

    One that nobody decided on yet takes them itself; else a further proof of the same paper does, which waits for a check:
    an accepted proof never grows. Raises NotFound, NotAllowed, Conflict where there is no newcomer, Invalid for others.
    """
    require(actor, "proof.add")
    proof = proof_for(actor, means, proof_id)
    only_own(actor, means, proof, "proof.add")
    new = [known.id for known in _newcomers(means, proof)]
    chosen = new if products is None else [number for number in new if number in products]
    if not new:
        raise Conflict("proof.no_newcomer")
    if not chosen or (products is not None and len(chosen) < len(set(products))):
        raise Invalid("proof.not_newcomers")
    supplier = proofs.covered_keys(means.session, proof.id)[0][0]
    target = proof.id if _undecided(means, proof) else _further(actor, means, proof)
    how = "family" if (proof.scope or {}).get("families") else "model"
    cover(means, target, supplier, dict.fromkeys(chosen, how))
    journal.write(actor, means, "proof.extend", f"proof:{proof.id}", further=target, products=len(chosen))
    return target


def _newcomers(means: Means, proof: Proof) -> list[Known]:
    """None for a proof that covers several suppliers' products: a family is one supplier's."""
    alike = proof_list.same_certificate(means.session, proof)
    ties = [
        tie for number in alike for tie in proof_sheet.ties(means.session, number) if tie.attribute == proof.attribute
    ]
    owners = {tie.supplier_id for tie in ties}
    if len(owners) != 1:
        return []
    covered = {tie.product_id for tie in ties}
    return not_covered(means.session, owners.pop(), proof.scope, covered)


def _undecided(means: Means, proof: Proof) -> bool:
    line = proof_list.proof_line(means.session, proof.id)
    return line is not None and line.verdict is None


def _further(actor: Actor, means: Means, proof: Proof) -> int:
    said = {name: value for name in COPIED if (value := getattr(proof, name)) is not None}
    made = Proof(**said, recorded_at=means.clock.now(), **actor.by)
    means.session.add(made)
    means.session.flush()
    return made.id
