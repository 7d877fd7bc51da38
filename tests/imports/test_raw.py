"""The rows as written are kept as columns and given back row by row."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from imports.tables.raw import SHEET, Rows, kept, kept_rows, no_rows

ROWS = {2: {"Réf": "A", "Prix": "1,50"}, 3: {"Prix": "2"}, SHEET + 2: {"Réf": "A", "Note": "fin"}}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    path = tmp_path / "rows"
    path.write_bytes(kept(ROWS))
    return kept_rows(path)


def test_rows_come_back_as_they_were(rows: Rows) -> None:
    assert dict(rows) == dict(rows.items()) == ROWS
    assert (len(rows), list(rows), rows[3]) == (3, [2, 3, SHEET + 2], {"Prix": "2"})
    assert list(islice(rows.items(), 1)) == [(2, ROWS[2])]
    assert dict(no_rows()) == {}


def test_columns_and_rows_are_chosen(rows: Rows) -> None:
    assert rows.headers == ("Réf", "Prix", "Note")
    assert list(rows.different("Réf")) == ["A"]
    assert dict(rows.columns(["Réf", "Absent"]).items()) == {2: {"Réf": "A"}, 3: {}, SHEET + 2: {"Réf": "A"}}
    assert list(rows.of_rows({2})) == [2, SHEET + 2]
