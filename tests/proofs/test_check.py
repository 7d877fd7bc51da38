"""Recording a proof and a person's word on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound, Refusal
from catalog.means.clock import Clock, day_of
from catalog.means.means import Means
from catalog.models import Coverage, Decision, JournalEntry, Proof
from catalog.services.proofs.add import add, default_basis
from catalog.services.proofs.check import check
from catalog.services.proofs.listing import list_proofs, waiting
from tests.proofs.world import PDF, World, proof_of

START, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def entered(means: Means, world: World, who: str = "supplier", **changes: Any) -> int:
    given: dict[str, Any] = {
        "supplier": "VERNET", "references": ["V-1"], "attribute": "ecolabelled", "valid_from": START, "valid_until": END,
        "document": PDF, "document_name": "licence.pdf",
    }  # fmt: skip
    return add(world.actors[who], means, **(given | changes))


def test_a_proof_is_kept_as_typed_with_its_document_and_coverage(means: Means, world: World) -> None:
    number = entered(
        means,
        world,
        references=[" V-1\u200b ", "V-2"],
        kind="licence",
        label="EU_ECOLABEL",
        number=" FR/020/118 ",
        issuer=" ",
    )

    proof = means.session.get_one(Proof, number)
    told = (proof.attribute, proof.kind, proof.basis, proof.label, proof.number, proof.issuer)
    assert told == ("ecolabelled", "licence", "label", "EU_ECOLABEL", "FR/020/118", None)
    assert (proof.valid_from, proof.valid_until, proof.document_name) == (START, END, "licence.pdf")
    assert means.files.read(proof.document or "") == PDF
    assert proof.by_account_id == world.actors["supplier"].account_id
    covered = means.session.scalars(select(Coverage.product_id).where(Coverage.proof_id == number))
    assert set(covered) == {world.products["V-1"], world.products["V-2"]}
    assert means.session.scalars(select(Decision)).all() == []


def test_the_basis_follows_attribute_and_kind_where_nobody_said() -> None:
    assert default_basis("ecolabelled", "certificate") == "label"
    assert default_basis("ecolabelled", "test_report") == "document"
    assert default_basis("ecolabelled", "equivalence") == "equivalence"
    assert default_basis("remanufactured", "certificate") == "document"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attribute": "green"}, "proof.attribute_unknown"),
        ({"kind": "rumour"}, "proof.kind_unknown"),
        ({"basis": "hope"}, "proof.basis_unknown"),
        ({"label": "NO_SUCH"}, "proof.label_unknown"),
        ({"references": [" ", ""]}, "proof.no_reference"),
        ({"references": ["V-1", "V-9", "O-1"]}, "proof.references_unknown"),
        ({"valid_until": dt.date(2025, 12, 31)}, "proof.dates_reversed"),
        ({"valid_from": dt.date(206, 1, 1)}, "proof.date_far"),
        ({"valid_until": dt.date(2206, 1, 1)}, "proof.date_far"),
        ({"document": None}, "proof.nothing_to_check"),
        ({"document": b""}, "document.empty"),
        ({"document": b"PK\x03\x04", "document_name": "a.exe"}, "document.kind_unknown"),
        ({"document": b"<html>", "document_name": "a.pdf"}, "document.not_as_named"),
        ({"document": b"a\x00b", "document_name": "a.txt"}, "document.not_as_named"),
        ({"document": Path("nowhere.pdf")}, "file.missing"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    means: Means, world: World, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        entered(means, world, **changes)

    assert refusal.value.code == code
    assert means.session.scalars(select(Proof)).all() == []
    assert not means.files.root.exists()


def test_unknown_references_are_named_and_another_suppliers_are_unknown(means: Means, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        entered(means, world, who="publisher", references=["V-1", "V-9", "O-1"])

    assert refusal.value.params == {"n": 2, "references": "O-1, V-9"}


def test_a_supplier_gets_the_same_answer_for_another_and_for_none(means: Means, world: World) -> None:
    answers = []
    for supplier in ("ORGE", "NOBODY", "CRECHE"):
        with pytest.raises(NotFound) as refusal:
            entered(means, world, supplier=supplier)
        answers.append((refusal.value.code, dict(refusal.value.params)))

    assert answers == [("thing.unknown", {})] * 3
    with pytest.raises(NotFound) as told:
        entered(means, world, who="reviewer", supplier="NOBODY")
    assert told.value.code == "proof.supplier_unknown"


def test_the_last_word_speaks_and_none_is_overwritten(means: Means, world: World) -> None:
    number = entered(means, world)
    check(world.actors["reviewer"], means, number, True, " Licence lue au registre. ")
    check(world.actors["second_reviewer"], means, number, False, "La référence n’y figure pas.")

    told = means.session.execute(select(Decision.verdict, Decision.reason).order_by(Decision.id)).all()
    assert [tuple(row) for row in told] == [
        ("accept", "Licence lue au registre."), ("refuse", "La référence n’y figure pas.")
    ]  # fmt: skip
    (line,) = list_proofs(world.actors["reviewer"], means)
    assert (line.verdict, line.reason, line.checked_by) == (
        "refuse",
        "La référence n’y figure pas.",
        "Nom second_reviewer",
    )
    actions = means.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert actions == ["proof.add", "proof.check", "proof.check"]


def test_nobody_checks_what_they_entered_but_the_operator_may(means: Means, world: World) -> None:
    own = entered(means, world, who="reviewer")
    with pytest.raises(NotAllowed) as refusal:
        check(world.actors["reviewer"], means, own, True, "oui")
    assert refusal.value.code == "proof.own_entry"
    check(world.actors["second_reviewer"], means, own, True, "lu")

    by_operator = add(
        OPERATOR, means, supplier="VERNET", references=["V-2"], attribute="ecolabelled", valid_from=START, number="X1"
    )
    check(OPERATOR, means, by_operator, True, "lu")

    assert means.session.scalars(select(Decision.proof_id).order_by(Decision.id)).all() == [own, by_operator]


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_decision_needs_a_reason(means: Means, world: World, reason: str) -> None:
    number = entered(means, world)
    with pytest.raises(Invalid) as refusal:
        check(world.actors["reviewer"], means, number, True, reason)
    assert refusal.value.code == "proof.reason_missing"
    with pytest.raises(NotFound) as unknown:
        check(world.actors["reviewer"], means, 1, True, "lu")
    assert unknown.value.code == "proof.unknown"


def test_the_list_by_state(means: Means, world: World) -> None:
    ends = {"none": None, "soon": dt.date(2027, 1, 21), "later": dt.date(2027, 1, 22), "over": dt.date(2026, 11, 21)}
    made = {name: proof_of(means, world, "V-1", recorded_at=NOON, valid_until=end) for name, end in ends.items()}
    made |= {name: proof_of(means, world, "V-2", recorded_at=NOON) for name in ("new", "no")}
    reviewer = world.actors["reviewer"]
    for name, number in made.items():
        if name != "new":
            check(reviewer, means, number, name != "no", "lu")

    found = {state: {line.id for line in list_proofs(reviewer, means, state)} for state in
             ("waiting", "accepted", "refused", "expiring", "expired")}  # fmt: skip
    named = {state: {name for name, number in made.items() if number in ids} for state, ids in found.items()}
    assert named == {
        "waiting": {"new"}, "accepted": {"none", "soon", "later"}, "refused": {"no"}, "expiring": {"soon"},
        "expired": {"over"},
    }  # fmt: skip
    assert [line.id for line in waiting(reviewer, means)] == [made["new"]]
    with pytest.raises(Invalid):
        list_proofs(reviewer, means, "lost")


def test_a_supplier_lists_its_own_only_and_the_count_is_of_its_own(means: Means, world: World) -> None:
    own = entered(means, world, references=["V-1", "V-2"])
    entered(means, world, who="other_supplier", supplier="ORGE", references=["O-1"])
    shared = entered(means, world, who="reviewer")
    means.session.add(
        Coverage(
            supplier_id=world.organisations["ORGE"], product_id=world.products["O-1"], proof_id=shared, recorded_at=NOON
        )
    )
    means.session.flush()

    mine = list_proofs(world.actors["supplier"], means)
    assert [(line.id, line.suppliers, line.products) for line in mine] == [
        (shared, ("VERNET",), 1), (own, ("VERNET",), 2)
    ]  # fmt: skip
    everything = list_proofs(world.actors["auditor"], means)
    assert [(line.suppliers, line.products) for line in everything] == [
        (("ORGE", "VERNET"), 2), (("ORGE",), 1), (("VERNET",), 2)
    ]  # fmt: skip


ADDS = {"supplier", "supplier_admin", "reviewer", "second_reviewer", "publisher"}
CHECKS = {"reviewer", "second_reviewer"}
READS = ADDS | {"admin", "auditor", "other_supplier"}
ROLES = ("reviewer", "publisher", "admin", "auditor", "supplier", "supplier_admin", "other_supplier",
         "buyer", "buyer_admin", "prescriber")  # fmt: skip


def outcome(ask: Any) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.code}"
    return "done"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_with_each_service(means: Means, world: World, role: str) -> None:
    number = entered(means, world, who="second_reviewer")
    actor = world.actors[role]
    refused = "NotAllowed right.missing"

    tried = {
        "add": outcome(lambda: entered(means, world, who=role)),
        "check": outcome(lambda: check(actor, means, number, True, "lu")),
        "list": outcome(lambda: list_proofs(actor, means)),
        "waiting": outcome(lambda: waiting(actor, means)),
    }
    other = "NotFound thing.unknown" if role == "other_supplier" else refused
    assert tried == {
        "add": "done" if role in ADDS else other,
        "check": "done" if role in CHECKS else refused,
        "list": "done" if role in READS else refused,
        "waiting": "done" if role in READS else refused,
    }


def test_the_days_of_recording_are_the_clocks(means: Means, world: World, clock: Clock) -> None:
    number = entered(means, world)
    recorded = means.session.get_one(Proof, number).recorded_at
    assert day_of(recorded) == clock.today() == dt.date(2026, 11, 22)
