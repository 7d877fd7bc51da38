"""Two prices in a cell, prices for a hundred, prices of a measure: split where the file tells, asked where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imports.cleaning import Fault
from imports.cleaning.amounts import Money, money, two_amounts
from imports.columns.price_header import halves, said_basis, said_measure, said_vat
from tests.imports.made import column, found, read_text

HEAD = "Référence;Désignation;"


def amount(text: str, pick: int | None = None) -> Any:
    """Amount in cents, VAT, unit and basis in whole units; the fault's code where there is one."""
    read = money("price", ",", pick=pick)(text)
    if isinstance(read, Fault):
        return read.code
    assert isinstance(read, Money)
    return (read.micro // 10**4, read.includes_vat, read.unit, read.basis and read.basis // 10**6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,50 € HT (15,00 € TTC)", (1250, False, None, None)), ("15,00 TTC / 12,50 HT", (1250, False, None, None)),
        ("12,50 HT / 15,00", (1250, False, None, None)), ("12,50 H.T. ; 15,00 T.T.C.", (1250, False, None, None)),
        ("15,00 HT / 12,50 TTC", "price.several"), ("12,50 / 15,00 TTC", "price.several"),
        ("12,50 / 11,90", "price.several"), ("12 / 15", "price.several"), ("12 / 100", "price.several"),
        ("125,00 / 100", "price.several"), ("10 à 20", "price.several"), ("5,00 € / 100 / 200", "price.unreadable"),
        ("5,00 € / 100", (500, None, None, 100)), ("5,00 / 100", (500, None, None, 100)),
        ("3,00 € les 100", (300, None, None, 100)), ("3,00 €/1 000", (300, None, None, 1000)),
        ("3,00 € par 12", (300, None, None, 12)), ("3,00/100 pièces", (300, None, "H87", 100)),
        ("3,00 € les 1", "price.unreadable"), ("6,50 € / 3 L", (650, None, "LTR", 3)),
        ("52,87 EUR / kg", (5287, None, "KGM", None)), ("12,50 € HT le carton", (1250, False, "XCT", None)),
        ("douze euros", "price.unreadable"),
    ],
)  # fmt: skip
def test_what_one_cell_says(text: str, expected: object) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(("pick", "cents"), [(0, 1250), (1, 1190)])
def test_the_one_that_a_person_picked(pick: int, cents: int) -> None:
    assert amount("12,50 / 11,90", pick) == (cents, None, None, None)
    assert amount("12,50 € ou 11,90 €", pick)[0] == cents
    assert amount("12,50 / 15,00 TTC", pick) == "price.several"


def test_two_amounts_and_nothing_else() -> None:
    assert two_amounts("12,50 / 11,90") == ("12,50", "11,90")
    assert two_amounts("12,50 € (SOIT 15,00 €)") == ("12,50 €", "15,00 €")
    assert [two_amounts(text) for text in ("12,50", "12,50 / KG", "12 / 13 / 14", "VOIR / 12", "")] == [None] * 5


@pytest.mark.parametrize(
    ("title", "basis", "measure", "vat"),
    [
        ("Prix HT", None, None, False), ("Prix HT les 100", 100, None, False), ("Prix au cent", 100, None, None),
        ("€/1000", 1000, None, None), ("Prix HT pour 1 000", 1000, None, False), ("PU HT (100 pièces)", 100, None, False),
        ("Prix au mille", 1000, None, None), ("Prix HT au kg", None, "KGM", False), ("Prix/L", None, "LTR", None),
        ("€ HT/m²", None, "MTK", False), ("Prix à l’unité", None, None, None), ("Prix HT par carton", None, None, False),
        ("Prix HT 2027", None, None, False), ("Tarif au 01/01/2026", None, None, None), ("Prix TTC (TVA 20 %)", None, None, True),
        ("Prix HT / TTC", None, None, None), ("Prix au 15 mars", None, None, None),
        ("Tarif au 15/03/2026", None, None, None), ("Prix HT (12 mois)", None, None, False), ("Prix par 12", 12, None, None),
        ("PU HT (dont remise 100 %)", None, None, False), ("Prix HT par 30 jours", None, None, False),
    ],
)  # fmt: skip
def test_what_a_header_says(title: str, basis: int | None, measure: str | None, vat: bool | None) -> None:
    assert (said_basis(title), said_measure(title), said_vat(title)) == (basis and basis * 10**6, measure, vat)


def test_both_prices_under_one_header() -> None:
    assert [halves(title) for title in ("Prix HT / TTC", "PU TTC (HT)", "Prix HT", "HT TTC HT")] == [
        (True, False), (False, True), (), (),
    ]  # fmt: skip


def test_a_header_for_a_hundred_is_the_basis_of_its_prices(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "Prix HT les 100\nA1;Vis;5,00\nA2;Vis;6,00 € / 10\n")
    assert [column(reading, name) for name in ("price", "price_basis")] == [
        [5_000_000, 6_000_000], [100_000_000, 10_000_000],
    ]  # fmt: skip
    assert [issue.params["n"] for issue in found(reading, "price.basis_said")] == [100]


def test_a_basis_that_contradicts_its_column_rejects_the_row(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + "Prix HT;Base de prix\nA1;Vis;5,00 € les 100;100\nA2;Vis;5,00 € les 100;1\nA3;Vis;5,00;\n"
    )
    assert (column(reading, "reference"), column(reading, "price_basis")) == (["A1", "A3"], [100_000_000, None])
    assert [issue.row for issue in found(reading, "price.other_basis")] == [3]


def test_a_price_of_a_measure_gives_the_unit(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "Prix HT au kg\nA1;Sel;5,00\nA2;Sel;6,00\n")
    assert column(reading, "order_unit") == ["KGM", "KGM"]
    other = read_text(tmp_path, HEAD + "Prix HT au kg;Unité\nA1;Sel;5,00;carton\nA2;Sel;6,00;kg\n")
    assert [issue.row for issue in found(other, "price.other_unit")] == [2]


def test_two_prices_under_a_header_that_names_both(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "Prix TTC / HT\nA1;Savon;15,00 / 12,50\nA2;Seau;3,60 / 3,00\nA3;Sac;5,00\n")
    assert (column(reading, "price"), column(reading, "price_includes_vat")) == (
        [12_500_000, 3_000_000],
        [False, False],
    )
    assert [(issue.row, issue.code) for issue in reading.issues if issue.row] == [(4, "price.one_of_two")]


def test_one_price_under_a_header_that_names_both_is_a_question(tmp_path: Path) -> None:
    text = HEAD + "Prix HT/TTC;TVA\nA1;Savon;12,00;20\nA2;Seau;3,60 HT;20\n"
    reading = read_text(tmp_path, text)
    assert [(question.id, question.choices) for question in reading.questions] == [("price_vat", ("HT", "TTC"))]
    for answer, taxed in (("HT", False), ("TTC", True)):
        told = read_text(tmp_path, text, answers={"price_vat": answer})
        assert column(told, "price_includes_vat") == [taxed, False]


def test_two_prices_that_nothing_tells_apart_are_a_question(tmp_path: Path) -> None:
    text = HEAD + "Prix HT\nA1;Savon;12,50 / 11,90\nA2;Seau;3,00 / 2,50\nA3;Sac;1,00\n"
    reading = read_text(tmp_path, text)
    assert [(question.id, question.choices, question.params["sample"]) for question in reading.questions] == [
        ("two_prices", ("1", "2"), "12,50 / 11,90")
    ]
    assert found(reading, "price.several") == []
    assert column(read_text(tmp_path, text, answers={"two_prices": "2"}), "price") == [11_900_000, 2_500_000, 1_000_000]


def test_a_few_cells_of_two_prices_are_rejected_and_named(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "Prix HT\nA1;Savon;12,50 / 11,90\nA2;Seau;3,00\nA3;Sac;1,00\n")
    assert (reading.verdict, [issue.row for issue in found(reading, "price.several")]) == ("import", [2])


def test_two_units_in_a_cell_are_told_and_left_for_a_person(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + "Prix HT;Unité\nA1;Savon;1,00;carton / pièce\nA2;Seau;2,00;kg ou L\nA3;Sac;1,00;bidule\n"
    )
    assert [(issue.code, issue.row) for issue in reading.issues if issue.row] == [
        ("unit.several", 2), ("unit.several", 3), ("unit.unknown", 4),
    ]  # fmt: skip
    assert [leftover.value for leftover in reading.leftovers] == ["carton / pièce", "kg ou L", "bidule"]
