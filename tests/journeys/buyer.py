"""A buyer of the demonstration in a real browser: the server, a page of a size and a scheme, and what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.entrance import Entrance
from catalog.facets.selection import Answer
from catalog.services.buying.search import Found, search
from catalog.services.people.accounts import actor_by_email
from tests import demo_world
from tests.journeys.browser import launched
from tests.journeys.demo_server import PASSWORD, served
from ui.address import read

BUYER = "achats@lucioles.example"


browser = pytest.fixture(scope="session")(launched)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Entrance:
    """The demonstration itself, to ask what the pages should say."""
    return demo_world.on(demo_home, demo_world.DAY)


@pytest.fixture(scope="session")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(demo_home, tmp_path_factory.mktemp("served_buyer") / "home") as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"]
    width, scheme = getattr(request, "param", (1400, "light"))
    expect.set_options(timeout=20_000)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def enter(page: Page, path: str, email: str = BUYER) -> None:
    page.goto(path)
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".foot")


def state(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def found_by(demo: Entrance, query: dict[str, str]) -> Found:
    with demo.reading() as means:
        shown = read(query).address
        return search(actor_by_email(means, BUYER), means, demo.shelf, shown.selection, shown.on)


def total_on(page: Page) -> int:
    """How many offers the page says there are, once it says so."""
    status = page.locator(".status b")
    expect(status).to_have_text(re.compile("offre"))
    return int(re.sub(r"\D", "", status.inner_text()))


def answer_to(demo: Entrance, query: dict[str, str]) -> Answer:
    return found_by(demo, query).answer


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
