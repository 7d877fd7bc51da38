"""Price lists as French suppliers make them: prices that rival each other, periods, sizes, and many a header."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from imports.fields import known_word
from imports.record import Words
from tests.imports.made import column, read_text
from tests.imports.test_awkward import HEAD, asked, told


def test_a_price_in_words_beside_figures_is_no_rival(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix unitaire en € HT;Prix en toutes lettres\nA1;Savon;3,50;trois euros cinquante\nA2;Gel;4,00;quatre euros\n"
    assert column(read_text(tmp_path, text), "price") == [3_500_000, 4_000_000]


def test_of_an_old_and_a_new_price_the_new_one_is_meant(tmp_path: Path) -> None:
    text = "Référence;Désignation;Ancien prix HT;Nouveau prix HT\nA1;Savon;1,00;1,10\n"
    assert column(read_text(tmp_path, text), "price") == [1_100_000]
    years = "Référence;Désignation;Tarif 2025;Tarif 2026\nA1;Savon;1,00;1,10\n"
    assert asked(read_text(tmp_path, years)) == {"price_column": ("Tarif 2025", "Tarif 2026")}


def test_a_price_with_the_eco_contribution_in_it_is_not_the_price(tmp_path: Path) -> None:
    text = "Référence;Désignation;{};Éco-part;{}\nA1;Lampe;10,00;0,12;10,12\n"
    with_eco = read_text(tmp_path, text.format("Prix HT", "Prix HT éco-part incluse"))
    assert (column(with_eco, "price"), column(with_eco, "eco_contribution")) == ([10_000_000], [120_000])
    beyond = read_text(tmp_path, text.format("Prix HT hors éco-part", "Prix HT éco-part comprise"))
    assert column(beyond, "price") == [10_000_000]


def test_of_two_prices_beside_a_discount_the_rows_prove_which_is_net(tmp_path: Path) -> None:
    text = (
        "Référence;Désignation;PU HT;Remise;PU net HT\nA1;Savon;10,00;20%;8,00\nA2;Gel;5,55;10%;{}\nA3;Sac;3,00;;3,00\n"
    )
    proved = read_text(tmp_path, text.format("5,00"))
    assert [column(proved, name) for name in ("price", "list_price")] == [
        [8_000_000, 5_000_000, 3_000_000], [10_000_000, 5_550_000, 3_000_000],
    ]  # fmt: skip
    assert asked(read_text(tmp_path, text.format("4,00"))) == {"price_column": ("PU HT", "PU net HT")}


def test_a_price_by_the_carton_beside_one_that_does_not_say_is_a_question(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;Prix HT par carton;Colisage\nA1;Savon;1,00;12,00;12\n"
    assert asked(read_text(tmp_path, text)) == {"price_column": ("Prix HT", "Prix HT par carton")}


def test_both_ends_of_a_period_in_one_cell(tmp_path: Path) -> None:
    cells = {
        "du 01/01/2026 au 31/12/2026": (dt.date(2026, 1, 1), dt.date(2026, 12, 31)), "31/12/2026": (None, dt.date(2026, 12, 31)),
        "01/01/2026 - 30/06/2026": (dt.date(2026, 1, 1), dt.date(2026, 6, 30)), "2026": (dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        "à partir du 01/03/2026": (dt.date(2026, 3, 1), None), "jusqu’au 31/03/2026": (None, dt.date(2026, 3, 31)),
        "illimité": (None, None), "12 mois": (None, None), "du 31/02/2026 au 01/03/2026": (None, None),
        "du 31/12/2026 au 01/01/2026": (None, None),
    }  # fmt: skip
    lines = "".join(f"A{number};Savon;1,00;{cell}\n" for number, cell in enumerate(cells))
    reading = read_text(tmp_path, f"{HEAD};Validité\n{lines}")
    assert list(zip(column(reading, "valid_from"), column(reading, "valid_to"), strict=True)) == list(cells.values())
    assert told(reading) == [("validity.unreadable", row) for row in (9, 10, 11)]


def test_sizes_of_one_reference_are_no_identical_rows(tmp_path: Path) -> None:
    text = "Référence;Désignation;Taille;Page;Prix HT\nA1;Gant;S;4;1,00\nA1;Gant;M;4;1,00\nA2;Sac;;5;2,00\nA2;Sac;;6;2,00\n"
    reading = read_text(tmp_path, text)
    assert told(reading) == [("reference.contradiction", 2), ("reference.contradiction", 3), ("row.identical", 5)]
    composed = read_text(tmp_path, text, mapping={"Référence+Taille": "reference"})
    assert column(composed, "reference") == ["A1-S", "A1-M", "A2-"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Taux de remise marché", "discount_rate"), ("Prix HT (hors remise)", "list_price"), ("Tarif HT avant remise", "list_price"),
        ("% remise accord-cadre", "discount_rate"), ("Remise quantité", None), ("Ecolabel O/N", "claim:ecolabelled"),
        ("Écolabel : oui/non", "claim:ecolabelled"), ("Réf remplacement", "replaced_by"), ("Prix HT par carton", "price"),
        ("Prix par 100", None), ("Nb/colis", "content_per_order_unit"),
    ],
)  # fmt: skip
def test_headers_of_french_lists(header: str, field: str | None) -> None:
    assert known_word(header, Words()) == field


def test_a_price_unit_of_numbers_is_the_basis_of_the_prices(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;Unité de prix\nA1;Vis;5,00;{}\nA2;Vis;3,00;{}\n"
    assert column(read_text(tmp_path, text.format(100, "1 000")), "price_basis") == [100_000_000, 1_000_000_000]
    assert column(read_text(tmp_path, text.format("kg", "L")), "order_unit") == ["KGM", "LTR"]
