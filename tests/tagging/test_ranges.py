"""A range's rule, and products one rule short of it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from catalog.tagging.engine import tags_of
from catalog.tagging.ranges import Hand, RangeRule, Said, content_of, judge, takes
from catalog.tagging.records import Product, Proof, Reason
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


HANDS = (None, Hand("in", "utile", "Ada", "2026-11-22"), Hand("out", "rupture", "Ada", "2026-11-22"))
RULES = (RULE, RangeRule(("ecolabelled",)), RangeRule((), ("CLEANING",)), RangeRule((), (), ("ENT-1",), withdrawn=True))


@pytest.mark.parametrize("rule", RULES)
def test_takes_is_judge_without_the_reasons(rule: RangeRule) -> None:
    cases = itertools.product(
        ("CLEANING", "CLEANING_TOOLS", None), ("ENT-1", "ENT-2", None), ((), (PROOF,), COMPLETE), HANDS, (False, True),
        ("strict", "tolerant"), ((), ("H319",)),
    )  # fmt: skip
    seen = set()
    for family, lot, proofs, hand, suspended, profile, hazards in cases:
        tags = tags_of(product(family=family, hazards=hazards), proofs, (), vocabulary(), DAY)
        given = (family, lot, tags, rule, profile)
        verdict = judge(*given, suspended=suspended, hand=hand)  # type: ignore[arg-type]
        assert takes(*given, suspended=suspended, hand=hand) is verdict.inside  # type: ignore[arg-type]
        seen.add(verdict.inside)
    assert seen == {False} if rule.withdrawn else {False, True}


def test_a_hand_waives_family_and_lot_and_never_an_attribute() -> None:
    tags = tags_of(product(), COMPLETE, (), vocabulary(), DAY)
    taken = judge("TOYS", "ELSEWHERE", tags, RULE, hand=HANDS[1])
    assert (taken.inside, taken.outcomes[0].rule) == (True, "RG-HAND")
    assert not judge(
        "TOYS", "ELSEWHERE", tags_of(product(), (PROOF,), (), vocabulary(), DAY), RULE, hand=HANDS[1]
    ).inside
    out = judge("CLEANING", "ENT-2", tags, RULE, hand=HANDS[2])
    assert (out.inside, out.rules_short, out.outcomes[0].reason.code) == (False, 1, "range.why.hand.out")


def test_a_missing_validation_is_the_last_rule_and_alone_when_it_waits() -> None:
    held = Reason("range.why.waits.supplier", {"version": 2})
    tags = tags_of(product(), COMPLETE, (), vocabulary(), DAY)
    waits = judge("CLEANING", "ENT-2", tags, RULE, held=held)
    assert (waits.inside, waits.rules_short, waits.waits, waits.outcomes[-1].reason) == (False, 1, True, held)
    assert not judge("CLEANING", "ENT-1", tags, RULE, held=held).waits
    assert not judge("CLEANING", "ENT-1", tags, RULE).waits


SAID = Said(
    "Nettoyant", "Sols", "Marque", "3045206012345", "CLEANING", ("H318",),
    (("ecolabelled", "EU_ECOLABEL", "FR/020/118", False), ("recycled_content", None, None, False)),
    (("ENT-2", ("BTL", "L", 5_000_000)), ("ENT-1", ("CAR", None, None))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Nettoyant neuf"), ("description", None), ("brand", "Autre"), ("gtin", None), ("family", None),
        ("hazard_codes", ()), ("claims", ()), ("claims", (("ecolabelled", "EU_ECOLABEL", "FR/020/119", False),)),
        ("packs", (("ENT-2", ("BTL", "L", 1_000_000)),)),
    ],
)  # fmt: skip
def test_what_the_sheet_says_otherwise_is_another_content(field: str, value: object) -> None:
    assert content_of(replace(SAID, **{field: value}), RULE) != content_of(SAID, RULE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claims", SAID.claims[:1]), ("claims", SAID.claims[::-1]), ("claims", (*SAID.claims, *SAID.claims)),
        ("packs", SAID.packs[:1]), ("packs", SAID.packs[::-1]), ("hazard_codes", ("H318", "H318")),
    ],
)  # fmt: skip
def test_what_the_range_does_not_look_at_is_none(field: str, value: object) -> None:
    assert content_of(replace(SAID, **{field: value}), RULE) == content_of(SAID, RULE)  # type: ignore[arg-type]
