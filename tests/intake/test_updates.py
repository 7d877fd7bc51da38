"""A file that says it is an update is taken in as a patch, whatever it was sent as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.services.intake.receive import Delivery, delivery_of, receive
from catalog.services.intake.show import show_batch
from tests.release.world import reading, set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAVON = ("A", "Savon doux 5 L", "12.40")


def test_an_update_is_a_patch_and_the_same_file_stays_one_batch(means: Means) -> None:
    set_up(means)
    delivery = Delivery("HYG", ("ENT-L1",), "1.xml")
    update = replace(reading(SAVON), transaction="patch")
    first = receive(OPERATOR, means, delivery, "1" * 64, update)
    assert show_batch(OPERATOR, means, first.batch).line.mode == "patch"
    again, _ = delivery_of(OPERATOR, means, first.batch)
    assert (again.mode, again.scope) == ("full", delivery.scope)
    assert receive(OPERATOR, means, again, "1" * 64, update).batch == first.batch
