"""Prices by quantity and by period, written side by side or on rows of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from imports.quantities import quantity_from
from imports.record import Memory
from tests.imports.made import column, found, read_text

HEAD = "Référence;Désignation;"


def tiers(reading: Any) -> list[list[tuple[int, int]] | None]:
    """Quantity and price in whole units and cents."""
    return [
        [(tier["min_quantity"] // 10**6, tier["price"] // 10**4) for tier in cell] if cell else None
        for cell in column(reading, "prices")
    ]


@pytest.mark.parametrize(
    ("title", "quantity"),
    [
        ("1+", 1), ("10+", 10), ("Prix x10", 10), ("Prix HT x 100", 100), ("Prix à partir de 50", 50), ("dès 12", 12),
        ("Qté 1-9", 1), ("10 à 49", 10), ("de 50 à 99 unités", 50), ("≥ 10", 10), ("Prix HT 10 et +", 10),
        ("1 000 et plus", 1000), ("P.U. HT (10 à 49)", 10), ("ab 10 Stück", 10), ("Tarif HT dès 24 pièces", 24),
        ("Prix 2026-2027", None), ("Prix 2", None), ("Prix par 100", None), ("Prix HT", None), ("9-1", None), ("0-9", None),
        ("Format 10-15", None), ("", None),
    ],
)  # fmt: skip
def test_a_header_names_a_quantity(title: str, quantity: int | None) -> None:
    assert quantity_from(title) == (quantity and quantity * 10**6)


@pytest.mark.parametrize(
    "headers",
    [
        "Prix HT;Prix x10;Prix x100", "1+;10+;100+", "Qté 1-9;Qté 10-99;Qté 100+", "Prix HT;dès 10;dès 100",
        "Prix HT à partir de 1;Prix HT à partir de 10;Prix HT à partir de 100", "PU HT;PU HT 10 à 99;PU HT 100 et +",
    ],
)  # fmt: skip
def test_columns_of_quantities_are_tiers_of_one_offer(tmp_path: Path, headers: str) -> None:
    reading = read_text(tmp_path, HEAD + headers + "\nA1;Savon;5,00;4,50;4,00\nA2;Seau;3,00;;-\nA3;Sac;2,00;;1,00\n")
    assert (reading.verdict, column(reading, "price")) == ("import", [5_000_000, 3_000_000, 2_000_000])
    assert tiers(reading) == [[(1, 500), (10, 450), (100, 400)], None, [(1, 200), (100, 100)]]
    again = read_text(tmp_path, HEAD + headers + "\nA1;Savon;5,00;4,50;4,00\n", remembered=Memory(reading.columns))
    assert (again.columns, tiers(again)) == (reading.columns, [[(1, 500), (10, 450), (100, 400)]])


def test_numbered_columns_of_quantities_and_prices(tmp_path: Path) -> None:
    text = HEAD + "Prix HT;Qté 2;Prix 2;Qté 3;Prix 3\nA1;Savon;5,00;10;4,50;50;4,00\nA2;Seau;3,00;20;2,00;;\n"
    assert tiers(read_text(tmp_path, text)) == [[(1, 500), (10, 450), (50, 400)], [(1, 300), (20, 200)]]
    text = HEAD + "Qté 1;Prix 1;Qté 2;Prix 2\nA1;Savon;1;5,00;10;4,50\nA2;Seau;5;3,00;20;2,00\n"
    reading = read_text(tmp_path, text)
    assert (tiers(reading), column(reading, "price")) == (
        [[(1, 500), (10, 450)], [(5, 300), (20, 200)]], [5_000_000, 3_000_000],
    )  # fmt: skip


def test_what_ten_cost_together_is_no_tier_but_a_question(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "Prix HT;Prix x10\nA1;Savon;5,00;45,00\nA2;Seau;3,00;28,00\n")
    assert [(question.id, question.choices) for question in reading.questions] == [
        ("price_column", ("Prix HT", "Prix x10"))
    ]


def test_sizes_are_no_quantities(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "36-38;40-42\nA1;Blouse;5;4\nA2;Gilet;3;3\n")
    assert [question.id for question in reading.questions] == ["price_column"] or reading.verdict == "refuse"


def test_a_faulty_tier_rejects_its_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "1+;10+\nA1;Savon;5,00;4,50\nA2;Seau;3,00;sur devis\nA3;Sac;3,00;0\n")
    assert (reading.imported, reading.rejected) == (1, 2)
    assert [(issue.code, issue.row, issue.column) for issue in reading.issues if issue.row] == [
        ("price.unreadable", 3, "10+"), ("price.zero", 4, "10+"),
    ]  # fmt: skip


DATED = HEAD + "Prix HT;Date début;Date fin\n"


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        ("2,00;01/07/2026;31/12/2026", True),  # one after the other
        ("2,00;01/06/2026;31/12/2026", False),  # a month in common
        ("2,00;01/01/2026;30/06/2026", False),  # the same days
        ("2,00;01/03/2026;31/03/2026", False),  # within
        ("2,00;01/07/2026;", True),
        ("2,00;01/06/2026;", False),
        ("2,00;;31/12/2025", True),
    ],
)
def test_periods_that_overlap_contradict_each_other(tmp_path: Path, second: str, kept: bool) -> None:
    reading = read_text(tmp_path, DATED + f"A1;Savon;1,00;01/01/2026;30/06/2026\nA1;Savon;{second}\n")
    assert (reading.imported, reading.products.num_rows) == ((2, 1) if kept else (0, 0))
    told = found(reading, "price.periods_overlap") or found(reading, "reference.contradiction")
    assert [(issue.row, issue.params["rows"]) for issue in told] == ([] if kept else [(2, "2, 3"), (3, "2, 3")])


@pytest.mark.parametrize("first", ["1,00;;", "1,00;01/01/2026;"])
def test_a_price_without_end_gives_way_to_the_one_that_begins_later(tmp_path: Path, first: str) -> None:
    reading = read_text(tmp_path, DATED + f"A1;Savon;{first}\nA1;Savon;2,00;01/06/2026;30/06/2026\n")
    (prices,) = column(reading, "prices")
    assert [(tier["price"], tier["valid_to"]) for tier in prices] == [
        (1_000_000, None),
        (2_000_000, dt.date(2026, 6, 30)),
    ]


def test_periods_that_overlap_at_other_quantities_or_lots_are_tiers(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        HEAD + "Prix HT;Date début;Date fin;Qté mini\nA1;Savon;2,00;01/01/2026;31/12/2026;1\n"
        "A1;Savon;1,00;01/06/2026;31/12/2026;10\n",
    )
    assert (reading.imported, reading.products.num_rows) == (2, 1)
