"""Asking a supplier: in which versions, until when, whom; what the mail says; taken back and replaced."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import JournalEntry, Mail, Organisation, ValidationRequest
from catalog.services.validation.ask import Asked, draft, remind, request_validation, revoke_request
from catalog.services.validation.show import list_requests, show_request
from tests.proofs.world import World
from tests.validation.conftest import DUE, LINK, Scene, add_product, add_range, prove

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def asked(**more: object) -> Asked:
    return dataclasses.replace(Asked("VERNET", ("GAMME-ECO",), DUE), **more)  # type: ignore[arg-type]


def mails(means: Means) -> Iterator[Mail]:
    yield from means.session.query(Mail).order_by(Mail.id)


def test_accounts_and_addresses_are_written_to(means: Means, scene: Scene) -> None:
    found = {mail.recipient: mail for mail in mails(means)}
    assert set(found) == {LINK, "supplier@vernet.example", "supplier_admin@vernet.example"}
    link, account = found[LINK], found["supplier@vernet.example"]
    assert {mail.subject for mail in found.values()} == {"1 produit à confirmer avant le 6 décembre"}
    assert (link.kind, link.secret, account.kind, account.secret) == (
        "validation.link", True, "validation.request", False,
    )  # fmt: skip
    assert f"http://127.0.0.1:8501/valider/{scene.token}\n" in link.body
    assert "Ce lien vaut jusqu’au 22\u00a0décembre 2026 inclus." in link.body
    assert "http://127.0.0.1:8501/mes-gammes" in account.body
    assert "- Entretien écolabellisé" in account.body
    assert "Merci de répondre." in account.body
    assert scene.token not in account.body


def test_the_subject_counts_products_in_the_readers_language(means: Means, world: World) -> None:
    add_product(means, world, "V-4", claimed=True)
    prove(means, world, "V-4", "VERNET")
    request_validation(
        world.actors["reviewer"], means, asked(accounts=False, addresses=("a@b.example",), language="en")
    )
    assert [(mail.language, mail.subject) for mail in mails(means)] == [("en", "2 products to confirm by 6 December")]


def test_where_nothing_is_proven_the_subject_asks_for_proofs(means: Means, world: World) -> None:
    add_range(means, world, "GAMME-PE", ("early_childhood",))
    with pytest.raises(Invalid) as refused:
        request_validation(world.actors["reviewer"], means, asked(ranges=("GAMME-PE",)))
    assert refused.value.code == "request.nothing"
    add_range(means, world, "GAMME-2", ("ecolabelled",))
    made = draft(world.actors["reviewer"], means, asked(ranges=("GAMME-2", "GAMME-ECO")))
    assert (made.waiting, made.products, made.subject) == (1, 2, "1 produit à confirmer avant le 6\u00a0décembre")
    assert means.session.query(ValidationRequest).count() == 0


def test_a_newer_request_replaces_the_open_one(means: Means, scene: Scene) -> None:
    add_range(means, scene.world, "GAMME-ECO")
    second = request_validation(scene.actor("reviewer"), means, asked())
    lines = list_requests(scene.actor("supplier"), means)
    assert [(line.id, line.closed, line.ranges[0].version) for line in lines] == [
        (second.request, None, 2),
        (scene.request, "replaced", 1),
    ]
    named = request_validation(scene.actor("reviewer"), means, asked(ranges=("GAMME-ECO@1",)))
    assert show_request(scene.actor("reviewer"), means, named.request).line.ranges[0].version == 1


def test_a_request_taken_back_takes_no_decision(means: Means, scene: Scene) -> None:
    with pytest.raises(Invalid):
        revoke_request(scene.actor("publisher"), means, scene.request, " ")
    revoke_request(scene.actor("publisher"), means, scene.request, "Erreur de gamme")
    sheet = show_request(scene.actor("publisher"), means, scene.request)
    assert (sheet.line.closed, [link.state for link in sheet.links]) == ("revoked", ["revoked"])
    with pytest.raises(Conflict) as refused:
        revoke_request(scene.actor("publisher"), means, scene.request, "Encore")
    assert refused.value.code == "request.revoked"
    entry = means.session.query(JournalEntry).filter_by(action="validation.revoke").one()
    assert (entry.subject, entry.detail) == (f"request:{scene.request}", {"reason": "Erreur de gamme"})


def test_staff_see_the_links_and_the_supplier_does_not(means: Means, scene: Scene) -> None:
    staff = show_request(scene.actor("auditor"), means, scene.request)
    assert [(link.email, link.state, link.expires_on, link.seen_at) for link in staff.links] == [
        (LINK, "open", dt.date(2026, 12, 22), None)
    ]
    assert show_request(scene.actor("supplier"), means, scene.request).links == ()
    assert (staff.line.by, staff.line.progress and staff.line.progress.undecided) == ("Nom publisher", 1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"due": dt.date(2026, 11, 21)}, "request.due_past"),
        ({"ranges": ()}, "request.ranges"),
        ({"ranges": ("NONE",)}, "range.unknown"),
        ({"ranges": ("GAMME-ECO@9",)}, "range.unknown"),
        ({"ranges": ("GAMME-ECO@x",)}, "range.unknown"),
        ({"ranges": ("GAMME-ECO@",)}, "range.unknown"),
        ({"ranges": (f"GAMME-ECO@{'9' * 30}",)}, "range.unknown"),
        ({"supplier": "NOBODY"}, "proof.supplier_unknown"),
        ({"supplier": "CRECHE"}, "proof.supplier_unknown"),
        ({"accounts": False}, "request.nobody"),
        ({"addresses": ("nobody",)}, "account.email"),
        ({"addresses": ("a@b.example\nBcc: x@y.example",), "days": 0}, "link.days"),
        ({"addresses": ("a@b.example",), "days": 400}, "link.days"),
        ({"addresses": ("a@b.example",), "language": "de"}, "account.language"),
        ({"message": "x" * 4001}, "request.message_long"),
    ],
)
def test_what_cannot_be_asked(means: Means, world: World, changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        request_validation(world.actors["publisher"], means, asked(**changed))
    assert refused.value.code == code


def test_another_central_bodys_range_and_request_are_none(means: Means, scene: Scene) -> None:
    other = Organisation(kind="central", code="AUTRE", name="Autre", recorded_at=means.clock.now())
    means.session.add(other)
    means.session.flush()
    stranger = dataclasses.replace(scene.actor("publisher"), organisation_id=other.id, organisation="AUTRE")
    with pytest.raises(NotFound) as refused:
        request_validation(stranger, means, asked())
    assert refused.value.code == "proof.supplier_unknown"
    assert list_requests(stranger, means) == []
    for number in (scene.request, 4_711):
        for act in (lambda n=number: show_request(stranger, means, n), lambda n=number: remind(stranger, means, n)):
            with pytest.raises(NotFound) as refused:
                act()
            assert refused.value.code == "request.unknown"


def test_who_may_ask(means: Means, scene: Scene) -> None:
    for name in ("admin", "auditor", "supplier", "supplier_admin", "buyer"):
        with pytest.raises(NotAllowed):
            request_validation(scene.actor(name), means, asked())
    for name in ("buyer", "prescriber"):
        with pytest.raises(NotAllowed):
            list_requests(scene.actor(name), means)


def test_a_reminder_goes_once_a_day_with_a_new_link(means: Means, scene: Scene) -> None:
    assert remind(scene.actor("publisher"), means, scene.request) == 2
    later = dataclasses.replace(means, clock=Clock(dt.date(2026, 11, 29)))
    assert remind(scene.actor("publisher"), later, scene.request) == 3
    assert remind(scene.actor("publisher"), later, scene.request) == 0
    states = [
        (link.state, link.expires_on) for link in show_request(scene.actor("publisher"), later, scene.request).links
    ]
    assert states == [("open", dt.date(2026, 12, 22)), ("revoked", dt.date(2026, 12, 22))]
