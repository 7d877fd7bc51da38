"""The catalogue as a table: plain files of every kind, workbooks by three makers, open documents."""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.imports.catalogues.items import Item

HEAD = ("Référence", "Désignation", "Prix HT", "EAN", "Date début", "Date fin", "Qté mini")
Row = tuple[str, str, Decimal, str | None, dt.date | None, dt.date | None, int | None]


def rows(items: Sequence[Item]) -> Iterator[Row]:
    """One row a price: the tiers of a product follow it."""
    for item in items:
        for quantity, price in ((1 if item.tiers else None, item.price), *item.tiers):
            yield (item.reference, item.name, price, item.gtin, item.first, item.last, quantity)


def grouped(price: Decimal, sign: str, thousands: str) -> str:
    """An amount with its own decimals under a number convention."""
    return f"{price:,f}".replace(",", "\0").replace(".", sign).replace("\0", thousands)


@dataclass(frozen=True)
class Plain:
    """One dialect of plain file."""

    encoding: str
    delimiter: str
    sign: str
    thousands: str
    unit: str
    day: str
    quoting: int
    end: str

    def written(self, items: Sequence[Item]) -> bytes:
        made = io.StringIO()
        writer = csv.writer(made, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.end)  # type: ignore[arg-type]
        writer.writerow(HEAD)
        writer.writerows([self._cell(cell) for cell in row] for row in rows(items))
        return made.getvalue().encode(self.encoding)

    def _cell(self, cell: object) -> object:
        if isinstance(cell, Decimal):
            return grouped(cell, self.sign, self.thousands) + self.unit
        return cell.strftime(self.day) if isinstance(cell, dt.date) else cell


def by_xlsxwriter(items: Sequence[Item]) -> bytes:
    """Numbers, days and texts as such; the bar code as a number."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Tarif")
    for line, row in enumerate((HEAD, *rows(items))):
        for place, cell in enumerate(row):
            if place == 3 and line and cell:
                sheet.write_number(line, place, int(str(cell)))
            elif isinstance(cell, str):
                sheet.write_string(line, place, cell)
            elif cell is not None:
                sheet.write(line, place, cell)
    book.close()
    return made.getvalue()


def by_openpyxl(items: Sequence[Item]) -> bytes:
    """Titles above the header, prices as numbers, days as serial numbers of a general format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Tarif 2026", "Société Exemple"), (), HEAD, *rows(items)):
        sheet.append([_serial(cell) for cell in row])
    for cell in sheet["A"]:
        cell.data_type = "s" if cell.value is not None else cell.data_type
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _serial(cell: Any) -> Any:
    return (cell - dt.date(1899, 12, 30)).days if isinstance(cell, dt.date) else cell


def open_document(items: Sequence[Item]) -> bytes:
    """An ODS of typed cells: floats, days and texts."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="Tarif")
    for row in (HEAD, *rows(items)):
        line = TableRow()
        for cell in row:
            line.addElement(_typed(cell))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _typed(cell: object) -> TableCell:
    if cell is None:
        return TableCell()
    if isinstance(cell, dt.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    if isinstance(cell, Decimal | int):
        return TableCell(valuetype="float", value=str(cell))
    made = TableCell(valuetype="string")
    made.addElement(P(text=str(cell)))
    return made


def old_workbook(items: Sequence[Item]) -> bytes:
    """An XLS: BIFF8 records in a compound file, made by hand."""
    return _compound(_records([HEAD, *rows(items)]))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _records(lines: Sequence[Sequence[object]]) -> bytes:
    head, page, end = _begin(0x0005), _record(0x0042, struct.pack("<H", 1200)), _record(0x000A, b"")
    start = len(head) + len(page) + len(_bound(0)) + len(end)
    cells = b"".join(
        _cell(line, place, cell) for line, row in enumerate(lines) for place, cell in enumerate(row) if cell is not None
    )
    return head + page + _bound(start) + end + _begin(0x0010) + cells + end


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def _bound(offset: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 5, 1) + "Tarif".encode("utf-16-le"))


def _cell(line: int, place: int, cell: object) -> bytes:
    at = struct.pack("<HHH", line, place, 0)
    if isinstance(cell, Decimal | int):
        return _record(0x0203, at + struct.pack("<d", float(cell)))
    text = cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else str(cell)
    return _record(0x0204, at + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(stream: bytes) -> bytes:
    """One stream called Workbook in a compound file of 512-byte sectors: table, directory, stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    tables = -(-(count + 2) // 127)
    chain = [*[_FAT] * tables, _END, *range(tables + 2, tables + 1 + count), _END]
    table = b"".join(struct.pack("<I", each) for each in chain).ljust(tables * 512, b"\xff")
    places = b"".join(struct.pack("<I", each) for each in range(tables)).ljust(109 * 4, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0) + places
    root = _entry("Root Entry", 5, _END, 0, child=1)
    return header + table + root + _entry("Workbook", 2, tables + 1, len(stream)) + bytes(256) + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, _FREE, _FREE, child)
    return head + bytes(16 + 4 + 8 + 8) + struct.pack("<IQ", start, size)
