"""Members ask for a range and support each other's requests; staff answer. Nobody learns who the others are."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.means import Means
from catalog.services.facts.load import load_facts
from catalog.services.ranges.wish import answer, support, wish, wishes
from tests.proofs.world import World

TEXT = "Une gamme de nettoyants sans parfum."


@pytest.fixture
def asked(means: Means, world: World) -> int:
    """CRECHE asks CAP for a range."""
    load_facts(OPERATOR, means)
    return wish(world.actors["buyer"], means, f" {TEXT} ", ["ecolabelled"], ["CLEANING"])


def test_a_request_gathers_supporters_once_each(means: Means, world: World, asked: int) -> None:
    buyer, other, staff = (world.actors[name] for name in ("buyer", "other_buyer", "reviewer"))
    assert [support(who, means, asked) for who in (buyer, other, other)] == [1, 2, 2]
    (own,), (theirs,), (seen,) = (wishes(who, means) for who in (buyer, other, staff))
    assert (own.text, own.wanted, own.mine, own.supported, own.organisations) == (TEXT, 2, True, False, ())
    assert (theirs.wanted, theirs.mine, theirs.supported, theirs.organisations) == (2, False, True, ())
    assert seen.organisations == ("CRECHE (démo)", "LYCEE (démo)")
    assert "CRECHE" not in str(theirs.json())


def test_it_is_taken_up_by_a_range_or_declined_with_a_reason(means: Means, world: World, asked: int) -> None:
    staff, second = world.actors["reviewer"], wish(world.actors["other_buyer"], means, "Du papier")
    for values, code in (
        ({"reason": " "}, "range.wish_reason"),
        ({"reason": "x", "range_code": "rien"}, "range.wish_range"),
    ):
        with pytest.raises(Invalid) as refused:
            answer(staff, means, asked, taken_up=True, **values)
        assert refused.value.code == code
    answer(staff, means, asked, taken_up=True, reason="La voici.", range_code="entretien")
    answer(staff, means, second, taken_up=False, reason="Trop peu d’offres.", range_code="entretien")
    told = [(each.text, each.outcome, each.reason, each.range) for each in wishes(world.actors["buyer"], means)]
    assert told == [(TEXT, "taken_up", "La voici.", "entretien"), ("Du papier", "declined", "Trop peu d’offres.", None)]
    for late in (
        lambda: answer(staff, means, asked, taken_up=False, reason="x"),
        lambda: support(world.actors["other_buyer"], means, asked),
    ):
        with pytest.raises(Conflict):
            late()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_most_wanted_comes_first(means: Means, world: World, asked: int) -> None:
    second = wish(world.actors["other_buyer"], means, "Du papier")
    support(world.actors["buyer"], means, second)
    assert [each.id for each in wishes(world.actors["auditor"], means)] == [second, asked]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_may(means: Means, world: World, asked: int) -> None:
    for name in ("reviewer", "supplier"):
        with pytest.raises(NotAllowed):
            wish(world.actors[name], means, "x")
        with pytest.raises(NotAllowed):
            support(world.actors[name], means, asked)
    for name in ("buyer", "supplier", "auditor", "admin"):
        with pytest.raises(NotAllowed):
            answer(world.actors[name], means, asked, taken_up=False, reason="x")
    with pytest.raises(NotAllowed):
        wishes(world.actors["supplier"], means)
    elsewhere = Actor("x@y.example", "x", "reviewer", "central", 1, 999, "ELSEWHERE", "Elsewhere")
    assert wishes(elsewhere, means) == []
    with pytest.raises(NotFound):
        answer(elsewhere, means, asked, taken_up=False, reason="x")


@pytest.mark.parametrize(
    ("text", "attributes", "families", "code"),
    [
        (" ", (), (), "range.wish_text"), ("x" * 2001, (), (), "range.wish_text"),
        ("x", ("shiny",), (), "range.unknown_value"), ("x", (), ("NOTHING",), "range.unknown_value"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_makes_no_sense_is_refused(
    means: Means, world: World, text: str, attributes: tuple[str, ...], families: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        wish(world.actors["buyer"], means, text, attributes, families)
    assert refused.value.code == code
