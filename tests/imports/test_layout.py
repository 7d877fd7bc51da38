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
