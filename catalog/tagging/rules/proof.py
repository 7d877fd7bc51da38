"""Proofs: in force, ended, not begun, waiting for a check, refused; and the end of the criteria behind a label."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, checked, criteria_end, finding, in_force, last_day, proves
from catalog.tagging.records import Proof, Reason

RULE = "PR-01"
CRITERIA = "PR-02"


def apply(case: Case) -> Iterator[Finding]:
    """One finding a proof, and one more where the criteria of its label end or ended before the proof does."""
    for proof in case.own_proofs():
        yield _judged(proof, case)
        if in_force(proof, case.vocabulary, case.day) and proof.valid_until:
            yield from _criteria(proof, case)
    if not case.own_proofs():
        yield finding("notes", RULE, "unknown", case.reason("why.proof.none"))


def _judged(proof: Proof, case: Case) -> Finding:
    if proof.accepted is False:
        return finding("refused", RULE, "fail", case.reason("why.proof.refused", proof), proof=proof)
    if not proves(proof, case.vocabulary):
        return finding("declares", RULE, "unknown", case.reason("why.proof.unfit", proof), proof=proof)
    if not checked(proof):
        return _unchecked(proof, case)
    if proof.valid_from > case.day:
        return finding("waits", RULE, "unknown", case.reason("why.proof.not_yet", proof), proof=proof)
    return _in_force(proof, case) if in_force(proof, case.vocabulary, case.day) else _ended(proof, case)


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
    answer = _suited(case, proof, end is not None) if case.attribute == "early_childhood" else told
    return finding("proves", RULE, "pass", told, answer=answer, proof=proof, value=proof.number)


def _suited(case: Case, proof: Proof, ends: bool) -> Reason:
    """Early childhood is worded by the reference, its version and the day, never as "safe"."""
    code = "why.early_childhood.suited_until" if ends else "why.early_childhood.suited"
    return case.reason(code, proof, version="1", day=case.day.isoformat())


def _ended(proof: Proof, case: Case) -> Finding:
    """Its own end drops the tag; the end of its criteria alone asks for a decision."""
    if proof.valid_until:
        return finding("expired", RULE, "fail", case.reason("why.proof.ended", proof), proof=proof)
    return finding("waits", CRITERIA, "unknown", case.reason("why.proof.criteria_ended", proof), proof=proof)


def _criteria(proof: Proof, case: Case) -> Iterator[Finding]:
    end = criteria_end(proof, case.vocabulary)
    if end and proof.valid_until and end < proof.valid_until:
        code = "why.proof.criteria_end_first" if case.day <= end else "why.proof.criteria_over"
        reason = case.reason(code, proof, criteria_end=end.isoformat())
        yield finding("notes", CRITERIA, "unknown", reason, proof=proof, value=end.isoformat())
