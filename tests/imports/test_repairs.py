"""A cell that a person rewrote: the reading takes what was said, the row as written stays, and it is told."""

from __future__ import annotations

from pathlib import Path

from imports.child.envelope import request_from, request_json
from imports.record import Repair, Request
from tests.imports.made import column, read_text

TEXT = "Réf;Désignation;Prix HT\nA1;Savon;12,5O\nA2;Seau;3,00\nA3;Balai;12,5O\n"


def test_a_rewritten_price_lets_its_row_in(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT, repairs=(Repair(None, 2, "Prix HT", "12,50"),))
    assert (reading.rows, reading.imported, reading.rejected) == (3, 2, 1)
    assert column(reading, "price") == [12_500_000, 3_000_000]
    told = [issue for issue in reading.issues if issue.code == "cell.repaired"]
    assert [(each.row, each.column, each.value, each.proposal, each.level) for each in told] == [
        (2, "Prix HT", "12,5O", "12,50", "warning")
    ]
    assert reading.raw[2]["Prix HT"] == "12,5O", "the row as written stays"


def test_equal_cells_elsewhere_stay(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT, repairs=(Repair(None, 4, "Prix HT", "9"),))
    assert [issue.row for issue in reading.issues if issue.code.startswith("price.")] == [2]
    assert column(reading, "price") == [3_000_000, 9_000_000]


def test_a_repair_of_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    nothing = (Repair(None, 99, "Prix HT", "1"), Repair(None, 2, "Prix", "1"), Repair("Tarif", 2, "Prix HT", "1"),
               Repair(None, 3, "Prix HT", "3,00"))  # fmt: skip
    reading = read_text(tmp_path, TEXT, repairs=nothing)
    assert (reading.imported, [each.code for each in reading.issues if each.code == "cell.repaired"]) == (1, [])


def test_an_emptied_cell_is_missing(tmp_path: Path) -> None:
    reading = read_text(tmp_path, TEXT, repairs=(Repair(None, 3, "Prix HT", ""),))
    assert [issue.code for issue in reading.issues if issue.row == 3] == ["cell.repaired", "price.missing"]


def test_it_travels_to_the_reading_process() -> None:
    request = Request("a.csv", repairs=(Repair("Tarif", 2, "Prix HT", "12,50"),))
    assert request_from(request_json(request)) == request
