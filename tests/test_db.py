"""Transactions: written whole or not at all, one writer at a time on SQLite, and the pragmas that this rests on."""

from __future__ import annotations

import threading

import pytest
from filelock import FileLock
from sqlalchemy import Engine, func, select, text
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


def test_the_mark_moves_with_a_commit_of_anyone_and_with_nothing_else(engine: Engine) -> None:
    pulse, elsewhere = db.Pulse(engine), db.make_engine(engine.url.render_as_string(hide_password=False))
    first = pulse.mark()
    with db.reading(engine) as session:
        session.execute(text("SELECT 1"))
    assert pulse.mark() == first
    with db.writing(elsewhere) as session:
        session.add(SignInTry(key="a", at=AT))
        session.flush()
        assert pulse.mark() in (first, pulse.mark())  # PostgreSQL counts the writer already, SQLite its commit
    second = pulse.mark()
    assert second != first
    assert pulse.mark() == second
    pulse.close()
    assert pulse.mark() != second
    pulse.close()
    elsewhere.dispose()


def _counted(asked: list[int]) -> int:
    asked.append(1)
    return len(asked)


def test_what_is_kept_goes_with_the_next_commit(engine: Engine, settings: Settings) -> None:
    kept = db.Kept(engine, settings)
    asked: list[int] = []

    def once() -> int:
        with db.session_scope(engine, settings, write=False, known=kept.now()) as means:
            return means.once("key", lambda: _counted(asked))

    assert (once(), once()) == (1, 1)
    with db.session_scope(engine, settings) as means:
        means.session.add(SignInTry(key="a", at=AT))
        assert means.once("key", lambda: 99) == 99
        assert means.once("key", lambda: 100) == 100
    assert (once(), once()) == (2, 2)
    kept.pulse.close()


def test_a_database_out_of_reach_is_like_no_other() -> None:
    pulse = db.Pulse(db.make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    assert pulse.mark() != pulse.mark()
