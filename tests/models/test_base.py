"""Ids grow, fit in a JavaScript number and never repeat; times without zone are refused and come back in UTC."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import StatementError

from catalog.models import Base, SignInTry, new_id

WIDEST = 2**53
NAIVE = dt.datetime.fromisoformat("2026-11-22T09:00")


def test_ids_grow() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert 0 < made[-1] < WIDEST


def test_ids_are_unique_over_threads() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [number for part in pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)) for number in part]
    assert len(set(made)) == 16_000


def test_every_foreign_key_of_an_owned_row_carries_its_owner() -> None:
    bare = [
        f"{table.name}.{key.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if len(key.referred_table.primary_key.columns) > 1
        and {element.column.name for element in key.elements} != set(key.referred_table.primary_key.columns.keys())
    ]
    assert bare == []


def test_the_owner_stands_first_in_the_key() -> None:
    owned = [
        table.primary_key.columns.keys()
        for table in Base.metadata.tables.values()
        if len(table.primary_key.columns) > 1
    ]
    assert {keys[0] for keys in owned} == {"supplier_id", "organisation_id"}


def test_no_name_is_longer_than_postgresql_keeps() -> None:
    tables = Base.metadata.tables.values()
    names = [str(item.name) for table in tables for item in table.constraints]
    names += [str(item.name) for table in tables for item in table.indexes]
    assert [name for name in names if len(name) > 63] == []


def test_a_time_without_zone_is_refused(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(StatementError, match="a time without zone"):
        connection.execute(insert(SignInTry), {"id": 1, "key": "k", "at": NAIVE})


def test_a_time_comes_back_aware_in_utc(engine: Engine) -> None:
    told = dt.datetime(2026, 11, 22, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))
    with engine.connect() as connection:
        connection.execute(insert(SignInTry), {"id": 1, "key": "k", "at": told})
        kept = connection.scalar(select(SignInTry.at))
        connection.rollback()
    assert kept == dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.UTC)
    assert kept is not None
    assert kept.tzinfo is dt.UTC


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sqlite_keeps_times_in_utc(engine: Engine) -> None:
    told = dt.datetime(2026, 11, 22, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))
    with engine.connect() as connection:
        connection.execute(insert(SignInTry), {"id": 1, "key": "k", "at": told})
        kept = connection.scalar(text("SELECT at FROM sign_in_try"))
        connection.rollback()
    assert kept == "2026-11-21 23:30:00.000000"
