"""What every table shares: the naming convention, ids made in Python, times in UTC, who did it."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, ForeignKeyConstraint, Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
EPOCH_MS = 1_704_067_200_000
"""2024-01-01 UTC. (milliseconds since << 12) + 12 random bits stays under 2^53, exact in JavaScript, until 2093."""

_last = 0
_lock = threading.Lock()


def new_id() -> int:
    """A 53-bit id that grows with time; unique in this process, and with its owner's key in the database."""
    return new_ids(1)[0]


def new_ids(count: int) -> range:
    """As many ids, one after the other."""
    global _last
    with _lock:
        made = ((time.time_ns() // 1_000_000 - EPOCH_MS) << 12) | secrets.randbits(12)
        first = max(_last + 1, made)
        _last = first + count - 1
        return range(first, first + count)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware times only: stored as UTC on both databases, given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """All tables. Amounts are integers of 10^-6, rates of 10^-4 percent."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        int: BigInteger,
        dt.datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


def id_column() -> Mapped[int]:
    """The id beside the owner's key, made before the insert (no database numbers anything)."""
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, default=new_id)


def owner_key(column: str = "supplier_id") -> Mapped[int]:
    """The owner's id, first in the key of every owned table."""
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=-10)


def to(table: str, *columns: str, key: tuple[str, ...], **options: Any) -> ForeignKeyConstraint:
    """A foreign key that carries its owner's column: `to("product", "supplier_id", "product_id", key=(...))`."""
    return ForeignKeyConstraint(columns, [f"{table}.{name}" for name in key], **options)


class Acted:
    """Who did it: both columns of the account, or neither for the operator of the command line."""

    by_organisation_id: Mapped[int | None]
    by_account_id: Mapped[int | None]


def acted() -> tuple[ForeignKeyConstraint, CheckConstraint]:
    """The key of `Acted` to the account; a half-filled key would be looked up nowhere, so it is refused."""
    key = to("account", "by_organisation_id", "by_account_id", key=("organisation_id", "id"))
    return key, CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name="actor")


def one_where(name: str, condition: str, *columns: str) -> Index:
    """At most one row of these columns among those that meet the condition, on both databases."""
    return Index(name, *columns, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))
