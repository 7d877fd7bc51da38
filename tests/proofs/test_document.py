"""Opening a proof's document: who may, and the one answer for those who may not."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import NotFound
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.services.facts.load import load_facts
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.proofs.document import open_document
from tests.proofs.test_explain import END, licence, on
from tests.proofs.world import World

STAFF = {"reviewer", "second_reviewer", "publisher", "admin", "auditor"}
OWN = {"supplier", "supplier_admin"}
JOINED = {"buyer", "buyer_admin", "prescriber"}


def openers(means: Means, world: World, number: int) -> set[str]:
    """The roles that get the document; the others get the answer for none at all."""
    answers = {role: opened(actor, means, number) for role, actor in world.actors.items()}
    refused = ("proof.unknown", {"proof": number})
    given = {role for role, answer in answers.items() if answer != refused}
    assert all(answers[role] == (64, "licence.pdf") for role in given)
    return given


def opened(actor: Actor, means: Means, number: int) -> tuple[object, object]:
    try:
        sha256, name = open_document(actor, means, number)
    except NotFound as refusal:
        return refusal.code, refusal.params
    return len(sha256), name


def test_members_open_it_while_its_tag_is_in_force_on_what_they_see(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    number = licence(means, world, "V-2")
    assert openers(means, world, number) == STAFF | OWN
    check(world.actors["reviewer"], means, number, True, "lu")
    assert openers(means, world, number) == STAFF | OWN | JOINED
    assert openers(on(means, END), world, number) == STAFF | OWN | JOINED
    assert openers(on(means, END + dt.timedelta(days=1)), world, number) == STAFF | OWN
    check(world.actors["reviewer"], means, number, False, "erreur")
    assert openers(means, world, number) == STAFF | OWN


def test_a_product_in_two_lots_opens_it_to_both_agreements(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    number = licence(means, world, "V-1")
    check(world.actors["reviewer"], means, number, True, "lu")
    assert openers(means, world, number) == STAFF | OWN | JOINED | {"other_buyer"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_proof_without_document_or_none_at_all(means: Means, world: World, clock: Clock) -> None:
    number = add(
        OPERATOR,
        means,
        supplier="VERNET",
        references=["V-1"],
        attribute="ecolabelled",
        valid_from=clock.today(),
        number="1",
    )
    for role, code in (
        ("reviewer", "proof.no_document"),
        ("other_supplier", "proof.unknown"),
        ("buyer", "proof.unknown"),
    ):
        with pytest.raises(NotFound) as refusal:
            open_document(world.actors[role], means, number)
        assert refusal.value.code == code
    assert openers(means, world, 12345) == set()


def test_a_refused_proof_stays_closed_when_another_carries_the_tag(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    good, refused, waiting = (licence(means, world, "V-2") for _ in range(3))
    check(world.actors["reviewer"], means, good, True, "lu")
    check(world.actors["reviewer"], means, refused, False, "illisible")

    assert openers(means, world, good) == STAFF | OWN | JOINED
    assert openers(means, world, refused) == openers(means, world, waiting) == STAFF | OWN
