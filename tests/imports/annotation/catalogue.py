"""A supplier's workbook as a supplier makes one: a look of its own, other sheets, formulas; and forty faults to plant."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from catalog.services.intake.annotate import order_for
from imports.annotation.annotate import annotate_here
from imports.annotation.record import Annotated
from imports.reading import read_here
from imports.record import Reading, Request

HEADS = (
    "Référence", "Désignation", "Prix HT", "Devise", "TVA", "Unité", "GTIN", "Valable du", "Valable au",
    "Quantité minimale", "Délai de livraison", "Remarque",
)  # fmt: skip
FIRST, ROWS = 4, 60
"""The row of the first product (above stand a title, a blank line and the header), and how many there are."""
SHEET = "Tarif été"
GTINS = ("3017620422003", "4006381333931", "5449000000996")

FAULTS: Mapping[str, Any] = {
    "C4": "sur devis", "C6": "12,5O", "C8": -3, "C10": 0, "C12": "1,00 à 2,00", "C14": None, "C16": "nc", "C18": "NaN",
    "C20": "1E+400", "C22": "0x1F", "C24": "12€50", "C26": 10**13, "C28": "gratuit", "C30": "12,50 ou 13",
    "B5": None, "B7": None, "A52": "DOUBLE-1", "A53": "DOUBLE-1", "A9": None, "A11": None, "A61": "4,5E+12",
    "D13": "USD", "D15": "ZZ9", "E17": 21, "E19": "19,6", "E21": "vingt",
    "F23": "zorglub", "F25": "tas", "G27": "3017620422004", "G29": "12345", "G31": "3,01762E+12", "G33": "ABC",
    "H35": "31/02/2026", "H37": "bientôt", "I39": "30/02/2027", "I41": "01/01/2020", "J43": "beaucoup", "J45": "-5",
    "K47": "vite", "K49": "peut-être",
}  # fmt: skip
"""Cell -> what is put into it. Each is told by itself; A52 and A53 contradict each other."""


def row_of(number: int) -> list[Any]:
    """A product without a fault."""
    return [
        f"SAV-{number:04d}", f"Savon écologique n° {number}", 10 + number / 4, "EUR", 20, "pièce", GTINS[number % 3],
        "01/01/2026", "31/12/2026", 1 + number % 5, 5, "en stock",
    ]  # fmt: skip


def book(faults: Mapping[str, Any] | None = None, *, dressed: bool = False) -> Workbook:
    """The workbook, with some cells of the price list replaced. dressed: with all that must come back as it went."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet["A1"] = "Catalogue de l’été 2026 — œuvres & çà"
    for place, head in enumerate(HEADS, 1):
        sheet.cell(3, place, head).font = Font(bold=True)
    for number in range(FIRST, FIRST + ROWS):
        for place, value in enumerate(row_of(number), 1):
            sheet.cell(number, place, value)
    for cell, value in (faults or {}).items():
        sheet[cell] = value
    if dressed:
        _dress(made, sheet)
    return made


def _dress(made: Workbook, sheet: Worksheet) -> None:
    """Widths, formats, colours, rules, formulas, a chart, other sheets."""
    for number in range(FIRST, FIRST + ROWS):
        sheet.cell(number, len(HEADS), f"=C{number}*2")
    sheet.column_dimensions["B"].width, sheet.row_dimensions[3].height = 41, 33
    sheet.freeze_panes = "B4"
    sheet.merge_cells("A1:D1")
    for (price,) in sheet.iter_rows(min_row=FIRST, min_col=3, max_col=3):
        price.number_format = '#,##0.00 "€"'
    sheet["C6"].fill = PatternFill("solid", fgColor="FF00FF00")
    greater = CellIsRule(operator="greaterThan", formula=["20"], font=Font(italic=True))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("C4:C63", greater)
    rule = DataValidation(type="list", formula1='"pièce,carton"')
    rule.add("F4:F63")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    other = made.create_sheet("Chiffres")
    other.append(["Mois", "Ventes"])
    other.append(["Août", 3])
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=2))
    other.add_chart(chart, "D2")
    hidden = made.create_sheet("Interne")
    hidden.sheet_state = "hidden"


def saved(made: Workbook, path: Path) -> Path:
    """The workbook as a file."""
    out = io.BytesIO()
    made.save(out)
    path.write_bytes(out.getvalue())
    return path


def annotated(path: Path, out: Path, **request: Any) -> tuple[Reading, Annotated]:
    """Read a file and write it back annotated, in French."""
    reading = read_here(path, Request(path.name, **request))
    return reading, annotate_here(path, order_for(reading, path.name, "fr"), out)


def comments(path: Path) -> dict[str, str]:
    """Address ("Tarif été!C5" of another sheet than the price list) -> the text of its comment."""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    name = cell.coordinate if sheet.title == SHEET else f"{sheet.title}!{cell.coordinate}"
                    found[name] = cell.comment.text
    return found
