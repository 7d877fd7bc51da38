"""Bring a database to the tables of this version, alone, whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from catalog.db import sole_writer

FOLDER = Path(__file__).parents[1] / "migrations"
LOCK = 7_265_114_001
"""Number of the advisory lock on PostgreSQL; no other lock of ours has it."""


def migrate(engine: Engine) -> None:
    """Migrate to the newest tables in one transaction, under a lock; a current database is left alone.

    A SQLite file that holds tables is copied first, beside itself (`NAME.before-REVISION`). On PostgreSQL a backup is
    the operator's. Raises Busy when a writer does not end in time, RuntimeError for rows that would point nowhere.
    """
    with sole_writer(engine):
        if is_current(engine):
            return
        if engine.dialect.name == "sqlite":
            _set_aside(engine)
        with _exclusive(engine) as connection:
            command.upgrade(config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the tables of this version."""
    return revisions(engine) == set(ScriptDirectory.from_config(config()).get_heads())


def revisions(engine: Engine) -> set[str]:
    """The migrations the database stands at; empty for one without tables."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, needing no file: where the history lies, and the open connection to use."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@contextlib.contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """One open transaction, which Alembic joins; its lock is PostgreSQL's, or BEGIN IMMEDIATE with the file's."""
    with engine.connect().execution_options(writes=True) as connection, _unchecked(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        yield connection
        _look_over(connection)


@contextlib.contextmanager
def _unchecked(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds tables, which breaks foreign keys for a moment; they can be off outside a transaction only."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _look_over(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows point nowhere after the migration, first in {broken[0][0]}")


def _set_aside(engine: Engine) -> None:
    found = "-".join(sorted(revisions(engine)))
    if not found or not engine.url.database:
        return
    copy = Path(f"{engine.url.database}.before-{found}")
    copy.unlink(missing_ok=True)
    with engine.connect() as connection, contextlib.closing(sqlite3.connect(copy)) as target:
        connection.connection.dbapi_connection.backup(target)  # type: ignore[union-attr]
