"""A supplier decides its tags on the page: confirm, take back, contest with a reason, all at once; its own lines only."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.validation.ask import revoke_request
from catalog.services.validation.decide import decide
from catalog.services.validation.lines import AskedLines, lines
from tests.demo_world import World
from tests.ui.conftest import Prepared
from tests.ui.demo_screens import Opened, demo, drawn, html, opened, text
from tests.ui.large_range import PERSON, STAFF, asked, grown

__all__ = ["demo", "opened"]

N = 25
OTHER = "catalogue@brumevert.example"


def requested(demo: Entrance) -> int:
    """A request to a supplier that has some hundred tags to decide."""
    grown(demo, N)
    return asked(demo, message="Vérifiez d’abord les toners.").request


@pytest.fixture(scope="module")
def world(prepared: Prepared) -> World:
    return prepared(requested)


@pytest.fixture
def request_id(world: World) -> int:
    return int(world.told)


def standing(demo: Entrance, request: int) -> AskedLines:
    with demo.reading() as means:
        return lines(actor_by_email(means, PERSON), means, request, demo.shelf.edition(means))


def first_key(at: AppTest, which: str) -> str:
    return next(each.key or "" for each in at.button if (each.key or "").startswith(f"{which}_"))


def bar(at: AppTest) -> str:
    return plain(re.sub("<[^>]+>", "", re.findall(r'<p class="bar-said".*?</p>', html(at))[-1]))


def plain(said: str) -> str:
    """With ordinary blanks."""
    return said.replace("\u00a0", " ")


def test_the_list_is_what_buyers_will_see(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    found = standing(demo, request_id)
    said = text(at)
    assert [each.value for each in at.title] == ["Impression remanufacturée"]
    assert f"Aperçu avant publication : voici ce que verront {found.members} adhérents" in said
    assert "Vérifiez d’abord les toners." in said
    assert bar(at) == f"{found.progress.decided} sur {found.progress.lines} décidés"
    shown = [link.proto.label for link in at.get("page_link") if link.proto.page == "produit"]
    assert len(shown) == 20
    assert len(re.findall(r"chip chip-(?:verified|expiring)", html(at))) >= 40  # on the card and on its row
    assert "Au clavier" in said


def test_confirm_then_take_back(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    before, key = standing(demo, request_id).progress, first_key(at, "yes")
    drawn(at.button(key=key).click().run())
    assert bar(at) == f"Confirmé : Remanufacturé. {before.decided + 1} sur {before.lines} décidés"
    undo = key.replace("yes_", "undo_")
    assert [each.label.split(" :small")[0] for each in at.button if each.key == undo] == ["Annuler"]
    assert re.search(r"Confirmé le \d\d/\d\d/\d{4} par Youssef Taridane", text(at))
    drawn(at.button(key=undo).click().run())
    assert bar(at) == f"Décision annulée : Remanufacturé. {before.decided} sur {before.lines} décidés"


def test_a_contest_asks_for_its_ground(opened: Opened, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    drawn(at.button(key=first_key(at, "no")).click().run())
    assert at.radio(key="contest.ground").options == [
        "L’attribut ne s’applique pas", "La preuve est dépassée", "Le produit n’est pas celui-là",
    ]  # fmt: skip
    assert [each.label for each in at.text_area] == ["Expliquez en une phrase"]


def test_several_attributes_may_be_contested_for_one_reason(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    drawn(at.button(key="contest_several").click().run())
    options = at.multiselect(key="contest.lines").options
    assert len(options) >= 20
    assert f"ESSAI/{N:04d} · Remanufacturé · Toner remanufacturé pour Essai {N:04d} noir" in options
    assert [each.label for each in at.text_area] == ["Expliquez en une phrase"]


def test_a_contest_is_seen_with_its_reason_and_taken_back(opened: Opened, demo: Entrance, request_id: int) -> None:
    found = standing(demo, request_id)
    line = next(line for each in found.products for line in each.lines if line.counts and line.state == "undecided")
    with demo.writing() as means:
        decide(actor_by_email(means, PERSON), means, request_id, line.choice, "contest", reason_code="outdated",
               reason="Le certificat 2025 a été retiré.")  # fmt: skip
    before, total = found.progress.decided, found.progress.lines
    at = opened(f"/ma-gamme?demande={request_id}&show=contested", PERSON)
    assert "La preuve est dépassée. Le certificat 2025 a été retiré." in text(at)
    assert bar(at) == f"{before + 1} sur {total} décidés, dont 1 contesté"
    drawn(at.button(key=f"undo_{line.key.replace(':', '_')}").click().run())
    assert bar(at) == f"Décision annulée : Remanufacturé. {before} sur {total} décidés"


def test_a_decided_row_stays_until_the_part_is_opened_again(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    key = first_key(at, "yes")
    drawn(at.button(key=key).click().run())
    assert first_key(at, "undo") == key.replace("yes_", "undo_")
    again = opened(f"/ma-gamme?demande={request_id}", PERSON)
    assert not [each for each in again.button if (each.key or "").startswith("undo_")]
    drawn(at.button(key=key.replace("yes_", "undo_")).click().run())


def test_the_next_page_holds_the_rest(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    before = {each.key for each in at.button if (each.key or "").startswith("yes_")}
    drawn(at.button(key="page_2").click().run())
    after = {each.key for each in at.button if (each.key or "").startswith("yes_")}
    assert before
    assert after
    assert not before & after
    assert [each.label for each in at.button if each.key == "page_1"] == ["Page précédente"]


def test_in_english(opened: Opened, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON, "en")
    assert "Preview before publication: this is what" in text(at)
    assert {each.label.split(" :small")[0] for each in at.button if (each.key or "").startswith("yes_")} == {"Confirm"}


def test_outside_the_range_no_answer_is_expected(opened: Opened, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}&show=outside", PERSON)
    rows = [each.proto.body for each in at.get("html") if 'class="tag-line"' in each.proto.body]
    assert rows
    assert all("sans réponse attendue" in row and 'data-asked="0"' in row for row in rows)
    assert not any("à décider" in row for row in rows)


@pytest.mark.parametrize("page", ["ma-gamme", "signature", "piece"])
def test_anothers_request_is_as_none(opened: Opened, request_id: int, page: str) -> None:
    theirs = opened(f"/{page}?demande={request_id}", OTHER)
    none = opened(f"/{page}?demande=12345", OTHER)
    assert [each.value for each in theirs.title] == ["Demande introuvable"]
    assert text(theirs) == text(none)
    assert [each.value for each in theirs.markdown] == [each.value for each in none.markdown]


def test_all_that_is_verified_in_one_go(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    before = standing(demo, request_id)
    n = len(before.verified)
    assert [each.label for each in at.button if each.key == "tout_verifie"] == [
        f"Confirmer les {n} attributs déjà vérifiés"
    ]
    drawn(at.button(key="tout_verifie").click().run())
    found = standing(demo, request_id)
    assert found.verified == ()
    assert found.progress.accepted == before.progress.accepted + n
    assert bar(at).startswith(f"{n} attributs confirmés. {found.progress.decided} sur ")


def test_a_request_that_was_withdrawn_is_read_only(opened: Opened, demo: Entrance, request_id: int) -> None:
    with demo.writing() as means:
        revoke_request(actor_by_email(means, STAFF), means, request_id, "Erreur de gamme")
    at = opened(f"/ma-gamme?demande={request_id}", PERSON)
    assert "Cette demande a été retirée" in text(at)
    assert not [each for each in at.button if (each.key or "").startswith(("yes_", "no_", "undo_"))]
