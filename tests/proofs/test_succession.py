"""Proofs follow a product under another reference, and never its successor; a suspended offer is in no range."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.services.buying.explain import explain
from catalog.services.facts.load import load_facts
from catalog.services.proofs.check import check
from catalog.services.release import succeed as succeeding
from catalog.services.release import suspend as suspending
from catalog.services.release.rename import rename
from tests.proofs.test_explain import licence
from tests.proofs.world import World


@pytest.fixture
def proven(means: Means, world: World) -> World:
    """V-1 is ecolabelled by a checked licence; V-2 has none."""
    load_facts(OPERATOR, dataclasses.replace(means, clock=Clock(dt.date(2026, 1, 6))))
    check(world.actors["reviewer"], means, licence(means, world), True, "lu")
    return world


def state(means: Means, reference: str) -> str:
    return explain(OPERATOR, means, "VERNET", reference).tags["ecolabelled"].state


def test_proofs_never_pass_to_a_successor(means: Means, proven: World) -> None:
    before = state(means, "V-2")
    wanted = succeeding.Wanted("VERNET", "V-1", "replaced", "fin de série", "art. 9", "V-2")
    succeeding.succeed(proven.actors["publisher"], means, wanted)
    assert (state(means, "V-1"), state(means, "V-2")) == ("yes", before)
    assert before == "unknown"
    told = explain(proven.actors["buyer"], means, "VERNET", "V-2").json()["successions"]
    assert [(each["kind"], each["reference"], each["successor"], each["basis"]) for each in told] == [
        ("replaced", "V-1", "V-2", "art. 9")
    ]


def test_proofs_stay_with_a_product_under_another_reference(means: Means, proven: World) -> None:
    rename(proven.actors["publisher"], means, "VERNET", "V-1", "V-1-2027", "nouvelle codification")
    found = explain(proven.actors["buyer"], means, "VERNET", "V-1")
    assert (found.reference, found.asked, found.tags["ecolabelled"].state) == ("V-1-2027", "V-1", "yes")
    assert "asked" not in explain(OPERATOR, means, "VERNET", "V-1-2027").json()["product"]


def test_a_reviewer_suspends_at_once_and_each_is_told_its_part(means: Means, proven: World) -> None:
    wanted = suspending.Wanted("VERNET", "V-1", "rappel du fabricant", "ENT-1", "art. 12")
    suspending.suspend(proven.actors["reviewer"], means, wanted)
    for name, reason, basis in (("buyer", None, None), ("supplier", "rappel du fabricant", "art. 12")):
        (told,) = explain(proven.actors[name], means, "VERNET", "V-1").json()["suspensions"]
        assert (told["lot"], told["reason"], told["basis"], told["on"]) == ("ENT-1", reason, basis, "2026-11-22")
        assert ("rappel du fabricant" in told["fr"]) is (reason is not None)
    assert explain(proven.actors["other_buyer"], means, "VERNET", "V-1").json()["suspensions"] == []
