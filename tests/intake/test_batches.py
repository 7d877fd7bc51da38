"""Receiving and reading batches: who may, for which lots, and that nobody reaches another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.agreements import setup
from catalog.services.intake.answer import answer
from catalog.services.intake.receive import Delivery, delivery_of, prepare, receive
from catalog.services.intake.show import list_batches, open_file, rows_as_written, show_batch
from catalog.services.people.accounts import actor_by_email, add_account
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publications import publications
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.undo import undo, undo_batch
from tests.release.world import actor, deliver, reading, set_up

SAVON = ("A", "Savon doux 5 L", "12.40")
ELSEWHERE = b"""
[[organisation]]
code = "AILLEURS"
kind = "central"
name = "Une autre centrale"
"""
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
Work = Callable[[Actor, Means, int], object]

READING: dict[str, Work] = {
    "list": lambda who, means, batch: [line for line in list_batches(who, means) if line.id == batch] or _nothing(),
    "show": show_batch,
    "rows": rows_as_written,
    "file": open_file,
    "rehearse": rehearse,
}
CHANGING: dict[str, Work] = {
    "answer": lambda who, means, batch: answer(who, means, batch, {"withdraw": "no"}),
    "answer again": delivery_of,
}
DECIDING: dict[str, Work] = {
    "publish": lambda who, means, batch: publish(who, means, [batch]),
    "undo batch": undo_batch,
}


def _nothing() -> object:
    raise NotFound("batch.unknown")


@pytest.fixture
def batch(means: Means) -> int:
    set_up(means)
    return deliver(means, "1", SAVON)


def person(means: Means, role: str, organisation: str) -> Actor:
    card = agreements.organisations(means.session, [organisation])[organisation]
    return actor(role, card.kind, card.id, card.code)


def outcome(work: Work, who: Actor, means: Means, batch: int) -> str:
    try:
        work(who, means, batch)
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize(
    ("role", "organisation", "expected"),
    [
        ("supplier", "HYG", "done"), ("supplier_admin", "HYG", "done"), ("supplier", "AUTRE", "NotFound"),
        ("reviewer", "CENTRALE", "done"), ("publisher", "CENTRALE", "done"), ("admin", "CENTRALE", "done"),
        ("auditor", "CENTRALE", "done"), ("buyer", "CRECHE", "NotAllowed"), ("buyer_admin", "CRECHE", "NotAllowed"),
        ("prescriber", "CRECHE", "NotAllowed"),
    ],
)  # fmt: skip
def test_who_reads_a_batch(means: Means, batch: int, name: str, role: str, organisation: str, expected: str) -> None:
    assert outcome(READING[name], person(means, role, organisation), means, batch) == expected


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize(
    ("role", "organisation", "expected"),
    [
        ("supplier", "HYG", "done"), ("supplier", "AUTRE", "NotFound"), ("reviewer", "CENTRALE", "done"),
        ("publisher", "CENTRALE", "done"), ("admin", "CENTRALE", "NotAllowed"), ("auditor", "CENTRALE", "NotAllowed"),
        ("buyer", "CRECHE", "NotAllowed"), ("prescriber", "CRECHE", "NotAllowed"),
    ],
)  # fmt: skip
def test_who_answers_for_a_batch(
    means: Means, batch: int, name: str, role: str, organisation: str, expected: str
) -> None:
    assert outcome(CHANGING[name], person(means, role, organisation), means, batch) == expected


@pytest.mark.parametrize("role", ["supplier", "reviewer", "admin", "auditor", "buyer", "buyer_admin", "prescriber"])
@pytest.mark.parametrize("name", DECIDING)
def test_only_a_publisher_publishes_and_takes_back(means: Means, batch: int, name: str, role: str) -> None:
    home = "HYG" if role == "supplier" else "CRECHE" if role in ("buyer", "buyer_admin", "prescriber") else "CENTRALE"
    assert outcome(DECIDING[name], person(means, role, home), means, batch) == "NotAllowed"
    assert outcome(lambda who, at, _: undo(who, at), person(means, role, home), means, batch) == "NotAllowed"


def test_a_publisher_publishes_undoes_and_sees_the_mark(means: Means, batch: int) -> None:
    add_account(OPERATOR, means, "chef@centrale.example", "publisher", "CENTRALE")
    who = actor_by_email(means, "chef@centrale.example")
    assert publish(who, means, [batch]) == 1
    assert undo(who, means) == 2
    assert fingerprint(who, means).publication == 2
    with pytest.raises(NotAllowed):
        fingerprint(person(means, "buyer", "CRECHE"), means)


def test_staff_of_another_central_body_find_nothing(means: Means, batch: int) -> None:
    assert setup.load(OPERATOR, means, ELSEWHERE, False).faults == ()
    stranger = person(means, "publisher", "AILLEURS")
    for name, work in (READING | CHANGING | DECIDING).items():
        assert outcome(work, stranger, means, batch) == "NotFound", name


def test_members_see_publications_without_whose_files_they_took_in(means: Means, batch: int) -> None:
    publish(OPERATOR, means, [batch])
    assert publications(person(means, "buyer", "CRECHE"), means)[0]["batches"] == []
    assert publications(person(means, "auditor", "CENTRALE"), means)[0]["batches"][0]["file"] == "1.csv"


@pytest.mark.parametrize(
    ("role", "organisation", "supplier", "lots", "refusal"),
    [
        ("supplier", "HYG", "AUTRE", ("ENT-L1",), NotFound),
        ("supplier", "HYG", "NOBODY", ("ENT-L1",), NotFound),
        ("supplier", "AUTRE", "AUTRE", ("ENT-L2",), NotFound),
        ("reviewer", "CENTRALE", "AUTRE", ("ENT-L2",), Invalid),
        ("reviewer", "CENTRALE", "HYG", ("NONE",), NotFound),
        ("reviewer", "CENTRALE", "HYG", (), Invalid),
        ("reviewer", "CENTRALE", "CRECHE", ("ENT-L1",), NotFound),
        ("buyer", "CRECHE", "HYG", ("ENT-L1",), NotAllowed),
        ("auditor", "CENTRALE", "HYG", ("ENT-L1",), NotAllowed),
    ],
)
def test_a_file_is_refused_before_it_is_read(
    means: Means, batch: int, role: str, organisation: str, supplier: str, lots: tuple[str, ...], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        prepare(person(means, role, organisation), means, Delivery(supplier, lots, "x.csv"))


def test_a_supplier_delivers_for_a_lot_it_holds(means: Means, batch: int) -> None:
    request = prepare(person(means, "supplier", "HYG"), means, Delivery("HYG", ("ENT-L1", "ENT-L2"), "x.csv"))
    assert (request.currency, request.name, request.mode) == ("EUR", "x.csv", "full")


def test_an_answer_is_kept_and_a_published_batch_takes_none(means: Means, batch: int) -> None:
    answer(OPERATOR, means, batch, {"sheet": "Tarif"}, {"Px": "price"})
    delivery, sha256 = delivery_of(OPERATOR, means, batch)
    assert (dict(delivery.answers), dict(delivery.mapping)) == ({"sheet": "Tarif"}, {"Px": "price"})
    assert sha256 == "1" * 64
    with pytest.raises(Invalid, match=r"answer\.no_choice") as caught:
        answer(OPERATOR, means, batch, {"withdraw": "maybe"})
    assert caught.value.params["choices"] == "yes, no"
    with pytest.raises(Invalid, match=r"answer\.not_asked"):
        answer(OPERATOR, means, batch, {"nonsense": "1"})
    publish(OPERATOR, means, [batch])
    with pytest.raises(Conflict, match=r"batch\.closed"):
        answer(OPERATOR, means, batch, {"withdraw": "yes"})


def test_the_sum_of_rows_is_kept_with_the_batch(means: Means, batch: int) -> None:
    found = show_batch(OPERATOR, means, batch)
    assert (found.line.row_count, found.line.imported, found.line.rejected, found.line.skipped) == (1, 1, 0, 0)
    assert (found.report["rows"], found.report["imported"], found.json()["state"]) == (1, 1, "rehearsed")


def test_two_who_send_the_same_file_at_once_have_one_batch(means: Means) -> None:
    set_up(means)
    delivery = Delivery("HYG", ("ENT-L1",), "1.csv")
    one = receive(OPERATOR, means, delivery, "1" * 64, reading(SAVON), first=True)
    other = receive(OPERATOR, means, delivery, "1" * 64, reading(SAVON), first=True)
    assert (one.known, other.known, other.batch) == (False, True, one.batch)
    assert receive(OPERATOR, means, delivery, "1" * 64, reading(SAVON)).known is False
    assert len(list_batches(OPERATOR, means)) == 1
