"""Through the door: a stored file is read in the child and loaded; what is published afterwards is looked for by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.models import Coverage, RegisterMatch
from catalog.settings import Settings
from tests.worker.world import delivery, opened, stored

GTIN = "3701000000010"
REGISTER = f"Licence number;Product;Company;EAN;Valid until\nFR/020/901;Autre nom;X;{GTIN};31/12/2027\nFR/020/902;Ondine Vitres;Ondine SARL;;31/12/2027\n"
PRICES = (
    f"Ref;Designation;Marque;EAN;Prix HT\nA;Savon doux 5 L;Savona;{GTIN};12,40\nB;Ondine Vitres 750 ml;Ondine;;3,10\n"
)


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    made = opened(settings)
    yield made
    made.engine.dispose()


def test_what_is_published_after_the_register_is_matched_by_itself(entrance: Entrance) -> None:
    loaded = entrance.load_register(OPERATOR, "EU_ECOLABEL", "r.csv", stored(entrance, REGISTER.encode()))
    assert (loaded.plan.verified, loaded.plan.proposed, loaded.reading.imported) == ((), (), 2)
    batch = entrance.receive(OPERATOR, delivery(), io.BytesIO(PRICES.encode())).batch
    entrance.publish(OPERATOR, [batch], {})
    with entrance.reading() as means:
        assert [(one.matched, one.how) for one in means.session.scalars(select(Coverage))] == [(True, "gtin")]
        assert [(one.how, one.answer) for one in means.session.scalars(select(RegisterMatch))] == [("company", None)]


def test_a_rehearsal_through_the_door_keeps_nothing(entrance: Entrance) -> None:
    sha256 = stored(entrance, REGISTER.encode())
    dry = entrance.load_register(OPERATOR, "EU_ECOLABEL", "r.csv", sha256, dry=True)
    assert (dry.extract, dry.reading.rows) == (None, 2)
    assert not entrance.load_register(OPERATOR, "EU_ECOLABEL", "r.csv", sha256).known
    assert entrance.load_register(OPERATOR, "EU_ECOLABEL", "r.csv", sha256).known
