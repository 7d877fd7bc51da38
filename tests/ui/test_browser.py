"""Signing in with a real browser: what is seen, in both colours and languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.journeys.browser import drawn, overheard, sign_in, window
from tests.people.conftest import PASSWORD
from tests.ui.conftest import Served

pytestmark = pytest.mark.browser
LOOKS = [("light", 1400), ("dark", 1400), ("light", 390), ("dark", 320)]
LANGUAGES = ["fr", "en", "en", "fr"]
HOOKS = ".st-key-entete, .st-key-langue, .st-key-contenu, [data-testid=stHeader], .stMainBlockContainer"
"""What ui/theme/tamis.css holds on to."""


@pytest.fixture
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"]
    scheme, width = getattr(request, "param", ("light", 1400))
    with window(browser, served.address, width, scheme) as made:
        yield made


def enter(page: Page, email: str, path: str = "/") -> None:
    sign_in(page, path, email, PASSWORD)
    drawn(page)


def sideways(page: Page) -> int:
    return int(drawn(page).evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize(("page", "language"), list(zip(LOOKS, LANGUAGES, strict=True)), indirect=["page"], ids=str)
def test_the_log_in_page_is_accessible(page: Page, language: Literal["fr", "en"]) -> None:
    page.goto(f"/connexion?lang={language}&bye=1")
    assert violations(page) == []
    assert sideways(page) == 0
    page.fill("#email", "x@y.example")
    page.fill("#password", "faux")
    page.click("button[type=submit]")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(drawn(page)) == []


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=str)
def test_signing_in_switching_language_and_leaving(page: Page, served: Served) -> None:
    heard = overheard(page, served.address)
    enter(page, "buyer@lycee.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gammes responsables de vos accords-cadres")
    expect(page).to_have_title("Accueil – Tamis")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert sideways(page) == 0
    assert violations(page) == []
    page.get_by_role("radio", name="EN").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Responsible ranges of your framework agreements")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("radio", name="FR").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    drawn(page).get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_have_text("Vous êtes déconnecté.")
    page.go_back()
    expect(page.locator("#email")).to_be_visible()
    assert heard == []


def test_a_page_of_another_role_says_whose_it_is_and_leads_home(page: Page) -> None:
    enter(page, "supplier@savon.example", "/selection")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page est réservée aux adhérents")
    expect(page.get_by_text("Vous êtes connecté avec le rôle « titulaire »")).to_be_visible()
    page.get_by_role("link", name="Retour à l’accueil").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Savonnerie de l’essai")


def test_a_page_that_does_not_exist_says_so(page: Page) -> None:
    sign_in(page, "/nulle-part", "buyer@lycee.example", PASSWORD)
    expect(page.get_by_text("Cette page n’existe pas. Voici l’accueil.")).to_be_visible()


def test_every_hook_of_the_style_sheet_is_there(page: Page) -> None:
    enter(page, "buyer@lycee.example")
    assert [hook for hook in HOOKS.split(", ") if page.locator(hook).count() == 0] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.st-key-entete')).position") == "fixed"


def test_the_skip_link_speaks_french(page: Page) -> None:
    enter(page, "buyer@lycee.example")
    expect(page.get_by_text("Aller au contenu")).to_have_count(1)


def test_scripts_cannot_read_the_session(page: Page) -> None:
    enter(page, "buyer@lycee.example")
    assert "tamis_session" not in page.evaluate("document.cookie")


def test_the_check_sees_a_fault(page: Page) -> None:
    page.set_content('<html lang="fr"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
    assert violations(page) == ['image-alt (critical): <img src="data:,">']
