"""XLSX as suppliers make them: title lines, a merged line above the header, a sheet of notes, a hidden sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from catalog.demo.tables import Line, Table

NOTES = (
    "Conditions générales (exemple inventé)",
    "Franco de port à partir de 150 € HT par commande.",
    "Livraison sous 3 à 5 jours ouvrés.",
    "Les prix sont fermes jusqu’au 31 décembre 2026.",
)
CREATED = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
"""Written into the file, so that the same data gives the same bytes."""


def write_workbook(path: Path, table: Table) -> None:
    """The catalogue sheet, a sheet of notes after it, and a hidden sheet of old prices that nobody must read."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": CREATED, "title": "Catalogue inventé"})
        sheet = book.add_worksheet(table.sheet)
        top = _titles(book, sheet, table)
        _grid(book, sheet, table, top)
        notes = book.add_worksheet("Conditions")
        notes.write_column(0, 0, NOTES)
        _hidden(book, table)


def _titles(book: Any, sheet: Any, table: Table) -> int:
    """Title lines, and the merged line if there is one; gives the row of the header."""
    bold = book.add_format({"bold": True, "font_size": 14})
    for row, title in enumerate(table.titles):
        sheet.write(row, 0, title, bold)
    row, column = len(table.titles), 0
    band = book.add_format({"bold": True, "align": "center", "bg_color": "#DDE8E3", "border": 1})
    for words, width in table.groups:
        sheet.merge_range(row, column, row, column + width - 1, words, band)
        column += width
    return row + bool(table.groups)


def _grid(book: Any, sheet: Any, table: Table, top: int) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    looks = {"money": book.add_format({"num_format": "#,##0.00 €"})}
    looks |= {
        "whole": book.add_format({"num_format": "0"}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "section": book.add_format({"bold": True, "italic": True}),
    }
    for row, line in enumerate(table.lines, top):
        for column, value in enumerate(line.cells):
            if line.kind == "header":
                sheet.write_string(row, column, str(value), head)
            elif isinstance(value, Decimal):
                sheet.write_number(row, column, float(value), looks[_look(str(table.lines[0].cells[column]), value)])
            elif value is not None:
                sheet.write_string(row, column, value, looks["section"] if line.kind == "section" else None)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_column(1, 1, 60)


def _look(header: str, value: Decimal) -> str:
    if "TVA" in header:
        return "percent" if value < 1 else "whole"
    return "whole" if value == int(value) and value > 10**6 else "money"


def _hidden(book: Any, table: Table) -> None:
    """Last year's first lines, 7 % cheaper: a trap for whoever reads hidden sheets."""
    old = book.add_worksheet("Tarif 2025")
    header = table.lines[0].cells
    old.write_row(0, 0, ("Référence", "Désignation", "Prix HT"))
    price = next(place for place, word in enumerate(header) if str(word).startswith(("PU", "Prix")))
    for row, line in enumerate(_items(table)[:20], 1):
        old.write_string(row, 0, str(line.cells[0]))
        old.write_string(row, 1, str(line.cells[1]))
        if isinstance(line.cells[price], Decimal):
            old.write_number(row, 2, round(float(line.cells[price] or 0) * 0.93, 2))
    old.hide()


def _items(table: Table) -> list[Line]:
    return [line for line in table.lines if line.kind == "item"]
