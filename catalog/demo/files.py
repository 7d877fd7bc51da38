"""Writes the files that the demonstration's suppliers "send", each in its own mess, into a folder."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalog.demo.opendocument import write_opendocument
from catalog.demo.tables import Table, tables
from catalog.demo.workbook import write_workbook


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file to receive: whose it is, for which lots, and the header of the column that names the lot, if it has one."""

    path: Path
    supplier: str
    lots: tuple[str, ...]
    lot_column: str | None
    mode: Literal["full", "patch"]


def write_files(folder: Path) -> tuple[DemoFile, ...]:
    """Write all files into an existing folder; the same data gives the same bytes every time. OSError: not writable."""
    written = []
    for table in tables():
        path = folder / table.name
        WRITERS[table.form](path, table)
        written.append(DemoFile(path, table.supplier, table.lots, table.lot_column, table.mode))
    return tuple(written)


def _semicolons(path: Path, table: Table) -> None:
    _delimited(path, table, ";", "\r\n")


def _tabs(path: Path, table: Table) -> None:
    _delimited(path, table, "\t", "\r\n")


def _delimited(path: Path, table: Table, delimiter: str, ending: str) -> None:
    """Text in the supplier's own encoding, an empty cell for what it does not say."""
    with path.open("w", encoding=table.encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending)
        for line in table.lines:
            writer.writerow(["" if value is None else str(value) for value in line.cells])


WRITERS: Mapping[str, Callable[[Path, Table], None]] = {
    "csv": _semicolons,
    "tsv": _tabs,
    "xlsx": write_workbook,
    "ods": write_opendocument,
}
