"""The tables come from the migrations: up from nothing, down to nothing, up again, and no drift from the models."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from catalog.db import make_engine
from catalog.migrate import config, is_current, migrate, revisions
from catalog.models import Base
from catalog.settings import Settings
from tests import postgres

TABLES = {*Base.metadata.tables, "alembic_version"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield made
        made.dispose()
    else:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        server.run("CREATE DATABASE empty")
        made = make_engine(server.url("empty"))
        yield made
        made.dispose()
        server.run("DROP DATABASE empty WITH (FORCE)")


def at(engine: Engine, revision: str) -> set[str]:
    """Go up or down to a revision; the tables there."""
    with engine.connect().execution_options(writes=True) as connection:
        move = command.downgrade if revision == "base" else command.upgrade
        move(config(connection), revision)
        connection.commit()
    return set(inspect(engine).get_table_names())


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_up_from_nothing_down_to_nothing_and_up_again(empty: Engine) -> None:
    assert at(empty, "head") == TABLES
    assert at(empty, "base") == {"alembic_version"}
    assert at(empty, "head") == TABLES


def test_the_models_and_the_migrated_tables_do_not_differ(engine: Engine) -> None:
    with engine.connect() as connection:
        command.check(config(connection))
    assert set(inspect(engine).get_table_names()) == TABLES


def test_migrating_an_empty_database_makes_it_current(empty: Engine) -> None:
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_two_at_once_migrate_once(empty: Engine) -> None:
    faults: list[BaseException] = []

    def attempt() -> None:
        try:
            migrate(empty)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert is_current(empty)


def test_a_migration_that_fails_leaves_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(given: Config, revision: str) -> None:
        with_tables(given, revision)
        raise KeyboardInterrupt

    with_tables = command.upgrade
    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(KeyboardInterrupt):
        migrate(empty)
    assert inspect(empty).get_table_names() == []
    monkeypatch.undo()
    migrate(empty)
    assert is_current(empty)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_sqlite_file_with_tables_is_copied_before_it_changes(engine: Engine, settings: Settings) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        connection.commit()
    with pytest.raises(Exception, match="older"):
        migrate(engine)
    copy = make_engine(f"sqlite:///{settings.home / 'tamis.sqlite.before-older'}")
    assert revisions(copy) == {"older"}
    copy.dispose()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_foreign_keys_are_on_again_after_a_migration(engine: Engine) -> None:
    at(engine, "base")
    migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_no_database_numbers_anything() -> None:
    keys = [column for table in Base.metadata.tables.values() for column in table.primary_key.columns]
    assert [str(column) for column in keys if column.autoincrement is not False] == []
