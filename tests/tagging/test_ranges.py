"""A range's rule, and products one rule short of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.tagging.engine import tags_of
from catalog.tagging.ranges import RangeRule, judge
from catalog.tagging.records import Product, Proof
from tests.tagging.samples import COMPLETE, DAY, LIST, PROOF, SHEET, product, vocabulary

RULE = RangeRule(("ecolabelled", "early_childhood"), ("CLEANING", "LAUNDRY_DISH"), ("ENT-2",))
REPORT = replace(SHEET, kind="test_report", sheet=None)
EQUIVALENT = replace(PROOF, kind="equivalence", basis="equivalence")


def test_a_rule_is_kept_and_read_again() -> None:
    kept = RULE.to_json()
    assert kept == {
        "attributes": ["ecolabelled", "early_childhood"],
        "families": ["CLEANING", "LAUNDRY_DISH"],
        "lots": ["ENT-2"],
    }
    assert RangeRule.from_json(kept) == RULE
    assert RangeRule.from_json({"attributes": ["reused"]}) == RangeRule(("reused",))


def test_a_key_it_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="colours"):
        RangeRule.from_json({"colours": []})


@pytest.mark.parametrize(
    ("item", "proofs", "lot", "profile", "inside", "short"),
    [
        (product(), COMPLETE, "ENT-2", "strict", True, 0),
        (product(), (EQUIVALENT, SHEET, LIST), "ENT-2", "strict", True, 0),
        (product(), COMPLETE, "ENT-1", "strict", False, 1),
        (product(), COMPLETE, None, "strict", False, 1),
        (product(family=None), COMPLETE, "ENT-2", "strict", False, 2),
        (product(family="CLEANING_TOOLS"), (replace(PROOF, number=None), REPORT), "ENT-2", "strict", False, 1),
        (product(), (PROOF,), "ENT-2", "strict", False, 1),
        (product(), (), "ENT-1", "strict", False, 3),
        (product(hazards=["H319"]), COMPLETE, "ENT-2", "strict", False, 1),
        (product(hazards=["H319"]), COMPLETE, "ENT-2", "tolerant", True, 0),
        (product(hazards=["EUH208"]), COMPLETE, "ENT-2", "tolerant", False, 1),
    ],
)
def test_inside_means_no_rule_short(
    item: Product, proofs: tuple[Proof, ...], lot: str | None, profile: str, inside: bool, short: int
) -> None:
    tags = tags_of(item, proofs, (), vocabulary(), DAY)
    verdict = judge(item.family, lot, tags, RULE, profile)  # type: ignore[arg-type]
    assert (verdict.inside, verdict.rules_short) == (inside, short)
    assert [item.rule for item in verdict.outcomes] == ["RG-LOT", "RG-FAMILY", "RG-ECOLABELLED", "RG-EARLY_CHILDHOOD"]


def test_each_rule_says_pass_fail_or_unknown() -> None:
    tags = tags_of(product(hazards=["EUH208"]), (), (), vocabulary(), DAY)
    verdict = judge("CLEANING", "ENT-1", tags, RULE)
    assert [(item.outcome, item.reason.code) for item in verdict.outcomes] == [
        ("fail", "why.range.lot.fail"),
        ("pass", "why.range.family.pass"),
        ("unknown", "why.missing"),
        ("fail", "why.early_childhood.not_suited"),
    ]


def test_a_rule_that_passes_shows_its_proof() -> None:
    tags = tags_of(product(), COMPLETE, (), vocabulary(), DAY)
    shown = [item.proof for item in judge("CLEANING", "ENT-2", tags, RULE).outcomes]
    assert shown[:3] == [None, None, PROOF]
    assert shown[3] in COMPLETE


def test_an_empty_rule_takes_everything_and_an_unknown_attribute_nothing() -> None:
    tags = tags_of(product(), (), (), vocabulary(), DAY)
    assert judge(None, None, tags, RangeRule()).inside
    verdict = judge(None, None, tags, RangeRule(("durable",)))
    assert (verdict.inside, verdict.outcomes[0].reason.code) == (False, "why.range.attribute.unknown")
