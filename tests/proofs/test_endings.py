"""Withdrawing a proof, renewing it, the same word on all proofs of one paper, the list's further states."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Coverage, JournalEntry, Proof, ProofEnding, TagDecision
from catalog.published.tags import product_tags
from catalog.queries.proof_list import contested_proofs, renewed
from catalog.services.facts.load import load_facts
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check, check_all
from catalog.services.proofs.end import end
from catalog.services.proofs.extend import extend, newcomers
from catalog.services.proofs.listing import list_proofs
from catalog.services.proofs.rehearse import rehearse
from catalog.services.proofs.renew import renew
from catalog.services.proofs.show import show_proof
from tests.proofs.world import PDF, World, proof_of

START, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 22)


def entered(means: Means, world: World, who: str = "supplier", **changes: Any) -> int:
    given: dict[str, Any] = {
        "supplier": "VERNET", "references": ["V-1", "V-2"], "attribute": "ecolabelled", "valid_from": START, "valid_until": END,
        "document": PDF, "document_name": "licence.pdf", "kind": "licence", "label": "EU_ECOLABEL", "number": "FR/020/118",
    }  # fmt: skip
    return add(world.actors[who], means, **(given | changes))


def state_of(means: Means, world: World, reference: str, day: dt.date = DAY) -> str:
    key = (world.organisations["VERNET"], world.products[reference])
    return product_tags(means.session, 1, day, end_of(DAY), {key[1]})[key]["ecolabelled"].state


def test_a_withdrawn_proof_ends_at_once_and_stays_on_record(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    number = entered(means, world)
    check(world.actors["reviewer"], means, number, True, "lu")
    assert state_of(means, world, "V-1") == "yes"
    end(world.actors["second_reviewer"], means, number, " Licence suspendue. ")
    ending = means.session.scalars(select(ProofEnding)).one()
    assert (ending.proof_id, ending.last_day, ending.reason) == (number, dt.date(2026, 11, 21), "Licence suspendue.")
    assert [line.id for line in list_proofs(world.actors["reviewer"], means, "expired")] == [number]
    assert list_proofs(world.actors["reviewer"], means, "accepted") == []
    sheet = show_proof(world.actors["supplier"], means, number)
    assert (sheet.line.last_day, sheet.line.withdrawn, sheet.line.valid_until) == (dt.date(2026, 11, 21), True, END)
    assert [(each.reason, each.by) for each in sheet.endings] == [("Licence suspendue.", "Nom second_reviewer")]
    assert state_of(means, world, "V-1") != "yes"
    assert means.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()[-1] == "proof.end"


def test_an_ending_to_come_lets_it_hold_until_that_day(means: Means, world: World) -> None:
    number = entered(means, world)
    check(world.actors["reviewer"], means, number, True, "lu")
    end(world.actors["reviewer"], means, number, "fin anticipée", dt.date(2026, 11, 30))
    (line,) = list_proofs(world.actors["reviewer"], means, "expiring")
    assert (line.last_day, line.withdrawn) == (dt.date(2026, 11, 30), True)
    with pytest.raises(Conflict) as known:
        end(world.actors["reviewer"], means, number, "encore", dt.date(2026, 12, 5))
    assert known.value.code == "proof.ends_already"
    end(world.actors["reviewer"], means, number, "plus tôt", dt.date(2026, 11, 25))
    assert list_proofs(world.actors["reviewer"], means, "expiring")[0].last_day == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"reason": " "}, "proof.reason_missing"), ({"reason": "x" * 2001}, "proof.reason_missing"),
     ({"last_day": dt.date(2025, 12, 30)}, "proof.ending_early")],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_ending_has_a_reason_and_a_day(means: Means, world: World, changes: dict[str, Any], code: str) -> None:
    number = entered(means, world)
    with pytest.raises(Invalid) as refusal:
        end(world.actors["reviewer"], means, number, **({"reason": "fin"} | changes))
    assert refusal.value.code == code


def test_a_supplier_withdraws_its_own_and_no_shared_one(means: Means, world: World) -> None:
    own, shared = entered(means, world), entered(means, world, who="reviewer", document=PDF + b"2")
    owner = {"supplier_id": world.organisations["ORGE"], "product_id": world.products["O-1"]}
    means.session.add(Coverage(**owner, proof_id=shared, recorded_at=NOON))
    means.session.flush()
    end(world.actors["supplier"], means, own, "plus fabriqué")
    with pytest.raises(NotAllowed) as refusal:
        end(world.actors["supplier"], means, shared, "à nous")
    assert refusal.value.code == "proof.shared"
    with pytest.raises(NotFound):
        end(world.actors["other_supplier"], means, own, "pas à nous")
    sheet = show_proof(world.actors["supplier"], means, shared)
    assert (sheet.may_end, sheet.may_renew) == (False, False)
    end(world.actors["reviewer"], means, shared, "retirée")


def test_a_renewal_covers_the_same_and_waits_for_a_check(means: Means, world: World) -> None:
    old = entered(means, world, holder="Vernet SAS")
    check(world.actors["reviewer"], means, old, True, "lu")
    new = renew(
        world.actors["supplier"], means, old, valid_from=dt.date(2027, 1, 1), valid_until=dt.date(2029, 12, 31),
        document=PDF + b"2027", document_name="licence-2027.pdf", number="FR/020/119",
    )  # fmt: skip
    made = means.session.get_one(Proof, new)
    assert (made.replaces_id, made.number, made.label, made.kind) == (old, "FR/020/119", "EU_ECOLABEL", "licence")
    assert made.holder == "Vernet SAS"
    covered = means.session.scalars(select(Coverage.product_id).where(Coverage.proof_id == new))
    assert set(covered) == {world.products["V-1"], world.products["V-2"]}
    assert renewed(means.session) == {old: new}
    assert show_proof(world.actors["reviewer"], means, old).renewed_by == new
    assert [line.id for line in list_proofs(world.actors["reviewer"], means, "waiting")] == [new]
    with pytest.raises(Conflict) as known:
        renew(world.actors["supplier"], means, old, valid_from=START, valid_until=END, number="1")
    assert known.value.code == "proof.renewed_already"


def test_a_refused_renewal_renews_nothing(means: Means, world: World) -> None:
    old = entered(means, world)
    new = renew(
        world.actors["supplier"], means, old, valid_from=START, valid_until=dt.date(2029, 1, 1), number="FR/020/119"
    )
    check(world.actors["reviewer"], means, new, False, "autre produit")
    assert renewed(means.session) == {}
    again = renew(
        world.actors["supplier"], means, old, valid_from=START, valid_until=dt.date(2029, 1, 1), number="FR/020/120"
    )
    assert renewed(means.session) == {old: again}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_renew_is_refused(means: Means, world: World) -> None:
    old = entered(means, world)
    tries = (
        ({"valid_until": dt.date(2026, 10, 31)}, "proof.already_over"),
        ({"valid_until": dt.date(2025, 10, 31)}, "proof.dates_reversed"),
        ({"holder": "Une autre société"}, "proof.holder_unexplained"),
        ({"kind": "rumour"}, "proof.kind_unknown"),
    )
    for changes, code in tries:
        with pytest.raises(Invalid) as refusal:
            renew(world.actors["supplier"], means, old, valid_from=START, **changes)
        assert refusal.value.code == code
    assert renewed(means.session) == {}
    with pytest.raises(NotFound):
        renew(world.actors["other_supplier"], means, old, valid_from=START, number="1")


def test_the_same_word_on_all_proofs_of_one_paper(means: Means, world: World) -> None:
    first = entered(means, world, references=["V-1"])
    second = entered(means, world, references=["V-2"])
    other = entered(means, world, references=["V-2"], document=PDF + b"other")
    own = entered(means, world, who="reviewer", references=["V-2"])
    assert show_proof(world.actors["reviewer"], means, first).alike == (second,)
    assert show_proof(world.actors["second_reviewer"], means, first).alike == (second, own)
    assert show_proof(world.actors["supplier"], means, first).alike == ()
    check_all(world.actors["reviewer"], means, [first, second, first], True, "lu une fois")
    verdicts = {line.id: line.verdict for line in list_proofs(world.actors["reviewer"], means)}
    assert verdicts == {first: "accept", second: "accept", other: None, own: None}


def test_all_of_one_paper_or_none(means: Means, world: World) -> None:
    first, own = entered(means, world), entered(means, world, who="reviewer")
    with pytest.raises(NotAllowed), means.session.begin_nested():
        check_all(world.actors["reviewer"], means, [first, own], True, "lu")
    assert {line.verdict for line in list_proofs(world.actors["reviewer"], means)} == {None}


def test_the_same_number_without_a_document_is_one_paper(means: Means, world: World) -> None:
    first = entered(means, world, document=None, document_name=None, references=["V-1"])
    second = entered(means, world, document=None, document_name=None, references=["V-2"])
    entered(means, world, document=None, document_name=None, references=["V-2"], label="NORDIC_SWAN")
    assert show_proof(world.actors["reviewer"], means, first).alike == (second,)


def said(means: Means, world: World, side: str, verdict: str, hour: int, attribute: str = "ecolabelled") -> None:
    means.session.add(
        TagDecision(
            supplier_id=world.organisations["VERNET"], product_id=world.products["V-1"], attribute=attribute, side=side,
            verdict=verdict, reason="parce que", seen="0" * 64, said_by="Nom", recorded_at=NOON.replace(hour=hour),
        )
    )  # fmt: skip
    means.session.flush()


def test_contested_until_the_same_side_takes_it_back_or_staff_rule(means: Means, world: World) -> None:
    number = proof_of(means, world, "V-1", recorded_at=NOON)
    proof_of(means, world, "V-2", recorded_at=NOON)
    steps: tuple[tuple[str, str, set[int]], ...] = (
        ("supplier", "accept", set()), ("supplier", "contest", {number}), ("central", "withdraw", {number}),
        ("central", "contest", {number}), ("supplier", "withdraw", {number}), ("central", "for", set()),
        ("supplier", "contest", {number}), ("central", "against", set()),
    )  # fmt: skip
    for hour, (side, verdict, expected) in enumerate(steps, 1):
        said(means, world, side, verdict, hour)
        assert contested_proofs(means.session) == expected, (side, verdict)
    said(means, world, "supplier", "contest", 20)
    assert [line.id for line in list_proofs(world.actors["supplier"], means, "contested")] == [number]
    assert list_proofs(world.actors["other_supplier"], means, "contested") == []
    assert show_proof(world.actors["reviewer"], means, number).contested == ("V-1",)


ROLES = ("reviewer", "publisher", "admin", "auditor", "supplier", "supplier_admin", "other_supplier",
         "buyer", "buyer_admin", "prescriber")  # fmt: skip
ADDS = {"reviewer", "publisher", "supplier", "supplier_admin"}
CHECKS = {"reviewer"}
ENDS = {"reviewer", "supplier", "supplier_admin"}
READS = ADDS | {"admin", "auditor"}


def outcome(ask: Any) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.code}"
    return "done"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_with_each_service(means: Means, world: World, role: str) -> None:
    actor = world.actors[role]
    number, second = (entered(means, world, who="second_reviewer", families=["CLEANING"]) for _ in range(2))
    refused = "NotAllowed right.missing"
    no_newcomer, unknown = "Conflict proof.no_newcomer", "NotFound proof.unknown"
    words: dict[str, Any] = {
        "supplier": "VERNET",
        "references": ["V-1"],
        "attribute": "ecolabelled",
        "valid_from": START,
    }
    tried = {
        "rehearse": outcome(lambda: rehearse(actor, means, **words)),
        "check_all": outcome(lambda: check_all(actor, means, [second], True, "lu")),
        "newcomers": outcome(lambda: newcomers(actor, means, number)),
        "extend": outcome(lambda: extend(actor, means, number)),
        "renew": outcome(lambda: renew(actor, means, number, valid_from=START, number="2")),
        "end": outcome(lambda: end(actor, means, number, "fin")),
    }
    other = role == "other_supplier"
    assert tried == {
        "rehearse": "done" if role in ADDS else "NotFound thing.unknown" if other else refused,
        "check_all": "done" if role in CHECKS else refused,
        "newcomers": "done" if role in READS else unknown if other else refused,
        "extend": no_newcomer if role in ADDS else unknown if other else refused,
        "renew": "done" if role in ADDS else unknown if other else refused,
        "end": "done" if role in ENDS else unknown if other else refused,
    }
