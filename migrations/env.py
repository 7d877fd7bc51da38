"""Alembic's entrance: on the connection it is given (`catalog.migrate`), else on the database of the environment."""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from catalog.db import make_engine
from catalog.models import Base
from catalog.models.base import UtcDateTime
from catalog.settings import settings_from


def render(kind: str, value: Any, _autogen: Any) -> str | Literal[False]:
    """Types of ours are written as what they are in the database: a migration outlives the code of its day."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Migrate in one transaction. SQLite takes its tables' definitions back too (`catalog.db` begins it itself)."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Take the given connection, or open one for the alembic command line."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = make_engine(settings_from(os.environ).database_url)
    with engine.connect() as connection:
        run(connection)
        connection.commit()
    engine.dispose()


main()
