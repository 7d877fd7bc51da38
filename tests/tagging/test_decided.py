"""What people decided: contests and rulings, criteria of a group, marks taken for equivalents; and what registers list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from catalog.tagging.decisions import Said, open_contests, rulings
from catalog.tagging.records import Contest, Ends, Proof, Ruling, Sighting, Tag
from catalog.tagging.seen import seen_of
from tests.tagging.samples import COMPLETE, DAY, LIST, PROOF, SHEET, product, sheet, tag, told, vocabulary

ECO, CHILD = "ecolabelled", "early_childhood"
FOR = Ruling(ECO, "for", "licence relue", DAY, "Alix")
AGAINST = replace(FOR, verdict="against")
WRONG = replace(PROOF, number="FR/006/914")
CLEANER = product()


def say(side: str, verdict: str, attribute: str = ECO, seen: str = "s", day: int = 1) -> Said:
    return Said(attribute, side, verdict, "parce que", seen, dt.date(2026, 11, day), "Alix")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "open_sides"),
    [
        ([], []),
        ([say("supplier", "accept")], []),
        ([say("supplier", "contest")], ["supplier"]),
        ([say("supplier", "contest"), say("supplier", "withdraw")], []),
        ([say("supplier", "contest"), say("central", "withdraw")], ["supplier"]),
        ([say("supplier", "contest"), say("central", "contest")], ["supplier", "staff"]),
        ([say("supplier", "contest"), say("central", "for")], []),
        ([say("supplier", "contest"), say("central", "against"), say("supplier", "contest")], ["supplier"]),
        ([say("supplier", "contest"), say("supplier", "accept")], []),
        ([say("supplier", "contest"), say("supplier", "withdraw", "reused")], ["supplier"]),
    ],
)
def test_which_contests_are_open(said: list[Said], open_sides: list[str]) -> None:
    assert [contest.by for contest in open_contests(said)] == open_sides


def test_a_ruling_lapses_when_what_it_was_about_changes() -> None:
    seen = seen_of(CLEANER, (PROOF,), ECO)
    said = [say("central", "for", seen=seen), say("central", "accept", CHILD)]
    [held] = rulings(said, CLEANER, (PROOF,))
    assert (held.verdict, held.lapsed) == ("for", False)
    [gone] = rulings(said, CLEANER, (replace(PROOF, number="FR/020/902"),))
    assert gone.lapsed
    [last] = rulings([*said, say("central", "against", seen=seen)], CLEANER, (PROOF,))
    assert last.verdict == "against"


def test_a_renewed_proof_of_the_same_document_leaves_the_ruling() -> None:
    assert seen_of(CLEANER, (PROOF,), ECO) == seen_of(CLEANER, (replace(PROOF, id=99, accepted=None),), ECO)


@pytest.mark.parametrize(
    ("attribute", "hazards", "proofs", "ruling", "expected"),
    [
        (ECO, (), (WRONG,), (), ("unknown", "conflict", "why.licence.conflict")),
        (ECO, (), (WRONG,), (FOR,), ("yes", "verified", "why.proof.in_force")),
        (ECO, (), (WRONG,), (AGAINST,), ("unknown", "missing", "why.ruling.against")),
        (ECO, (), (WRONG,), (replace(FOR, lapsed=True),), ("unknown", "conflict", "why.licence.conflict")),
        (ECO, (), (PROOF,), (AGAINST,), ("unknown", "missing", "why.ruling.against")),
        (ECO, (), (), (FOR,), ("unknown", "missing", "why.missing")),
        (CHILD, ("H317",), COMPLETE, (), ("unknown", "conflict", "why.early_childhood.conflict_label")),
        (CHILD, ("H317",), COMPLETE, (replace(FOR, attribute=CHILD),), ("yes", "verified", "why.early_childhood.suited_until")),
        (CHILD, ("H317",), COMPLETE, (replace(AGAINST, attribute=CHILD),), ("no", "verified", "why.early_childhood.not_suited")),
        (CHILD, ("H317",), (LIST,), (replace(FOR, attribute=CHILD),), ("no", "verified", "why.early_childhood.not_suited")),
        (CHILD, (), (sheet(cas=["2682-20-4"]), LIST, PROOF), (replace(FOR, attribute=CHILD),),
         ("no", "verified", "why.early_childhood.ingredient_rule")),
    ],
)  # fmt: skip
def test_a_ruling(
    attribute: str,
    hazards: tuple[str, ...],
    proofs: tuple[Proof, ...],
    ruling: tuple[Ruling, ...],
    expected: tuple[str, ...],
) -> None:
    assert told(tag(attribute, product(hazards=hazards), *proofs, rulings=ruling)) == expected


def test_a_lapsed_ruling_is_told_and_a_later_contest_stands_beside_a_ruling() -> None:
    answer = tag(ECO, CLEANER, PROOF, rulings=[replace(FOR, lapsed=True)])
    assert [item.reason.code for item in answer.rules if item.rule == "RU-01"] == ["why.ruling.lapsed"]
    contest = Contest(ECO, "supplier", "encore", DAY)
    assert tag(ECO, CLEANER, PROOF, contests=[contest], rulings=[FOR]).standing == "contested"


def by_criteria(proof: Proof, day: dt.date, **row: str) -> Tag:
    fact = ("criteria", "EU_ECOLABEL/020", {"until": "", "reason": "lu", **row})
    return tag(ECO, CLEANER, proof, day=day, known=vocabulary(fact) if row else None)


OPEN = replace(PROOF, valid_until=None)
LAST, AFTER, LATER = dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2027, 4, 1)


@pytest.mark.parametrize(
    ("proof", "day", "row", "expected"),
    [
        # nobody decided: without an own end the criteria's is taken, and asks for the decision
        (OPEN, LAST, {}, ("yes", LAST, "why.proof.in_force")),
        (OPEN, AFTER, {}, ("unknown", None, "why.proof.criteria_ended")),
        (PROOF, AFTER, {}, ("yes", PROOF.valid_until, "why.proof.in_force")),
        (OPEN, AFTER, {"decision": "open"}, ("unknown", None, "why.proof.criteria_ended")),
        # prolonged until a day, or for good
        (OPEN, AFTER, {"decision": "prolonged", "until": "2027-03-31"}, ("yes", dt.date(2027, 3, 31), "why.proof.in_force")),
        (OPEN, LATER, {"decision": "prolonged", "until": "2027-03-31"}, ("unknown", None, "why.proof.criteria_ended")),
        (OPEN, LATER, {"decision": "prolonged"}, ("yes", None, "why.proof.in_force_open")),
        # in transition until a day: then no proof of the group counts, whatever its own end
        (PROOF, AFTER, {"decision": "transition", "until": "2027-03-31"}, ("yes", dt.date(2027, 3, 31), "why.proof.in_force")),
        (PROOF, LATER, {"decision": "transition", "until": "2027-03-31"}, ("unknown", None, "why.proof.criteria_transition")),
        # ended
        (PROOF, AFTER, {"decision": "ended"}, ("unknown", None, "why.proof.criteria_ended_decided")),
        (OPEN, LAST, {"decision": "ended", "until": "2026-12-01"}, ("unknown", None, "why.proof.criteria_ended_decided")),
        (PROOF, dt.date(2027, 7, 1), {"decision": "prolonged"}, ("unknown", None, "why.proof.ended")),
    ],
)  # fmt: skip
def test_one_decision_for_the_whole_group(
    proof: Proof, day: dt.date, row: dict[str, str], expected: tuple[str, dt.date | None, str]
) -> None:
    answer = by_criteria(proof, day, **row)
    assert (answer.state, answer.until, answer.reason.code) == expected


def test_the_dates_of_a_proof_are_told_apart() -> None:
    assert tag(ECO, CLEANER, PROOF).ends == Ends(dt.date(2027, 6, 30), LAST, None)
    assert by_criteria(PROOF, DAY, decision="prolonged", until="2028-12-31").ends == Ends(
        dt.date(2027, 6, 30), dt.date(2028, 12, 31), None
    )
    assert tag(ECO, CLEANER).ends is None


def test_the_day_after_its_own_end_the_reason_names_the_proof() -> None:
    ended = tag(ECO, CLEANER, PROOF, day=dt.date(2027, 7, 1))
    assert (ended.standing, ended.reason.params["proof_fr"]) == ("expired", "licence FR/020/901")
    withdrawn = replace(PROOF, valid_until=dt.date(2026, 11, 21), ended="retirée du registre")
    answer = tag(ECO, CLEANER, withdrawn)
    assert (answer.reason.code, answer.reason.params["ended"]) == ("why.proof.withdrawn", "retirée du registre")
    assert tag(CHILD, CLEANER, SHEET, LIST, withdrawn).reason.code == "why.proof.withdrawn"


def marked(verdict: str, family: str = "CLEANING", families: str = "*", **more: str) -> Tag:
    row = {
        "mark": "COSMOS",
        "label": "EU_ECOLABEL",
        "families": families,
        "verdict": verdict,
        "reason": "lu",
        "until": "",
        **more,
    }
    proof = replace(PROOF, attribute="environmental_mark", kind="certificate", label="COSMOS", number=None)
    return tag(ECO, product(family=family), proof, known=vocabulary(("equivalence", "COSMOS=EU_ECOLABEL@x", row)))


def test_an_accepted_mark_equals_the_label_for_every_supplier_and_is_never_it() -> None:
    answer = marked("accept")
    assert (answer.state, answer.standing, answer.basis) == ("unknown", "verified", "equivalence")
    assert (answer.equivalent, answer.meets(), answer.labels, answer.claimed) == (True, True, (), False)
    assert answer.until == dt.date(2027, 6, 30)
    assert marked("accept", families="CLEANING;LAUNDRY_DISH").equivalent
    assert not marked("accept", families="LAUNDRY_DISH").equivalent
    assert not marked("accept", until="2026-11-21").equivalent
    assert marked("accept", until="2026-12-01").until == dt.date(2026, 12, 1)


def test_a_refused_mark_is_said() -> None:
    answer = marked("refuse")
    assert (answer.state, answer.standing) == ("unknown", "missing")
    assert [item.reason.code for item in answer.rules if item.rule == "EQ-01"] == ["why.equivalence.refused"]


def test_other_marks_are_an_attribute_of_their_own() -> None:
    proof = replace(PROOF, attribute="environmental_mark", kind="certificate", label="COSMOS", number=None)
    assert tag("environmental_mark", CLEANER, proof).state == "yes"
    assert tag(ECO, CLEANER, proof).state == "unknown"
    wrong = tag(ECO, CLEANER, replace(proof, attribute=ECO))
    assert told(wrong) == ("unknown", "declared", "why.label.nothing")


NUMBERED = product(cells=[(None, "Licence", "FR/020/901")])


@pytest.mark.parametrize(
    ("listed", "expected", "outcome"),
    [
        (None, ("unknown", "to_verify", "why.licence.to_check"), None),
        (True, ("unknown", "to_verify", "why.licence.to_check"), ("unknown", "why.register.licence")),
        (False, ("unknown", "declared", "why.register.absent"), ("fail", "why.register.absent")),
    ],
)
def test_the_third_level_is_the_register_s(
    listed: bool | None, expected: tuple[str, str, str], outcome: tuple[str, str] | None
) -> None:
    seen = () if listed is None else (Sighting("EU_ECOLABEL", "FR/020/901", DAY, listed),)
    answer = tag(ECO, replace(NUMBERED, sightings=seen))
    assert told(answer) == expected
    found = [(item.outcome, item.reason.code) for item in answer.rules if item.rule == "LI-03"]
    assert found == ([outcome] if outcome else [])


@pytest.mark.parametrize(
    ("proof", "groups"),
    [
        (PROOF, ["why.licence.fits_proof"]),
        (replace(PROOF, accepted=None), ["why.licence.fits", "why.licence.fits_proof"]),
        (replace(PROOF, valid_until=dt.date(2026, 11, 21)), ["why.licence.fits", "why.licence.fits_proof"]),
        (replace(PROOF, number="FR/020/902"), ["why.licence.fits", "why.licence.fits_proof"]),
    ],
)
def test_a_claimed_number_that_a_proof_in_force_carries_is_told_once(proof: Proof, groups: list[str]) -> None:
    answer = tag(ECO, NUMBERED, proof)
    assert [each.reason.code for each in answer.rules if each.rule == "LI-02"] == groups


def test_a_gtin_match_in_a_register_verifies() -> None:
    matched = tag(ECO, CLEANER, replace(PROOF, accepted=None, matched=True, kind="register"))
    assert matched.state == "yes"
    assert [item.outcome for item in matched.rules if item.rule == "LI-03"] == ["pass"]
