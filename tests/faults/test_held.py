"""Another process holds the database for longer than one waits: told in words, nothing written, done once it is free."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from catalog import db, worker
from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.errors import Busy
from catalog.settings import Settings
from tests.faults.state import State, faults_of, state_of
from tests.worker.world import PRICES, delivery, lined_up, opened, stored

HOLDS = {
    "sqlite": "import sqlite3; held = sqlite3.connect({place!r}, isolation_level=None); held.execute('BEGIN IMMEDIATE')",
    "postgresql": "import psycopg; held = psycopg.connect({place!r});"
    " held.execute('LOCK TABLE batch, publication, job IN EXCLUSIVE MODE')",
}
CODES = {"sqlite": "database.locked", "postgresql": "database.held"}
WAIT = 0.2


@contextlib.contextmanager
def held(entrance: Entrance) -> Iterator[None]:
    """A program that is none of ours holds what every write needs, until the block ends."""
    url, kind = entrance.engine.url, entrance.engine.dialect.name
    place = url.database if kind == "sqlite" else url.set(drivername="postgresql").render_as_string(hide_password=False)
    program = f"{HOLDS[kind].format(place=place)}; print('held', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("\n", 30)


@pytest.fixture
def entrance(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entrance]:
    """A house whose writers give up soon."""
    opened(settings).engine.dispose()
    monkeypatch.setattr(db, "WAIT_SECONDS", WAIT)
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS, f"busy_timeout={round(WAIT * 1000)}"))
    made = Entrance(settings)
    yield made
    made.engine.dispose()


def refused(entrance: Entrance, works: list[Callable[[], object]], before: State) -> None:
    for work in works:
        with pytest.raises(Busy) as raised:
            work()
        assert raised.value.code == CODES[entrance.engine.dialect.name]
        assert state_of(entrance) == before


def test_whatever_would_be_written_is_refused_and_done_later(entrance: Entrance) -> None:
    batch = entrance.receive_stored(OPERATOR, delivery(), stored(entrance, PRICES)).batch
    more, before = stored(entrance, PRICES + b"C;Cire;2\n"), state_of(entrance)
    works: list[Callable[[], object]] = [
        lambda: entrance.receive_stored(OPERATOR, delivery("2.csv"), more),
        lambda: entrance.answer(OPERATOR, batch, {"withdraw": "yes"}),
        lambda: entrance.publish(OPERATOR, [batch], {}),
        lambda: entrance.enqueue_publish(OPERATOR, [batch]),
    ]
    with held(entrance):
        refused(entrance, works, before)
    assert entrance.jobs(OPERATOR) == []
    for work in works[:3]:
        work()
    assert state_of(entrance).rows["publication"] == 1
    assert faults_of(entrance) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_work_in_line_waits_until_the_database_is_free(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.1)
    job, threads = lined_up(entrance), worker.Threads(entrance, 1)
    with held(entrance):
        threads.start()
        time.sleep(3 * WAIT)
        assert entrance.job(OPERATOR, job).state == "waiting"
    try:
        assert entrance.awaited(OPERATOR, job, 60).state == "done"
    finally:
        threads.stop()
    assert entrance.job(OPERATOR, job).tries == 1
