"""One way to break a constraint, by name: a sound row changed, or one beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.models import Base
from tests.models.sound import Row


@dataclass(frozen=True, slots=True)
class Break:
    """What is done to the first sound row of a table: changed in place, or (`beside`) copied with changes."""

    constraint: str
    table: str
    changes: Row
    beside: bool = False


def changed(constraint: str, table: str, **changes: Any) -> Break:
    return Break(constraint, table, changes)


def beside(constraint: str, table: str, **changes: Any) -> Break:
    return Break(constraint, table, {"id": 900, **changes} if "id" in Base.metadata.tables[table].c else changes, True)
