"""One proof whole: what it says, what was read in its document, its products, every decision; and what the actor may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.access import SUPPLIERS, Actor, may, require
from catalog.errors import NotFound
from catalog.evidence.depositing import holder_differs
from catalog.evidence.newcomers import Newcomers
from catalog.evidence.proof_access import entered_by
from catalog.evidence.readings import INGREDIENTS, SHEET, said_of
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Proof
from catalog.published.tags import vocabulary_of
from catalog.queries import documents, proof_list, proof_sheet, proofs, release
from catalog.queries.documents import Known as Known
from catalog.queries.proof_list import ProofLine as ProofLine
from catalog.queries.proof_sheet import CoveredProduct as CoveredProduct
from catalog.queries.proof_sheet import DecisionLine as DecisionLine
from catalog.queries.proof_sheet import EndingLine as EndingLine
from catalog.tagging.licences import licence_of


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """A proof whole. `own_entry`: the actor entered it, so another person checks it; `may_check`: the actor may decide.

    said: what its document says of itself, sheet and ingredients: what was read of a safety sheet or list; None where
    nothing was. alike: the other proofs of the same paper that wait and that the actor may decide on. newcomers: products
    that its families, models or licence number name and that no proof of this paper covers. holder_differs: the name on the document is
    not its supplier's. renewed_by: the proof that renews it. criteria: the last day of its label's criteria where it has none
    of its own, None where that is not known either.
    """

    line: ProofLine
    covered: tuple[CoveredProduct, ...]
    decisions: tuple[DecisionLine, ...]
    own_entry: bool
    may_check: bool
    endings: tuple[EndingLine, ...] = ()
    said: Mapping[str, Any] | None = None
    sheet: Mapping[str, Any] | None = None
    ingredients: Mapping[str, Any] | None = None
    alike: tuple[int, ...] = ()
    newcomers: tuple[Known, ...] = ()
    holder_differs: bool = False
    renewed_by: int | None = None
    may_end: bool = False
    may_renew: bool = False
    contested: tuple[str, ...] = field(default=())
    criteria: dt.date | None = None


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
    entered = entered_by(actor, proof)
    return ProofSheet(
        line, covered, tuple(proof_sheet.decisions(means.session, proof_id)), entered,
        may(actor, "proof.check") and not entered, tuple(proof_sheet.endings(means.session, proof_id)),
        **_read(means, proof.document), alike=_alike(actor, means, proof),
        holder_differs=any(holder_differs(line.holder, each.supplier_name) for each in covered),
        renewed_by=proof_list.renewed(means.session).get(proof_id), **_allowed(actor, means, proof),
        contested=_contested(means, proof, own), criteria=_criteria(means, line),
    )  # fmt: skip


def _criteria(means: Means, line: ProofLine) -> dt.date | None:
    """The last day of the criteria that stand in for an end of its own."""
    if line.last_day is not None or not (line.label and line.number):
        return None
    vocabulary = vocabulary_of(means.session, end_of(means.clock.today()))
    licence = licence_of(line.label, line.number, vocabulary)
    decided = vocabulary.criteria.get(f"{licence.label}/{licence.group}")
    group = vocabulary.groups.get((licence.label, licence.group or ""))
    return (decided.until if decided else None) or (group.criteria_end if group else None)


def _read(means: Means, document: str | None) -> dict[str, Any]:
    if document is None:
        return {}
    found = {"sheet": SHEET, "ingredients": INGREDIENTS}
    read = {name: documents.reading(means.session, document, kind) for name, kind in found.items()}
    return {"said": said_of(means.session, document), **read}


def _alike(actor: Actor, means: Means, proof: Proof) -> tuple[int, ...]:
    """The other waiting proofs of the same paper, as far as a reviewer may decide on them."""
    if not may(actor, "proof.check"):
        return ()
    others = [number for number in proof_list.same_certificate(means.session, proof) if number != proof.id]
    lines = [proof_list.proof_line(means.session, number) for number in others]
    open_ones = [line.id for line in lines if line and line.verdict is None and not line.matched and not line.withdrawn]
    entries = {number: proofs.find(means.session, number) for number in open_ones}
    return tuple(number for number, each in entries.items() if each and not entered_by(actor, each))


def _allowed(actor: Actor, means: Means, proof: Proof) -> dict[str, Any]:
    """May end, may renew, and the newcomers that the actor may tie: of a proof of one supplier's products."""
    owners = {supplier for supplier, _ in proofs.covered_keys(means.session, proof.id)}
    one = owners.pop() if len(owners) == 1 else None
    mine = one is not None and (actor.role not in SUPPLIERS or one == actor.organisation_id)
    may_end = may(actor, "proof.end") and (mine or actor.role not in SUPPLIERS)
    return {
        "may_end": may_end,
        "may_renew": mine and may(actor, "proof.add"),
        "newcomers": tuple(each.known for each in Newcomers(means.session).of(proof)) if mine else (),
    }


def _contested(means: Means, proof: Proof, own: int | None) -> tuple[str, ...]:
    """The references of covered products on which a contest of its attribute is open."""
    keys = proof_list.open_contests(means.session, own)
    covered = proofs.covered_keys(means.session, proof.id, own)
    open_ones = [key for key in covered if (*key, proof.attribute) in keys]
    return tuple(
        reference
        for owner in sorted({owner for owner, _ in open_ones})
        for reference in sorted(
            documents.references_of(means.session, owner, [n for o, n in open_ones if o == owner]).values()
        )
    )
