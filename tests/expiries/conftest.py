"""The small world of proofs with its facts loaded, and two licences checked."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.services.facts.load import load_facts
from tests.proofs.world import World, build_world, decided, proof_of

CHECKED = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def world(means: Means) -> World:
    made = build_world(means)
    load_facts(OPERATOR, means)
    return made


def licence(means: Means, world: World, reference: str, until: dt.date | None, verdict: str | None = "accept") -> int:
    """A licence of the floor cleaners' group for one product, checked unless the verdict says otherwise."""
    number = proof_of(means, world, reference, recorded_at=CHECKED, valid_until=until)
    if verdict:
        decided(means, number, verdict, CHECKED)
    return number
