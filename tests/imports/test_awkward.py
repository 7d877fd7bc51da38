"""Awkward files of French suppliers, each with what a careful person expects of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from imports.fields import known_word
from imports.record import Reading, Words
from tests.imports.made import column, found, read_bytes, read_text, workbook

HEAD = "Référence;Désignation;Prix HT"


def counts(reading: Reading) -> tuple[int, int, int, int]:
    return (reading.rows, reading.imported, reading.rejected, reading.skipped)


def told(reading: Reading) -> list[tuple[str, int | None]]:
    """Code and row of every issue of a row, in the order of the file."""
    return [(issue.code, issue.row) for issue in reading.issues if issue.row is not None]


def asked(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {question.id: question.choices for question in reading.questions}


def test_a_file_without_header_is_asked_about_and_loses_no_row(tmp_path: Path) -> None:
    text = "A1;Crème lavante;1,50\nA2;Éponge verte;2,00\nA3;Seau;3,00\n"
    reading = read_text(tmp_path, text)
    assert (reading.verdict, reading.header_rows, counts(reading)) == ("ask", (), (3, 0, 0, 3))
    assert asked(reading) == {"columns": ("[A]", "[B]", "[C]")}
    assert reading.questions[0].params["columns"] == "[A] (A1), [B] (Crème lavante), [C] (1,50)"
    answered = read_text(tmp_path, text, answers={"columns": "[A]=reference;[B]=name;[C]=price"})
    assert (counts(answered), column(answered, "reference")) == ((3, 3, 0, 0), ["A1", "A2", "A3"])
    assert column(answered, "row") == [1, 2, 3]


def test_numbers_may_be_headers_beside_known_ones(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";1;2\nA1;Savon;1,00;;\n")
    assert (counts(reading), reading.header_rows) == ((1, 1, 0, 0), (1,))


def test_a_title_does_not_reach_over_a_lower_one_that_speaks_for_itself(tmp_path: Path) -> None:
    text = "Article;;Prix;;\nRéférence;Désignation;HT;TTC;TVA\nA1;Crème;1,50;1,80;20\n"
    reading = read_text(tmp_path, text)
    assert (reading.header_rows, dict(reading.columns)) == (
        (1, 2),
        {"Référence": "reference", "Désignation": "name", "Prix HT": "price", "TVA": "vat"},
    )
    assert reading.ignored_columns == ("Prix TTC",)
    assert (column(reading, "price"), column(reading, "vat")) == ([1_500_000], [200_000])


def test_every_fault_of_a_line_is_told_at_once(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Crème;1,50\nA2;;\n;;x\n")
    assert told(reading) == [
        ("name.missing", 3), ("price.missing", 3), ("price.unreadable", 4), ("reference.missing", 4), ("name.missing", 4),
    ]  # fmt: skip
    assert counts(reading) == (3, 1, 2, 0)


def test_a_line_cut_wrongly_is_told_for_that_alone(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + '\nA1;"Crème;1,50\nA2;Seau;2,00\nA3;Sac;3,00\n')
    assert (told(reading), counts(reading)) == ([("row.unclosed_quote", 2)], (3, 2, 1, 0))


def test_a_total_in_the_column_of_references_is_no_product(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + "\nTOT-1;Total nettoyant;1,50\nA2;Éponge;2,00\nTotal;2 articles;3,50\nTOTAL HT;TTC;4,20\n"
    )
    assert (counts(reading), column(reading, "reference")) == ((4, 2, 0, 2), ["TOT-1", "A2"])
    assert [(issue.code, issue.row, issue.last_row) for issue in reading.issues if issue.row] == [("row.total", 4, 5)]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Référence / Reference", "reference"), ("Désignation / Description", "name"), ("Prix HT à l'unité", "price"),
        ("Prix par unité", "price"), ("Référence / Désignation", None), ("Unité prix", None), ("Prix par 100", None),
    ],
)  # fmt: skip
def test_headers_that_say_a_thing_twice(header: str, field: str | None) -> None:
    assert known_word(header, Words()) == field


def test_a_price_by_the_piece_and_one_by_the_carton_are_a_question(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "Référence;Désignation;Prix HT unité;Prix HT carton\nA1;Savon;1,00;12,00\nA2;Seau;2,00;24,00\n"
    )
    assert asked(reading) == {"price_column": ("Prix HT unité", "Prix HT carton")}


PUBLIC = "Référence;Désignation;Prix public HT;Remise\nA1;Crème;10,00;20 %\nA2;Seau;19,99;12,5%\nA3;Sac;5,00;\nA4;Bac;nc;10%\n"


def test_a_public_price_beside_discounts_is_a_question(tmp_path: Path) -> None:
    assert asked(read_text(tmp_path, PUBLIC)) == {"price_column": ("Prix public HT", "Prix public HT - Remise")}
    as_it_is = read_text(tmp_path, PUBLIC, answers={"price_column": "Prix public HT"})
    assert column(as_it_is, "price") == [10_000_000, 19_990_000, 5_000_000]


def test_the_answer_less_its_discount_gives_the_net_price(tmp_path: Path) -> None:
    reading = read_text(tmp_path, PUBLIC, answers={"price_column": "Prix public HT - Remise"})
    assert (counts(reading), told(reading)) == ((4, 2, 2, 0), [("price.no_discount", 4), ("price.unreadable", 5)])
    assert [column(reading, name) for name in ("price", "list_price", "discount_rate")] == [
        [8_000_000, 17_491_250], [10_000_000, 19_990_000], [200_000, 125_000],
    ]  # fmt: skip
    assert reading.columns["Prix public HT - Remise"] == "price"
    assert reading.columns["Prix public HT"] == "list_price"


def test_proposals_are_made_where_they_are_sure_and_never_taken(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + "\nA1;Savon;12,5O\nA2;Seau;14.75\nA3;Sac;12€50\nA4;Bac;l2,50\nA5;Gant;9,99\nA6;Pot;1,234.50\n"
    )
    assert [(issue.row, issue.code, issue.proposal) for issue in reading.issues if issue.row] == [
        (2, "price.unreadable", "12,50"), (3, "price.convention", "14,75"), (4, "price.unreadable", "12,50"),
        (5, "price.unreadable", "12,50"), (7, "price.convention", "1234,50"),
    ]  # fmt: skip
    assert column(reading, "reference") == ["A5"]


def test_a_header_and_a_cell_that_disagree_on_vat_either_way(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix TTC;TVA\nA1;Crème;1,20 (HT);20\nA2;Seau;2,40;20\n")
    assert (told(reading), column(reading, "reference")) == ([("price.vat_contradiction", 2)], ["A2"])


def test_a_percent_sign_makes_a_rate_no_fraction(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + ";TVA\nA1;Savon;1,00;0,2 %\nA2;Seau;1,00;20\nA3;Sac;1,00;0.055\n")
    assert (column(reading, "vat"), told(reading)) == (
        [2_000, 200_000, None],
        [("vat.not_in_force", 2), ("vat.mixed", 4)],
    )
    assert found(reading, "vat.mixed")[0].proposal == "5.5"


def test_a_dash_is_nothing_and_no_fault_of_an_optional_field(tmp_path: Path) -> None:
    text = (
        HEAD
        + ";TVA;Unité;Remise;EAN;Date fin;Marque\nA1;Savon;1,00;-;-;n/a;-;illimité;-\n-;Seau;1,00;;;;;;NC\nA3;–;1,00;;;;;;\n"
    )
    reading = read_text(tmp_path, text)
    assert (told(reading), counts(reading)) == ([("reference.missing", 3), ("name.missing", 4)], (3, 1, 2, 0))
    line = reading.products.to_pylist()[0]
    assert {line[name] for name in ("vat", "order_unit", "discount_rate", "gtin", "valid_to", "brand")} == {None}


def test_dates_as_a_spreadsheet_writes_them_in_words(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + ";Date début\nA1;Savon;1,00;01-janv-26\nA2;Seau;1,00;02-févr.-2026\nA3;Sac;1,00;¹\n"
    )
    assert column(reading, "valid_from") == [dt.date(2026, 1, 1), dt.date(2026, 2, 2)]
    assert told(reading) == [("date.unreadable", 4)]


@pytest.mark.parametrize("other", ["AB-01", "ab-1", "AB‑1", "AВ-1", "AB -1", "0AB-1"])
def test_references_that_look_alike_are_told(tmp_path: Path, other: str) -> None:
    reading = read_text(tmp_path, HEAD + f"\nAB-1;Savon;1,00\n{other};Seau;2,00\n")
    assert column(reading, "reference") == ["AB-1", other]
    assert bool(found(reading, "reference.lookalike")) == (other != "AB-01")


def test_a_number_of_more_digits_than_a_workbook_keeps_is_no_reference(tmp_path: Path) -> None:
    rows = [HEAD.split(";"), [123456789012345678, "Savon", 1.5], [999999999999999, "Seau", 2]]
    reading = read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx")
    assert (told(reading), column(reading, "reference")) == ([("reference.lost_digits", 2)], ["999999999999999"])


def test_text_marks_of_spreadsheets_are_not_part_of_the_text(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, HEAD + ";EAN\n=\"00012\";Savon;1,00;=\"3017620422003\"\n'0013;'=SOMME;2,00;\nL'14;'Tis;3,00;\n"
    )
    assert column(reading, "reference") == ["00012", "0013", "L'14"]
    assert (column(reading, "name"), column(reading, "gtin")[0]) == (["Savon", "=SOMME", "'Tis"], "3017620422003")


def test_lines_quoted_as_a_whole_are_unwrapped_and_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, '"Référence;Désignation;Prix HT"\n"A1;Crème ""douce"";1,50"\n"A2;Éponge;2,00"\n')
    assert (counts(reading), column(reading, "price")) == ((2, 2, 0, 0), [1_500_000, 2_000_000])
    assert (reading.delimiter, len(found(reading, "file.quoted_lines"))) == (";", 1)


def test_the_end_mark_of_old_files_is_no_row(tmp_path: Path) -> None:
    assert counts(read_text(tmp_path, HEAD + "\nA1;Savon;1,00\n\x1a")) == (1, 1, 0, 0)


def test_tiers_may_differ_in_list_price_and_discount(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix brut HT;Remise;Prix net HT;Qté mini\nA1;Savon;10,00;10;9,00;1\nA1;Savon;10,00;20;8,00;50\n"
    reading = read_text(tmp_path, text)
    assert (counts(reading), column(reading, "price")) == ((2, 2, 0, 0), [9_000_000])
    assert [tier["price"] for tier in column(reading, "prices")[0]] == [9_000_000, 8_000_000]


def test_a_content_takes_part_in_a_proposed_reference_where_nothing_else_tells(tmp_path: Path) -> None:
    text = "Désignation;Contenance;Prix HT\nCrème;500 ml;1,50\nCrème;1 L;2,00\nSeau;1 L;3,00\n"
    assert asked(read_text(tmp_path, text)) == {"reference": ("Désignation+Contenance",)}
    lone = "Désignation;Contenance;Prix HT\nCrème;500 ml;1,50\nCrème;1 L;2,00\nSeau;5 L;3,00\n"
    assert asked(read_text(tmp_path, lone)) == {"reference": ("Désignation+Contenance",)}


def test_a_second_table_is_never_read_by_the_header_of_the_first(tmp_path: Path) -> None:
    text = (
        "Référence;Désignation;Cond.;Prix HT\nA1;Savon;12;1,00\nPAPIER;;;\nRéférence;Désignation;Cond.;Couleur;Prix HT\n"
        "B1;Ramette;5;blanc;2,00\nB2;Ramette;5;bleu;3,00\nRéf.;Libellé;Cond.;PU HT\nC1;Seau;1;4,00\n"
    )
    reading = read_text(tmp_path, text)
    assert (counts(reading), column(reading, "reference")) == ((7, 2, 2, 3), ["A1", "C1"])
    assert told(reading) == [
        ("row.section", 3), ("row.repeated_header", 4), ("row.other_header", 5), ("row.other_header", 6), ("row.repeated_header", 7),
    ]  # fmt: skip
    assert found(reading, "row.other_header")[0].params["header"] == 4


def test_a_header_repeated_in_capitals_is_skipped(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,00\nREFERENCE;DESIGNATION;PRIX HT\nA2;Seau;2,00\n")
    assert (counts(reading), told(reading)) == ((3, 2, 0, 1), [("row.repeated_header", 3)])


@pytest.mark.parametrize(
    "total", ["S/Total;;1,00", "Sous-total hygiène;;1,00", "TVA 20 %;;0,20", ";Dont TVA;0,20", "Net à payer;;1,20"]
)
def test_the_lines_that_close_a_table(tmp_path: Path, total: str) -> None:
    assert told(read_text(tmp_path, HEAD + f"\nA1;Savon;1,00\n{total}\n")) == [("row.total", 3)]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Écolabel (O/N)", "claim:ecolabelled"), ("Remanufacturé (oui / non)", "claim:remanufactured"), ("Valable du", "valid_from"),
        ("Valable jusqu'au", "valid_to"),
    ],
)  # fmt: skip
def test_headers_as_suppliers_write_them(header: str, field: str) -> None:
    assert known_word(header, Words()) == field


def test_the_amount_of_a_line_is_not_its_price(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Réf;Désignation;Qté;PU HT;Montant HT\nA1;Savon;10;1,00;10,00\nA2;Seau;2;3,00;6,00\n")
    assert (column(reading, "price"), reading.columns["PU HT"]) == ([1_000_000, 3_000_000], "price")
    assert "Montant HT" in reading.ignored_columns


def test_a_header_that_names_the_rate_of_its_prices_is_believed(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix TTC (TVA 5,5 %)\nA1;Livre;1,20\n")
    assert (counts(reading), column(reading, "vat"), column(reading, "price_includes_vat")) == (
        (1, 1, 0, 0),
        [55_000],
        [True],
    )
    other = read_text(tmp_path, "Référence;Désignation;Prix TTC (TVA 19,6 %)\nA1;Livre;1,20\n")
    assert list(asked(other)) == ["vat_rate"]


def test_the_number_of_a_price_is_no_price(tmp_path: Path) -> None:
    text = "N° de prix;Désignation des prestations;Unité;Prix unitaire en euros HT\n1.1;Nettoyant;Bidon;12,00\n1.2;Nettoyant;Bidon;13,00\n"
    reading = read_text(tmp_path, text)
    assert asked(reading) == {}
    assert (reading.columns["N° de prix"], reading.columns["Prix unitaire en euros HT"]) == ("reference", "price")


def test_a_reference_that_a_spreadsheet_made_a_date_of_is_refused(tmp_path: Path) -> None:
    rows = [HEAD.split(";"), [dt.date(2026, 3, 1), "Savon", 1.5], ["A2", "Seau", 2]]
    assert told(read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx")) == [("reference.date", 2)]


def test_a_file_of_two_conventions_shows_one_of_each(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "\nA1;Savon;1,50\nA2;Seau;2.75\n")
    assert (asked(reading), reading.questions[0].params["sample"]) == ({"decimal_sign": (",", ".")}, "1,50 ; 2.75")


def test_a_byte_of_another_encoding_is_told_with_its_row(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, (HEAD + "\nA1;Crème brûlée;1,50\n").encode() + b"A2;\xc9ponge;2,00\n")
    assert reading.refusal is not None
    assert (reading.refusal.code, reading.refusal.params["row"]) == ("file.encoding", 3)


def test_quoted_lines_with_a_stray_line_end_inside_raise_nothing(tmp_path: Path) -> None:
    reading = read_text(tmp_path, '"Référence;Désignation"\rx"\n"A1;Crème"\n')
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", "file.no_catalogue")
