"""A buyer of the demonstration in a real browser: how they come in, what a page says, and what it should say."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, expect

from catalog.entrance import Entrance
from catalog.facets.selection import Answer
from catalog.services.buying.search import Found, search
from catalog.services.people.accounts import actor_by_email
from tests.journeys.browser import drawn, sign_in
from tests.journeys.demo_server import PASSWORD
from ui.address import read

BUYER = "achats@lucioles.example"


def enter(page: Page, path: str, email: str = BUYER) -> None:
    """Sign in on the way to a page, and wait until it is drawn."""
    sign_in(page, path, email, PASSWORD)
    drawn(page)


def state(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def found_by(demo: Entrance, query: dict[str, str]) -> Found:
    with demo.reading() as means:
        shown = read(query).address
        return search(actor_by_email(means, BUYER), means, demo.shelf, shown.selection, shown.on)


def total_on(page: Page) -> int:
    """How many offers the page says there are, once it is drawn."""
    status = drawn(page).locator(".status b")
    expect(status).to_have_text(re.compile("offre"))
    return int(re.sub(r"\D", "", status.inner_text()))


def answer_to(demo: Entrance, query: dict[str, str]) -> Answer:
    return found_by(demo, query).answer


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window, once it is drawn."""
    return int(drawn(page).evaluate("document.documentElement.scrollWidth - innerWidth"))
