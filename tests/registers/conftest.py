"""The small world of `tests/proofs`, its products with article numbers, and the facts as shipped."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.models import ProductVersion
from catalog.services.facts.load import load_facts
from tests.proofs.world import World, build_world

GTINS = {"V-1": "3701000000010", "V-2": "3701000000027", "O-1": "3701000000034"}


@pytest.fixture
def world(means: Means) -> World:
    made = build_world(means)
    load_facts(OPERATOR, means)
    for reference, gtin in GTINS.items():
        give(means, reference, gtin=gtin)
    return made


def give(means: Means, reference: str, **values: object) -> None:
    """Let a published product say something else."""
    means.session.execute(update(ProductVersion).where(ProductVersion.reference == reference).values(**values))
    means.session.flush()
