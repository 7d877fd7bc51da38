"""Many rows at once, from columns: COPY on PostgreSQL, the driver's own executemany on SQLite. No object for a row."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.csv
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

ROWS = 20_000
"""Rows that are turned into what the driver takes at a time: the memory they need does not grow with the file."""

Values = Any
"""A column of Arrow, or one value for all rows: a number, a text, a time, nothing."""


def insert_columns(session: Session, table: Any, height: int, columns: Mapping[str, Values]) -> None:
    """Insert `height` rows of a mapped table. A value that is no column is the same for all rows.

    Times are given in UTC; JSON as text. What was added to the session before is there when the rows come.
    """
    session.flush()
    if not height:
        return
    connection = session.connection()
    names = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in columns)
    into = f"{table.__tablename__} ({names})"
    write = _copied if connection.dialect.name == "postgresql" else _executed
    write(connection, into, height, columns)


def _executed(connection: Connection, into: str, height: int, columns: Mapping[str, Values]) -> None:
    """A list of tuples reaches the driver as it is."""
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608 - names of our own tables
    for start in _starts(height):
        length = min(ROWS, height - start)
        listed = [_listed(each, start, length) for each in columns.values()]
        connection.exec_driver_sql(statement, list(zip(*listed, strict=False)))


def _listed(values: Values, start: int, length: int) -> Any:
    """A stretch of a column as SQLite's driver takes it, days as texts; a single value again and again."""
    if isinstance(values, pa.Array | pa.ChunkedArray):
        part = values.slice(start, length)
        return (part.cast(pa.string()) if pa.types.is_date(part.type) else part).to_pylist()
    return repeat(f"{values:%Y-%m-%d %H:%M:%S.%f}" if isinstance(values, dt.datetime) else values, length)


def _copied(connection: Connection, into: str, height: int, columns: Mapping[str, Values]) -> None:
    options = pyarrow.csv.WriteOptions(include_header=False)
    statement = f"COPY {into} FROM STDIN (FORMAT csv)"
    driver: Any = connection.connection.driver_connection
    with _told(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        for start in _starts(height):
            length = min(ROWS, height - start)
            arrays = [_array(each, start, length) for each in columns.values()]
            lines = io.BytesIO()
            pyarrow.csv.write_csv(pa.table(arrays, names=list(columns)), lines, options)
            copy.write(lines.getvalue())


def _array(values: Values, start: int, length: int) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.slice(start, length)
    if values is None:
        return pa.nulls(length, pa.string())
    return pa.repeat(values.isoformat() if isinstance(values, dt.datetime) else values, length)


@contextlib.contextmanager
def _told(connection: Connection, statement: str) -> Iterator[None]:
    """What the driver raises, raised as the database library would: whoever puts errors in words knows that form."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error


def _starts(height: int) -> Iterator[int]:
    yield from range(0, height, ROWS)
