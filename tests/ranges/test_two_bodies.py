"""Two central bodies on one instance: a range takes offers of its own body's lots alone, whoever else sells the product."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import ranges
from catalog.services.buying.explain import explain
from catalog.tagging.ranges import Hand, RangeRule, judge, takes
from tests.facts.conftest import world
from tests.proofs.world import World, second_central

__all__ = ["world"]

RULE = RangeRule(body=frozenset({"ENT-1", "PAP-1"}))


def test_no_decision_brings_another_bodys_offer_in() -> None:
    hand = Hand("in", "demandé", "Une personne", "2026-11-22")
    for decision in (None, hand):
        assert takes("CLEANING", "ENT-1", {}, RULE, hand=decision)
        assert not takes("CLEANING", "AUTRE-1", {}, RULE, hand=decision)
        verdict = judge("CLEANING", "AUTRE-1", {}, RULE, hand=decision)
        failed = [(each.rule, each.reason.code) for each in verdict.outcomes if each.outcome != "pass"]
        assert (verdict.inside, failed) == (False, [("RG-BODY", "why.range.body")])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_range_without_lots_draws_on_its_own_body(means: Means, world: World) -> None:
    """« eco » names no lot: the same verified product is in it by ENT-1 and PAP-1, not by the other body's AUTRE-1."""
    second_central(means, world)
    found = explain(OPERATOR, means, "VERNET", "V-1").ranges["eco"]
    assert {each.lot: each.verdict.inside for each in found} == {"ENT-1": True, "PAP-1": True, "AUTRE-1": False}
    known = ranges.last_versions(means.session, end_of(means.clock.today()))
    assert known["eco"].asks.body == frozenset(world.lots) - {"AUTRE-1"}
