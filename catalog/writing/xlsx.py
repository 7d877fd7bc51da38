"""A table as a workbook: one sheet, true numbers and dates, every text typed as text. The same table, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.writing.table import Column, Table, Value, number

NEVER = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""What xlsxwriter would make of a text by itself."""
FORMATS: Mapping[str, Mapping[str, object]] = {
    "heading": {"bold": True},
    "header": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"num_format": "@"},
    "whole": {"num_format": "#,##0"},
    "amount": {"num_format": "#,##0.00####"},
    "rate": {"num_format": "0.####"},
    "date": {"num_format": "yyyy-mm-dd"},
}
LONGEST = 32_767
"""Characters that a cell can hold."""
UNWRITABLE = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""Two code points that are no characters and that XML cannot carry become the sign for "no character"."""
SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def workbook(table: Table, created: dt.datetime) -> bytes:
    """The whole file, written row by row. `created`: an aware time for its properties."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, **NEVER}) as book:
        book.set_properties({"title": table.name, "created": created.astimezone(dt.UTC).replace(tzinfo=None)})
        formats = {name: book.add_format(dict(properties)) for name, properties in FORMATS.items()}
        _fill(book.add_worksheet(_sheet_name(table.name)), table, formats)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, formats: Mapping[str, Format]) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    for place, line in enumerate(table.heading):
        sheet.write_string(place, 0, line[:LONGEST], formats["heading"])
    header = len(table.heading) + bool(table.heading)
    for place, column in enumerate(table.columns):
        sheet.write_string(header, place, column.header, formats["header"])
    for line_number, row in enumerate((*table.rows, *table.totals), header + 1):
        _write(sheet, line_number, row, table.columns, formats)
    sheet.freeze_panes(header + 1, 0)
    sheet.set_landscape()


def _write(
    sheet: Worksheet, line: int, row: Sequence[Value], columns: Sequence[Column], formats: Mapping[str, Format]
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        if isinstance(value, str):
            sheet.write_string(line, place, value[:LONGEST].translate(UNWRITABLE), formats["text"])
        elif isinstance(value, dt.date):
            sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), formats["date"])
        elif value is not None:
            sheet.write_number(line, place, number(value, column.kind), formats[column.kind])


def _sheet_name(name: str) -> str:
    """At most 31 units of UTF-16, as a workbook counts them: a character beyond the basic plane takes two."""
    clean = SHEET_NAME.sub(" ", name).translate(UNWRITABLE).strip("' ")
    return clean.encode("utf-16-le")[:62].decode("utf-16-le", "ignore").strip("' ") or "1"
