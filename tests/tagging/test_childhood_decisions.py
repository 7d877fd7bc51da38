"""Each decision of the early-childhood reference, EC-D01 to EC-D13, both ways: one value flips the outcome."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from catalog.reference.shipped import facts_of
from catalog.tagging.records import Product, Proof, Ruling
from catalog.tagging.sheets import Found, Substance
from tests.tagging.samples import CLEAN, COMPLETE, DAY, LIST, PROOF, SHEET, product, sheet, tag

REPORT = replace(SHEET, id=7, kind="test_report", sheet=None)
FOREVER = tuple(replace(each, valid_until=None) for each in (SHEET, LIST, replace(PROOF, number=None)))
YOUNG = replace(SHEET, valid_until=None, sheet=replace(CLEAN, revised=None))
CLAIMED = product(cells=[("early_childhood", "Crèche", "oui")])
TOY = product("Jouet", family="TOYS")


def other(proof: Proof, name: str = "Décapant four") -> Proof:
    """The same document about another product."""
    if proof.sheet:
        return replace(proof, sheet=replace(proof.sheet, name=name))
    assert proof.ingredients
    return replace(proof, ingredients=replace(proof.ingredients, name=name))


@dataclass(frozen=True)
class Case:
    """A decision, what was given, the outcome, and the code of the sentence where it tells the cases apart."""

    rule: str
    item: Product
    proofs: tuple[Proof, ...]
    outcome: str
    code: str = ""
    day: dt.date = DAY


CASES = [
    # D01 family outside the rule set / inside it
    Case("EC-D01", product("Toner", family="PRINT_CONSUMABLES"), COMPLETE, "not_applicable"),
    Case("EC-D01", product(), COMPLETE, "suited_until"),
    Case("EC-D01", product(family=None), COMPLETE, "undecidable", "why.family.missing"),
    # D02 an exclude rule matched by dated evidence / not matched
    Case("EC-D02", product(), (sheet("H317"), LIST), "not_suited", "why.early_childhood.not_suited.sheet"),
    Case("EC-D02", product(hazards=["H317"]), (), "not_suited", "why.early_childhood.not_suited"),
    Case("EC-D02", product(), (replace(sheet("H317"), accepted=None), LIST), "not_suited"),
    Case("EC-D02", product(), (replace(sheet("H317"), accepted=False), LIST, PROOF), "undecidable", "why.sheet.missing"),
    Case("EC-D02", product(), (sheet("H290"), LIST, PROOF), "conflict"),
    Case("EC-D02", product(), (sheet("P280"), LIST, PROOF), "suited_until"),
    # D03 no sheet, or sections 2 and 3 not readable
    Case("EC-D03", product(), (LIST, PROOF), "undecidable", "why.sheet.missing"),
    Case("EC-D03", product(), (sheet(readable=False), LIST, PROOF), "undecidable", "why.sheet.unreadable"),
    Case("EC-D03", product(), (replace(SHEET, sheet=None), LIST, PROOF), "undecidable", "why.sheet.unread"),
    Case("EC-D03", product(), (sheet(classified=None), LIST, PROOF), "undecidable", "why.sheet.says_neither"),
    Case("EC-D03", product("Peinture", family="ART"), (REPORT,), "undecidable", "why.sheet.missing"),
    Case("EC-D03", product("Sols", family="ART"), (SHEET, REPORT), "suited_until"),
    # D04 an older format, and age alone
    Case("EC-D04", product(), (sheet(older_format=True), LIST, PROOF), "undecidable", "why.sheet.older_format"),
    Case("EC-D04", product(), (sheet(outdated=("R36",)), LIST, PROOF), "undecidable", "why.sheet.older_format"),
    Case("EC-D04", product(), (sheet(older_format=None, revised=dt.date(2022, 6, 1)), LIST, PROOF), "undecidable"),
    Case("EC-D04", product(), (sheet(older_format=None, revised=dt.date(2024, 6, 1)), LIST, PROOF), "suited_until"),
    Case("EC-D04", product(), (sheet(revised=dt.date(2023, 11, 21)), LIST, PROOF), "suited_with_reserve", "why.sheet.old"),
    Case("EC-D04", product(), (sheet(revised=dt.date(2023, 11, 22)), LIST, PROOF), "suited_until"),
    # D05 the sheet or the list of another product
    Case("EC-D05", product(), (other(SHEET), LIST, PROOF), "undecidable", "why.early_childhood.other_product"),
    Case("EC-D05", product(), (SHEET, other(LIST), PROOF), "suited_with_note"),
    Case("EC-D05", product(), (replace(other(SHEET), how="ufi"), LIST, PROOF), "suited_until"),
    Case("EC-D05", product(), (other(sheet("H317")), LIST, PROOF), "undecidable", "why.early_childhood.other_product"),
    # D06 section 2 clean, an excluded substance in section 3
    Case("EC-D06", product(), (sheet(cas=["2682-20-4"]), LIST, PROOF), "not_suited", "why.early_childhood.ingredient_rule"),
    Case("EC-D06", product(), (sheet(cas=["77-92-9"]), LIST, PROOF), "suited_until"),
    # D07 clean sheet without the list: undecidable, or with an accepted label a note
    Case("EC-D07", product(), (SHEET,), "undecidable", "why.label.missing"),
    Case("EC-D07", product(), (SHEET, PROOF), "suited_with_note", "why.early_childhood.no_list"),
    Case("EC-D07", product(), (SHEET, replace(LIST, accepted=None), PROOF), "suited_with_note"),
    Case("EC-D07", product(), (SHEET, LIST), "undecidable", "why.label.missing"),
    Case("EC-D07", product(), (SHEET, LIST, replace(PROOF, number="FR/006/914")), "undecidable", "why.label.missing"),
    # D08 everything there, nothing ends
    Case("EC-D08", product(), (YOUNG, *FOREVER[1:]), "suited", "why.early_childhood.suited"),
    Case("EC-D08", TOY, (replace(REPORT, valid_until=None),), "suited"),
    # D09 a review rule matched
    Case("EC-D09", product(), (sheet("H319"), LIST, PROOF), "suited_with_reserve", "why.early_childhood.reserve.sheet"),
    Case("EC-D09", product(), (sheet("H412"), LIST, PROOF), "suited_with_note", "why.early_childhood.note.sheet"),
    Case("EC-D09", product(), (sheet("H412", "H319"), LIST, PROOF), "suited_with_reserve"),
    # D10 a proven label and an excluded statement
    Case("EC-D10", product(), (sheet("H317"), LIST, PROOF), "conflict", "why.early_childhood.conflict_label"),
    Case("EC-D10", product(hazards=["EUH208"]), (PROOF,), "conflict", "why.early_childhood.conflict_label"),
    Case("EC-D10", product(hazards=["EUH208"]), (replace(PROOF, accepted=None),), "not_suited"),
    Case("EC-D10", product(hazards=["EUH208"]), (SHEET,), "conflict", "why.conflict.evidence"),
    # D11 articles: a test report, not CE alone
    Case("EC-D11", TOY, (), "undecidable", "why.report.missing"),
    Case("EC-D11", TOY, (replace(REPORT, label="CE"),), "undecidable", "why.report.ce_only"),
    Case("EC-D11", product("Jouet", family="TOYS", description="Marquage CE"), (), "undecidable", "why.report.ce_only"),
    Case("EC-D11", TOY, (REPORT,), "suited_until"),
    Case("EC-D11", TOY, (replace(REPORT, accepted=None),), "undecidable", "why.proof.waiting"),
    Case("EC-D11", product("Drap", family="TEXTILE"), (replace(REPORT, label="OEKOTEX_100", number="classe II"),), "undecidable", "why.report.class"),
    Case("EC-D11", product("Drap", family="TEXTILE"), (replace(REPORT, label="OEKOTEX_100", number="classe I"),), "suited_until"),
    Case("EC-D11", product("Drap", family="TEXTILE"), (REPORT, replace(REPORT, id=99, label="OEKOTEX_100", number="classe II", valid_until=None)), "suited_until"),
    Case("EC-D11", product("Couche", family="BABY_CARE"), (replace(REPORT, label="OEKOTEX_100", number="classe II"),), "undecidable", "why.report.class"),
    # D12 words without a document
    Case("EC-D12", CLAIMED, (), "claimed_not_proven", "why.claim.not_proven"),
    Case("EC-D12", product(), (replace(SHEET, kind="statement", sheet=None),), "claimed_not_proven", "why.proof.unfit"),
    Case("EC-D12", CLAIMED, (SHEET,), "undecidable", "why.label.missing"),
    Case("EC-D12", CLAIMED, COMPLETE, "suited_until"),
    # D13 what ends: the date is told, and the day after the answer names the proof that ended
    Case("EC-D13", product(), COMPLETE, "suited_until", "why.early_childhood.suited_until", dt.date(2027, 6, 30)),
    Case("EC-D13", product(), COMPLETE, "undecidable", "why.proof.ended", dt.date(2027, 7, 1)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.outcome}")
def test_a_decision(case: Case) -> None:
    answer = tag("early_childhood", case.item, *case.proofs, day=case.day)
    assert answer.outcome == case.outcome
    assert case.code in ("", answer.reason.code)
    mapped = {
        "suited": "yes",
        "suited_until": "yes",
        "not_suited": "no",
    }
    assert answer.state == mapped.get(case.outcome, "unknown")
    assert answer.reserve == (case.outcome in ("suited_with_reserve", "suited_with_note"))
    assert (answer.meets("strict"), answer.meets("tolerant")) == (
        answer.state == "yes",
        answer.state == "yes" or answer.reserve,
    )


def test_every_decision_is_tried_both_ways() -> None:
    rules = [fact.key for fact in facts_of("early_childhood") if fact.payload["rule_kind"] == "decision"]
    assert sorted({case.rule for case in CASES}) == rules
    for rule in rules:
        assert (
            len({case.outcome for case in CASES if case.rule == rule} | ({"EC-D08"} if rule == "EC-D08" else set())) > 1
        )


def test_the_answer_names_the_reference_its_version_and_the_day() -> None:
    params = tag("early_childhood", product(), *COMPLETE).reason.params
    assert (params["reference_en"], params["version"], params["day"]) == (
        "Tamis early-childhood reference", "2026-11", "2026-11-22",
    )  # fmt: skip
    assert params["until"] == "2027-06-30"


def test_an_undecidable_answer_names_every_missing_document() -> None:
    def asked(*proofs: Proof, item: Product | None = None) -> list[str]:
        return [each.code for each in tag("early_childhood", item or product(), *proofs).missing]

    assert asked() == ["sheet", "label", "ingredients"]
    assert asked(SHEET) == ["label", "ingredients"]
    assert asked(SHEET, PROOF) == ["ingredients"]
    assert asked(*COMPLETE) == []
    assert asked(item=TOY) == ["report"]
    assert asked(item=product("Savon", family="PERSONAL_HYGIENE")) == ["care", "composition"]
    assert asked(item=product("Colle", family="ART")) == ["sheet", "report"]


def test_a_sheet_that_is_renewed_speaks_in_place_of_the_older_one() -> None:
    older = replace(sheet("H319"), id=20, valid_from=dt.date(2026, 1, 1))
    newer = replace(SHEET, id=21, valid_from=dt.date(2026, 6, 1), sheet=replace(CLEAN, revised=dt.date(2026, 6, 1)))
    assert tag("early_childhood", product(), older, LIST, PROOF).outcome == "suited_with_reserve"
    assert tag("early_childhood", product(), older, newer, LIST, PROOF).outcome == "suited_until"


@pytest.mark.parametrize(
    ("codes", "cas", "outcome"),
    [((), (), "suited_until"), (("H317",), (), "conflict"), ((), ("2682-20-4",), "not_suited"), (("H319",), (), "undecidable")],
)  # fmt: skip
def test_an_unchecked_newer_sheet_counts_as_soon_as_it_names_something_new(
    codes: tuple[str, ...], cas: tuple[str, ...], outcome: str
) -> None:
    read = replace(
        CLEAN, revised=dt.date(2026, 6, 1), codes=tuple(Found(code, 2) for code in codes),
        substances=tuple(Substance(number, None) for number in cas), classified=bool(codes),
    )  # fmt: skip
    newer = replace(SHEET, id=21, accepted=None, valid_from=dt.date(2026, 6, 1), sheet=read)
    assert tag("early_childhood", product(), *COMPLETE, newer).outcome == outcome


def test_age_turns_the_answer_on_its_day() -> None:
    aging = sheet(revised=dt.date(2023, 12, 31))
    answer = tag("early_childhood", product(), aging, LIST, PROOF)
    assert (answer.state, answer.until) == ("yes", dt.date(2026, 12, 31))
    after = tag("early_childhood", product(), aging, LIST, PROOF, day=dt.date(2027, 1, 1))
    assert (after.outcome, after.reason.code) == ("suited_with_reserve", "why.sheet.old")


def test_a_ruling_for_the_proof_settles_what_document_it_is() -> None:
    ruling = Ruling("early_childhood", "for", "même produit, autre nom commercial", DAY)
    proofs = (other(SHEET), LIST, PROOF)
    assert tag("early_childhood", product(), *proofs, rulings=[ruling]).outcome == "suited_until"
    assert tag("early_childhood", product(), *proofs, rulings=[replace(ruling, lapsed=True)]).outcome == "undecidable"
