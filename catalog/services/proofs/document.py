"""Open the document of a proof: central staff, the supplier whose products it covers, a member who sees its tag."""

from __future__ import annotations

from catalog.access import MEMBERS, SUPPLIERS, Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Proof
from catalog.published.tags import product_tags
from catalog.queries import agreements, products, proofs, release
from catalog.tagging.records import Tag
from catalog.tagging.rules.proof import RULE as IN_FORCE


def open_document(actor: Actor, means: Means, proof_id: int) -> tuple[str, str]:
    """SHA-256 and file name, to be handed out as a download.

    Raises NotFound, the same for a proof of others and for none; and for a proof that has no document.
    """
    require(actor, "document.read")
    proof = proofs.find(means.session, proof_id)
    if proof is None or not _open_to(actor, means, proof):
        raise NotFound("proof.unknown", proof=proof_id)
    if proof.document is None:
        raise NotFound("proof.no_document", proof=proof_id)
    return proof.document, proof.document_name or f"{proof.id}"


def _open_to(actor: Actor, means: Means, proof: Proof) -> bool:
    if actor.role in SUPPLIERS:
        return bool(proofs.covered_keys(means.session, proof.id, actor.organisation_id))
    return _in_force_for(actor, means, proof) if actor.role in MEMBERS else True


def _in_force_for(actor: Actor, means: Means, proof: Proof) -> bool:
    """Whether a tag that rests on this proof is in force today on a product that the member sees."""
    day = means.clock.today()
    until = end_of(day)
    number = release.publication_on(means.session, day)
    scope = agreements.scope_of(means.session, actor, day, until)
    seen = {
        product
        for supplier, product in proofs.covered_keys(means.session, proof.id)
        for offer in products.offers_of_product(means.session, supplier, product, number)
        if (scope.agreements is None or offer["agreement"] in scope.agreements)
        and offer["lot"] not in scope.closed_lots
    }
    tags = product_tags(means.session, number, day, until, seen) if seen else {}
    return any(_rests_on(each.get(proof.attribute), proof.id) for each in tags.values())


def _rests_on(tag: Tag | None, proof_id: int) -> bool:
    """Whether the proof itself is in force behind a verified answer; the licence rules name proofs that are not, too."""
    if tag is None or tag.standing != "verified":
        return False
    shown = (rule.proof for rule in tag.rules if rule.rule == IN_FORCE and rule.outcome == "pass")
    return any(proof is not None and proof.id == proof_id for proof in shown)
