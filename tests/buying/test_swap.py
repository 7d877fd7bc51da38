"""The responsible swap: whole order units, tiers, eco-contribution, the gap to the cent, and what is never compared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.services.buying.capacity import declare
from catalog.services.buying.swap import Need, Swap, swap
from tests.buying.swap_world import allocated, edition, member, sold, supplier

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
GREEN = ("ecolabelled",)


@pytest.fixture
def world(means: Means) -> Means:
    sold(means)
    return means


def asked(means: Means, reference: str = "P", quantity: int = 10, actor: Any = None, **more: Any) -> Swap:
    need = Need(quantity, supplier="HYG", reference=reference, attributes=GREEN)
    return swap(actor or member(means), means, edition(means), need, **more)


def told(found: Swap) -> list[tuple[str, int, int, int, int, int]]:
    return [(each.offer.reference, each.cost.units, each.cost.price, each.cost.goods, each.cost.eco, each.gap)
            for each in found.alternatives]  # fmt: skip


def test_the_gap_is_worked_out_for_the_year_to_the_cent(world: Means) -> None:
    found = asked(world)
    assert found.cost is not None
    assert (found.cost.units, found.cost.total, found.amount, found.compliant) == (
        10,
        200_000_000,
        Fraction(2500),
        False,
    )
    assert told(found) == [
        ("E1", 18, 10_000_000, 180_000_000, 1_800_000, -18_200_000),
        ("E2", 5, 35_000_000, 175_000_000, 0, -25_000_000),
    ]
    small = told(asked(world, quantity=1))[0]
    assert small == ("E1", 6, 12_000_000, 72_000_000, 600_000, 52_600_000), "the first price and the whole multiple"


def test_another_basis_is_never_compared_and_says_why(world: Means) -> None:
    litres = asked(world, "E3")
    assert (litres.alternatives, litres.why and litres.why.code, litres.compliant) == ((), "swap.none", True)
    roll = asked(world, "S")
    assert (roll.alternatives, roll.why and roll.why.code) == ((), "comparable.no_content")


def test_another_lot_and_the_allocation_rule_are_said(world: Means) -> None:
    first, second = asked(world).alternatives
    assert [note.code for note in first.notes] == ["swap.allocation.unknown", "capacity.unknown"]
    assert [note.code for note in second.notes] == ["swap.other_lot", "capacity.unknown"]
    assert second.notes[0].params == {"lot": "ENT-L2", "name": "Ecolabellise", "agreement": "ENT"}


ALLOCATIONS = [
    ("cascade", 1, "swap.allocation.cascade.first"), ("cascade", 2, "swap.allocation.cascade.later"),
    ("cascade", None, "swap.allocation.cascade.unranked"), ("rotation", None, "swap.allocation.rotation"),
    ("mini_competition", None, "swap.allocation.mini_competition"), ("quote", None, "swap.allocation.quote"),
]  # fmt: skip


def test_how_the_lot_is_allocated(world: Means) -> None:
    for how, rank, code in ALLOCATIONS:
        allocated(world, how, rank)
        assert asked(world).alternatives[0].notes[0].code == code


def test_an_agreement_not_joined_is_not_there(world: Means) -> None:
    assert [each.offer.reference for each in asked(world, actor=OPERATOR).alternatives] == ["E1", "E4", "E2"]
    as_member = asked(world, actor=OPERATOR, as_member="CRECHE")
    assert [each.offer.reference for each in as_member.alternatives] == ["E1", "E2"]
    foreign = Need(1, supplier="AUTRE", reference="E4")
    nobody = Need(1, supplier="AUTRE", reference="ZZZ")
    for need in (foreign, nobody):
        with pytest.raises(NotFound) as refused:
            swap(member(world), world, edition(world), need)
        assert (refused.value.code, refused.value.params) == ("thing.unknown", {})


def test_what_is_refused(world: Means) -> None:
    """Nobody has validated the range: nothing is in it, whatever its proofs. A supplier never asks."""
    need = Need(10, supplier="HYG", reference="P", ranges=("verte",))
    assert swap(member(world), world, edition(world), need).alternatives == ()
    with pytest.raises(NotFound):
        swap(member(world), world, edition(world), Need(10, supplier="HYG", reference="P", ranges=("zzz",)))
    for quantity in (0, -1, 1_000_001):
        with pytest.raises(Invalid):
            asked(world, quantity=quantity)
    with pytest.raises(NotAllowed):
        asked(world, actor=supplier(world))


def test_a_capacity_is_told_and_what_exceeds_it(world: Means) -> None:
    declare(supplier(world, "AUTRE"), world, "AUTRE", "E1", 4, 3)
    notes = [asked(world, quantity=quantity).alternatives[0].notes[-1] for quantity in (1, 10)]
    assert [(note.code, note.params.get("wanted")) for note in notes] == [
        ("capacity.declared.3", None), ("capacity.exceeded.3", 18),
    ]  # fmt: skip
