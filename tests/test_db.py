"""Transactions: written whole or not at all, one writer at a time on SQLite, and the pragmas that this rests on."""

from __future__ import annotations

import threading

import pytest
from filelock import FileLock
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from catalog import db
from catalog.errors import Busy
from catalog.means.clock import Clock
from catalog.models import SignInTry
from catalog.settings import Settings

AT = Clock().now()
SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def tries(engine: Engine) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(SignInTry)) or 0


def test_what_was_written_stays(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.add(SignInTry(key="a", at=AT))
    assert tries(engine) == 1


def test_an_exception_takes_everything_back(engine: Engine) -> None:
    def fail() -> None:
        with db.writing(engine) as session:
            session.add(SignInTry(key="a", at=AT))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tries(engine) == 0


def test_reading_keeps_nothing(engine: Engine) -> None:
    with db.reading(engine) as session:
        session.add(SignInTry(key="a", at=AT))
        session.flush()
    assert tries(engine) == 0


@SQLITE
def test_a_reader_sees_a_steady_state_while_another_writes(engine: Engine) -> None:
    with db.reading(engine) as session:
        count = select(func.count()).select_from(SignInTry)
        assert session.scalar(count) == 0
        with db.writing(engine) as writer:
            writer.add(SignInTry(key="a", at=AT))
        assert session.scalar(count) == 0
    assert tries(engine) == 1


@SQLITE
def test_writers_come_one_after_the_other(engine: Engine) -> None:
    def write() -> None:
        for _ in range(5):
            with db.writing(engine) as session:
                session.add(SignInTry(key=f"n{tries_in(session)}", at=AT))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading(engine) as session:
        keys = set(session.scalars(select(SignInTry.key)))
    assert keys == {f"n{number}" for number in range(20)}


def tries_in(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInTry)) or 0


@SQLITE
def test_a_writer_that_waits_too_long_names_the_lock(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.1)
    with FileLock(f"{engine.url.database}.lock"), pytest.raises(Busy) as refused, db.writing(engine):
        pass
    assert (refused.value.code, refused.value.params["lock"]) == ("database.busy", "tamis.sqlite")
    assert tries(engine) == 0


@SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("busy_timeout", 10_000),
        ("wal_autocheckpoint", 0),
    ],
)
def test_every_connection_is_prepared(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as first, engine.connect() as second:
        assert [c.exec_driver_sql(f"PRAGMA {pragma}").scalar() for c in (first, second)] == [value, value]
