"""Proofs: in force, ended, not begun, waiting for a check, refused; and the end of the criteria behind a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from catalog.tagging.childhood.against import excluding
from catalog.tagging.childhood.evidence import is_list, is_sheet
from catalog.tagging.findings import (
    Case,
    Finding,
    checked,
    criteria_decision,
    criteria_end,
    finding,
    in_force,
    last_day,
    proves,
)
from catalog.tagging.identity import of_another
from catalog.tagging.records import Asked, Proof
from catalog.tagging.worth import worth

RULE = "PR-01"
CRITERIA = "PR-02"
CHILDHOOD = "early_childhood"


def apply(case: Case) -> Iterator[Finding]:
    """One finding a proof, and one more where the criteria of its label end or ended before the proof does."""
    own = case.own_proofs()
    for proof in own:
        yield _judged(proof, case)
        named = worth(proof, case.vocabulary)
        if named.weight == "enough" and named.code:
            yield finding("notes", named.rule, "pass", case.reason(named.code, proof, named.about), proof=proof)
        if in_force(proof, case.vocabulary, case.day) and proof.valid_until:
            yield from _criteria(proof, case)
    if not own:
        yield finding("notes", RULE, "unknown", case.reason("why.proof.none"))


def _judged(proof: Proof, case: Case) -> Finding:
    if proof.accepted is False:
        return finding("refused", RULE, "fail", case.reason("why.proof.refused", proof), proof=proof)
    if not proves(proof, case.vocabulary):
        return finding("declares", RULE, "unknown", case.reason("why.proof.unfit", proof), proof=proof)
    if case.attribute == CHILDHOOD:
        return _one_of_several(proof, case)
    if worth(proof, case.vocabulary).weight != "enough":
        return _worthless(proof, case)
    if not checked(proof):
        return _unchecked(proof, case)
    if proof.valid_from > case.day:
        return finding("waits", RULE, "unknown", case.reason("why.proof.not_yet", proof), proof=proof)
    return _in_force(proof, case) if in_force(proof, case.vocabulary, case.day) else _ended(proof, case)


def _worthless(proof: Proof, case: Case) -> Finding:
    """Its label or standard shows something else, or a superseded edition of it: said, whoever checked it."""
    found = worth(proof, case.vocabulary)
    reason = case.reason(found.code, proof, dict(found.about or {}))
    if found.weight == "weak":
        return finding("waits", found.rule, "unknown", reason, proof=proof, asked=(_document(case),))
    return finding("declares", found.rule, "fail", reason, proof=proof)


def _document(case: Case) -> Asked:
    document = case.vocabulary.document_for(case.attribute, case.product.family)
    return Asked(case.attribute, document.name_fr, document.name_en)


def _one_of_several(proof: Proof, case: Case) -> Finding:
    """For early childhood no document is enough alone; its decisions say what is missing."""
    if in_force(proof, case.vocabulary, case.day):
        code = "why.proof.in_force" if last_day(proof, case.vocabulary) else "why.proof.in_force_open"
        disagrees = is_list(proof) or (is_sheet(proof) and (_strange(proof, case) or excluding(case, proof)))
        return finding("notes" if disagrees else "shows", RULE, "pass", case.reason(code, proof), proof=proof)
    told = _unchecked(proof, case) if not checked(proof) else _ended(proof, case)
    if checked(proof) and proof.valid_from > case.day:
        told = finding("notes", RULE, "unknown", case.reason("why.proof.not_yet", proof), proof=proof)
    return replace(told, force="notes")


def _strange(proof: Proof, case: Case) -> bool:
    """A sheet of another product contradicts nothing, unless a person ruled that it is this one's."""
    ruling = case.ruling()
    return of_another(proof, case.product) and not (ruling and ruling.verdict == "for")


def _unchecked(proof: Proof, case: Case) -> Finding:
    """A proof nobody looked at yet; once ended there is nothing left to check."""
    if proof.valid_until and proof.valid_until < case.day:
        return finding("expired", RULE, "fail", case.reason("why.proof.ended", proof), proof=proof)
    return finding("waits", RULE, "unknown", case.reason("why.proof.waiting", proof), proof=proof)


def _in_force(proof: Proof, case: Case) -> Finding:
    attribute = case.vocabulary.attributes.get(proof.attribute)
    if proof.basis == "equivalence" and attribute and attribute.by_label:
        reason = case.reason("why.proof.equivalent", proof)
        return finding("equals", RULE, "pass", reason, proof=proof, value=proof.number)
    end = last_day(proof, case.vocabulary)
    told = case.reason("why.proof.in_force" if end else "why.proof.in_force_open", proof)
    return finding("proves", RULE, "pass", told, proof=proof, value=proof.number)


def _ended(proof: Proof, case: Case) -> Finding:
    """Its own end drops the tag, and so do criteria that staff declared ended; their end alone asks for a decision."""
    decided = criteria_decision(proof, case.vocabulary)
    if decided and decided.decision != "prolonged" and _past_criteria(proof, case):
        code = (
            "why.proof.criteria_transition" if decided.decision == "transition" else "why.proof.criteria_ended_decided"
        )
        reason = case.reason(code, proof, decided=decided.reason)
        return finding("expired", CRITERIA, "fail", reason, proof=proof)
    if proof.valid_until:
        code = "why.proof.withdrawn" if proof.ended else "why.proof.ended"
        return finding("expired", RULE, "fail", case.reason(code, proof), proof=proof)
    return finding("waits", CRITERIA, "unknown", case.reason("why.proof.criteria_ended", proof), proof=proof)


def _past_criteria(proof: Proof, case: Case) -> bool:
    """Whether the criteria ended before the proof itself would have."""
    end = criteria_end(proof, case.vocabulary)
    return proof.valid_until is None or (end is not None and end < min(proof.valid_until, case.day))


def _criteria(proof: Proof, case: Case) -> Iterator[Finding]:
    """What the end of the criteria means for a proof that outlives it; nothing once staff decided on it."""
    end = criteria_end(proof, case.vocabulary)
    if end and proof.valid_until and end < proof.valid_until:
        code = "why.proof.criteria_end_first" if case.day <= end else "why.proof.criteria_over"
        reason = case.reason(code, proof, criteria_end=end.isoformat())
        yield finding("notes", CRITERIA, "unknown", reason, proof=proof, value=end.isoformat())
