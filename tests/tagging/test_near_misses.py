"""One document short: which one, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.tagging.engine import tags_of
from catalog.tagging.near_misses import near_miss, near_misses
from catalog.tagging.ranges import RangeRule
from catalog.tagging.records import Contest, Product, Proof
from tests.tagging.samples import COMPLETE, DAY, LIST, PROOF, SHEET, product, sheet, vocabulary

CHILD = RangeRule(("early_childhood",), ("CLEANING",))
ECO = RangeRule(("ecolabelled",))


@pytest.mark.parametrize(
    ("rule", "item", "proofs", "expected"),
    [
        (CHILD, product(), (LIST, PROOF), ("document", "sheet")),
        (CHILD, product(), (SHEET, LIST), ("document", "label")),
        (CHILD, product(), (SHEET, PROOF), ("document", "ingredients")),
        (CHILD, product(), (replace(SHEET, accepted=None), LIST, PROOF), ("check", None)),
        (CHILD, product(hazards=["EUH208"]), (PROOF,), ("ruling", None)),
        (ECO, product(), (), ("document", "ecolabelled")),
        (ECO, product(), (replace(PROOF, accepted=None),), ("check", None)),
        # inside, two documents away, elsewhere, denied, or never
        (CHILD, product(), COMPLETE, None),
        (CHILD, product(), (PROOF,), None),
        (CHILD, product(), (), None),
        (CHILD, product(family="LAUNDRY_DISH"), (SHEET, LIST), None),
        (CHILD, product(), (sheet("H317"), LIST, PROOF), ("ruling", None)),
        (CHILD, product(), (sheet("H317"), LIST), None),
        (CHILD, product("Désinfectant sols"), (), None),
        (CHILD, product(), (sheet("H319"), LIST, PROOF), None),
        (RangeRule(("early_childhood", "ecolabelled")), product(), (), None),
    ],
)
def test_near_misses(
    rule: RangeRule, item: Product, proofs: tuple[Proof, ...], expected: tuple[str, str | None] | None
) -> None:
    tags = tags_of(item, proofs, (), vocabulary(), DAY)
    found = near_miss(item.family, "ENT-2", tags, rule)
    assert (found and (found.kind, found.asked.code if found.asked else None)) == expected
    assert near_misses([("x", item.family, "ENT-2", tags)], rule) == ([("x", found)] if found else [])


def test_a_contest_waits_for_a_ruling() -> None:
    tags = tags_of(product(), COMPLETE, (Contest("ecolabelled", "staff", "doute", DAY),), vocabulary(), DAY)
    found = near_miss("CLEANING", None, tags, ECO)
    assert found is not None
    assert (found.kind, found.standing) == ("ruling", "contested")


def test_the_document_given_brings_it_in() -> None:
    before = tags_of(product(), (SHEET, LIST), (), vocabulary(), DAY)["early_childhood"]
    assert [asked.code for asked in before.missing] == ["label"]
    assert tags_of(product(), COMPLETE, (), vocabulary(), DAY)["early_childhood"].missing == ()
