"""A member's doubt: a case with a deadline that changes nothing, answered by staff, read by its supplier without the member."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import JournalEntry, OfferVersion, Suspension
from catalog.services.validation.doubt import DoubtLine, answer_doubt, list_doubts, open_doubt
from tests.validation.conftest import Scene, prove

TEXT = "Le flacon reçu porte un autre numéro de licence."


def opened(means: Means, scene: Scene, actor: str = "buyer", **more: int) -> int:
    return open_doubt(scene.actor(actor), means, "VERNET", "V-1", "ecolabelled", TEXT, **more)


def one(means: Means, scene: Scene, actor: str) -> DoubtLine:
    found = list_doubts(scene.actor(actor), means)
    assert len(found) == 1
    return found[0]


def test_a_doubt_opens_a_case_and_changes_nothing(means: Means, scene: Scene) -> None:
    before = scene.line(means, "V-1")
    number = opened(means, scene)
    assert scene.line(means, "V-1") == before
    line = one(means, scene, "buyer")
    assert (line.id, line.member, line.reference, line.text, line.deadline, line.overdue, line.outcome) == (
        number, "CRECHE", "V-1", TEXT, dt.date(2026, 12, 7), False, None,
    )  # fmt: skip


def test_the_supplier_reads_it_without_the_member(means: Means, scene: Scene) -> None:
    opened(means, scene)
    line = one(means, scene, "supplier")
    assert (line.member, line.member_name, line.text) == (None, None, TEXT)
    assert one(means, scene, "reviewer").member == "CRECHE"
    for other in ("other_supplier", "other_buyer"):
        assert list_doubts(scene.actor(other), means) == []


def test_a_colleague_of_the_member_sees_it_and_opens_no_second_one(means: Means, scene: Scene) -> None:
    opened(means, scene)
    assert one(means, scene, "prescriber").text == TEXT
    with pytest.raises(Conflict) as refused:
        opened(means, scene, "buyer_admin")
    assert refused.value.code == "doubt.open_already"


def test_it_is_overdue_the_day_after_its_deadline(means: Means, scene: Scene) -> None:
    opened(means, scene)
    due = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 7)))
    later = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 8)))
    assert [list_doubts(scene.actor("reviewer"), each)[0].overdue for each in (due, later)] == [False, True]


def test_the_setting_says_how_long(means: Means, scene: Scene) -> None:
    longer = dataclasses.replace(means, settings=dataclasses.replace(means.settings, doubt_days=30))
    opened(longer, scene)
    assert one(means, scene, "buyer").deadline == dt.date(2026, 12, 22)


def test_kept_is_told_to_both_and_changes_nothing(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    answer_doubt(scene.actor("reviewer"), means, number, "kept", "Deux licences, toutes deux valables")
    for actor in ("buyer", "supplier"):
        line = one(means, scene, actor)
        assert (line.outcome, line.answer, line.answered_by) == (
            "kept", "Deux licences, toutes deux valables", "Nom reviewer",
        )  # fmt: skip
    assert scene.line(means, "V-1").tag.state == "yes"
    assert list_doubts(scene.actor("reviewer"), means, open_only=True) == []
    entry = means.session.query(JournalEntry).filter_by(action="doubt.answer").one()
    assert entry.detail == {"outcome": "kept", "answer": "Deux licences, toutes deux valables"}


def test_contested_contests_the_tag(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    answer_doubt(scene.actor("publisher"), means, number, "contested", "Le numéro est d’un autre produit")
    line = scene.line(means, "V-1")
    assert line.theirs is not None
    assert (line.tag.standing, line.theirs.reason) == ("contested", "Le numéro est d’un autre produit")


def test_suspended_asks_that_it_is(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    with pytest.raises(Conflict) as refused:
        answer_doubt(scene.actor("reviewer"), means, number, "suspended", "Retiré le temps du contrôle")
    assert refused.value.code == "doubt.not_suspended"
    offer = scene.world.offers["V-1", "ENT-1"]
    batch = means.session.query(OfferVersion).filter_by(offer_id=offer).one().batch_id
    assert batch
    means.session.add(
        Suspension(
            supplier_id=scene.world.organisations["VERNET"], offer_id=offer, since=1, reason="Contrôle",
            recorded_at=means.clock.now(), **scene.actor("reviewer").by,
        )
    )  # fmt: skip
    means.session.flush()
    answer_doubt(scene.actor("reviewer"), means, number, "suspended", "Retiré le temps du contrôle")
    assert one(means, scene, "buyer").outcome == "suspended"


def test_it_is_answered_once(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    answer_doubt(scene.actor("reviewer"), means, number, "kept", "Vu")
    with pytest.raises(Conflict):
        answer_doubt(scene.actor("publisher"), means, number, "contested", "Vu aussi")
    assert scene.line(means, "V-1").tag.state == "yes"


@pytest.mark.parametrize(("outcome", "answer"), [("kept", " "), ("closed", "x"), ("kept", "x" * 4001)])
def test_an_answer_that_is_none(means: Means, scene: Scene, outcome: str, answer: str) -> None:
    number = opened(means, scene)
    with pytest.raises(Invalid):
        answer_doubt(scene.actor("reviewer"), means, number, outcome, answer)


def test_a_product_or_proof_that_the_member_does_not_see_is_none(means: Means, scene: Scene) -> None:
    other = prove(means, scene.world, "O-1", "ORGE")
    mine = scene.actor("buyer")
    for supplier, reference in (("VERNET", "V-9"), ("NOBODY", "V-1")):
        with pytest.raises(NotFound) as refused:
            open_doubt(mine, means, supplier, reference, "ecolabelled", TEXT)
        assert refused.value.code == "product.unknown"
    with pytest.raises(NotFound):
        open_doubt(scene.actor("other_buyer"), means, "VERNET", "V-2", "ecolabelled", TEXT)
    for proof in (other, 4_711):
        with pytest.raises(NotFound) as refused:
            opened(means, scene, proof=proof)
        assert refused.value.code == "proof.unknown"
    with pytest.raises(Invalid):
        open_doubt(mine, means, "VERNET", "V-1", "safe", TEXT)
    with pytest.raises(Invalid):
        open_doubt(mine, means, "VERNET", "V-1", "ecolabelled", " ")


def test_who_may(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    for name in ("supplier", "reviewer", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            opened(means, scene, name)
    for name in ("buyer", "supplier", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            answer_doubt(scene.actor(name), means, number, "kept", "x")
    with pytest.raises(NotFound):
        answer_doubt(OPERATOR, means, 4_711, "kept", "x")
