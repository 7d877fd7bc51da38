"""What runs out before its agreement ends is one list; supplier and staff are told at 60, 30 and 7 days, once each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.clock import Clock, end_of
from catalog.means.means import Means
from catalog.models import Coverage, Mail, Proof
from catalog.published.shelf import Shelf
from catalog.published.tags import product_tags
from catalog.services.expiries.alert import alert, remind
from catalog.services.expiries.close import close
from catalog.services.expiries.show import ExpiryLine, list_expiries
from catalog.services.facts.criteria import decide_criteria, list_criteria
from catalog.services.facts.equivalences import Asked, decide_equivalence
from tests.expiries.conftest import CHECKED, licence
from tests.proofs.world import World, decided, proof_of, second_central

SOON = dt.date(2026, 12, 15)
CRITERIA = dt.date(2026, 12, 31)
PEOPLE = [
    "publisher@cap.example", "reviewer@cap.example", "second_reviewer@cap.example", "supplier@vernet.example",
    "supplier_admin@vernet.example",
]  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "index")


def on(means: Means, day: dt.date) -> Means:
    return replace(means, clock=Clock(day))


def listed(means: Means, world: World, shelf: Shelf, who: str = "reviewer", **asked: object) -> list[ExpiryLine]:
    return list_expiries(world.actors[who], means, shelf, **asked)  # type: ignore[arg-type]


def told(means: Means) -> list[tuple[str, str]]:
    return sorted((mail.recipient, mail.subject) for mail in means.session.scalars(select(Mail)))


def test_a_licence_its_criteria_and_the_contract_are_three_dates(means: Means, world: World, shelf: Shelf) -> None:
    proof = licence(means, world, "V-1", SOON)
    licence(means, world, "O-1", None)
    own, criteria = listed(means, world, shelf)
    assert (own.end.subject, own.end.last_day, own.days_left, own.end.products) == (f"proof:{proof}", SOON, 23, 1)
    assert (own.end.contract_end, own.end.before_contract) == (dt.date(2029, 12, 31), True)
    assert (own.agreements, own.members, dict(own.suppliers)) == (("AC-ENT", "AC-PAP"), 2, {"VERNET": "VERNET (démo)"})
    assert (criteria.end.subject, criteria.end.last_day) == ("criteria:EU_ECOLABEL/020", CRITERIA)
    assert [offer.reference for offer in criteria.end.offers] == ["O-1"]


def test_what_outlasts_its_agreement_is_listed_only_when_asked_for(means: Means, world: World, shelf: Shelf) -> None:
    proof = licence(means, world, "V-1", dt.date(2031, 1, 1))
    assert [line.end.subject for line in listed(means, world, shelf)] == ["criteria:EU_ECOLABEL/020"]
    every = [line.end.subject for line in listed(means, world, shelf, every=True)]
    assert every == ["criteria:EU_ECOLABEL/020", f"proof:{proof}"]


def test_a_proof_nobody_checked_carries_nothing(means: Means, world: World, shelf: Shelf) -> None:
    licence(means, world, "V-1", SOON, verdict=None)
    licence(means, world, "V-1", SOON, verdict="refuse")
    assert listed(means, world, shelf) == []


def test_an_end_that_another_proof_carries_on_is_no_end(means: Means, world: World, shelf: Shelf) -> None:
    licence(means, world, "V-1", SOON)
    longer = licence(means, world, "V-1", dt.date(2026, 12, 30))
    assert [line.end.subject for line in listed(means, world, shelf)] == [f"proof:{longer}"]


def test_a_supplier_reads_of_its_own_products_alone(means: Means, world: World, shelf: Shelf) -> None:
    licence(means, world, "V-1", SOON)
    licence(means, world, "O-1", SOON)
    (own,) = listed(means, world, shelf, "supplier")
    assert [offer.supplier for offer in own.end.offers] == ["VERNET", "VERNET"]
    (other,) = listed(means, world, shelf, "other_supplier")
    assert [offer.reference for offer in other.end.offers] == ["O-1"]
    with pytest.raises(NotAllowed):
        listed(means, world, shelf, "buyer")


@pytest.mark.parametrize(
    ("day", "letters"),
    [
        (dt.date(2026, 10, 15), 0),
        (dt.date(2026, 10, 16), 5),
        (dt.date(2026, 11, 22), 5),
        (dt.date(2026, 12, 15), 5),
        (dt.date(2026, 12, 16), 0),
    ],
)
def test_people_are_told_from_60_days_before_to_the_last_day(
    means: Means, world: World, day: dt.date, letters: int
) -> None:
    licence(means, world, "V-1", SOON)
    assert alert(OPERATOR, on(means, day)).messages == letters


def test_each_distance_is_told_once_to_each_person(means: Means, world: World) -> None:
    licence(means, world, "V-1", SOON)
    days = [dt.date(2026, 10, 16) + dt.timedelta(days=past) for past in range(62)]
    sent = {day: [alert(OPERATOR, on(means, day)).messages for _ in range(2)] for day in days}
    told_on = {day: found for day, found in sent.items() if found != [0, 0]}
    first, second, third = dt.date(2026, 10, 16), dt.date(2026, 11, 15), dt.date(2026, 12, 8)
    assert told_on == {first: [5, 0], second: [5, 0], third: [5, 0]}
    assert sorted({recipient for recipient, _ in told(means)}) == PEOPLE


def test_a_message_names_the_end_and_the_products(means: Means, world: World) -> None:
    licence(means, world, "V-1", SOON)
    alert(OPERATOR, means)
    letter = means.session.scalars(select(Mail).where(Mail.recipient == "supplier@vernet.example")).one()
    assert letter.subject == "1 produit perd sa preuve après le 15/12/2026"
    assert (
        "- 15/12/2026 (dans 23\u00a0j)\u00a0: Écolabellisé, Écolabel européen FR/020/118, 1 réf. (V-1)" in letter.body
    )


def test_no_supplier_is_told_of_another_ones_product(means: Means, world: World) -> None:
    licence(means, world, "V-1", None)
    licence(means, world, "O-1", None)
    alert(OPERATOR, means)
    bodies = {mail.recipient: mail.body for mail in means.session.scalars(select(Mail))}
    assert ("V-1" in bodies["supplier@vernet.example"], "O-1" in bodies["supplier@vernet.example"]) == (True, False)
    assert ("V-1" in bodies["other_supplier@orge.example"], "O-1" in bodies["other_supplier@orge.example"]) == (
        False,
        True,
    )
    assert "V-1, O-1" in bodies["reviewer@cap.example"] or "O-1, V-1" in bodies["reviewer@cap.example"]


def test_after_a_closing_action_nobody_is_told(means: Means, world: World, shelf: Shelf) -> None:
    proof = licence(means, world, "V-1", SOON)
    close(world.actors["reviewer"], means, f"proof:{proof}", "le fournisseur arrête ce produit")
    assert alert(OPERATOR, means).messages == 0
    (line,) = listed(means, world, shelf)
    assert line.closing is not None
    assert (line.closing.reason, line.closing.by, line.open) == (
        "le fournisseur arrête ce produit",
        "Nom reviewer",
        False,
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_closing_counts_for_the_agreements_of_the_central_body_that_closed(
    means: Means, world: World, shelf: Shelf
) -> None:
    proof, stranger = licence(means, world, "V-1", SOON), second_central(means, world)
    close(world.actors["reviewer"], means, f"proof:{proof}", "le fournisseur arrête ce produit")
    (mine,), (theirs,) = listed(means, world, shelf), list_expiries(stranger, means, shelf)
    assert (mine.open, theirs.open, theirs.closing) == (False, True, None)
    (both,) = listed(means, world, shelf, "supplier")
    assert (both.open, both.agreements) == (True, ("AC-AUTRE", "AC-ENT", "AC-PAP"))
    assert alert(OPERATOR, means).messages == 3
    letters = {mail.recipient: mail.body for mail in means.session.scalars(select(Mail))}
    assert sorted(letters) == ["reviewer@autre.example", "supplier@vernet.example", "supplier_admin@vernet.example"]
    close(stranger, means, f"proof:{proof}", "vu de même")
    (both,) = listed(means, world, shelf, "supplier")
    assert (both.open, alert(OPERATOR, on(means, SOON)).messages) == (False, 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_the_operator_closes_is_closed_for_all(means: Means, world: World, shelf: Shelf) -> None:
    proof, stranger = licence(means, world, "V-1", SOON), second_central(means, world)
    close(OPERATOR, means, f"proof:{proof}", "reprise de l’ancien système")
    assert [line.open for line in list_expiries(stranger, means, shelf)] == [False]
    assert alert(OPERATOR, means).messages == 0


def test_criteria_that_were_prolonged_after_their_end_was_closed_end_anew(
    means: Means, world: World, shelf: Shelf
) -> None:
    licence(means, world, "O-1", None)
    close(world.actors["reviewer"], means, "criteria:EU_ECOLABEL/020", "le vote est lu")
    assert [line.open for line in listed(means, world, shelf)] == [False]
    later = dt.date(2027, 6, 30)
    decide_criteria(world.actors["reviewer"], means, "EU_ECOLABEL", "020", "prolonged", later, "prolongés")
    (line,) = listed(means, world, shelf)
    assert (line.end.last_day, line.open) == (later, True)
    assert alert(OPERATOR, on(means, dt.date(2027, 6, 25))).messages > 0


def test_the_list_of_ends_and_the_list_of_criteria_count_the_same_products(
    means: Means, world: World, shelf: Shelf
) -> None:
    def rests() -> tuple[int, int]:
        every = list_criteria(world.actors["reviewer"], means, None)
        ((proofs, products),) = {(line.proofs, line.products) for line in every if line.products} or {(0, 0)}
        return proofs, products

    licence(means, world, "V-1", SOON)
    licence(means, world, "V-2", dt.date(2026, 11, 1))
    licence(means, world, "V-2", None, verdict=None)
    licence(means, world, "V-2", None, verdict="refuse")
    assert rests() == (0, 0), "one ends before its criteria, one has ended, one waits, one was refused"
    licence(means, world, "O-1", None)
    licence(means, world, "O-1", None)
    (end,) = (line.end for line in listed(means, world, shelf) if line.end.kind == "criteria")
    assert (end.products, [offer.reference for offer in end.offers]) == (1, ["O-1"])
    assert rests() == (2, 1)


def test_the_last_day_of_an_equivalence_is_an_end(means: Means, world: World, shelf: Shelf) -> None:
    reviewer = world.actors["reviewer"]
    proof = Proof(attribute="early_childhood", kind="certificate", basis="document", label="OEKOTEX_100", number="OEX-1",
                  valid_from=dt.date(2026, 1, 1), recorded_at=CHECKED)  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    covered = {"supplier_id": world.organisations["ORGE"], "product_id": world.products["O-1"], "proof_id": proof.id}
    means.session.add(Coverage(**covered, recorded_at=CHECKED))
    decided(means, proof.id, "accept", CHECKED)

    def equivalent(day: dt.date) -> bool:
        product = world.products["O-1"]
        (tags,) = product_tags(means.session, 1, day, end_of(day), {product}).values()
        return tags["ecolabelled"].equivalent

    decide_equivalence(reviewer, means, Asked("OEKOTEX_100", "EU_ECOLABEL", "accept", ("CLEANING",), SOON), "vu")
    assert (equivalent(SOON), equivalent(SOON + dt.timedelta(days=1))) == (True, False)
    (line,) = listed(means, world, shelf)
    end = line.end
    assert (end.subject, end.last_day) == ("equivalence:OEKOTEX_100=EU_ECOLABEL@CLEANING", SOON)
    assert (line.json()["attribute"], [offer.reference for offer in end.offers]) == ("ecolabelled", ["O-1"])
    assert alert(OPERATOR, means).messages == 4
    (body,) = {mail.body for mail in means.session.scalars(select(Mail)) if mail.recipient.startswith("publisher@")}
    assert "Ces marques cessent" in body
    assert "Écolabellisé, ORGE (démo), marque" in body
    licence(means, world, "O-1", dt.date(2027, 12, 15))
    kinds = [line.end.kind for line in listed(means, world, shelf)]
    assert "equivalence" not in kinds, "a licence carries the product on"


def test_a_renewal_that_waits_for_its_check_stops_the_alerts_and_a_refused_one_does_not(
    means: Means, world: World
) -> None:
    old = licence(means, world, "V-1", SOON)
    at = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
    new = proof_of(means, world, "V-1", recorded_at=at, valid_until=dt.date(2027, 12, 15), replaces=old)
    assert alert(OPERATOR, means).messages == 0
    decided(means, new, "refuse", at + dt.timedelta(hours=1))
    assert alert(OPERATOR, means).messages == 5


def test_staff_remind_suppliers_by_hand_once_a_day(means: Means, world: World) -> None:
    proof = licence(means, world, "V-1", dt.date(2027, 11, 30))
    subject = f"proof:{proof}"
    assert remind(world.actors["reviewer"], means, {subject}).messages == 2
    assert remind(world.actors["reviewer"], means, {subject}).messages == 0
    assert remind(world.actors["reviewer"], on(means, dt.date(2026, 11, 23)), {subject}).messages == 2
    with pytest.raises(Invalid, match="none_chosen"):
        remind(world.actors["reviewer"], means, {"proof:1"})


def test_only_staff_close_an_end_of_their_own_agreements_with_a_reason(means: Means, world: World) -> None:
    proof = licence(means, world, "V-1", SOON)
    with pytest.raises(NotFound, match=r"expiry\.unknown"):
        close(world.actors["reviewer"], means, "proof:1", "fait")
    with pytest.raises(Invalid, match=r"expiry\.reason"):
        close(world.actors["reviewer"], means, f"proof:{proof}", "  ")
    for who in ("supplier", "buyer", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            close(world.actors[who], means, f"proof:{proof}", "fait")
