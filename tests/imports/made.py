"""Small files made on the spot, and their reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from imports.reading import read_here
from imports.record import Issue, Reading, Request

Rows = Sequence[Any]


def read_bytes(folder: Path, raw: bytes, name: str = "tarif.csv", **request: Any) -> Reading:
    """The reading of these bytes; whatever they are, every row is accounted for."""
    path = folder / "received"
    path.write_bytes(raw)
    reading = read_here(path, Request(name, **request))
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading


def read_text(folder: Path, text: str, encoding: str = "utf-8", **request: Any) -> Reading:
    return read_bytes(folder, text.encode(encoding), **request)


def workbook(**sheets: Rows) -> bytes:
    """An XLSX of these sheets; a name that starts with "hidden" is a hidden one."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name.startswith("hidden"):
            sheet.hide()
    book.close()
    return made.getvalue()


def open_document(rows: Rows) -> bytes:
    """An ODS of one sheet of texts."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="Tarif")
    for row in rows:
        line = TableRow()
        for cell in row:
            written = TableCell(valuetype="string")
            written.addElement(P(text=str(cell)))
            line.addElement(written)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def repacked(raw: bytes, change: dict[str, bytes], extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The same archive with parts replaced and parts added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name, content in extra:
            new.writestr(name, content)
    return made.getvalue()


def found(reading: Reading, code: str) -> list[Issue]:
    """The issues of one code."""
    return [issue for issue in reading.issues if issue.code == code]


def withdrawn(reading: Reading) -> list[Any]:
    """The references that the file says are to go."""
    return [row["reference"] for row in reading.products.to_pylist() if row["deleted"]]


def column(reading: Reading, name: str) -> list[Any]:
    """One field of the imported products, in the order of the file."""
    return list(reading.products.column(name).to_pylist())
