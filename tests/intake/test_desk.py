"""The desk's list and a batch's history: what is told, in which order, and to whom."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import NotAllowed, NotFound
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.intake.answer import answer
from catalog.services.intake.desk import desk_of
from catalog.services.intake.history import history
from catalog.services.people.accounts import actor_by_email, add_account
from catalog.services.release.publish import publish
from catalog.services.release.undo import undo
from tests.release.world import actor, deliver, set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SAVON = ("A", "Savon doux 5 L", "12.40")


@pytest.fixture
def batch(means: Means) -> int:
    set_up(means)
    return deliver(means, "1", SAVON)


def supplier(means: Means, code: str) -> Actor:
    return actor("supplier", "supplier", agreements.organisations(means.session, [code])[code].id, code)


def test_a_ready_file_waits_on_the_desk_until_it_is_published(means: Means, batch: int) -> None:
    [task] = desk_of(OPERATOR, means).tasks
    assert (task.kind, task.state, task.risk) == ("rehearsed", {"id": str(batch)}, 2)
    publish(OPERATOR, means, [batch])
    assert desk_of(OPERATOR, means).tasks == ()


def test_an_empty_desk_says_when_the_next_proof_ends(means: Means) -> None:
    set_up(means)
    found = desk_of(OPERATOR, means)
    assert (found.tasks, found.running, found.next_end) == ((), (), None)


def test_the_desk_is_no_suppliers_and_no_members(means: Means, batch: int) -> None:
    with pytest.raises(NotFound):
        desk_of(supplier(means, "HYG"), means)
    with pytest.raises(NotAllowed):
        desk_of(actor("buyer", "member", 1, "CRECHE"), means)


def test_what_was_done_with_a_batch_the_last_first(means: Means, batch: int) -> None:
    answer(OPERATOR, means, batch, {"withdraw": "no"})
    publish(OPERATOR, means, [batch], "premier tarif")
    undo(OPERATOR, means)
    told = [(deed.action, deed.detail.get("number")) for deed in history(OPERATOR, means, batch)]
    assert told == [
        ("publication.undo", 2),
        ("publication.publish", 1),
        ("batch.answer", None),
        ("batch.receive", None),
    ]


def test_a_supplier_reads_what_was_done_not_by_whom(means: Means, batch: int) -> None:
    add_account(OPERATOR, means, "p@centrale.example", "publisher", "CENTRALE", "Pia")
    publisher = actor_by_email(means, "p@centrale.example")
    publish(publisher, means, [batch], "note interne")
    own = supplier(means, "HYG")
    [seen] = [deed for deed in history(publisher, means, batch) if deed.action == "publication.publish"]
    assert (seen.by, seen.detail["note"]) == ("Pia", "note interne")
    [published] = [deed for deed in history(own, means, batch) if deed.action == "publication.publish"]
    assert (published.by, published.detail.get("note")) == (None, None)
    with pytest.raises(NotFound):
        history(supplier(means, "AUTRE"), means, batch)
