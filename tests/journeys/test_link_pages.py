"""The pages of a personal link in a real browser: one that opens, its code, and those that open nothing any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.entrance import Entrance
from catalog.means.clock import Clock
from catalog.services.people.accounts import actor_by_email
from catalog.services.validation.ask import request_link, revoke_link, revoke_request
from tests import demo_world
from tests.journeys.axe import looked_at
from tests.journeys.browser import window
from tests.journeys.demo_server import served
from tests.ui.large_range import STAFF, asked

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Links:
    """The server, the secret of a link that opens, and those of links that do not: state -> secret."""

    address: str
    token: str
    ended: Mapping[str, str]


@pytest.fixture(scope="module")
def links(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Links]:
    base = tmp_path_factory.mktemp("links")
    demo = demo_world.copied(demo_home, base / "home")
    ended = before(demo)
    made = asked(demo, addresses=("qualite@encrelune.example",))
    ended |= beside(demo, made.request)
    demo.close()
    with served(base / "home") as address:
        yield Links(address, made.links[0].token, ended)


def before(demo: Entrance) -> dict[str, str]:
    """Links of a request that was taken back and of one that the next request replaces: state -> secret."""
    back = asked(demo, addresses=("un@encrelune.example",))
    with demo.writing() as means:
        revoke_request(actor_by_email(means, STAFF), means, back.request, "Envoyée trop tôt")
    replaced = asked(demo, addresses=("deux@encrelune.example",))
    return {"withdrawn": back.links[0].token, "replaced": replaced.links[0].token}


def beside(demo: Entrance, request: int) -> dict[str, str]:
    """Other links of the request: one revoked, one whose last day has passed."""
    with demo.writing() as means:
        staff = actor_by_email(means, STAFF)
        revoked = request_link(staff, means, request, "trois@encrelune.example")
        revoke_link(staff, means, request, revoked.id)
        earlier = replace(means, clock=Clock(dt.date(2026, 11, 10)))
        expired = request_link(staff, earlier, request, "quatre@encrelune.example", days=3)
    return {"revoked": revoked.token, "expired": expired.token}


@pytest.fixture
def page(browser: Browser, links: Links) -> Iterator[Page]:
    with window(browser, links.address) as made:
        yield made


ENDED = {
    "expired": ("Ce lien n’est plus valable", "This link is no longer valid"),
    "revoked": ("Ce lien a été retiré", "This link was withdrawn"),
    "replaced": ("Une demande plus récente a remplacé celle-ci", "A newer request has replaced this one"),
    "withdrawn": ("Cette demande a été retirée", "This request was withdrawn"),
}
SAYS = {
    "expired": ("13 novembre 2026", "13 November 2026"),
    "revoked": ("22 novembre 2026", "22 November 2026"),
    "replaced": ("22 novembre 2026", "22 November 2026"),
    "withdrawn": ("22 novembre 2026", "22 November 2026"),
}
AGAIN = ("Votre demande est transmise", "Your wish has been passed on")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_links_that_open_nothing_say_so(page: Page, links: Links, language: str) -> None:
    at = ("fr", "en").index(language)
    for state, titles in ENDED.items():
        answer = page.goto(f"/valider/{links.ended[state]}?lang={language}")
        assert answer is not None
        assert answer.status == 410
        expect(page.get_by_role("heading", level=1)).to_have_text(titles[at])
        expect(page.locator(".lead")).to_contain_text(SAYS[state][at])
        assert page.locator("html").get_attribute("lang") == language
        looked_at(page, state)
        page.get_by_role("button").click()
        expect(page.locator("#note")).to_contain_text(AGAIN[at])
    looked_at(page, "asked again")
    page.goto("/ma-gamme")
    expect(page.locator("#password")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_link_that_opens_and_its_code_are_accessible(page: Page, links: Links, language: str) -> None:
    page.goto(f"/valider/{links.token}?lang={language}")
    looked_at(page, "the link")
    page.get_by_role("button").click()
    page.wait_for_url(f"**/valider?lang={language}")
    looked_at(page, "the code")
    page.fill("#code", "000 000")
    page.get_by_role("button").click()
    expect(page.locator("#code")).to_have_attribute("aria-invalid", "true")
    looked_at(page, "a wrong code")
