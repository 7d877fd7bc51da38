"""The list of publications tells each reader what lies within its own sight, and nothing of what lies beyond."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotFound
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.agreements import setup
from catalog.services.intake.receive import Delivery, prepare
from catalog.services.release.publications import publications
from catalog.services.release.publish import publish
from catalog.services.release.undo import undo
from tests.release.world import actor, deliver, set_up

PAPER = b"""
[[organisation]]
code = "AILLEURS"
kind = "central"
name = "Une autre centrale"
[[organisation]]
code = "MEDIA"
kind = "member"
name = "Mediatheque"
[[agreement]]
code = "PAP"
name = "Papier"
central = "AILLEURS"
starts = 2026-01-01
ends = 2029-12-31
[[agreement.lot]]
code = "PAP-L1"
name = "Papier"
families = ["OFFICE_PAPER"]
holders = ["AUTRE"]
[[membership]]
organisation = "MEDIA"
agreement = "PAP"
from = 2026-01-01
"""
ROLES: dict[str, tuple[Any, Any]] = {
    "CENTRALE": ("auditor", "central"), "AILLEURS": ("publisher", "central"), "CRECHE": ("buyer", "member"),
    "MEDIA": ("buyer", "member"), "HYG": ("supplier", "supplier"), "AUTRE": ("supplier", "supplier"),
}  # fmt: skip


@pytest.fixture
def world(means: Means) -> Means:
    """Publication 1: two offers of HYG; 2: one of AUTRE in another body's agreement; 3: without it again."""
    set_up(means)
    assert setup.load(OPERATOR, means, PAPER, False).faults == ()
    publish(OPERATOR, means, [deliver(means, "1", ("A", "Savon", "1.00"), ("B", "Gel", "2.00"))], note="a word")
    publish(OPERATOR, means, [deliver(means, "2", ("P", "Papier", "3.00"), lots=("PAP-L1",), supplier="AUTRE")])
    undo(OPERATOR, means)
    return means


def seen(means: Means, code: str) -> list[dict[str, Any]]:
    card = agreements.organisations(means.session, [code])[code]
    return publications(actor(*ROLES[code], card.id, code), means)


@pytest.mark.parametrize(
    ("code", "offers"),
    [
        ("CENTRALE", [2, 2, 2]), ("CRECHE", [2, 2, 2]), ("HYG", [2, 2, 2]),
        ("AILLEURS", [0, 1, 0]), ("MEDIA", [0, 1, 0]), ("AUTRE", [0, 1, 0]),
    ],
)  # fmt: skip
def test_offers_are_counted_within_the_readers_sight(world: Means, code: str, offers: list[int]) -> None:
    assert [each["offers"] for each in reversed(seen(world, code))] == offers
    assert [each["offers"] for each in reversed(publications(OPERATOR, world))] == [2, 3, 2]


def test_notes_and_batches_are_for_the_central_body_and_of_its_own_agreements(world: Means) -> None:
    told = {code: [(each["note"], len(each["batches"])) for each in reversed(seen(world, code))] for code in ROLES}
    assert told == {
        "CENTRALE": [("a word", 1), (None, 0), (None, 0)],
        "AILLEURS": [(None, 0), (None, 1), (None, 1)],
        **dict.fromkeys(("CRECHE", "MEDIA", "HYG", "AUTRE"), [(None, 0)] * 3),
    }


def test_a_supplier_cannot_tell_another_holders_lot_from_none(world: Means) -> None:
    card = agreements.organisations(world.session, ["HYG"])["HYG"]
    own = actor("supplier", "supplier", card.id, "HYG")
    for code in ("PAP-L1", "NO-SUCH-LOT"):
        with pytest.raises(NotFound) as refused:
            prepare(own, world, Delivery("HYG", (code,), "a.csv"))
        assert (refused.value.code, dict(refused.value.params)) == ("lot.not_found", {"lot": code})
    with pytest.raises(Invalid) as named:
        prepare(OPERATOR, world, Delivery("HYG", ("PAP-L1",), "a.csv"))
    assert named.value.code == "delivery.not_holder"
