"""A table as CSV: UTF-8 with BOM, `;`, decimal comma, days as YYYY-MM-DD, and no text that a spreadsheet would run.

A text that begins with = + - @, a tab or a carriage return is a formula to a spreadsheet: an apostrophe is put before
it. `plain` takes it away again, so nothing is lost (a text that has such an apostrophe already gets one more).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from catalog.writing.table import Kind, Table, Value, number

LEADS = "=+-@\t\r\n"
GUARD = "'"
END = "\r\n"


def delimited(table: Table, delimiter: str = ";", decimal: str = ",") -> bytes:
    """The whole file. Texts are always quoted, numbers and days never: the decimal sign is another than the delimiter."""
    kinds = [column.kind for column in table.columns]
    lines = [_text(line) for line in table.heading]
    lines += [""] if lines else []
    lines.append(delimiter.join(_text(column.header) for column in table.columns))
    lines += [delimiter.join(_cells(row, kinds, decimal)) for row in (*table.rows, *table.totals)]
    return "".join(line + END for line in lines).encode("utf-8-sig")


def neutral(text: str) -> str:
    """The text as a spreadsheet takes it for text."""
    return GUARD + text if _leads(text) else text


def plain(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text.startswith(GUARD) and _leads(text) else text


def _leads(text: str) -> bool:
    """Whether a formula sign comes first, behind any apostrophes."""
    return text.lstrip(GUARD)[:1] in tuple(LEADS)


def _cells(row: Sequence[Value], kinds: Sequence[Kind], decimal: str) -> list[str]:
    return [_cell(value, kind, decimal) for value, kind in zip(row, kinds, strict=True)]


def _cell(value: Value, kind: Kind, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{number(value, kind):f}".replace(".", decimal)


def _text(text: str) -> str:
    return '"' + neutral(text).replace('"', '""') + '"'
