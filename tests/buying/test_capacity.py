"""Capacity: the last word speaks, a taken-back word is silence, a year's quantity is weighed exactly."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.published.capacities import capacity_said, exceeded
from catalog.queries.capacities import Declared
from catalog.services.buying.capacity import declare, known, mine
from tests.buying.swap_world import edition, member, sold, supplier

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("quantity", "months", "units", "over"),
    [(10, 1, 120, False), (10, 1, 121, True), (10, 3, 40, False), (10, 3, 41, True), (10, 12, 10, False),
     (10, 12, 11, True), (0, 12, 1, True)],
)  # fmt: skip
def test_a_year_is_weighed_exactly(quantity: int, months: int, units: int, over: bool) -> None:
    declared = Declared(quantity, months, NOON)
    assert exceeded(declared, units) is over
    assert capacity_said(declared, units).code == f"capacity.{'exceeded' if over else 'declared'}.{months}"


def test_the_last_word_speaks_to_whoever_sees_the_offer(means: Means) -> None:
    sold(means)
    own = supplier(means, "AUTRE")
    assert known(member(means), means, edition(means), "AUTRE", "E1").declared is None
    for quantity, months in ((5, 12), (7, 3)):
        declare(own, means, "AUTRE", "E1", quantity, months)
    held = known(member(means), means, edition(means), "AUTRE", "E1").declared
    assert held
    assert (held.quantity, held.months) == (7, 3)
    assert [(each.reference, each.declared.quantity) for each in mine(own, means)] == [("E1", 7)]
    assert mine(supplier(means, "HYG"), means) == []
    declare(own, means, "AUTRE", "E1", None, 12)
    assert (known(member(means), means, edition(means), "AUTRE", "E1").reason.code, mine(own, means)) == (
        "capacity.unknown", [],
    )  # fmt: skip
    for reference in ("E4", "ZZZ"):
        with pytest.raises(NotFound):
            known(member(means), means, edition(means), "AUTRE", reference)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_may_declare_and_what(means: Means) -> None:
    sold(means)
    own = supplier(means, "AUTRE")
    for others in ("HYG", "ZZZ"):
        with pytest.raises(NotFound):
            declare(own, means, others, "P", 1, 12)
    for who in (OPERATOR, member(means)):
        with pytest.raises(NotAllowed):
            declare(who, means, "AUTRE", "E1", 1, 12)
    for quantity, months in ((1, 2), (-1, 12), (10**10, 12)):
        with pytest.raises(Invalid):
            declare(own, means, "AUTRE", "E1", quantity, months)
