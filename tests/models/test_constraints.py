"""Every check, unique and foreign key of the tables is broken once, by name, on both databases.

A sound row of each table stands in `sound.py`. A case of `breaks.py` changes one such row, or adds a second one beside it, and must
be refused. A constraint of the metadata without a case fails `test_every_constraint_has_a_breaking_case`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, Connection, Engine, ForeignKeyConstraint, UniqueConstraint, insert, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from catalog.models import Base
from tests.models.break_one import Break, beside, changed
from tests.models.breaks import CHECKS, KEYS, PARTIAL, UNIQUES
from tests.models.sound import AT, RIVAL, SOUND, START, fill


def attempt(connection: Connection, case: Break) -> None:
    table = Base.metadata.tables[case.table]
    row = SOUND[case.table][0]
    if case.beside:
        more = {"recorded_at": AT} if "recorded_at" in table.c else {}
        connection.execute(insert(table), {**row, **more, **case.changes})
    else:
        where = [column == row[column.name] for column in table.primary_key.columns]
        connection.execute(update(table).where(*where).values(case.changes))


def names(*kinds: type) -> set[str]:
    tables = Base.metadata.tables.values()
    return {str(item.name) for table in tables for item in table.constraints if isinstance(item, kinds)}


def test_every_constraint_has_a_breaking_case() -> None:
    assert {case.constraint for case in CHECKS} == names(CheckConstraint)
    assert {case.constraint for case in UNIQUES} == names(UniqueConstraint)
    assert {case.constraint for case in KEYS} == names(ForeignKeyConstraint)
    indices = {str(index.name) for table in Base.metadata.tables.values() for index in table.indexes if index.unique}
    assert {case.constraint for case in PARTIAL} == indices


def test_every_table_has_a_sound_row() -> None:
    assert set(SOUND) == set(Base.metadata.tables)


def test_each_broken_constraint_is_refused_by_name(engine: Engine) -> None:
    """One database for all: each case in a savepoint of its own."""
    with engine.connect() as connection:
        fill(connection)
        refused = {case.constraint: refusal(connection, case) for case in (*CHECKS, *UNIQUES, *KEYS)}
        connection.rollback()
    taken = {name for name, words in refused.items() if words is None}
    assert taken == set()
    wrong = {name: words for name, words in refused.items() if not speaks_of(name, words or "")}
    assert wrong == {}


def refusal(connection: Connection, case: Break) -> str | None:
    """The database's words; None when it took the row."""
    point = connection.begin_nested()
    try:
        attempt(connection, case)
    except IntegrityError as fault:
        return str(fault.orig)
    finally:
        point.rollback()
    return None


def speaks_of(constraint: str, words: str) -> bool:
    """PostgreSQL names every constraint; SQLite names checks only, and tells the kind of the others."""
    if constraint in words:
        return True
    kind = {"uq": "UNIQUE constraint failed", "fk": "FOREIGN KEY constraint failed"}.get(constraint[:2], "none")
    return kind in words


def test_one_current_version_and_one_undated_tier(engine: Engine) -> None:
    third = {"number": 3, "kind": "publish", "effective": START, "offers": 1, "recorded_at": AT}
    for case in PARTIAL:
        with engine.connect() as connection:
            fill(connection)
            connection.execute(insert(Base.metadata.tables["publication"]), third)
            attempt(connection, case)
            later = {"since": 3} if "since" in case.changes else {}
            with pytest.raises(IntegrityError):
                attempt(connection, beside(case.constraint, case.table, **{**case.changes, "id": 901, **later}))
            connection.rollback()


OWNED = sorted(
    name
    for name, table in Base.metadata.tables.items()
    if "supplier_id" in table.primary_key.columns and name not in ("holder", "product", "batch", "schedule_line")
)


@pytest.mark.parametrize("table", OWNED)
def test_a_child_row_moved_to_another_supplier_is_refused(engine: Engine, table: str) -> None:
    with engine.connect() as connection:
        fill(connection)
        with pytest.raises(DatabaseError, match=r"(?i)foreign key|append-only"):
            attempt(connection, changed("", table, supplier_id=RIVAL))
        connection.rollback()


APPEND_ONLY = ("journal_entry", "membership", "fact", "proof", "coverage", "decision", "range_version",
               "price_clause", "schedule_line", "mapping", "word", "equivalence", "conversion",
               "document_reading", "expiry_alert", "expiry_closing", "journal_link", "parcel", "product_document", "proof_ending", "range_export", "range_support", "range_validation", "register_entry", "register_extract", "tag_decision", "validated_product", "validation")  # fmt: skip


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_recorded_is_neither_changed_nor_taken_away(engine: Engine, table: str) -> None:
    made = Base.metadata.tables[table]
    first = next(iter(made.primary_key.columns))
    for statement in (update(made).values({first.name: first}), made.delete()):
        with engine.connect() as connection:
            fill(connection)
            with pytest.raises(DatabaseError, match="append-only"):
                connection.execute(statement)
            connection.rollback()
