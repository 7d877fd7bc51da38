"""The database: one engine a process, transactions at the entrance, one writer at a time on SQLite."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from catalog.errors import Busy, Conflict, Invalid
from catalog.means import chain
from catalog.means.clock import Clock
from catalog.means.files import FileStore
from catalog.means.means import Means
from catalog.means.trouble import in_words
from catalog.settings import Settings

WAIT_SECONDS = 10
"""How long a writer waits for the one before it, then it names the lock and gives up."""
PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={WAIT_SECONDS * 1000}", "wal_autocheckpoint=0")
"""Checkpoints run only under the write lock (see `writing`): SQLite before 3.51.3 can lose a WAL reset race."""


def make_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL. A SQLite file's folder is made; every connection gets the pragmas.

    Raises Invalid for what is no URL (it is not shown: it may hold a password), Conflict where no folder can be made.
    """
    try:
        engine = create_engine(url, pool_pre_ping=make_url(url).get_backend_name() != "sqlite")
    except (ArgumentError, ImportError):
        raise Invalid("database.address") from None
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            _made(Path(engine.url.database).parent)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _made(folder: Path) -> None:
    """The home of an instance is its owner's alone: it holds the hashes of passwords."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Conflict("disk.closed", name=folder.name) from error


def reachable(engine: Engine) -> bool:
    """Whether the database answers now."""
    try:
        with engine.connect():
            return True
    except (SQLAlchemyError, OSError):
        return False


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does
    connection.execute("PRAGMA journal_mode=WAL")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that may write: committed at the end, rolled back on any exception.

    On SQLite a lock file is held from BEGIN IMMEDIATE to COMMIT. Raises Busy after WAIT_SECONDS of waiting for another
    writer, Conflict for a disk that is full or closed and a database out of reach.
    """
    with in_words(), sole_writer(engine), engine.connect().execution_options(writes=True) as connection:
        with Session(connection, expire_on_commit=False) as session:
            _wait_no_longer(session)
            yield session
            chain.link(session)
            session.commit()
        _checkpoint(connection)


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One read transaction: a steady view, nothing kept. Raises Conflict for a database out of reach."""
    with in_words(), Session(engine, expire_on_commit=False) as session:
        yield session


@contextlib.contextmanager
def session_scope(
    engine: Engine, settings: Settings, *, write: bool = True, known: dict[Hashable, object] | None = None
) -> Iterator[Means]:
    """The means of one piece of work, its transaction opened here and closed here. known: see `Kept`, for who reads."""
    with writing(engine) if write else reading(engine) as session:
        yield Means(session, Clock(settings.day), FileStore(settings.files, settings.max_upload_mb), settings, known)


@contextlib.contextmanager
def sole_writer(engine: Engine) -> Iterator[None]:
    """Hold the lock file beside a SQLite database; nothing on PostgreSQL. Raises Busy after WAIT_SECONDS."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        yield
        return
    lock = FileLock(f"{database}.lock", timeout=WAIT_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise Busy("database.busy", seconds=WAIT_SECONDS, lock=Path(database).name) from None
    try:
        yield
    finally:
        lock.release()


def _wait_no_longer(session: Session) -> None:
    """On PostgreSQL too, whoever waits for what another transaction holds gives up after a while."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = {round(WAIT_SECONDS * 1000)}"))


def _checkpoint(connection: Any) -> None:
    """What was committed stays committed where the log cannot be folded in now (a full disk): the next writer does."""
    if connection.dialect.name == "sqlite":
        with contextlib.suppress(sqlite3.OperationalError):
            connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


class Pulse:
    """A mark that moves with every commit to the database, by whichever process: while it stands, so does all that was read.

    One kept connection of its own that never writes: a look costs microseconds on SQLite, one round trip on PostgreSQL.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self._connection: Any = None
        self._own = object()
        self._asked = "PRAGMA data_version" if engine.dialect.name == "sqlite" else "SELECT pg_current_snapshot()::text"

    def mark(self) -> object:
        """The mark now. Read it before what is to be kept under it. Out of reach, it is like no other."""
        with self._lock:
            try:
                return self._look()
            except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error, OSError):
                self.close()
                return object()

    def close(self) -> None:
        """Let the connection go; the next look opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()

    def _look(self) -> object:
        if self._connection is None:
            self._connection, self._own = self._opened(), object()
        cursor = self._connection.cursor()
        cursor.execute(self._asked)
        found = cursor.fetchone()[0]
        cursor.close()
        return self._own, found  # a number counts for its own connection only

    def _opened(self) -> Any:
        """A connection outside the pool, with no transaction open between two looks."""
        found = self._engine.raw_connection()
        driver: Any = found.dbapi_connection
        found.detach()
        if self._engine.dialect.name != "sqlite":
            driver.autocommit = True
        return found


class Kept:
    """What was read of one state of the database: shared while it stands, gone with the next commit and the next day."""

    MOST = 5_000
    """Things kept at most: who tries tokens at random fills no memory."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.pulse, self._day, self._lock = Pulse(engine), settings.day, threading.Lock()
        self._state: object = None
        self._known: dict[Hashable, object] = {}

    def now(self) -> dict[Hashable, object]:
        """What is known of the state of now: another dictionary as soon as anything was committed."""
        state = (self.pulse.mark(), Clock(self._day).today())
        with self._lock:
            if state != self._state or len(self._known) > self.MOST:
                self._state, self._known = state, {}
            return self._known
