"""The home page and the frame around it, for each kind of person, through a real session of the database."""

from __future__ import annotations

import pytest

from catalog.entrance import Entrance
from catalog.queries.people import account_by_email
from catalog.services.people import accounts
from catalog.settings import Settings
from tests.ui.conftest import Open

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("email", "title", "who"),
    [
        ("buyer@lycee.example", "Gammes responsables de vos accords-cadres", "Lycée de l’essai · acheteur"),
        ("reviewer@centrale.example", "À faire", "Centrale d’achat de l’essai · contrôleur des preuves"),
        ("supplier@savon.example", "Bonjour, Savonnerie de l’essai", "Savonnerie de l’essai · titulaire"),
    ],
)
def test_each_finds_their_home(screen: Open, email: str, title: str, who: str) -> None:
    at = screen(email).run()
    assert not at.exception
    assert [each.value for each in at.title] == [title]
    drawn = " ".join(each.proto.body for each in at.get("html"))
    assert who in drawn
    links = [each.proto.label for each in at.get("page_link")]
    assert links[-2:] == ["Accessibilité : non conforme (audit à faire)", "Aide"]
    assert "Au 22\u00a0novembre 2026" in drawn
    assert '<form method="post" action="/deconnexion?lang=fr">' in drawn


def test_the_address_chooses_the_language(screen: Open) -> None:
    at = screen("buyer@lycee.example")
    at.query_params["lang"] = "en"
    assert at.run().title[0].value == "Responsible ranges of your framework agreements"
    assert "Lycée de l’essai · buyer" in at.get("html")[0].proto.body


def test_an_unknown_language_is_ignored(screen: Open) -> None:
    at = screen("buyer@lycee.example")
    at.query_params["lang"] = "de"
    assert at.run().title[0].value == "Gammes responsables de vos accords-cadres"


def test_the_switch_stays_with_the_account(screen: Open, settings: Settings) -> None:
    at = screen("buyer@lycee.example").run()
    at.button_group(key="langue").set_value("en").run()
    assert at.title[0].value == "Responsible ranges of your framework agreements"
    with Entrance(settings).reading() as means:
        account = account_by_email(means.session, "buyer@lycee.example")
    assert account is not None
    assert account.actor.language == "en"


def test_nobody_sees_nothing(screen: Open, settings: Settings) -> None:
    at = screen("buyer@lycee.example").run()
    with Entrance(settings).writing() as means:
        accounts.disable_account(
            accounts.actor_by_email(means, "buyer_admin@lycee.example"), means, "buyer@lycee.example"
        )
    at.run()
    assert not at.title
    assert not at.get("html")
