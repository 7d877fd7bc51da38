"""Rows inserted from columns come back as they were given, on both databases."""

from __future__ import annotations

import pyarrow as pa
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from catalog.means.means import Means
from catalog.models import Batch, BatchIssue, new_id, new_ids
from catalog.published.bulk import insert_columns
from tests.release.world import deliver, set_up

TEXTS = ["", None, 'a "quoted", b;c', "deux\nlignes\ttab", "é\\N\\.", "NULL"]


@pytest.fixture
def batch(means: Means) -> Batch:
    set_up(means)
    made = means.session.get(Batch, (_supplier(means), deliver(means, "1", ("A", "Savon", "2.00"))))
    assert made is not None
    return made


def _supplier(means: Means) -> int:
    deliver(means, "2", ("B", "Gel", "3.00"))
    return int(means.session.scalars(select(Batch.supplier_id)).first() or 0)


def test_texts_numbers_and_what_is_missing_come_back(means: Means, batch: Batch) -> None:
    ids = new_ids(len(TEXTS))
    insert_columns(means.session, BatchIssue, len(TEXTS), {
        "supplier_id": batch.supplier_id, "batch_id": batch.id, "id": pa.array(ids), "level": "error", "code": "row.test",
        "value": pa.array(TEXTS), "row": pa.array([1, None, 3, 2**40, 5, 6], pa.int64()), "last_row": None,
        "params": pa.array(['{"é": "\\"x\\""}'] * len(TEXTS)),
    })  # fmt: skip
    rows = means.session.scalars(select(BatchIssue).where(BatchIssue.code == "row.test").order_by(BatchIssue.id)).all()
    assert [(row.id, row.value) for row in rows] == list(zip(ids, TEXTS, strict=True))
    assert [row.row for row in rows] == [1, None, 3, 2**40, 5, 6]
    assert {(row.last_row, row.sheet, str(row.params)) for row in rows} == {(None, None, "{'é': '\"x\"'}")}


def test_a_broken_rule_is_raised_as_the_database_library_does(means: Means, batch: Batch) -> None:
    with pytest.raises(DatabaseError), means.session.begin_nested():
        insert_columns(means.session, BatchIssue, 1, {
            "supplier_id": batch.supplier_id, "batch_id": batch.id, "id": new_id(), "level": "nonsense", "code": "c",
            "params": "{}",
        })  # fmt: skip


def test_no_rows_are_no_statement(means: Means, batch: Batch) -> None:
    insert_columns(means.session, BatchIssue, 0, {"supplier_id": batch.supplier_id, "id": pa.array([], pa.int64())})
    assert list(new_ids(0)) == []


def test_ids_of_a_run_follow_one_another_and_come_after_all_before() -> None:
    before, run, after = new_id(), new_ids(1000), new_id()
    assert before < run[0]
    assert list(run) == list(range(run[0], run[0] + 1000))
    assert run[-1] < after
