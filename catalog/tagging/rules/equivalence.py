"""Marks on which staff decided once for every supplier: taken for the equivalent of an ecolabel, or not."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, checked, finding, in_force, proves
from catalog.tagging.label_facts import Equivalence
from catalog.tagging.records import Proof, Reason

RULE = "EQ-01"


def apply(case: Case) -> Iterator[Finding]:
    """A checked certificate of an accepted mark equals the label and never is it; a refused mark is said."""
    if case.attribute != "ecolabelled":
        return
    for proof in case.proofs:
        known = _decided(case, proof.label)
        if known and proof.basis != "equivalence" and proves(proof, case.vocabulary):
            yield from _of(case, known, proof)
    for label in dict.fromkeys(claim.label for claim in case.product.claims):
        known = _decided(case, label)
        if known and not known.accepted:
            yield finding("notes", RULE, "fail", _reason(case, known, None, "refused"), value=label)


def _decided(case: Case, mark: str | None) -> Equivalence | None:
    found = (each for each in case.vocabulary.equivalences if each.speaks_of(mark, case.product.family, case.day))
    return next(found, None)


def _of(case: Case, known: Equivalence, proof: Proof) -> Iterator[Finding]:
    if not known.accepted:
        yield finding("notes", RULE, "fail", _reason(case, known, proof, "refused"), proof=proof, value=proof.label)
    elif in_force(proof, case.vocabulary, case.day):
        reason = _reason(case, known, proof, "accepted")
        yield finding("equals", RULE, "pass", reason, proof=proof, value=proof.label, basis="equivalence")
    elif not checked(proof) and proof.accepted is None:
        yield finding("waits", RULE, "unknown", case.reason("why.proof.waiting", proof), proof=proof, value=proof.label)


def _reason(case: Case, known: Equivalence, proof: Proof | None, said: str) -> Reason:
    return case.reason(f"why.equivalence.{said}", proof, mark=known.mark, label=known.label, why=known.reason)
