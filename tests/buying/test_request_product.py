"""Products that members ask for: read by the member and the body it asked, answered once with words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import JournalEntry
from catalog.services.buying.request_product import answer, ask, requests
from catalog.services.facts.load import load_facts
from tests.agreements.sample import HOMES, ROLES, WORLD, person, settled

SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def settled_means(means: Means) -> Means:
    settled(means, WORLD)
    load_facts(OPERATOR, means)
    return means


def test_a_member_asks_and_reads_the_answer(settled_means: Means) -> None:
    means = settled_means
    member, staff = person(means, "CRECHE", "prescriber"), person(means, "CEN", "reviewer")
    first = ask(member, means, " Peinture lavable écolabellisée ", "CLEANING", ["ecolabelled"], 40)
    second = ask(member, means, "Autre chose")
    assert [each.id for each in requests(staff, means)] == [first, second]
    answer(staff, means, first, taken_up=True, words=" Demandée au titulaire du lot 2. ")
    line = requests(member, means)[-1]
    assert line.json() == {
        "request": str(first), "organisation": "Crèche d’essai", "central": "CEN",
        "text": "Peinture lavable écolabellisée", "family": "CLEANING", "yearly_quantity": 40, "outcome": "taken_up",
        "answer": "Demandée au titulaire du lot 2.", "attributes": ["ecolabelled"], "on": "2026-11-22",
        "answered_on": "2026-11-22",
    }  # fmt: skip
    with pytest.raises(Conflict):
        answer(staff, means, first, taken_up=False, words="non")
    last = means.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.detail) == ("product_request.answer", {"outcome": "taken_up"})


@SQLITE
def test_what_cannot_be_asked_or_answered(settled_means: Means) -> None:
    means = settled_means
    member = person(means, "CRECHE", "buyer")
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("product_request.text", lambda: ask(member, means, "  ")),
        ("product_request.text", lambda: ask(member, means, "x" * 2001)),
        ("range.unknown_value", lambda: ask(member, means, "x", "NOPE")),
        ("range.unknown_value", lambda: ask(member, means, "x", None, ["nope"])),
        ("product_request.quantity", lambda: ask(member, means, "x", yearly_quantity=0)),
        ("product_request.which_central", lambda: ask(member, means, "x", central="CEN2")),
        ("product_request.which_central", lambda: ask(person(means, "MAIRIE", "buyer"), means, "x")),
    ]
    for code, act in wrong:
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.code == code
    made = ask(member, means, "x")
    with pytest.raises(Invalid):
        answer(person(means, "CEN", "publisher"), means, made, taken_up=True, words="")


@SQLITE
def test_others_see_and_answer_nothing(settled_means: Means) -> None:
    means = settled_means
    made = ask(person(means, "CRECHE", "buyer"), means, "secret")
    assert requests(person(means, "LYCEE", "buyer_admin"), means) == []
    assert requests(person(means, "CEN2", "admin"), means) == []
    with pytest.raises(NotFound):
        answer(person(means, "CEN2", "reviewer"), means, made, taken_up=True, words="oui")


@SQLITE
def test_who_may(settled_means: Means) -> None:
    means = settled_means
    made = ask(person(means, "CRECHE", "buyer"), means, "x")
    acts: dict[str, Callable[[Actor], object]] = {
        "read": lambda actor: requests(actor, means),
        "ask": lambda actor: ask(actor, means, "x"),
        "answer": lambda actor: answer(actor, means, made, taken_up=False, words="non"),
    }
    allowed: dict[str, set[str]] = {name: set() for name in acts}
    for role, kind in ROLES:
        for name, act in acts.items():
            point = means.session.begin_nested()
            try:
                act(person(means, HOMES[kind], role))
                allowed[name].add(role)
            except NotAllowed:
                pass
            finally:
                point.rollback()
    members, central = {"buyer", "buyer_admin", "prescriber"}, {"reviewer", "publisher", "admin", "auditor"}
    assert allowed == {"read": members | central, "ask": members, "answer": {"reviewer", "publisher"}}
    with pytest.raises(NotAllowed):
        ask(OPERATOR, means, "x")
    assert [each.text for each in requests(OPERATOR, means)] == ["x"]
