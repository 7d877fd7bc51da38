"""A catalogue spread over several sheets: asked about once, then read as one; every row keeps its own sheet."""

from __future__ import annotations

from pathlib import Path

from imports.record import Memory, Reading
from tests.imports.made import column, found, read_bytes, workbook

HEAD = ["Référence", "Désignation", "Prix HT"]
CLEANING = [["Tarif 2026"], HEAD, ["A1", "Savon", 1.5], ["A2", "Seau", 2], ["Prix valables un an"]]
PAPER = [[*HEAD, "Marque"], ["PAPIER"], ["B1", "Ramette", 3.5, "Velin"], ["A1", "Savon", 1.6, "Propra"], ["B2", "", 1]]
SPLIT = workbook(Entretien=CLEANING, Papier=PAPER, Notes=[["Bonjour"]])


def asked(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.id, question.choices) for question in reading.questions]


def test_sheets_of_the_same_headers_may_be_read_together(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, SPLIT, "t.xlsx")
    assert asked(reading) == [("sheet", ("all", "Entretien", "Papier"))]
    assert (reading.verdict, reading.rows, reading.skipped, reading.sheet) == ("ask", 7, 7, None)
    assert [issue.sheet for issue in found(reading, "rows.waiting")] == ["Entretien", "Papier"]


def test_read_together_each_row_keeps_its_sheet_and_number(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, SPLIT, "t.xlsx", answers={"sheet": "all"})
    assert (reading.sheet, reading.rows, reading.imported, reading.rejected, reading.skipped) == (
        "Entretien + Papier", 7, 2, 3, 2,
    )  # fmt: skip
    assert [column(reading, name) for name in ("sheet", "row", "reference", "brand")] == [
        ["Entretien", "Papier"], [4, 3], ["A2", "B1"], [None, "Velin"],
    ]  # fmt: skip
    assert [(issue.code, issue.sheet, issue.row) for issue in reading.issues if issue.row] == [
        ("reference.contradiction", "Entretien", 3), ("row.note", "Entretien", 5), ("row.section", "Papier", 2),
        ("reference.contradiction", "Papier", 4), ("name.missing", "Papier", 5),
    ]  # fmt: skip
    assert found(reading, "reference.contradiction")[0].params["rows"] == "Entretien 3, Papier 4"
    assert [issue.sheet for issue in found(reading, "sheet.left_out")] == ["Notes"]
    assert reading.raw[3]["Désignation"] == "Savon"
    assert reading.raw[10_000_003]["Désignation"] == "Ramette"
    assert len(reading.raw) == 7


def test_the_answer_is_remembered_whatever_the_sheets_are_called(tmp_path: Path) -> None:
    taught = Memory(answers={"sheet": "all"})
    reading = read_bytes(tmp_path, workbook(A=CLEANING, B=PAPER, C=PAPER[:3]), "t.xlsx", remembered=taught)
    assert (reading.verdict, reading.sheet, reading.from_memory) == ("import", "A + B + C", ("sheet",))
    alone = read_bytes(tmp_path, workbook(A=CLEANING), "t.xlsx", remembered=taught)
    assert (alone.verdict, alone.from_memory) == ("import", ())


def test_a_small_sheet_of_the_same_headers_is_never_left_out_unasked(tmp_path: Path) -> None:
    many = [HEAD, *([f"A{number}", "Savon", 1] for number in range(60))]
    reading = read_bytes(tmp_path, workbook(Grand=many, Petit=[HEAD, ["B1", "Seau", 2]]), "t.xlsx")
    assert asked(reading) == [("sheet", ("all", "Grand", "Petit"))]


def test_sheets_of_other_headers_are_one_or_the_other(tmp_path: Path) -> None:
    other = [["Code article", "Libellé", "PU HT", "Stock", "Page", "Poids"], ["A1", "Savon", 1, 2, 3, 4]]
    reading = read_bytes(tmp_path, workbook(Un=[HEAD, ["A1", "Savon", 1]], Deux=other), "t.xlsx")
    assert asked(reading) == [("sheet", ("Un", "Deux"))]


def test_what_else_is_asked_and_told_of_the_sheets_comes_with_the_question(tmp_path: Path) -> None:
    head = ["Référence", "Désignation", "Tarif A", "Tarif B"]
    reading = read_bytes(tmp_path, workbook(Un=[head, ["A1", "Savon", 1, 2]], Deux=[head, ["B1", "", 3, 4]]), "t.xlsx")
    assert asked(reading) == [("sheet", ("all", "Un", "Deux")), ("price_column", ("Tarif A", "Tarif B"))]
    assert [(issue.sheet, issue.row) for issue in found(reading, "name.missing")] == [("Deux", 2)]
    told = read_bytes(tmp_path, workbook(Un=[head, ["A1", "Savon", 1, 2]], Deux=[head, ["B1", "Seau", 3, 4]]), "t.xlsx",
                      answers={"sheet": "all", "price_column": "Tarif B"})  # fmt: skip
    assert column(told, "price") == [2_000_000, 4_000_000]


def test_a_hidden_sheet_is_not_among_all(tmp_path: Path) -> None:
    raw = workbook(Un=CLEANING, Deux=PAPER, hidden_trois=[HEAD, ["C1", "Bac", 9]])
    reading = read_bytes(tmp_path, raw, "t.xlsx", answers={"sheet": "all"})
    assert (reading.sheet, [issue.sheet for issue in found(reading, "sheet.hidden")]) == ("Un + Deux", ["hidden_trois"])
