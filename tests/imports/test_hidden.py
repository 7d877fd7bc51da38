"""What is hidden in a sheet is told, and zeros that a number format shows are read, in every kind of workbook."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl

from imports.formats import hidden
from imports.formats.container import Sheet
from tests.imports.made import column, found, open_document, read_bytes, repacked, workbook

HEAD = ["Référence", "Désignation", "Prix HT"]


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def row(number: int, hides: bool) -> bytes:
    return record(0x208, struct.pack("<6HI", number, 0, 3, 255, 0, 0, 0x20 if hides else 0))


def columns(first: int, last: int, hides: bool) -> bytes:
    return record(0x7D, struct.pack("<6H", first, last, 2000, 15, int(hides), 0))


def old_stream() -> bytes:
    """The records of an old workbook of one sheet, "Prix": rows 2 and 3 and columns B to C hidden, and the empty end."""
    begins, ends = record(0x809, bytes(16)), record(0x0A, b"")
    name = "Prix".encode("utf-16-le")
    place = len(begins) + 4 + 8 + len(name) + len(ends)
    start = begins + record(0x85, struct.pack("<IHBB", place, 0, 4, 1) + name) + ends
    rows = row(0, False) + row(1, True) + row(2, True)
    return start + begins + columns(0, 0, False) + columns(1, 2, True) + columns(3, 255, True) + rows + ends


def in_ole(stream: bytes) -> bytes:
    """An OLE file of one stream, "Workbook", long enough to lie in whole sectors."""
    sectors = -(-max(len(stream), 4096) // 512)
    chain = [*range(3, 2 + sectors), 0xFFFFFFFE]
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chain] + [0xFFFFFFFF] * (128 - 2 - sectors)
    name = "Workbook".encode("utf-16-le")
    entry = (
        name.ljust(64, b"\0")
        + struct.pack("<HB", len(name) + 2, 2)
        + bytes(49)
        + struct.pack("<II", 2, sectors * 512)
        + bytes(4)
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    head = head.ljust(48, b"\0") + struct.pack("<I", 1)
    head = head.ljust(68, b"\0") + struct.pack("<II109I", 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *table) + entry.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def test_what_an_old_workbook_hides() -> None:
    assert hidden.of_old_workbook(old_stream()) == {"Prix": Sheet(hidden_rows=2, hidden_columns=2)}
    assert hidden.of_old_workbook(in_ole(old_stream())) == {"Prix": Sheet(hidden_rows=2, hidden_columns=2)}


def test_a_broken_old_workbook_hides_nothing_and_raises_nothing() -> None:
    whole = in_ole(old_stream())
    for length in range(0, len(whole), 97):
        hidden.of_old_workbook(whole[:length])
    endless = bytearray(whole)
    endless[68:76] = struct.pack("<II", 0, 0xFFFFFFFF)
    assert isinstance(hidden.of_old_workbook(bytes(endless)), dict)


def test_hidden_parts_of_an_open_document_are_told(tmp_path: Path) -> None:
    made = open_document([HEAD, ["A1", "Savon", "1,00"], ["A2", "Seau", "2,00"]])
    content = zipfile.ZipFile(io.BytesIO(made)).read("content.xml")
    rows = content.split(b"<table:table-row")
    rows[2] = b' table:visibility="collapse"' + rows[2]
    columns = b'<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-row'
    changed = rows[0] + columns + b"<table:table-row".join(rows[1:])
    changed = changed.replace(
        b"</table:table>",
        b'<table:table-row table:visibility="collapse" table:number-rows-repeated="1048000"/></table:table>',
    )
    reading = read_bytes(tmp_path, repacked(made, {"content.xml": changed}), "t.ods")
    assert column(reading, "reference") == ["A1", "A2"]
    assert [(issue.sheet, dict(issue.params)) for issue in found(reading, "sheet.hidden_parts")] == [
        ("Tarif", {"rows": 1, "columns": 2})
    ]


def formatted(form: str, *references: str | int) -> bytes:
    """A workbook whose references stand in cells of this number format, from cell B2 on."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Prix"
    for place, title in enumerate(HEAD, start=2):
        sheet.cell(2, place, title)
    for line, reference in enumerate(references, start=3):
        sheet.cell(line, 2, reference).number_format = form
        sheet.cell(line, 3, "Savon " + "abc"[line - 3])
        sheet.cell(line, 4, 123)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_zeros_that_a_number_format_shows_are_part_of_a_reference(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, formatted("000000", 123, 4567890, "A-1"), "t.xlsx")
    assert column(reading, "reference") == ["000123", "4567890", "A-1"]
    assert column(reading, "price") == [123_000_000] * 3
    assert column(read_bytes(tmp_path, formatted("0.00", 123, 45, 7), "t.xlsx"), "reference") == ["123", "45", "7"]


def test_cells_in_error_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEAD, ["A1", "Savon", 1], ["A2", "Seau", "#N/A"]):
        sheet.append(line)
    made = io.BytesIO()
    book.save(made)
    reading = read_bytes(tmp_path, made.getvalue(), "t.xlsx")
    assert [issue.params["n"] for issue in found(reading, "sheet.errors")] == [1]
    assert [issue.row for issue in found(reading, "price.missing")] == [3]


def test_the_same_catalogue_is_read_the_same_from_a_workbook_and_an_open_document(tmp_path: Path) -> None:
    rows = [HEAD, ["00012", "Savon", "1 234,50 €"], ["77", "Seau", "abc"], ["", "Total", "3,00"]]
    one, other = (read_bytes(tmp_path, raw, "t") for raw in (workbook(Tarif=rows), open_document(rows)))
    told = [[(issue.code, issue.row, issue.column) for issue in reading.issues] for reading in (one, other)]
    assert told[0] == told[1]
    assert one.products.equals(other.products)
    assert (one.rows, one.imported, one.rejected, one.skipped) == (3, 1, 1, 1)


def test_an_open_document_of_broken_xml_is_refused_at_once(tmp_path: Path) -> None:
    made = open_document([HEAD, ["A1", "Savon", "1,00"]])
    content = zipfile.ZipFile(io.BytesIO(made)).read("content.xml")
    for broken, code in (
        (content.replace(b"</table:table-row>", b"<table:table-row", 1), "file.damaged"),
        (content[: len(content) // 2], "file.damaged"),
        (content.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1), "file.hostile"),
    ):
        reading = read_bytes(tmp_path, repacked(made, {"content.xml": broken}), "t.ods")
        assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", code)


def test_an_old_workbook_whose_sectors_turn_in_circles_is_refused_at_once(tmp_path: Path) -> None:
    circling = bytearray(in_ole(old_stream()))
    circling[512 + 4 * 5 : 512 + 4 * 6] = struct.pack("<I", 3)
    reading = read_bytes(tmp_path, bytes(circling), "t.xls")
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", "file.damaged")


def test_an_open_document_whose_kind_is_cut_short_is_refused(tmp_path: Path) -> None:
    made = open_document([HEAD, ["A1", "Savon", "1,00"]])
    kind = zipfile.ZipFile(io.BytesIO(made)).read("mimetype")
    for broken in (kind[:-5], kind + b"x", b"opendocument.spreadsheet"):
        reading = read_bytes(tmp_path, repacked(made, {"mimetype": broken}), "t.ods")
        assert reading.verdict in ("refuse", "import")
    assert (reading.verdict, reading.refusal and reading.refusal.code) == ("refuse", "file.damaged")
