"""Instances of their own on either database, and copies of them: each killed process finds the same state to begin on."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from catalog.db import make_engine
from catalog.entrance import Entrance
from catalog.migrate import migrate
from catalog.settings import Settings
from tests import postgres
from tests.faults.child import DAY, PATIENCE


@dataclass(frozen=True, slots=True)
class Places:
    """Where instances are made. `server`: PostgreSQL's, kept as durable as it comes; None for SQLite."""

    folder: Path
    server: postgres.Server | None

    @property
    def database(self) -> str:
        """Which database it is."""
        return "SQLite" if self.server is None else "PostgreSQL"

    def new(self, name: str) -> Settings:
        """An empty, migrated instance."""
        (self.folder / name).mkdir(parents=True)
        if self.server is not None:
            self.server.run(f"CREATE DATABASE {name}")
        made = self._settings(name)
        engine = make_engine(made.database_url)
        migrate(engine)
        engine.dispose()
        return made

    def copy(self, of: Settings, name: str) -> Settings:
        """A copy of an instance that nobody has open."""
        shutil.copytree(of.home, self.folder / name)
        if self.server is not None:
            self.alone(of)
            self.server.run(f"CREATE DATABASE {name} TEMPLATE {of.home.name} STRATEGY FILE_COPY")
        return self._settings(name)

    def drop(self, made: Settings) -> None:
        """Take an instance away."""
        shutil.rmtree(made.home)
        if self.server is not None:
            self.server.run(f"DROP DATABASE {made.home.name} WITH (FORCE)")

    def alone(self, made: Settings) -> None:
        """Wait until no session of a process that is gone is left in the server; SQLite has none."""
        end = time.monotonic() + PATIENCE
        while self.server is not None and _sessions(self.server, made.home.name):
            assert time.monotonic() < end, "the server keeps a session of a process that is gone"
            time.sleep(0.02)

    def _settings(self, name: str) -> Settings:
        home = self.folder / name
        url = f"sqlite:///{home / 'tamis.sqlite'}" if self.server is None else self.server.url(name)
        return Settings(home=home, database_url=url, day=DAY)


def _sessions(server: postgres.Server, name: str) -> int:
    with psycopg.connect(host=str(server.folder), user="tamis", dbname="postgres", autocommit=True) as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        found = connection.execute(asked, [name]).fetchone()
    return int(found[0]) if found else 0


def closed(entrance: Entrance) -> Settings:
    """Let go of a database; the settings it was opened with."""
    entrance.engine.dispose()
    return replace(entrance.settings)
