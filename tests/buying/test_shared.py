"""A selection inside its organisation: which one is current, copies, emptying, deleting; two people at once lose nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from catalog.access import Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Account, JournalEntry, Mail, Selection, SelectionLine
from catalog.services.buying import propose, select_lists, visit
from catalog.services.buying import select as buying
from tests.agreements.sample import ROLES, person
from tests.buying.offers import account, edition, published

SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def quantities(means: Means, made: int) -> dict[int, int]:
    lines = means.session.execute(
        select(SelectionLine.offer_id, SelectionLine.quantity).where(SelectionLine.selection_id == made)
    )
    return {offer: quantity for offer, quantity in lines}


@SQLITE
def test_the_selection_opened_last_is_the_current_one(means: Means) -> None:
    offers, one, two = published(means), account(means, "CRECHE"), account(means, "CRECHE", "prescriber", "two")
    first = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"]])
    second = select_lists.make(one, means, "Rentrée")
    assert (buying.current(one, means).id, buying.current(two, means)) == (second, None)  # type: ignore[union-attr]
    visit.visited(two, means, edition(means), first)
    visit.visited(one, means, edition(means), first)
    assert [buying.current(each, means).id for each in (one, two)] == [first, first]  # type: ignore[union-attr]
    assert [(card.id, card.name, card.lines, card.by) for card in buying.listing(two, means)] == [
        (second, "Rentrée", 0, "one"), (first, "Sélection du 22\u00a0novembre 2026", 1, "one"),
    ]  # fmt: skip


@SQLITE
def test_a_copy_has_the_lines_and_is_its_own(means: Means) -> None:
    offers, one = published(means), account(means, "CRECHE")
    first = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-2"]], 3)
    second = select_lists.copy(one, means, first, " Copie  de travail ")
    assert quantities(means, second) == quantities(means, first) == dict.fromkeys(quantities(means, first), 3)
    line = buying.read(one, means, edition(means), second).content.lines[0]
    buying.change_quantity(one, means, second, line.id, 9)
    assert sorted(quantities(means, first).values()) == [3, 3]
    with pytest.raises(Invalid):
        select_lists.copy(one, means, first, " ")


@SQLITE
def test_emptying_takes_what_was_seen_and_can_be_undone(means: Means) -> None:
    offers, one, two = published(means), account(means, "CRECHE"), account(means, "CRECHE", name="two")
    made = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"]], 4)
    seen = [line.id for line in buying.read(one, means, edition(means), made).content.lines]
    buying.add(two, means, edition(means), [offers["B-1", "ENT-1"]], 2, made)
    gone = select_lists.empty(one, means, made, seen)
    assert quantities(means, made) == {offers["B-1", "ENT-1"]: 2}
    assert select_lists.refill(one, means, made, gone) == 1
    assert select_lists.refill(one, means, made, gone) == 0
    assert quantities(means, made) == {offers["A-1", "ENT-1"]: 4, offers["B-1", "ENT-1"]: 2}


@SQLITE
def test_a_selection_with_lines_nobody_saw_is_not_deleted(means: Means) -> None:
    offers, one, two = published(means), account(means, "CRECHE"), account(means, "CRECHE", name="two")
    made = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"]])
    visit.visited(one, means, edition(means), made)
    seen = [line.id for line in buying.read(one, means, edition(means), made).content.lines]
    buying.add(two, means, edition(means), [offers["B-1", "ENT-1"]], 1, made)
    with pytest.raises(Conflict) as refused:
        select_lists.delete(one, means, made, seen)
    assert refused.value.code == "selection.added_meanwhile"
    seen = [line.id for line in buying.read(one, means, edition(means), made).content.lines]
    select_lists.delete(one, means, made, seen)
    assert means.session.scalars(select(Selection.id)).all() == []
    assert means.session.scalars(select(SelectionLine.id)).all() == []
    last = means.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (last.action, last.subject) == ("selection.delete", f"selection:{made}")  # type: ignore[union-attr]


@SQLITE
def test_a_quantity_changed_in_between_is_not_overwritten(means: Means) -> None:
    offers, one, two = published(means), account(means, "CRECHE"), account(means, "CRECHE", name="two")
    made = buying.add(one, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    line = buying.read(one, means, edition(means), made).content.lines[0].id
    buying.change_quantity(two, means, made, line, 5, seen=3)
    acts: list[Callable[[], None]] = [
        lambda: buying.change_quantity(one, means, made, line, 4, seen=3),
        lambda: buying.remove(one, means, made, line, 3),
    ]
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert (refused.value.code, refused.value.params) == ("selection.moved_meanwhile", {"quantity": 5})
    assert quantities(means, made) == {offers["A-1", "ENT-1"]: 5}


def test_a_prescriber_proposes_and_a_buyer_decides(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE", "buyer_admin", "Anne")
    asks = account(means, "CRECHE", "prescriber", "Paul")
    empty = select_lists.make(asks, means, "Vide")
    with pytest.raises(Invalid):
        propose.propose(asks, means, empty, "")
    made = buying.add(asks, means, edition(means), [offers["A-1", "ENT-1"]], 2, empty)
    told = propose.propose(asks, means, made, " Pour la rentrée. ")
    with pytest.raises(Conflict):
        propose.propose(asks, means, made, "encore")
    assert [
        (each.selection, each.message, each.by, each.mine, each.outcome) for each in propose.proposals(buyer, means)
    ] == [("Vide", "Pour la rentrée.", "Paul", False, None)]
    assert [card.proposed for card in buying.listing(buyer, means)] == [True]
    with pytest.raises(Conflict):
        select_lists.delete(asks, means, made, list(quantities(means, made)))
    mark = buying.read(buyer, means, edition(means), made).mark
    line = buying.read(asks, means, edition(means), made).content.lines[0].id
    buying.change_quantity(asks, means, made, line, 7)
    with pytest.raises(Conflict) as moved:
        propose.decide(dataclasses.replace(buyer, name="Anne"), means, told, accepted=True, mark=mark)
    assert moved.value.code == "selection.changed_meanwhile"
    with pytest.raises(Invalid):
        propose.decide(buyer, means, told, accepted=False, reason=" ")
    mark = buying.read(buyer, means, edition(means), made).mark
    propose.decide(dataclasses.replace(buyer, name="Anne"), means, told, accepted=False, reason="Trop cher.", mark=mark)
    seen = propose.proposals(asks, means, made)[0]
    assert (seen.mine, seen.outcome, seen.reason, seen.answered_by) == (True, "declined", "Trop cher.", "Anne")
    with pytest.raises(Conflict):
        propose.decide(buyer, means, told, accepted=True)
    again = propose.propose(asks, means, made, "")
    propose.decide(buyer, means, again, accepted=True)
    assert [each.outcome for each in propose.proposals(asks, means, made)] == ["accepted", "declined"]


@SQLITE
def test_both_sides_of_a_proposal_are_told_by_mail(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE", "buyer_admin", "Anne")
    account(means, "CRECHE", "buyer", "Luc")
    account(means, "LYCEE", "buyer", "Zoé")
    asks = dataclasses.replace(account(means, "CRECHE", "prescriber", "Paul"), name="Paul")
    made = buying.add(asks, means, edition(means), [offers["A-1", "ENT-1"]])
    means.session.execute(update(Account).where(Account.name == "Luc").values(language="en"))
    told = propose.propose(asks, means, made, "Pour la rentrée.")
    name, address = buying.listing(asks, means)[0].name, f"{means.settings.address}/selection?s={made}"
    name = name.replace("\u00a0", " ")
    assert [(each.recipient, each.subject) for each in posted(means)] == [
        ("Anne.buyer_admin@creche.example", f"Paul propose une sélection : {name}"),
        ("Luc.buyer@creche.example", f"Paul proposes a selection: {name}"),
        ("achats@creche.example", f"Paul propose une sélection : {name}"),
    ]
    assert all("Pour la rentrée.\n\n" in each.body and address in each.body for each in posted(means))
    propose.decide(buyer, means, told, accepted=False, reason="Trop cher.")
    answer = posted(means)[-1]
    assert (answer.recipient, answer.subject) == (asks.email, f"Votre sélection est refusée : {name}")
    assert "Trop cher.\n\n" in answer.body
    again = propose.propose(asks, means, made, "")
    assert len(posted(means)) == 7, "a second proposal is told again"
    means.session.execute(update(Account).where(Account.name == "Paul").values(disabled_at=means.clock.now()))
    propose.decide(buyer, means, again, accepted=True)
    assert len(posted(means)) == 7, "who has left is not written to"


def posted(means: Means) -> list[Mail]:
    return list(means.session.scalars(select(Mail).order_by(Mail.id)))


@SQLITE
def test_who_may_do_what(means: Means) -> None:
    offers = published(means)
    asks = account(means, "CRECHE", "prescriber", "asks")
    made = buying.add(asks, means, edition(means), [offers["A-1", "ENT-1"]])
    told = propose.propose(asks, means, made, "")
    acts: dict[str, Callable[[Actor], object]] = {
        "make": lambda actor: select_lists.make(actor, means),
        "copy": lambda actor: select_lists.copy(actor, means, made, "x"),
        "empty": lambda actor: select_lists.empty(actor, means, made, []),
        "refill": lambda actor: select_lists.refill(actor, means, made, []),
        "delete": lambda actor: select_lists.delete(actor, means, made, []),
        "propose": lambda actor: propose.propose(actor, means, made, ""),
        "decide": lambda actor: propose.decide(actor, means, told, accepted=True),
        "proposals": lambda actor: propose.proposals(actor, means),
        "changed": lambda actor: visit.changed(actor, means, edition(means), made),
        "visited": lambda actor: visit.visited(actor, means, edition(means), made),
    }
    allowed: dict[str, set[str]] = {name: set() for name in acts}
    for role, kind in ROLES:
        actor = person(means, {"central": "CEN", "supplier": "SUP-A", "member": "CRECHE"}[kind], role)
        for name, act in acts.items():
            point = means.session.begin_nested()
            try:
                act(actor)
                allowed[name].add(role)
            except NotAllowed:
                pass
            except Conflict:
                allowed[name].add(role)
            finally:
                point.rollback()
    members, buyers = {"buyer", "buyer_admin", "prescriber"}, {"buyer", "buyer_admin"}
    assert allowed == {**dict.fromkeys(acts, members), "propose": {"prescriber"}, "decide": buyers}


@SQLITE
def test_another_organisation_finds_nothing(means: Means) -> None:
    offers, asks = published(means), account(means, "CRECHE", "prescriber", "asks")
    made = buying.add(asks, means, edition(means), [offers["A-1", "ENT-1"]])
    told = propose.propose(asks, means, made, "secret")
    stranger = account(means, "LYCEE", "buyer_admin", "stranger")
    assert propose.proposals(stranger, means) == []
    for act in (
        lambda: select_lists.copy(stranger, means, made, "x"), lambda: select_lists.empty(stranger, means, made, []),
        lambda: select_lists.refill(stranger, means, made, []), lambda: select_lists.delete(stranger, means, made, []),
        lambda: propose.decide(stranger, means, told, accepted=True),
        lambda: propose.propose(account(means, "LYCEE", "prescriber", "p"), means, made, ""),
        lambda: visit.changed(stranger, means, edition(means), made),
        lambda: visit.visited(stranger, means, edition(means), made),
    ):  # fmt: skip
        with pytest.raises(NotFound) as refused:
            act()
        assert (refused.value.code, dict(refused.value.params)) == ("thing.unknown", {})
