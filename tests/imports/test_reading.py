"""The contract's settled answers, from bytes to products."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from imports.record import PRODUCTS
from tests.imports.made import column, found, read_bytes, read_text, workbook

HEAD = "Référence;Désignation;Prix HT"


def rows_of(code: str, reading: object) -> list[int | None]:
    return [issue.row for issue in found(reading, code)]  # type: ignore[arg-type]


def test_a_whole_french_line(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        "Référence;Désignation;Description;Marque;EAN;Prix net HT;Prix public HT;Remise %;TVA;Devise;Unité;Conditionnement;Qté mini;Multiple;"
        "Date début;Date fin;CPV;Photo;Éco-participation;Délai;Label;Écolabel;Mentions de danger;Allergènes;Origine;FDS;Remplacé par\n"
        "007;Nettoyant sols;Longue;Propra;3017620422003;12,3456;15,00;17,7 %;5,5;€;Bidon;4 x 5 L;2;2;01/01/2026;31/12/2026;39831000-6;"
        "https://exemple.fr/1.jpg;0,02;48 h;EU Ecolabel FR/020/012;oui;H318, EUH208;Gluten, Soja;France;https://exemple.fr/fds.pdf;008\n",
        "cp1252",
    )
    assert (reading.verdict, reading.imported, reading.ignored_columns) == ("import", 1, ())
    line = {name: value for name, value in reading.products.to_pylist()[0].items() if value is not None}
    assert line == {
        "row": 2, "reference": "007", "name": "Nettoyant sols", "description": "Longue", "brand": "Propra", "gtin": "3017620422003",
        "price": 12_345_600, "list_price": 15_000_000, "discount_rate": 177_000, "vat": 55_000, "currency": "EUR", "price_includes_vat": False,
        "order_unit": "XJY", "content_unit": "LTR", "content_per_order_unit": 20_000_000, "packaging_levels": ["4 C62", "5 LTR"],
        "min_order_quantity": 2_000_000, "order_multiple": 2_000_000, "valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 12, 31),
        "classifications": ["cpv:39831000-6"], "image_url": "https://exemple.fr/1.jpg", "eco_contribution": 20_000, "lead_time_days": 2,
        "hazard_codes": ["H318", "EUH208"], "hazard_column": "Mentions de danger", "allergens": ["Gluten", "Soja"], "origin": "France",
        "documents": ["https://exemple.fr/fds.pdf"], "replaced_by": "008",
        "claim_cells": [
            {"attribute": None, "column": "Label", "text": "EU Ecolabel FR/020/012"},
            {"attribute": "ecolabelled", "column": "Écolabel", "text": "oui"},
        ],
    }  # fmt: skip
    assert reading.products.schema == PRODUCTS


def test_zero_missing_and_unreadable_prices_are_rejected(tmp_path: Path) -> None:
    text = HEAD + "\nA1;Savon;0,00\nA2;Seau;\nA3;Balai;sur devis\nA4;Gant;-1\nA5;Sac;1e3\nA6;Bac;2,00\n"
    reading = read_text(tmp_path, text)
    assert (column(reading, "reference"), reading.rejected) == (["A6"], 5)
    assert [rows_of(f"price.{code}", reading) for code in ("zero", "missing", "unreadable", "negative")] == [
        [2],
        [3],
        [4, 6],
        [5],
    ]
    assert column(read_text(tmp_path, text, free_items=True), "reference") == ["A1", "A6"]


def test_one_convention_and_never_two_readings(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1.234\nA2;Seau;12,50\nA3;Bac;1,234.50\nA4;Sac;0,30\n")
    assert (column(reading, "price"), rows_of("price.convention", reading)) == (
        [1_234_000_000, 12_500_000, 300_000],
        [4],
    )
    torn = read_text(tmp_path, HEAD + "\nA1;Savon;1.234,50\nA2;Seau;1,234.50\n")
    assert [question.id for question in torn.questions] == ["decimal_sign"]


def test_what_nothing_decides_is_a_question(tmp_path: Path) -> None:
    text = HEAD + "\nA1;Savon;1.234\nA2;Seau;2.500\n"
    reading = read_text(tmp_path, text)
    assert [(question.id, question.choices) for question in reading.questions] == [("decimal_sign", (",", "."))]
    assert (reading.verdict, reading.rows, reading.skipped, reading.products.num_rows) == ("ask", 2, 2, 0)
    assert column(read_text(tmp_path, text, answers={"decimal_sign": "."}), "price") == [1_234_000, 2_500_000]
    assert column(read_text(tmp_path, text, answers={"decimal_sign": ","}), "price") == [1_234_000_000, 2_500_000_000]


def test_a_currency_that_is_not_the_lots_is_rejected(tmp_path: Path) -> None:
    text = HEAD + ";Devise\nA1;Savon;1,00;EUR\nA2;Seau;2,00;USD\nA3;Bac;3,00 £;€\n"
    reading = read_text(tmp_path, text)
    assert (column(reading, "reference"), rows_of("currency.other", reading)) == (["A1"], [3, 4])
    assert column(read_text(tmp_path, text, currency="USD"), "currency") == ["USD"]


def test_a_file_without_currency_takes_the_lots_and_says_so(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,00\n", currency="NOK")
    assert (column(reading, "currency"), dict(found(reading, "currency.assumed")[0].params)) == (
        ["NOK"],
        {"currency": "NOK"},
    )
    named = read_text(tmp_path, "Référence;Désignation;Prix HT (EUR)\nA1;Savon;1,00\n", currency="NOK")
    assert (named.rejected, rows_of("currency.other", named)) == (1, [2])


def test_fractions_of_vat_are_converted_and_told_and_never_mixed(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";TVA\nA1;Savon;1,00;0,2\nA2;Seau;1,00;0,055\n")
    assert (column(reading, "vat"), len(found(reading, "vat.fractions"))) == ([200_000, 55_000], 1)
    mixed = read_text(tmp_path, HEAD + ";TVA\nA1;Savon;1,00;20\nA2;Seau;1,00;0,055\nA3;Bac;1,00;19,6\n")
    assert (column(mixed, "vat"), rows_of("vat.mixed", mixed), rows_of("vat.not_in_force", mixed)) == (
        [200_000, None, 196_000],
        [3],
        [4],
    )


def test_what_a_cell_says_of_vat_must_agree_with_its_header(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,00 € HT\nA2;Seau;2,00 € TTC\n")
    assert (column(reading, "reference"), rows_of("price.vat_contradiction", reading)) == (["A1"], [3])
    silent = read_text(
        tmp_path, "Référence;Désignation;Prix;TVA\nA1;Savon;1,20 TTC;20\nA2;Seau;1,00 HT;20\nA3;Bac;1,20 TTC;\n"
    )
    assert (column(silent, "price_includes_vat"), rows_of("vat.missing", silent)) == ([True, False], [4])


def test_gtin_faults_cost_the_gtin_and_never_the_product(tmp_path: Path) -> None:
    rows = [["Référence", "Désignation", "Prix HT", "EAN"], ["A1", "Savon", 1, 36000291452], ["A2", "Seau", 1, "3.76E+12"],
            ["A3", "Bac", 1, "3017620422004"], ["A4", "Sac", 1, 3017620422003]]  # fmt: skip
    reading = read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx")
    assert column(reading, "gtin") == ["0036000291452", None, None, "3017620422003"]
    assert [(issue.code, issue.row, issue.column, issue.level) for issue in reading.issues if issue.code.startswith("gtin.")] == [
        ("gtin.zero_restored", 2, "EAN", "warning"), ("gtin.lost_digits", 3, "EAN", "warning"), ("gtin.check_digit", 4, "EAN", "warning"),
    ]  # fmt: skip


def test_the_second_of_two_identical_rows_is_skipped(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,00\nA1;Savon;1,00\n")
    assert (reading.imported, reading.skipped, [dict(issue.params) for issue in found(reading, "row.identical")]) == (
        1,
        1,
        [{"first": 2}],
    )


def test_rows_that_contradict_one_another_are_all_rejected_and_named(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,00\nA1;Savon;2,00\nA2;Seau;3,00\n A1;Savon;1,00\n")
    assert (column(reading, "reference"), reading.rejected) == (["A2"], 3)
    assert [(issue.row, issue.params["rows"]) for issue in found(reading, "reference.contradiction")] == [
        (2, "2, 3, 5"), (3, "2, 3, 5"), (5, "2, 3, 5"),
    ]  # fmt: skip


def test_rows_that_differ_in_quantity_or_period_are_tiers_of_one_offer(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        HEAD + ";Qté mini;Date début;Date fin\nA1;Savon;9,00;10;;\nA1;Savon;10,00;1;;\n"
        "B1;Seau;5,00;;01/01/2026;30/06/2026\nB1;Seau;6,00;;01/07/2026;31/12/2026\n",
    )
    assert (reading.imported, column(reading, "reference"), column(reading, "price")) == (
        4,
        ["A1", "B1"],
        [10_000_000, 5_000_000],
    )
    none = {"valid_from": None, "valid_to": None}
    assert column(reading, "prices")[0] == [
        {"min_quantity": 1_000_000, **none, "price": 10_000_000},
        {"min_quantity": 10_000_000, **none, "price": 9_000_000},
    ]
    assert [tier["valid_from"] for tier in column(reading, "prices")[1]] == [dt.date(2026, 1, 1), dt.date(2026, 7, 1)]


def test_lookalikes_are_told_and_not_merged(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nAB 1;Savon;1,00\nab1;Seau;2,00\n")
    assert (column(reading, "reference"), rows_of("reference.lookalike", reading)) == (["AB 1", "ab1"], [3])


def test_a_date_that_does_not_exist_rejects_its_row(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        HEAD + ";Date début;Date fin\nA1;Savon;1,00;31/02/2026;\nA2;Seau;1,00;02/01/2026;01/01/2026\nA3;Bac;1;;\n",
    )
    assert (column(reading, "reference"), rows_of("date.no_such_day", reading), rows_of("date.order", reading)) == (
        ["A3"],
        [2],
        [3],
    )


def test_the_eco_contribution_is_never_folded_into_the_price(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";DEEE;Remise %\nA1;Lampe;10,00;0,25;10 %\n")
    assert [column(reading, name) for name in ("price", "eco_contribution", "discount_rate")] == [
        [10_000_000],
        [250_000],
        [100_000],
    ]


def test_a_price_per_kilogram_is_not_the_price_of_a_carton(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";Unité\nA1;Savon;2,00 €/kg;Carton\nA2;Gel;2,00 €/kg;KG\n")
    assert (column(reading, "order_unit"), rows_of("price.other_unit", reading)) == (["KGM"], [2])


def test_references_of_number_cells_stay_as_seen(tmp_path: Path) -> None:
    rows = [["Référence", "Désignation", "Prix HT"], [9000080, "Savon", 1], ["00123", "Seau", 1]]
    assert column(read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx"), "reference") == ["9000080", "00123"]


def test_formulas_and_direction_marks_are_inert_text(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;=cmd|' /C calc'!A0;1,00\nA2;Sa\u202evon;1,00\n")
    assert column(reading, "name") == ["=cmd|' /C calc'!A0", "Sa\u202evon"]


@pytest.mark.parametrize("mode", ["full", "patch"])
def test_the_transaction_is_the_requests(tmp_path: Path, mode: str) -> None:
    assert read_text(tmp_path, HEAD + "\nA1;Savon;1,00\n", mode=mode).transaction == mode
