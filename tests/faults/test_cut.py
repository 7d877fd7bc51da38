"""PostgreSQL ends our connection in the middle of a publication: the old state, a sentence, and the next attempt works."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from catalog.access import OPERATOR
from catalog.db import make_engine, writing
from catalog.entrance import Entrance, Watch
from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.models import SignInTry
from catalog.published.bulk import insert_columns
from catalog.settings import Settings
from tests.faults.state import faults_of, state_of
from tests.worker.world import PRICES, delivery, opened, stored

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True),
]
ALIVE = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    made = opened(settings)
    yield made
    made.engine.dispose()


def cut(means: Means) -> None:
    """The server ends the connection of this very transaction."""
    pid = means.session.scalar(text("SELECT pg_backend_pid()"))
    other = make_engine(means.settings.database_url)
    with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        while connection.scalar(ALIVE, {"pid": pid}):
            time.sleep(0.01)
    other.dispose()


def at_the_end(means: Means, _outcome: Mapping[str, Any]) -> None:
    cut(means)


@pytest.mark.parametrize("watch", [Watch(begin=cut), Watch(end=at_the_end)], ids=["begun", "about to commit"])
def test_a_connection_cut_leaves_the_old_state_and_the_next_attempt_works(entrance: Entrance, watch: Watch) -> None:
    batch = entrance.receive_stored(OPERATOR, delivery(), stored(entrance, PRICES)).batch
    before = state_of(entrance)
    with pytest.raises(Conflict) as raised:
        entrance.publish(OPERATOR, [batch], {}, watch)
    assert raised.value.code == "database.out_of_reach"
    assert state_of(entrance) == before
    assert entrance.publish(OPERATOR, [batch], {}) == 1
    assert faults_of(entrance) == []


def test_a_copy_that_is_cut_is_told_in_words(entrance: Entrance) -> None:
    def copied(work: Callable[[Means], None]) -> None:
        with entrance.writing() as means:
            work(means)
            at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
            insert_columns(means.session, SignInTry, 1, {"id": 1, "key": "a", "at": at})

    with pytest.raises(Conflict) as raised:
        copied(cut)
    assert raised.value.code == "database.out_of_reach"
    copied(lambda _: None)
    with writing(entrance.engine) as session:
        assert [tried.key for tried in session.query(SignInTry)] == ["a"]
