"""What every journey is given: the browser, the demonstration and a server over a copy of it, one for a worker's run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from catalog.entrance import Entrance
from tests import demo_world
from tests.journeys.browser import launched, window
from tests.journeys.demo_server import copy_of, served

browser = pytest.fixture(scope="session")(launched)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Entrance:
    """The demonstration itself, to ask what the pages should say."""
    return demo_world.on(demo_home, demo_world.DAY)


@pytest.fixture(scope="session")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that buyers use: nothing is published or decided there."""
    with served(copy_of(demo_home, tmp_path_factory.mktemp("served_buyer") / "home")) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser of its own, of a width and a scheme."""
    with window(browser, address, *getattr(request, "param", ())) as made:
        yield made
