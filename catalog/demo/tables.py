"""One supplier's file before it has a format: title lines, header, and lines as that supplier writes them, faults included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from catalog.demo.items import Item, all_items, rows_of

ECOLABELS = ("Ecolabel UE", "Ecolabel européen", "Nordic Swan", "Blue Angel", "Ecocert", "NF Environnement")
"""The labels for which a supplier ticks its own ecolabel column, rightly or not."""

Value = str | Decimal | None
"""Text as typed, a true number of a workbook, or an empty cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the titles. A section or total line has its text in the first cell or two only."""

    kind: Literal["header", "item", "section", "total"]
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a supplier sends. `groups`: (words, width) of the merged line above the header, empty where there is none."""

    name: str
    supplier: str
    lots: tuple[str, ...]
    lot_column: str | None
    mode: Literal["full", "patch"]
    form: str
    encoding: str
    sheet: str
    titles: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


def tables() -> tuple[Table, ...]:
    """All files of the demonstration, in the order of `files.csv`."""
    items, faults = all_items(), rows_of("faults")
    return tuple(
        _table(file, items, [fault for fault in faults if fault["file"] == file["name"]]) for file in rows_of("files")
    )


def _table(file: Mapping[str, str], items: tuple[Item, ...], faults: list[dict[str, str]]) -> Table:
    lots = tuple(file["lots"].split(";"))
    columns = dict(column.split("=") for column in file["columns"].split("|"))
    mine = [item for lot in lots for item in items if item.lot == lot and item.supplier == file["supplier"]]
    if file["groups"]:
        order = list(dict.fromkeys(item.section for item in mine))
        mine.sort(key=lambda item: order.index(item.section))
    return Table(
        name=file["name"],
        supplier=file["supplier"],
        lots=lots,
        lot_column=file["lot_column"] or None,
        mode="patch" if file["mode"] == "patch" else "full",
        form=file["form"],
        encoding=file["encoding"],
        sheet=file["sheet"],
        titles=tuple(file["titles"].split("|")) if file["titles"] else (),
        groups=tuple(
            (words, int(width)) for words, width in (part.split(":") for part in file["groups"].split("|") if part)
        ),
        lines=tuple(_lines(mine, columns, bool(file["groups"]), faults)),
    )


def _lines(items: list[Item], columns: Mapping[str, str], sections: bool, faults: list[dict[str, str]]) -> list[Line]:
    header = Line("header", tuple(columns))
    lines, section = [header], ""
    for item in items:
        if sections and item.section != section:
            lines.append(Line("section", (item.section.upper(),)))
        section = item.section
        line = Line("item", tuple(CELLS[cell](item) for cell in columns.values()))
        lines += _faulty(line, header, [fault for fault in faults if _meant(fault, item)])
    return lines + [_total(items, header, fault) for fault in faults if fault["action"] == "total"]


def _meant(fault: Mapping[str, str], item: Item) -> bool:
    return fault["reference"] == item.reference and fault["lot"] in ("", item.lot)


def _faulty(line: Line, header: Line, faults: list[dict[str, str]]) -> list[Line]:
    """The line and what its faults make of it: a cell overwritten, the line twice, the header once more."""
    lines = [line]
    for fault in faults:
        match fault["action"]:
            case "overwrite":
                lines[0] = _with(lines[0], header, fault)
            case "repeat":
                lines.append(lines[0])
            case "contradict":
                lines.append(_with(lines[0], header, fault))
            case "header":
                lines.append(header)
    return lines


def _total(items: list[Item], header: Line, fault: Mapping[str, str]) -> Line:
    """The line some programs add at the end: a word in the first cell, a sum under the prices."""
    cells: list[Value] = [None] * len(header.cells)
    cells[0] = fault["value"]
    cells[header.cells.index(fault["column"])] = f"{_thousands(sum((item.price for item in items), Decimal()))} €"
    return Line("total", tuple(cells))


def _with(line: Line, header: Line, fault: Mapping[str, str]) -> Line:
    place = header.cells.index(fault["column"])
    return Line("item", (*line.cells[:place], fault["value"] or None, *line.cells[place + 1 :]))


def comma(number: Decimal) -> str:
    """1234.5 -> "1234,50", as typed in a French file."""
    return f"{number:.2f}".replace(".", ",")


def _thousands(number: Decimal) -> str:
    return f"{number:,.2f}".replace(",", " ").replace(".", ",")


def _label_full(item: Item) -> str:
    return " ".join(part for part in (item.label, item.licence) if part)


CELLS: Mapping[str, Callable[[Item], Value]] = {
    "reference": lambda item: item.reference,
    "full_name": lambda item: f"{item.name}, {item.pack}",
    "description": lambda item: item.description,
    "brand": lambda item: item.brand,
    "family": lambda item: item.family,
    "gtin": lambda item: item.gtin or None,
    "gtin_number": lambda item: Decimal(item.gtin) if item.gtin else None,
    "pack": lambda item: item.pack,
    "unit": lambda item: item.unit,
    "price_number": lambda item: item.price,
    "price_comma": lambda item: comma(item.price),
    "price_euro": lambda item: f"{_thousands(item.price)} €",
    "vat_number": lambda item: item.vat,
    "vat_percent": lambda item: f"{comma(item.vat)} %",
    "vat": lambda item: f"{item.vat}".replace(".", ","),
    "vat_fraction": lambda item: item.vat / 100,
    "eco": lambda item: item.eco,
    "label": lambda item: item.label or None,
    "licence": lambda item: item.licence or None,
    "label_full": lambda item: _label_full(item) or None,
    "claim": lambda item: item.claim or None,
    "eco_flag": lambda item: "O" if item.label in ECOLABELS else "N",
    "hazards": lambda item: " - ".join(item.hazards) or None,
    "hazards_slash": lambda item: "/".join(item.hazards) or None,
    "hazards_comma": lambda item: ", ".join(item.hazards) or None,
    "dilution": lambda item: item.dilution or None,
    "pages": lambda item: item.pages or None,
    "lot": lambda item: item.lot,
}
"""How a file may write one thing about an item; `files.csv` picks one a column."""
