"""The newcomers of a proof (of its families, its models, its licence number): told, and tied only when a person says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Conflict, Invalid
from catalog.evidence.depositing import cover
from catalog.evidence.newcomers import Newcomers
from catalog.evidence.proof_access import only_own, proof_for
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Proof
from catalog.queries import documents, proof_list, proofs
from catalog.queries.documents import Known as Known
from catalog.queries.evidence import bare
from catalog.queries.proof_list import ProofLine as ProofLine

COPIED = (
    "attribute", "kind", "basis", "label", "number", "issuer", "holder", "holder_link", "scope", "valid_from", "valid_until",
    "document", "document_name",
)  # fmt: skip


def newcomers(actor: Actor, means: Means, proof_id: int) -> list[Known]:
    """Products that the proof's families, models or licence number name today and that no proof of the same paper covers,
    by reference."""
    require(actor, "proof.read")
    return [each.known for each in Newcomers(means.session).of(proof_for(actor, means, proof_id))]


def waiting_newcomers(actor: Actor, means: Means) -> list[tuple[ProofLine, int]]:
    """The proofs, not refused and not over, that have newcomers: with how many, newest first."""
    require(actor, "proof.read")
    own = actor.organisation_id if actor.role in SUPPLIERS else None
    every = Newcomers(means.session)
    grown = ((line, len(every.of(proof))) for line, proof in _growing(means, own))
    return [(line, many) for line, many in grown if many]


def _growing(means: Means, own: int | None) -> Iterator[tuple[ProofLine, Proof]]:
    """Those worth looking at: with a scope, or with a number that a product claims which no proof of its label covers."""
    day = means.clock.today()
    claimed = {(label, bare(number)) for label, number in documents.uncovered_numbers(means.session, own)}
    for line in proof_list.may_grow(means.session, {label for label, _ in claimed}, own):
        over = line.verdict == "refuse" or (line.last_day is not None and line.last_day < day)
        proof = None if over else proofs.find(means.session, line.id)
        if proof is not None and (line.scope or (line.label, bare(line.number or "")) in claimed):
            yield line, proof


def extend(actor: Actor, means: Means, proof_id: int, products: Collection[int] | None = None) -> int:
    """The id of the proof that covers the newcomers (all of them, or those of these ids).

    One that nobody decided on yet takes them itself; else a further proof of the same paper does, which waits for a check:
    an accepted proof never grows. Raises NotFound, NotAllowed, Conflict where there is no newcomer, Invalid for others.
    """
    require(actor, "proof.add")
    proof = proof_for(actor, means, proof_id)
    only_own(actor, means, proof, "proof.add")
    new = {each.known.id: each.how for each in Newcomers(means.session).of(proof)}
    chosen = {number: how for number, how in new.items() if products is None or number in products}
    if not new:
        raise Conflict("proof.no_newcomer")
    if not chosen or (products is not None and len(chosen) < len(set(products))):
        raise Invalid("proof.not_newcomers")
    supplier = proofs.covered_keys(means.session, proof.id)[0][0]
    target = proof.id if _undecided(means, proof) else _further(actor, means, proof)
    cover(means, target, supplier, chosen)
    journal.write(actor, means, "proof.extend", f"proof:{proof.id}", further=target, products=len(chosen))
    return target


def _undecided(means: Means, proof: Proof) -> bool:
    line = proof_list.proof_line(means.session, proof.id)
    return line is not None and line.verdict is None


def _further(actor: Actor, means: Means, proof: Proof) -> int:
    said = {name: value for name in COPIED if (value := getattr(proof, name)) is not None}
    made = Proof(**said, recorded_at=means.clock.now(), **actor.by)
    means.session.add(made)
    means.session.flush()
    return made.id
