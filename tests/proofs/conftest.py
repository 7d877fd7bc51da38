"""The small world of `world.py`, in the test's own database."""

from __future__ import annotations

import pytest

from catalog.means.means import Means
from tests.proofs.world import World, build_world


@pytest.fixture
def world(means: Means) -> World:
    return build_world(means)
