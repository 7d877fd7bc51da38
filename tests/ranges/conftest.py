"""The small world of the proofs, with four ranges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.queries import ranges
from tests.proofs.world import LONG_AGO, World, build_world

RULES: dict[str, dict[str, Any]] = {
    "entretien": {"attributes": ["ecolabelled"], "families": ["CLEANING", "LAUNDRY_DISH"], "lots": []},
    "entretien-lot": {"attributes": ["ecolabelled", "early_childhood"], "families": [], "lots": ["ENT-1"]},
    "papier-lot": {"attributes": ["ecolabelled"], "families": [], "lots": ["PAP-1"]},
}


def version(
    means: Means, world: World, code: str, rule: dict[str, Any], at: dt.datetime = LONG_AGO, central: str = "CAP"
) -> int:
    """A version of a range, recorded at a time of the test's choosing."""
    return ranges.add_version(
        means.session, central_id=world.organisations[central], code=code, name_fr=f"Gamme {code}", name_en=f"Range {code}",
        rule=rule, profile="strict", description_fr="Exemple.", description_en="Example.", by=OPERATOR, at=at,
    )  # fmt: skip


@pytest.fixture
def world(means: Means) -> World:
    made = build_world(means)
    for code, rule in RULES.items():
        version(means, made, code, rule)
    return made
