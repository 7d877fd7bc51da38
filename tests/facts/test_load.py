"""Facts: loaded once, changed ones as a further version, local ones left in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.access import OPERATOR
from catalog.errors import NotAllowed
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Fact
from catalog.queries import proofs
from catalog.reference.shipped import facts_of, shipped_facts
from catalog.services.facts.load import load_facts
from tests.proofs.world import World, build_world

TODAY = dt.date(2026, 11, 22)
LABEL = ("label", "EU_ECOLABEL")


@pytest.fixture
def world(means: Means) -> World:
    """People and products, no fact yet."""
    return build_world(means)


def in_force(means: Means, day: dt.date = TODAY) -> dict[tuple[str, str], dict[str, Any]]:
    return {(kind, key): dict(payload) for kind, key, payload in proofs.facts(means.session, end_of(day))}


def fact(means: Means, origin: str, version: int, payload: dict[str, Any], day: dt.date) -> None:
    """A version of the EU Ecolabel, recorded on a day."""
    made = Fact(
        kind=LABEL[0], key=LABEL[1], version=version, payload=payload, source="exemple", confidence="verified",
        origin=origin, recorded_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
    )  # fmt: skip
    means.session.add(made)
    means.session.flush()


def test_what_is_shipped_is_in_force_and_a_second_load_adds_nothing(means: Means) -> None:
    shipped = shipped_facts()
    first, second = load_facts(OPERATOR, means), load_facts(OPERATOR, means)

    assert (first.new, first.changed, first.same) == (len(shipped), 0, 0)
    assert (second.new, second.changed, second.same) == (0, 0, len(shipped))
    assert in_force(means) == {(fact.kind, fact.key): dict(fact.payload) for fact in shipped}
    assert means.session.scalar(select(func.count()).select_from(Fact)) == len(shipped)
    assert in_force(means, dt.date(2026, 11, 21)) == {}


def test_a_changed_fact_gets_a_further_version_and_the_old_one_stays(means: Means) -> None:
    fact(means, "shipped", 1, {"name_fr": "ancien"}, dt.date(2026, 3, 1))
    loaded = load_facts(OPERATOR, means)

    assert (loaded.changed, loaded.same) == (1, 0)
    assert in_force(means, dt.date(2026, 3, 1))[LABEL] == {"name_fr": "ancien"}
    now = {fact.key: dict(fact.payload) for fact in facts_of("label")}
    assert in_force(means)[LABEL] == now["EU_ECOLABEL"]


def test_a_local_correction_stays_in_force_over_a_newer_shipped_version(means: Means) -> None:
    fact(means, "shipped", 1, {"name_fr": "ancien"}, dt.date(2026, 3, 1))
    fact(means, "local", 2, {"name_fr": "corrigé"}, dt.date(2026, 4, 1))
    loaded = load_facts(OPERATOR, means)

    assert loaded.changed == 1
    assert in_force(means)[LABEL] == {"name_fr": "corrigé"}
    versions = select(Fact.version, Fact.origin).where(Fact.key == "EU_ECOLABEL").order_by(Fact.version)
    assert [tuple(row) for row in means.session.execute(versions)] == [(1, "shipped"), (2, "local"), (3, "shipped")]
    assert load_facts(OPERATOR, means).changed == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_administrators_load_facts(means: Means, world: World) -> None:
    for role, actor in world.actors.items():
        if role != "admin":
            with pytest.raises(NotAllowed):
                load_facts(actor, means)
    assert load_facts(world.actors["admin"], means).new == len(shipped_facts())
