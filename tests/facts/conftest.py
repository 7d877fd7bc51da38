"""The small world of the proofs with one range of ecolabelled products, in the test's own database."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.queries import ranges
from catalog.services.facts.load import load_facts
from tests.proofs.world import LONG_AGO, World, build_world, decided, proof_of
from tests.ranges.validated import validate_all


@pytest.fixture
def world(means: Means) -> World:
    """V-1 holds an accepted EU Ecolabel licence of group 020 (cleaning products) without an end of its own."""
    made = build_world(means)
    load_facts(OPERATOR, means)
    ranges.add_version(
        means.session, central_id=made.organisations["CAP"], code="eco", name_fr="Écolabellisés", name_en="Ecolabelled",
        rule={"attributes": ["ecolabelled"], "families": [], "lots": []}, profile="strict", description_fr="Exemple.",
        description_en="Example.", by=OPERATOR, at=LONG_AGO,
    )  # fmt: skip
    proof = proof_of(means, made, "V-1", recorded_at=LONG_AGO, valid_until=dt.date(2027, 6, 30))
    decided(means, proof, "accept", LONG_AGO)
    validate_all(means, at=LONG_AGO)
    return made
