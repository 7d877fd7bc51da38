"""Which facts an outcome rests on: every key it names is a fact that is shipped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.reference.shipped import facts_of
from catalog.tagging.engine import tags_of
from catalog.tagging.records import Reason, RuleOutcome
from catalog.tagging.resting import KINDS, rests_on
from tests.tagging.samples import DAY, PROOF, product, vocabulary

SHIPPED = {(kind, fact.key) for kind in KINDS for fact in facts_of(kind)}


def outcome(rule: str, **params: str) -> RuleOutcome:
    return RuleOutcome(rule, "1", "pass", Reason("why.licence.fits", params))


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        (outcome("EC-H03"), (("early_childhood", "EC-H03"),)),
        (outcome("RM-S01"), (("remanufactured", "RM-S01"),)),
        (outcome("LI-01", label="NORDIC_SWAN"), (("label", "NORDIC_SWAN"),)),
        (outcome("LI-02", label="EU_ECOLABEL", group="020"), (("ecolabel_group", "EU_ECOLABEL/020"),)),
        (outcome("LI-02", label="OEKO_TEX"), ()),
        (outcome("PR-01", label="EU_ECOLABEL", group="020"), ()),
    ],
)
def test_what_an_outcome_rests_on(told: RuleOutcome, facts: tuple[tuple[str, str], ...]) -> None:
    assert rests_on(told) == facts


def test_the_facts_named_by_real_outcomes_are_shipped() -> None:
    floor = product(hazards=("EUH208", "H319"), cells=[(None, "N° licence", "FR/020/118")])
    remade = product("Toner remanufacturé", family="PRINT_CONSUMABLES")
    proof = replace(PROOF, attribute="remanufactured", label=None, number="DIN 33870-1", accepted=True)
    tags = [
        *tags_of(floor, [], [], vocabulary(), DAY).values(),
        *tags_of(remade, [proof], [], vocabulary(), DAY).values(),
    ]
    named = {fact for tag in tags for rule in tag.rules for fact in rests_on(rule)}
    assert named <= SHIPPED
    assert {("early_childhood", "EC-H03"), ("ecolabel_group", "EU_ECOLABEL/020")} <= named
    assert {kind for kind, _ in named} == set(KINDS)
