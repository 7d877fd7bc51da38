"""Workbooks as different programs write them: each is edited in place, or copied where that cannot be done."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from imports.annotation.record import Annotated, Unfollowed
from imports.annotation.rows import Marker, between
from imports.annotation.sheet import framed
from imports.reading import read_here
from imports.record import Level, Request
from tests.imports.annotation.catalogue import annotated
from tests.imports.annotation.package import DOCUMENT, faults, parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADS = ("Référence", "Désignation", "Prix HT", "Devise")
LINES = (("A1", "Savon", "12.5"), ("A2", "Seau", "sur devis"), ("A3", "Balai", ""), ("A4", "Brosse", "3"))
EXPECTED = {"C3", "C4"}


def text(value: str, p: str = "") -> str:
    return f"<{p}is><{p}t>{value}</{p}t></{p}is>"


def cell(address: str, value: str, p: str = "", q: str = '"', *, placed: bool = True) -> str:
    place = f" r={q}{address}{q}" if placed else ""
    if not value:
        return f"<{p}c{place}/>" if not placed else ""
    if value.replace(".", "").isdigit():
        return f"<{p}c{place}><{p}v>{value}</{p}v></{p}c>"
    return f"<{p}c{place} t={q}inlineStr{q}>{text(value, p)}</{p}c>"


def sheet(p: str = "", q: str = '"', *, placed: bool = True, tail: str = "", namespace: str = MAIN) -> str:
    lines = [HEADS, *((*line, "EUR") for line in LINES)]
    rows = []
    for number, line in enumerate(lines, 1):
        cells = "".join(
            cell(f"{'ABCD'[place]}{number}", value, p, q, placed=placed) for place, value in enumerate(line)
        )
        place = f" r={q}{number}{q} spans={q}1:4{q}" if placed else ""
        rows.append(f"<{p}row{place}>{cells}</{p}row>")
    name = f"xmlns:{p[:-1]}" if p else "xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}worksheet {name}={q}{namespace}{q}><{p}sheetData>'
        f"{chr(10).join(rows)}</{p}sheetData>{tail}</{p}worksheet>"
    )


def package(
    sheet_xml: bytes,
    p: str = "",
    *,
    target: str = "worksheets/sheet1.xml",
    documents: str = DOCUMENT,
    namespace: str = MAIN,
) -> bytes:
    """A workbook of as few parts as can be: no styles, no shared strings, no properties."""
    name = f"xmlns:{p[:-1]}" if p else "xmlns"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    every = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{documents}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {name}="{namespace}" xmlns:r="{documents}"><{p}sheets><{p}sheet name="Tarif &amp; cie" '
        f'sheetId="7" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{documents}/worksheet" Target="{target}"/></Relationships>',
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in every.items():
            archive.writestr(part, content)
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
    return out.getvalue()


def made(folder: Path, raw: bytes) -> tuple[Path, Annotated]:
    source, out = folder / "tarif.xlsx", folder / "out.xlsx"
    source.write_bytes(raw)
    reading, found = annotated(source, out)
    assert (reading.verdict, reading.rows, reading.rejected) == ("import", 4, 2)
    assert faults(out.read_bytes()) == []
    again = read_here(out, Request("out.xlsx"))
    assert [(issue.code, issue.row) for issue in again.issues] == [(issue.code, issue.row) for issue in reading.issues]
    return out, found


def marked(path: Path) -> dict[str, str]:
    book = openpyxl.load_workbook(path)
    return {
        cell.coordinate: cell.fill.fgColor.rgb for row in book.worksheets[0].iter_rows() for cell in row if cell.comment
    }


DIALECTS: dict[str, Callable[[], bytes]] = {
    "as few parts as can be": lambda: package(sheet().encode()),
    "a prefix everywhere": lambda: package(sheet("x:").encode(), "x:"),
    "cells without addresses": lambda: package(sheet(placed=False).encode()),
    "single quotation marks": lambda: package(sheet(q="'").encode()),
    "targets from the root": lambda: package(sheet().encode(), target="/xl/worksheets/sheet1.xml"),
    "a strict workbook": lambda: package(
        sheet(namespace="http://purl.oclc.org/ooxml/spreadsheetml/main").encode(),
        documents="http://purl.oclc.org/ooxml/officeDocument/relationships",
        namespace="http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    "elements behind": lambda: package(sheet(tail='<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>').encode()),
}  # fmt: skip


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_is_edited_in_place(tmp_path: Path, name: str) -> None:
    out, found = made(tmp_path, DIALECTS[name]())
    assert (found.form, found.comments) == ("same", 2)
    if "strict" not in name:  # openpyxl knows no strict workbook
        assert set(marked(out)) == EXPECTED


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<sheetData>", b"<!-- <row> --><sheetData>"), (b"<row r=\"2\"", b"<!-- x --><row r=\"2\"")],
    ids=["a comment before", "a comment between"],
)  # fmt: skip
def test_a_sheet_that_could_mislead_the_edit_is_copied(tmp_path: Path, old: bytes, new: bytes) -> None:
    out, found = made(tmp_path, package(sheet().encode().replace(old, new)))
    assert (found.form, set(marked(out))) == ("copied", EXPECTED)


def test_a_sheet_that_cannot_be_read_stays_as_it_is_beside_the_summary(tmp_path: Path) -> None:
    source, out = tmp_path / "tarif.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(package(sheet().replace("UTF-8", "UTF-16").encode("utf-16")))
    reading, found = annotated(source, out)
    assert (reading.verdict, found.form) == ("refuse", "same")
    assert parts(out.read_bytes())["xl/worksheets/sheet1.xml"] == parts(source.read_bytes())["xl/worksheets/sheet1.xml"]


def rich(folder: Path, **also: object) -> bytes:
    """A workbook with whatever stands behind the rows: a table, a chart, a picture in the header, a button, a sparkline."""
    out = io.BytesIO()
    picture = folder / "p.png"
    picture.write_bytes(PIXEL)
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Tarif")
        for number, line in enumerate([HEADS, *((*line, "EUR") for line in LINES)]):
            page.write_row(
                number, 0, [float(value) if value.replace(".", "").isdigit() else value or None for value in line]
            )
        page.add_table("H1:I3", {"columns": [{"header": "x"}, {"header": "y"}]})
        page.add_sparkline("F2", {"range": "Tarif!C2:C5"})
        page.set_header("&L&G", {"image_left": str(picture)})
        page.insert_image("H8", str(picture))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Tarif!$C$2:$C$5"})
        page.insert_chart("H12", chart)
        page.data_validation("D2:D5", {"validate": "list", "source": ["EUR", "USD"]})
        page.conditional_format("C2:C5", {"type": "data_bar"})
        page.autofilter("A1:D5")
        if also.get("button"):
            page.insert_button("F9", {"caption": "Calculer"})
        for address in also.get("comments", ()):  # type: ignore[attr-defined]
            page.write_comment(address, "à nous")
    return out.getvalue()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.mark.parametrize(
    "also",
    [{}, {"button": True}, {"comments": ("B2",)}, {"comments": ("B2", "C3")}, {"button": True, "comments": ("B2",)}],
)
def test_all_that_stands_behind_the_rows_stays(tmp_path: Path, also: dict[str, object]) -> None:
    raw = rich(tmp_path, **also)
    source, out = tmp_path / "tarif.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(raw)
    assert faults(raw) == []
    reading, found = annotated(source, out)
    assert [issue.row for issue in reading.issues if issue.row] == [3, 4]
    assert (found.form, found.comments) == ("same", 2)
    assert faults(out.read_bytes()) == []
    before, after = parts(raw), parts(out.read_bytes())
    touched = ("Content_Types", "workbook.xml", "styles.xml", "sheet1.xml", "comments", "vmlDrawing")
    assert [name for name in before if before[name] != after[name] and not any(word in name for word in touched)] == []
    assert set(marked(out)) == EXPECTED | set(also.get("comments", ()))  # type: ignore[call-overload]
    if also.get("button"):
        assert any(b"Calculer" in content for name, content in after.items() if name.endswith(".vml"))


def test_rows_and_cells_that_are_not_there_are_put_in_their_place() -> None:
    raw = (
        b'<worksheet xmlns="m"><cols><col min="3" max="9" style="4"/></cols><sheetData><row r="2" spans="1:2"><c r="B2"/></row>'
        b'<row r="4" s="7" customFormat="1"/><row r="9"><c r="A9" t="s"><v>1</v></c><c r="D9"/></row></sheetData></worksheet>'
    )
    frame = framed([raw])
    wanted: dict[int, dict[int, Level]] = {
        1: {0: "error"},
        2: {0: "error", 3: "error"},
        4: {1: "warning"},
        9: {0: "error", 2: "error"},
        11: {0: "error"},
    }
    rows = b"".join(
        Marker(frame, wanted, lambda style, level: style + (10 if level == "error" else 20)).rows(between([raw], frame))
    )
    assert rows == (
        b'<row r="1"><c r="A1" s="10"/></row>'
        b'<row r="2"><c r="A2" s="10"/><c r="B2"/><c r="D2" s="14"/></row>'
        b'<row r="4" s="7" customFormat="1"><c r="B4" s="27"/></row>'
        b'<row r="9"><c r="A9" t="s" s="10"><v>1</v></c><c r="C9" s="14"/><c r="D9"/></row>'
        b'<row r="11"><c r="A11" s="10"/></row>'
    )


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
def test_chunks_of_any_size_give_the_same_rows(size: int) -> None:
    raw = sheet().encode()
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    frame = framed(chunks)
    marker = Marker(frame, {3: {2: "error"}, 4: {2: "error"}}, lambda style, level: 5)
    whole = frame.head + b"".join(marker.rows(between(chunks, frame))) + frame.tail
    assert whole == raw.replace(b'<c r="C3" t="inlineStr">', b'<c r="C3" t="inlineStr" s="5">').replace(
        b'<row r="4" spans="1:4"><c r="A4" t="inlineStr"><is><t>A3</t></is></c><c r="B4" t="inlineStr"><is><t>Balai</t></is></c>',
        b'<row r="4" spans="1:4"><c r="A4" t="inlineStr"><is><t>A3</t></is></c><c r="B4" t="inlineStr"><is><t>Balai</t></is></c>'
        b'<c r="C4" s="5"/>',
    )


def test_a_sheet_without_rows_can_be_marked_and_one_cut_short_cannot(tmp_path: Path) -> None:
    frame = framed([b'<worksheet xmlns="m"><sheetData/><pageMargins/></worksheet>'])
    assert (frame.head, frame.tail) == (b'<worksheet xmlns="m"><sheetData>', b"</sheetData><pageMargins/></worksheet>")
    for text_ in (b"", b"<worksheet>", b'<worksheet xmlns="m"><sheetData><row/>', b"<chartsheet/>"):
        with pytest.raises(Unfollowed):
            framed([text_])
