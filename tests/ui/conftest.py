"""A real server in a process of its own, its people, and clients signed in as them.

Nothing is encrypted on the way: clients are spared the reading of all authorities' certificates (verify=False).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, delete, func, select
from streamlit.testing.v1 import AppTest

from catalog.db import make_engine, reading, writing
from catalog.entrance import Entrance
from catalog.means.means import Means
from catalog.models import SignInTry
from catalog.services.people import sign_in
from catalog.settings import Settings
from tests.demo_world import Stage, World
from tests.journeys.browser import PATIENCE, launched
from tests.people.conftest import PASSWORD, add_people
from tests.ui import demo_screens
from ui.session import House, living_in

ROOT = Path(__file__).parents[2]
Open = Callable[[str], AppTest]
Prepared = Callable[[Callable[[Entrance], object]], World]


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, home, database, and the environment it was started with."""

    address: str
    home: Path
    engine: Engine

    @property
    def stream(self) -> str:
        return self.address.replace("http", "ws") + "/_stcore/stream"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server, stopped by its own id at the end."""
    home = tmp_path_factory.mktemp("served")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAMIS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.server", str(home), "0"],
        cwd=ROOT,
        env={**environment, "TAMIS_MAX_UPLOAD_MB": "3"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = _first_line(process).removeprefix("Ready: ").strip()
        engine = make_engine(f"sqlite:///{home / 'tamis.sqlite'}")
        yield Served(address, home, engine)
        engine.dispose()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _first_line(process: subprocess.Popen[str]) -> str:
    """Its first line, or the end of the process when it says nothing in time."""
    assert process.stdout is not None
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    line = process.stdout.readline()
    watchdog.cancel()
    assert line.startswith("Ready: http://127.0.0.1:"), line
    return line


@pytest.fixture
def served(running: Served) -> Served:
    """The server with no try to sign in counted yet."""
    with reading(running.engine) as session:
        tried = session.scalar(select(func.count()).select_from(SignInTry))
    if tried:
        with writing(running.engine) as session:
            session.execute(delete(SignInTry))
    return running


@pytest.fixture
def stranger(served: Served) -> Iterator[httpx.Client]:
    """A client that never signed in."""
    with httpx.Client(base_url=served.address, timeout=PATIENCE, verify=False) as client:
        yield client


@pytest.fixture
def signed_in(served: Served) -> Iterator[Callable[[str], httpx.Client]]:
    """E-mail -> a client signed in as that person, through the log-in page."""
    made: list[httpx.Client] = []

    def enter(email: str) -> httpx.Client:
        headers = {"origin": served.address}
        client = httpx.Client(base_url=served.address, timeout=PATIENCE, headers=headers, verify=False)
        made.append(client)
        answer = client.post("/connexion", data={"email": email, "password": PASSWORD, "next": "/"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return client

    yield enter
    for client in made:
        client.close()


@pytest.fixture
def screen(settings: Settings) -> Iterator[Open]:
    """E-mail -> the pages as that person sees them."""
    entrance = Entrance(settings)
    with entrance.writing() as means:
        add_people(means)
    with ExitStack() as stack:

        def opened(email: str) -> AppTest:
            with entrance.writing() as means:
                token = token_of(means, email)
            stack.enter_context(living_in(House(entrance, lambda: token)))
            return demo_screens.pages(30)

        yield opened


def token_of(means: Means, email: str) -> str:
    knocked = sign_in.knock(means, email, "192.0.2.1")
    assert knocked is not None
    token = sign_in.enter(means, knocked, matched=True)
    assert token is not None
    return token


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Where the tests of this worker find the demonstration."""
    made = Stage(tmp_path_factory.mktemp("stage") / "home")
    yield made
    made.close()


@pytest.fixture(scope="session")
def demonstration(stage: Stage, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demonstration with everybody signed in."""
    return stage.after(World(demo_home), demo_screens.signed_in, tmp_path_factory.mktemp("demonstration") / "home")


@pytest.fixture(scope="module")
def world(demonstration: World) -> World:
    """What the screens of a module show. A module that prepares something more has a `world` of its own."""
    return demonstration


@pytest.fixture(scope="session")
def prepared(stage: Stage, demonstration: World, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """An act on the demonstration -> the world after it, for a module's own `world`: done once, shown to each test."""

    def after(act: Callable[[Entrance], object]) -> World:
        return stage.after(demonstration, act, tmp_path_factory.mktemp("prepared") / "home")

    return after


browser = pytest.fixture(scope="session")(launched)
