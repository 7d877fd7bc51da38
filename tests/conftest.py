"""What tests of every room are given: a migrated database on both engines, the set day, means, settings.

Each test has a database of its own. `engine`, `settings` and `means` run a test once per engine; a test for which the
engine makes no difference says `@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)`.
"""

from __future__ import annotations

import datetime as dt
import gc
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine

from catalog.db import make_engine, session_scope
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.migrate import migrate
from catalog.settings import Settings
from tests import demo_world, postgres

DAY = dt.date(2026, 11, 22)
_numbers = itertools.count()

hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
"""An example may take its time: how fast this machine is at the moment is no property of ours. All else as by default."""


def pytest_collection_finish() -> None:
    """Thousands of collected tests leave the collector's sight: to look them over at every edition takes minutes."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for this worker of the run, with a migrated database `template` to copy."""
    if postgres.binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(postgres.ADVICE)
        pytest.skip(postgres.ADVICE)
    server = postgres.start()
    try:
        server.run("CREATE DATABASE template")
        _migrated(server.url("template"))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "tamis.sqlite"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty, migrated database of this test alone: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "home" / "tamis.sqlite"
        copy.parent.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        made = make_engine(f"sqlite:///{copy}")
        yield made
        made.dispose()
    else:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        name = f"test_{next(_numbers)}"
        server.run(f"CREATE DATABASE {name} TEMPLATE template STRATEGY FILE_COPY")
        made = make_engine(server.url(name))
        yield made
        made.dispose()
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demonstration on the set day, built once a run. Read it only; `tests.demo_world.copied` to write."""
    base = tmp_path_factory.getbasetemp()
    return demo_world.built(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture
def day() -> dt.date:
    """The set day of tests and demo."""
    return DAY


@pytest.fixture
def clock(day: dt.date) -> Clock:
    """The clock on the set day."""
    return Clock(day)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path, day: dt.date) -> Settings:
    """Settings of this test's database, with a home of its own."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings(home=tmp_path / "home", database_url=url, day=day)


@pytest.fixture
def means(engine: Engine, settings: Settings) -> Iterator[Means]:
    """Means over one open transaction that writes; what is left at the end is committed, so that every check runs."""
    with session_scope(engine, settings) as made:
        yield made


def _migrated(url: str) -> None:
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
