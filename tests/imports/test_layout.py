"""Which sheet, which header, which lines are products."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.imports.made import column, found, read_bytes, read_text, workbook

HEAD = ["Référence", "Désignation", "Prix HT"]
LINES = [["A1", "Savon", 1.5], ["A2", "Seau", 2], ["A3", "Balai", 3]]
CATALOGUE = [HEAD, *LINES]


def test_the_catalogue_is_found_among_other_sheets(tmp_path: Path) -> None:
    notes = [["Bonjour"], ["Voici nos prix"]]
    relations = [["Référence", "Référence liée"], ["A1", "A2"]]
    reading = read_bytes(tmp_path, workbook(Lisez_moi=notes, Liens=relations, Prix=CATALOGUE), "t.xlsx")
    assert (reading.verdict, reading.sheet, reading.imported) == ("import", "Prix", 3)
    assert [(issue.sheet, issue.params["rows"]) for issue in found(reading, "sheet.left_out")] == [
        ("Lisez_moi", 2),
        ("Liens", 1),
    ]


def test_two_catalogues_are_a_question(tmp_path: Path) -> None:
    raw = workbook(Entretien=CATALOGUE, Bureau=CATALOGUE)
    reading = read_bytes(tmp_path, raw, "t.xlsx")
    assert [(question.id, question.choices) for question in reading.questions] == [
        ("sheet", ("all", "Entretien", "Bureau"))
    ]
    assert read_bytes(tmp_path, raw, "t.xlsx", answers={"sheet": "Bureau"}).sheet == "Bureau"
    assert read_bytes(tmp_path, raw, "t.xlsx", sheet="entretien").sheet == "Entretien"


def test_a_sheet_that_does_not_exist_is_asked_again(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook(Prix=CATALOGUE), "t.xlsx", sheet="Tarif")
    assert [(question.id, question.choices) for question in reading.questions] == [("sheet", ("Prix",))]


def test_a_hidden_catalogue_is_never_read_by_itself(tmp_path: Path) -> None:
    raw = workbook(Lisez_moi=[["Bonjour"]], hidden_prix=CATALOGUE)
    reading = read_bytes(tmp_path, raw, "t.xlsx")
    assert [(question.id, question.choices) for question in reading.questions] == [("sheet", ("hidden_prix",))]
    assert read_bytes(tmp_path, raw, "t.xlsx", answers={"sheet": "hidden_prix"}).imported == 3


def test_a_hidden_sheet_beside_the_catalogue_is_mentioned(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook(Prix=CATALOGUE, hidden_marges=CATALOGUE), "t.xlsx")
    assert (reading.sheet, [issue.sheet for issue in found(reading, "sheet.hidden")]) == ("Prix", ["hidden_marges"])


def test_a_header_after_titles(tmp_path: Path) -> None:
    rows = [["Tarif 2026 - Société Exemple"], [], ["Lot 1", "Produits d'entretien"], HEAD, *LINES]
    reading = read_bytes(tmp_path, workbook(Prix=rows), "t.xlsx")
    assert (reading.header_rows, reading.rows, column(reading, "row")) == ((4,), 3, [5, 6, 7])


def test_a_header_over_two_rows_with_merged_cells(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Prix")
    sheet.merge_range("A1:A2", "Référence")
    sheet.merge_range("B1:B2", "Désignation")
    sheet.merge_range("C1:D1", "Prix unitaire")
    sheet.write_row(1, 2, ["HT", "TTC"])
    sheet.write_row(2, 0, ["A1", "Savon", 1.5, 1.8])
    book.close()
    reading = read_bytes(tmp_path, made.getvalue(), "t.xlsx")
    assert (reading.header_rows, column(reading, "price")) == ((1, 2), [1_500_000])
    assert dict(reading.columns) == {"Référence": "reference", "Désignation": "name", "Prix unitaire HT": "price"}
    assert reading.ignored_columns == ("Prix unitaire TTC",)


def test_a_header_over_two_rows_of_a_plain_file(tmp_path: Path) -> None:
    reading = read_text(tmp_path, ";;Prix;\nRéf;Désignation;HT;TTC\nA1;Savon;1,50;1,80\n")
    assert (reading.header_rows, column(reading, "price")) == ((1, 2), [1_500_000])


def test_a_cell_merged_over_lines_stands_for_each(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Prix")
    sheet.write_row(0, 0, [*HEAD, "Marque"])
    for number, line in enumerate(LINES, start=1):
        sheet.write_row(number, 0, line)
    sheet.merge_range("D2:D3", "Propra")
    book.close()
    reading = read_bytes(tmp_path, made.getvalue(), "t.xlsx")
    assert column(reading, "brand") == ["Propra", "Propra", None]


def test_every_line_below_the_header_has_its_place(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        "Référence;Désignation;Prix HT;TVA\nENTRETIEN;;;\nA1;Savon;1,50;20\n;;;\n-----;;;\nRéférence;Désignation;Prix HT;TVA\n"
        "BUREAU;;;\nB1;Stylo;0,30;20\nSous-total;;1,80;\nTotal HT;;1,80;\n* Prix valables un an;;;\nFranco à 150 €;;;\n",
    )
    assert (reading.rows, reading.imported, reading.rejected, reading.skipped) == (9, 2, 0, 7)
    assert [(issue.code, issue.row, issue.last_row) for issue in reading.issues if issue.code.startswith("row.")] == [
        ("row.section", 2, None),
        ("row.repeated_header", 6, None),
        ("row.section", 7, None),
        ("row.total", 9, 10),
        ("row.note", 11, 12),
    ]


def test_a_code_without_name_and_price_is_a_faulty_product_not_a_title(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "Référence;Désignation;Prix HT;TVA\nA1;;;\nB2;Seau;1,00;20\nTotal Quartz;Total Quartz 5W30;9,00;20\n"
    )
    assert (reading.imported, reading.rejected, reading.skipped) == (2, 1, 0)
    assert [issue.row for issue in found(reading, "name.missing")] == [2]


def test_rows_as_written_are_kept_with_their_headers(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT\n A1 ;Savon;1,50 €\nA2;Seau;x\n")
    assert dict(reading.raw) == {
        2: {"Référence": " A1 ", "Désignation": "Savon", "Prix HT": "1,50 €"},
        3: {"Référence": "A2", "Désignation": "Seau", "Prix HT": "x"},
    }


@pytest.mark.parametrize(
    ("text", "code", "rows"),
    [
        ("Référence;Désignation;Prix HT\n", "file.no_rows", 0),
        ("Référence;Désignation\nA;Savon\n", "file.no_price", 1),
        ("Référence;Désignation;Prix HT\nA;Savon;\nB;Seau;\n", "file.price_column_empty", 2),
        ("Int;Float\n1;1,5\n2;2,5\n", "file.no_catalogue", 2),
        ("Référence;Désignation;Emplacement;Stock\nA;Savon;E1;3\n", "file.no_price", 1),
    ],
)
def test_what_no_answer_could_make_a_catalogue_is_refused_and_its_rows_counted(
    tmp_path: Path, text: str, code: str, rows: int
) -> None:
    reading = read_text(tmp_path, text)
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rows, reading.rejected) == (
        "refuse",
        code,
        rows,
        rows,
    )


def test_a_title_over_the_first_column_is_no_header_row(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "Tarif 2027 – Maison;;;\nRéf.;Désignation;Prix HT;Remarque\nA1;Savon;1,50;neuf\nA2;Gel;2,50;\n"
    )
    assert (reading.verdict, reading.header_rows, reading.imported) == ("import", (2,), 2)
    assert reading.columns["Prix HT"] == "price"


def test_one_group_title_over_two_columns_is_a_header_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, ";;Prix;\nRéf.;Désignation;HT;TVA\nA1;Savon;1,50;20\nA2;Gel;2,50;20\n")
    assert (reading.verdict, reading.header_rows, reading.imported) == ("import", (1, 2), 2)
    assert reading.columns["Prix HT"] == "price"


def test_page_numbers_and_sums_without_a_word_are_no_rows(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        "Référence;Désignation;Prix HT;Montant\nA1;Savon;1,50;18,00\nPage 1/3;;;\nRéférence;Désignation;Prix HT;Montant\n"
        "A2;Seau;2,00;24,00\n;;;42,00\n;;Page 2 sur 3;\nArrêté le présent tarif à la somme de;;42,00;\nA3;;;36,00\n",
    )
    assert [(issue.code, issue.row) for issue in reading.issues if issue.row] == [
        ("row.note", 3), ("row.repeated_header", 4), ("row.total", 6), ("row.note", 7), ("row.total", 8),
        ("name.missing", 9), ("price.missing", 9),
    ]  # fmt: skip
    assert (reading.imported, reading.rejected, reading.skipped) == (2, 1, 5)


def test_the_columns_of_a_file_without_header_are_proposed_where_they_are_plain(tmp_path: Path) -> None:
    text = "{};Crème lavante pour les mains;12,50;20;3700123456780\n{};Gel;11,50;20;3700123456797\n"
    (question,) = read_text(tmp_path, text.format("04512", "04513")).questions
    assert question.params["proposal"] == "[A]=reference;[B]=name;[C]=price;[E]=gtin"
    answered = read_text(tmp_path, text.format("04512", "04513"), answers={"columns": str(question.params["proposal"])})
    assert (column(answered, "reference"), column(answered, "price")) == (["04512", "04513"], [12_500_000, 11_500_000])
    (question,) = read_text(tmp_path, text.format("04512", "04512")).questions
    assert "proposal" not in question.params


def test_a_product_of_which_only_the_list_price_is_given(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "Référence;Désignation;Prix public HT;Prix net HT\nA1;Savon;2,00;1,50\nA2;Seau;3,00;\n"
    )
    assert [(issue.code, issue.row, issue.value, issue.params["list"]) for issue in reading.issues if issue.row] == [
        ("price.only_list", 3, "3,00", "Prix public HT")
    ]
    assert (reading.imported, reading.rejected) == (1, 1)


def test_a_header_far_below(tmp_path: Path) -> None:
    titles = "".join(f"Conditions générales {number};;\n" for number in range(29))
    reading = read_text(tmp_path, titles + "Référence;Désignation;Prix HT\nA1;Savon;1,50\n")
    assert (reading.header_rows, reading.rows, reading.imported) == ((30,), 1, 1)


def test_equal_headers_that_both_hold_prices_are_a_question(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Prix HT\nA1;Savon;1,50;2,00\n")
    assert [(question.id, question.choices) for question in reading.questions] == [
        ("price_column", ("Prix HT", "Prix HT (2)"))
    ]
    again = read_text(
        tmp_path, "Référence;Désignation;Prix HT;Prix HT\nA1;Savon;1,50;2,00\n", answers={"price_column": "Prix HT (2)"}
    )
    assert column(again, "price") == [2_000_000]


def test_independent_questions_and_faults_come_at_once(tmp_path: Path) -> None:
    text = (
        "Libellé A;Libellé B;Tarif A;Tarif B;Stock;EAN;Date début\n"
        "Savon;doux;1,00;2,00;1.500;3700123456780;31/02/2026\nSeau;bleu;3,00;4,00;2.500;3700123456789;01/01/2026\n"
    )
    reading = read_text(tmp_path, text)
    assert [question.id for question in reading.questions] == [
        "name_column",
        "price_column",
        "reference",
    ]
    assert [(issue.code, issue.row) for issue in reading.issues if issue.row] == [
        ("date.no_such_day", 2), ("gtin.check_digit", 3), ("rows.waiting", 2),
    ]  # fmt: skip
    assert (reading.rows, reading.skipped) == (2, 2)


def test_all_faults_of_a_file_are_told_in_one_pass(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path,
        "Référence;Désignation;Prix HT;TVA;EAN;Date début;Date fin;Unité\n"
        ";Savon;1,00;20;;;;\nA2;;2,00;20;;;;\nA3;Sac;;20;;;;\nA4;Bac;sur devis;20;;;;\nA5;Gel;0;20;;;;\nA6;Pot;-1;20;;;;\n"
        "3.76E+12;Bol;1,00;20;;;;\nA8;Seau;1,00;19;;;;\nA9;Lot;1,00;20;3700123456789;;;\nA10;Lot;1,00;20;;31/02/2026;;\n"
        "A11;Lot;1,00;20;;02/01/2026;01/01/2026;\nA12;Lot;1,00;20;;;;gommette\nA13;Un;1,00;20;;;;\nA13;Deux;1,00;20;;;;\n",
    )
    assert [(issue.row, issue.code) for issue in reading.issues if issue.row] == [
        (2, "reference.missing"), (3, "name.missing"), (4, "price.missing"), (5, "price.unreadable"), (6, "price.zero"),
        (7, "price.negative"), (8, "reference.lost_digits"), (9, "vat.not_in_force"), (10, "gtin.check_digit"),
        (11, "date.no_such_day"), (12, "date.order"), (13, "unit.unknown"), (14, "reference.contradiction"),
        (15, "reference.contradiction"),
    ]  # fmt: skip
    assert (reading.rows, reading.imported, reading.rejected) == (14, 3, 11)


def test_quantities_under_one_merged_price_title(tmp_path: Path) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Prix")
    sheet.merge_range("A1:E1", "TARIF 2026")
    for place, title in ((0, "Référence"), (1, "Désignation")):
        sheet.merge_range(2, place, 3, place, title)
    sheet.merge_range(2, 2, 2, 4, "Prix unitaire HT selon quantité")
    sheet.write_row(3, 2, ["1 à 9", "10 à 49", "50 et +"])
    sheet.write_row(4, 0, ["A1", "Savon", 5, 4.5, 4])
    sheet.write_row(5, 0, ["A2", "Seau", 3, 2.5, 2])
    book.close()
    reading = read_bytes(tmp_path, made.getvalue(), "t.xlsx")
    assert (reading.verdict, reading.header_rows, column(reading, "price")) == (
        "import",
        (3, 4),
        [5_000_000, 3_000_000],
    )
    assert [[tier["min_quantity"] // 10**6 for tier in tiers] for tiers in column(reading, "prices")] == [
        [1, 10, 50]
    ] * 2


def test_two_lists_side_by_side_are_refused_for_either_would_be_lost(tmp_path: Path) -> None:
    text = "Réf.;Désignation;Px HT;;Réf.;Désignation;Px HT\nA1;Savon;1,50;;B1;Gel;2,50\nA2;Seau;1,50;;B2;Sac;2,50\n"
    reading = read_text(tmp_path, text)
    assert (reading.verdict, reading.refusal and reading.refusal.code, reading.rejected) == (
        "refuse",
        "file.side_by_side",
        2,
    )
    empty = read_text(tmp_path, "Réf.;Désignation;Px HT;;Réf.;Désignation;Px HT\nA1;Savon;1,50;;;;\n")
    assert (empty.verdict, empty.imported) == ("import", 1)
