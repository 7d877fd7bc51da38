"""A supplier's own workbook comes back with its faults marked, and nothing else changed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from imports.annotation.styles import COLOURS
from imports.reading import read_here
from imports.record import Request
from tests.imports.annotation.catalogue import FAULTS, ROWS, SHEET, annotated, book, comments, row_of, saved
from tests.imports.annotation.package import faults, parts

OURS = "Contrôle Tamis"


def sheet_of(path: Path, name: str = SHEET) -> Worksheet:
    found = openpyxl.load_workbook(path)[name]
    assert isinstance(found, Worksheet)
    return found


def test_forty_faults_come_back_as_forty_comments_at_their_cells(tmp_path: Path) -> None:
    source, out = saved(book(FAULTS), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    reading, made = annotated(source, out)
    assert (reading.verdict, len(FAULTS)) == ("import", 40)
    assert (made.form, made.cells, made.comments) == ("same", 40, 40)
    assert set(comments(out)) == set(FAULTS)
    assert faults(out.read_bytes()) == []
    told = [cell for row in sheet_of(out).iter_rows() for cell in row if cell.comment]
    levels = {f"{issue.row}": issue.level for issue in reading.issues}
    assert all(cell.fill.fgColor.rgb == COLOURS[levels[str(cell.row)]].decode() for cell in told)


def test_a_clean_workbook_comes_back_without_a_comment(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    reading, made = annotated(saved(book(), tmp_path / "tarif.xlsx"), out)
    assert (reading.verdict, reading.imported, reading.issues) == ("import", ROWS, ())
    assert (made.form, made.cells, made.comments, comments(out)) == ("same", 0, 0, {})
    assert faults(out.read_bytes()) == []


def test_the_corrected_workbook_is_read_without_a_question_or_an_issue(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    annotated(saved(book(FAULTS), tmp_path / "tarif.xlsx"), out)
    mended = openpyxl.load_workbook(out)
    for address in FAULTS:
        cell = mended[SHEET][address]
        cell.value = row_of(cell.row)[cell.column - 1]
    mended.save(tmp_path / "mended.xlsx")
    reading = read_here(tmp_path / "mended.xlsx", Request("mended.xlsx"))
    assert (reading.verdict, reading.questions, reading.issues) == ("import", (), ())
    assert (reading.rows, reading.imported, reading.sheet) == (ROWS, ROWS, SHEET)


def test_what_is_annotated_again_keeps_no_comment_of_a_corrected_cell(tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    annotated(saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), once)
    mended = openpyxl.load_workbook(once)
    for address in [address for address in FAULTS if address not in ("C4", "B5", "G27")]:
        cell = mended[SHEET][address]
        cell.value = row_of(cell.row)[cell.column - 1]
    mended[SHEET]["E60"] = "vingt"
    mended.save(tmp_path / "mended.xlsx")
    _, made = annotated(tmp_path / "mended.xlsx", twice)
    assert (made.cells, set(comments(twice))) == (4, {"C4", "B5", "G27", "E60"})
    assert faults(twice.read_bytes()) == []
    sheet = sheet_of(twice)
    assert sheet["C6"].fill.fgColor.rgb == "FF00FF00"  # the supplier's own colour is there again
    assert sheet["C8"].fill.fill_type is None
    assert openpyxl.load_workbook(twice).sheetnames == [SHEET, "Chiffres", "Interne", OURS]


def test_every_part_that_needs_no_change_is_the_same_to_the_byte(tmp_path: Path) -> None:
    source, out = saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    annotated(source, out)
    before, after = parts(source.read_bytes()), parts(out.read_bytes())
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert set(after) - set(before) == {
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet4.xml", "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip


def test_a_marked_sheet_changes_in_its_marked_cells_alone(tmp_path: Path) -> None:
    source, out = saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    annotated(source, out)
    before, after = (parts(path.read_bytes())["xl/worksheets/sheet1.xml"] for path in (source, out))
    cells = [dict(re.findall(rb'(<c r="[A-Z]+\d+")(.*?(?:/>|</c>))', text)) for text in (before, after)]
    changed = {cell[6:-1].decode() for cell in cells[1] if cells[0].get(cell) != cells[1][cell]}
    assert changed == set(FAULTS)
    frame = [re.sub(rb"<row.*</row>", b"", text, flags=re.DOTALL) for text in (before, after)]
    drawing = rb'<legacyDrawing xmlns:r="[^"]+" r:id="[^"]+"/>'
    assert re.sub(drawing, b"", frame[1]) == frame[0]


def test_the_look_of_a_marked_cell_stays_but_for_its_colour(tmp_path: Path) -> None:
    source, out = saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    annotated(source, out)
    before, after = sheet_of(source), sheet_of(out)
    for address in FAULTS:
        one, other = before[address], after[address]
        look = [repr((cell.number_format, cell.font, cell.border, cell.alignment)) for cell in (one, other)]
        assert look[0] == look[1]
        assert (one.value, one.data_type, one.protection.locked) == (
            other.value,
            other.data_type,
            other.protection.locked,
        )
    assert after["L4"].value == "=C4*2"
    assert after.protection.sheet
    assert (after.column_dimensions["B"].width, after.row_dimensions[3].height) == (41, 33)
    assert openpyxl.load_workbook(out)["Interne"].sheet_state == "hidden"


def test_a_workbook_keeps_its_macros(tmp_path: Path) -> None:
    plain, source, out = saved(book(FAULTS), tmp_path / "plain.xlsx"), tmp_path / "tarif.xlsm", tmp_path / "out.xlsm"
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in parts(plain.read_bytes()).items():
            archive.writestr(name, _with_macros(name, content))
        archive.writestr("xl/vbaProject.bin", bytes(range(256)) * 40)
    reading, made = annotated(source, out)
    assert (reading.format, made.form, made.comments) == ("xlsm", "same", 40)
    after = parts(out.read_bytes())
    assert after["xl/vbaProject.bin"] == bytes(range(256)) * 40
    assert b"macroEnabled.main+xml" in after["[Content_Types].xml"]
    assert faults(out.read_bytes()) == []


def _with_macros(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        content = content.replace(b"spreadsheetml.sheet.main+xml", b"x").replace(
            b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        )
        return content.replace(
            b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        )
    if name == "xl/_rels/workbook.xml.rels":
        kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
        made = b'<Relationship Id="rIdV" Type="%b" Target="vbaProject.bin"/>' % kind
        return content.replace(b"</Relationships>", made + b"</Relationships>")
    return content


def test_a_comment_of_the_suppliers_own_stays_before_ours(tmp_path: Path) -> None:
    made = book({"C4": "sur devis", "C6": "nc"})
    made[SHEET]["C4"].comment = Comment("à voir avec Anaïs", "Fournisseur")
    made[SHEET]["B9"].comment = Comment("nouveau", "Fournisseur")
    source, out = saved(made, tmp_path / "tarif.xlsx"), tmp_path / "out.xlsx"
    annotated(source, out)
    told = comments(out)
    assert set(told) == {"C4", "C6", "B9"}
    assert told["C4"].startswith("à voir avec Anaïs\n\nTamis : «\u00a0sur devis\u00a0» n’est pas un prix lisible.")
    assert told["B9"] == "nouveau"
    assert faults(out.read_bytes()) == []
    mended = openpyxl.load_workbook(out)
    mended[SHEET]["C4"], mended[SHEET]["C6"] = 12, 13
    mended.save(tmp_path / "mended.xlsx")
    annotated(tmp_path / "mended.xlsx", tmp_path / "again.xlsx")
    assert comments(tmp_path / "again.xlsx") == {"C4": "à voir avec Anaïs", "B9": "nouveau"}


def test_a_fault_inside_a_merged_area_is_told_at_the_cell_that_is_seen(tmp_path: Path) -> None:
    made = book({"D10": "USD", "D11": None, "D12": None})
    made[SHEET].merge_cells("D10:D12")
    out = tmp_path / "out.xlsx"
    reading, _ = annotated(saved(made, tmp_path / "tarif.xlsx"), out)
    assert [issue.row for issue in reading.issues] == [10, 11, 12]
    told = comments(out)
    assert set(told) == {"D10"}
    assert "Ligne\u00a011" in told["D10"] or "Ligne 11" in told["D10"]


def test_several_faults_of_a_cell_make_one_comment(tmp_path: Path) -> None:
    made = book()
    for number in (20, 21):
        made[SHEET][f"A{number}"] = "MÊME"
    made[SHEET]["A22"] = "même"
    out = tmp_path / "out.xlsx"
    annotated(saved(made, tmp_path / "tarif.xlsx"), out)
    assert set(comments(out)) == {"A20", "A21", "A22"}
    assert faults(out.read_bytes()) == []


def test_the_summary_lists_every_remark_and_leads_to_its_cell(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    reading, _ = annotated(saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), out)
    sheet = sheet_of(out, OURS)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Tamis\u00a0: contrôle du fichier"
    head = next(number for number, row in enumerate(rows) if row[0] == "Niveau")
    listed = rows[head + 1 :]
    assert len(listed) == len(reading.issues)
    assert {row[4] for row in listed if row[4]} == set(FAULTS)
    zero = next(row for row in listed if row[4] == "C6")
    assert zero[:6] == ["Erreur", SHEET, 6, "Prix HT", "C6", "SAV-0006"]
    assert (zero[6], zero[9]) == ("12,5O", "12,50")
    link = sheet.cell(head + 2 + listed.index(zero), 5).hyperlink
    assert link is not None
    assert link.location == f"'{SHEET}'!C6"


def test_other_programs_open_it(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    annotated(saved(book(FAULTS, dressed=True), tmp_path / "tarif.xlsx"), out)
    opened = python_calamine.load_workbook(out)
    assert opened.sheet_names == [SHEET, "Chiffres", "Interne", OURS]
    assert opened.get_sheet_by_name(SHEET).to_python()[3][0] == "SAV-0004"


def test_a_text_that_would_run_or_turn_is_typed_as_inert_text(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    made = book()
    made[SHEET]["C8"] = "‮4,1\u2066"
    made[SHEET]["C9"] = evil
    made[SHEET]["C9"].data_type = "s"
    out = tmp_path / "out.xlsx"
    annotated(saved(made, tmp_path / "tarif.xlsx"), out)
    sheet = sheet_of(out, OURS)
    assert evil in [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type in ("s", "inlineStr")]
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    told = comments(out)
    assert "[U+202E]4,1[U+2066]" in told["C8"]
    after = parts(out.read_bytes())
    assert b"<f>" not in after["xl/worksheets/sheet2.xml"]
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069]", after["xl/comments1.xml"].decode() + after["xl/worksheets/sheet2.xml"].decode()
    )


@pytest.mark.parametrize("name", ["Contrôle Tamis", "contrôle tamis"])
def test_a_sheet_of_the_suppliers_that_bears_our_name_stays(tmp_path: Path, name: str) -> None:
    made = book(FAULTS)
    made.create_sheet(name).append(["à nous"])
    out = tmp_path / "out.xlsx"
    annotated(saved(made, tmp_path / "tarif.xlsx"), out)
    opened = openpyxl.load_workbook(out)
    assert opened.sheetnames == [SHEET, name, "Contrôle Tamis (2)"]
    assert opened[name]["A1"].value == "à nous"
    assert faults(out.read_bytes()) == []
