"""The desk of the central body on the demonstration: what waits, in which order, and where each line leads."""

from __future__ import annotations

import pytest

from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.proofs import listing
from catalog.services.validation.review import contested
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, html, opened, text
from tests.ui.staff import ASKING, AUDITOR, PUBLISHER, receive

__all__ = ["demo", "opened"]


def links(at, page: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.proto.query_string for each in at.get("page_link") if each.proto.page == page]


@pytest.mark.parametrize("address", ["/", "/a-faire"])
def test_the_central_body_finds_what_waits(opened: Opened, demo: Entrance, address: str) -> None:
    at = opened(address, REVIEWER)
    with demo.reading() as means:
        actor = actor_by_email(means, REVIEWER)
        disputed = contested(actor, means, edition=demo.shelf.edition(means))
        waiting, ending = listing.waiting(actor, means), listing.list_proofs(actor, means, "expiring")
    assert [each.value for each in at.title] == ["À faire"]
    assert f"{len(waiting)} preuves à vérifier" in text(at)
    assert f"{len(ending)} preuves qui finissent sous 60 jours" in text(at)
    assert f"{len(disputed)} attributs aux preuves contradictoires à trancher" in text(at)
    assert {"contestations", "demandes", "registres", "manques", "equivalences"} <= {
        each.proto.page for each in at.get("page_link")
    }
    assert "finit ce soir" in text(at)
    assert "Licence FR/020/904 · Claironde Hygiène (démo) · articles couverts" in text(at).replace("\u00a0", " ")
    assert "state=waiting" in links(at, "preuves")


def test_a_file_that_asks_comes_before_one_that_is_ready(opened: Opened, demo: Entrance) -> None:
    ready = receive(demo, ASKING.replace("TTC", "HT").replace("amarante", "safran"), "safran.csv")
    asking = receive(demo, ASKING.replace("amarante", "indigo"), "indigo.csv")
    at = opened("/", PUBLISHER)
    assert links(at, "import") == [f"id={asking}", f"id={ready}"]
    assert text(at).index("Question en attente : indigo.csv") < text(at).index("Prêt à publier : safran.csv")
    assert "lignes prêtes : 2, rejetées : 1 · depuis aujourd’hui" in text(at)
    assert "2 fichiers reçus à traiter" in text(at)
    assert html(at).index("desk-now") < html(at).index("desk-soon")


def test_it_speaks_english(opened: Opened) -> None:
    said = text(opened("/a-faire", AUDITOR, "en"))
    assert "proofs to check" in said
    assert "To do first: Proof" in said


def test_it_is_the_central_bodys_alone(opened: Opened) -> None:
    for email in (BUYER, SUPPLIER):
        at = opened("/a-faire", email)
        assert [each.value for each in at.title] == ["Cette page est réservée à la centrale d’achat"]
