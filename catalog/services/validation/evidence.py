"""Open the document of a proof on one of a request's lines: also for whoever came in by a link."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import proofs
from catalog.validating.asked import read_of
from catalog.validating.tag_lines import lines_of


def open_evidence(actor: Actor, means: Means, request: int, proof_id: int) -> tuple[str, str]:
    """SHA-256 and file name, to be handed out as a download.

    Raises NotFound, the same for a proof of no line of the request, for another's request and for none; Conflict for a
    link whose request has ended.
    """
    require(actor, "validation.read", actor.organisation_id)
    found = read_of(actor, means, request)
    products = {product for _, product in proofs.covered_keys(means.session, proof_id, found.supplier_id)}
    versions = [each.version_id for each in found.ranges]
    known = lines_of(means, found.supplier_id, found.supplier, versions, only=products)
    shown = {proof.id: proof for each in known for line in each.lines for proof in line.proofs}
    if proof_id not in shown:
        raise NotFound("proof.unknown", proof=proof_id)
    proof = shown[proof_id]
    if proof.document is None:
        raise NotFound("proof.no_document", proof=proof_id)
    return proof.document, proof.document_name or f"{proof_id}"
