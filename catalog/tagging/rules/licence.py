"""Licence numbers, claimed or proven: their shape, then their product group against the product's family."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.tagging.findings import Case, Finding, Force, finding, in_force, proves
from catalog.tagging.licences import Judgement, judge_licence, licence_of
from catalog.tagging.records import Claim, Outcome, Proof, Reason, Sighting
from catalog.tagging.worth import worth

SHAPE = "LI-01"
GROUP = "LI-02"
REGISTER = "LI-03"


def apply(case: Case) -> Iterator[Finding]:
    """For each number of the attribute: its shape and its group. A number that holds on both is worth checking.

    A number that is still to be checked is not told of again where a proof in force carries it.

    A proof in force whose number belongs to another product group is a conflict: no check makes a laundry licence
    cover a floor cleaner, so either the proof or the family is wrong and a person must say which.
    """
    numbered = [proof for proof in case.own_proofs() if proof.label and proof.number]
    for claim in case.own_claims():
        if claim.label and claim.number:
            found = _of_claim(claim, case)
            proven = any(
                (each.label, each.number) == (claim.label, claim.number) and in_force(each, case.vocabulary, case.day)
                for each in numbered
            )
            yield from (each for each in found if not (proven and each.force == "checkable"))
    for proof in numbered:
        if proves(proof, case.vocabulary) and worth(proof, case.vocabulary).weight != "nothing":
            yield from _of_proof(proof, case)


def _of_claim(claim: Claim, case: Case) -> Iterator[Finding]:
    """A number that fails on a level is wrong evidence: the claim stays a claim, and the answer says what is wrong."""
    judged = _judge(claim.label or "", claim.number or "", case)
    if judged.shape:
        told = case.reason("why.licence.shape_right", more=judged.reason.params)
        yield finding("notes", SHAPE, "pass", told, value=claim.number, source=claim.source)
    seen = _sighting(claim, case)
    if seen:
        yield _in_register(seen, judged, case, claim)
    told = case.reason(judged.reason.code, more=judged.reason.params)
    force, answer = _weight(judged, case)
    if seen and not seen.listed and force == "checkable":
        force, answer = "notes", told
    rule = GROUP if judged.shape else SHAPE
    outcome = _outcome(judged)
    yield finding(force, rule, outcome, told, answer=answer, value=claim.number, source=claim.source)


def _sighting(claim: Claim, case: Case) -> Sighting | None:
    found = (each for each in case.product.sightings if (each.label, each.number) == (claim.label, claim.number))
    return next(found, None)


def _in_register(seen: Sighting, judged: Judgement, case: Case, claim: Claim) -> Finding:
    """The third level: a licence that the register does not list is wrong evidence; one that it lists proves no product."""
    code = "why.register.licence" if seen.listed else "why.register.absent"
    reason = case.reason(code, more=judged.reason.params, on=seen.on.isoformat())
    force: Force = "notes" if seen.listed else "declares"
    outcome: Outcome = "unknown" if seen.listed else "fail"
    return finding(force, REGISTER, outcome, reason, value=seen.number, source=claim.source)


def _weight(judged: Judgement, case: Case) -> tuple[Force, Reason]:
    code, params = judged.reason.code, judged.reason.params
    if judged.holds:
        return "checkable", case.reason(
            "why.licence.to_check" if "group_fr" in params else "why.licence.to_check_scope", more=params
        )
    if judged.shape and judged.family is None:
        return "notes", case.reason(code, more=params)
    return "declares", case.reason(f"{code}.asked", more=params)


def _of_proof(proof: Proof, case: Case) -> Iterator[Finding]:
    judged = _judge(proof.label or "", proof.number or "", case)
    params = judged.reason.params
    if proof.matched:
        reason = case.reason("why.register.product", proof, params)
        yield finding("notes", REGISTER, "pass", reason, value=proof.number, proof=proof)
    holds = "why.licence.fits_proof" if "group_fr" in params else "why.licence.shape_right"
    told = case.reason(holds if judged.holds else judged.reason.code, proof, params)
    wrong = judged.shape and judged.family is False and in_force(proof, case.vocabulary, case.day)
    answer = case.reason("why.licence.conflict", proof, params) if wrong else told
    force: Force = "conflicts" if wrong else "notes"
    rule = GROUP if judged.shape else SHAPE
    outcome = _outcome(judged) if judged.shape else "unknown"
    yield finding(force, rule, outcome, told, answer=answer, value=proof.number, proof=proof)


def _judge(label: str, number: str, case: Case) -> Judgement:
    return judge_licence(licence_of(label, number, case.vocabulary), case.product.family, case.vocabulary)


def _outcome(judged: Judgement) -> Outcome:
    if not judged.shape:
        return "fail"
    return "unknown" if judged.family is None else "pass" if judged.family else "fail"
