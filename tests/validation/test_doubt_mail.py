"""A doubt is told by mail: supplier and reviewers that it stands, who asked that it was answered. No person is named."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from catalog.means.means import Means
from catalog.models import Account, Mail
from catalog.services.intake.desk_validation import tasks_of
from catalog.services.validation.doubt import answer_doubt, list_doubts, open_doubt
from tests.proofs.world import second_central
from tests.validation.conftest import Scene

TEXT = "Le flacon reçu porte un autre numéro de licence."
REVIEWERS = ["reviewer@cap.example", "second_reviewer@cap.example"]
SUPPLIERS = ["supplier@vernet.example", "supplier_admin@vernet.example"]
PEOPLE = ("Nom buyer", "Nom reviewer", "buyer@")

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def opened(means: Means, scene: Scene, reference: str = "V-1", **more: int) -> int:
    return open_doubt(scene.actor("buyer"), means, "VERNET", reference, "ecolabelled", TEXT, **more)


def told(means: Means) -> dict[str, Mail]:
    """The mails of doubts since the last look, by recipient: each person has one at most."""
    means.session.flush()
    every = list(means.session.scalars(select(Mail).where(Mail.kind == "doubt").order_by(Mail.recipient)))
    assert len({one.recipient for one in every}) == len(every)
    return {one.recipient: one for one in every}


def answered(means: Means, scene: Scene, outcome: str = "kept") -> dict[str, Mail]:
    number = opened(means, scene)
    means.session.execute(update(Mail).values(kind="told before"))
    answer_doubt(scene.actor("reviewer"), means, number, outcome, "Deux licences, toutes deux valables.")
    return told(means)


def english(means: Means, email: str) -> None:
    means.session.execute(update(Account).where(Account.email == email).values(language="en"))


def test_supplier_and_reviewers_are_told_what_is_doubted_and_by_when(means: Means, scene: Scene) -> None:
    english(means, REVIEWERS[1])
    opened(means, scene)
    found = told(means)
    assert list(found) == REVIEWERS + SUPPLIERS
    staff, abroad = (found[one] for one in REVIEWERS)
    assert staff.subject == "Doute sur V-1 (VERNET (démo)), réponse avant le 7 décembre 2026"
    assert abroad.subject == "A doubt on V-1 (VERNET (démo)), answer by 7 December 2026"
    for part in ("CRECHE (démo)", "Écolabellisé", "Nettoyant sols écolabellisé 5 L", TEXT, "/doutes",
                 "- certificat Écolabel européen FR/020/118, jusqu’au 30\u00a0juin 2027"):  # fmt: skip
        assert part in staff.body
    assert "- certificate EU Ecolabel FR/020/118, until 30\u00a0June 2027" in abroad.body
    assert all(one not in mail.body for one in PEOPLE for mail in found.values())


def test_the_supplier_is_not_told_which_member_asked(means: Means, scene: Scene) -> None:
    english(means, SUPPLIERS[1])
    opened(means, scene)
    french, abroad = (told(means)[one] for one in SUPPLIERS)
    assert french.subject == "Doute d’un adhérent sur V-1 : « Écolabellisé »"
    assert abroad.subject == "A member doubts V-1: “Ecolabelled”"
    for mail, due in ((french, "7\u00a0décembre 2026"), (abroad, "7\u00a0December 2026")):
        assert TEXT in mail.body
        assert due in mail.body
        assert "CRECHE" not in mail.subject + mail.body


def test_a_doubt_without_a_checked_proof_says_so(means: Means, scene: Scene) -> None:
    opened(means, scene, "V-3")
    assert "Aucune preuve vérifiée n’est en vigueur" in told(means)[REVIEWERS[0]].body


def test_who_asked_is_told_of_the_answer_and_so_is_the_supplier(means: Means, scene: Scene) -> None:
    english(means, "buyer@creche.example")
    found = answered(means, scene)
    assert list(found) == ["buyer@creche.example", *SUPPLIERS]
    mail = found["buyer@creche.example"]
    assert mail.subject == "Answer to your doubt on V-1: “Ecolabelled”"
    assert "The attribute is kept." in mail.body
    assert "Deux licences, toutes deux valables." in mail.body
    assert all(one not in each.body for one in PEOPLE for each in found.values())
    assert "CRECHE" not in found[SUPPLIERS[0]].subject + found[SUPPLIERS[0]].body


def test_a_contest_that_answers_says_what_it_does(means: Means, scene: Scene) -> None:
    body = answered(means, scene, "contested")["buyer@creche.example"].body
    assert "L’attribut est contesté\u00a0: il ne compte plus dans aucune gamme" in body


def test_when_who_asked_has_left_their_colleagues_are_told(means: Means, scene: Scene) -> None:
    number = opened(means, scene)
    means.session.execute(update(Mail).values(kind="told before"))
    gone = update(Account).where(Account.email == "buyer@creche.example")
    means.session.execute(gone.values(disabled_at=means.clock.now()))
    answer_doubt(scene.actor("reviewer"), means, number, "kept", "Vu")
    assert list(told(means)) == ["buyer_admin@creche.example", *SUPPLIERS]


def test_where_nobody_reviews_the_publishers_are_told(means: Means, scene: Scene) -> None:
    means.session.execute(update(Account).where(Account.role == "reviewer").values(disabled_at=means.clock.now()))
    opened(means, scene)
    assert list(told(means)) == ["publisher@cap.example", *SUPPLIERS]


def test_another_central_body_with_the_same_product_neither_reads_nor_is_told(means: Means, scene: Scene) -> None:
    """The member has joined no agreement of it."""
    stranger = second_central(means, scene.world)
    opened(means, scene)
    assert list(told(means)) == REVIEWERS + SUPPLIERS
    assert len(list_doubts(scene.actor("reviewer"), means)) == 1
    assert list_doubts(stranger, means) == []
    assert [task.kind for task in tasks_of(stranger, means)] == []
