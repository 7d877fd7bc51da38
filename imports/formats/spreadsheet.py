"""XLSX, XLSM, XLSB, XLS and ODS. Numbers become Decimals at the door; formulas are read as their stored result."""

from __future__ import annotations

import datetime as dt
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import python_calamine as calamine

from imports import pace
from imports.formats import binary, container, hidden, padded
from imports.grids import GridColumns
from imports.record import Cell, Grid, Issue, Source, UnreadableFile

DIGITS = 15
"""Significant digits that a workbook's number holds for sure; more is the noise of binary fractions."""
_WHOLE = 10.0**DIGITS
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = {"Workbook": "xls", "Book": "xls", "WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_zip(path: Path) -> Source:
    """A workbook in a ZIP archive. Raises UnreadableFile."""
    scanned = container.scan(path)
    parts = _binary_parts(path) if scanned.kind == "xlsb" else _parts_by_name(path) if scanned.sheets else {}
    facts = {name: scanned.sheets[part] for name, part in parts.items() if part in scanned.sheets}
    if scanned.kind == "ods":
        facts = hidden.of_open_document(path)
    source = _read(path, scanned.kind, facts)
    return _as_shown(path, source, parts) if parts and scanned.kind != "xlsb" else source


def _as_shown(path: Path, source: Source, parts: dict[str, str]) -> Source:
    """The source with the zeros that number formats put in front of references and article numbers."""
    with zipfile.ZipFile(path) as archive:
        try:
            widths = padded.widths_by_style(_small(archive, "xl/styles.xml"))
        except (KeyError, ElementTree.ParseError, UnreadableFile):
            return source
        if not widths:
            return source
        grids = tuple(_with_zeros(archive, grid, parts.get(str(grid.name)), widths) for grid in source.grids)
    return replace(source, grids=grids)


def _with_zeros(archive: zipfile.ZipFile, grid: Grid, part: str | None, widths: dict[bytes, int]) -> Grid:
    if part is None or part not in archive.namelist():
        return grid
    return replace(grid, columns=padded.as_shown(grid, padded.padded_cells(archive, part, widths)))


def read_ole(path: Path) -> Source:
    """A workbook of before 2007. Raises UnreadableFile."""
    raw = path.read_bytes()
    if _ENCRYPTED in raw:
        raise UnreadableFile("file.encrypted")
    kinds = [kind for stream, kind in _OLE_STREAMS.items() if stream.encode("utf-16-le") + b"\0\0" in raw]
    if raw[:1] == b"\xd0" and "xls" not in kinds:
        raise UnreadableFile("file.not_a_table", kind=kinds[0] if kinds else "OLE")
    return _read(path, "xls", hidden.of_old_workbook(raw))


def _read(path: Path, kind: str, facts: dict[str, container.Sheet]) -> Source:
    try:
        workbook = calamine.load_workbook(path)
        grids = tuple(
            _grid(workbook, meta, facts.get(meta.name, container.Sheet()))
            for meta in workbook.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        )
    except calamine.PasswordError as error:
        raise UnreadableFile("file.encrypted") from error
    except (calamine.CalamineError, OSError) as error:
        raise _refusal(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic of the reader becomes; it derives from no Exception
            raise
        raise UnreadableFile("file.damaged", detail="panic") from error
    return Source(kind, grids, issues=tuple(_uncomputed(facts)))


def _refusal(error: Exception) -> UnreadableFile:
    if re.search(r"password|encrypt", str(error), re.IGNORECASE):
        return UnreadableFile("file.encrypted")
    if "cell limit" in str(error).lower():
        return UnreadableFile("file.too_many_cells")
    return UnreadableFile("file.damaged", detail=str(error)[:120])


def _uncomputed(facts: dict[str, container.Sheet]) -> Iterator[Issue]:
    """Formulas without a result, or with an error for a result, read as blank: the person must hear of it."""
    for name, sheet in facts.items():
        if sheet.uncomputed:
            yield Issue("sheet.formulas", "warning", sheet=name, params={"n": sheet.uncomputed})
        if sheet.failed:
            yield Issue("sheet.errors", "warning", sheet=name, params={"n": sheet.failed})


def _grid(workbook: Any, meta: Any, facts: container.Sheet) -> Grid:
    sheet = workbook.get_sheet_by_name(meta.name)
    builder = GridColumns()
    if sheet.start is not None:
        pace.expect(sheet.end[0] + 1)
        builder.extend(_plain(row) for row in sheet.iter_rows())
    offset = sheet.start[1] if sheet.start else 0
    merged = tuple((a, b - offset, c, d - offset) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    return Grid(
        meta.name,
        builder.columns(_cells_of),
        np.arange(1, builder.height + 1, dtype=np.int32),
        offset,
        meta.visible != calamine.SheetVisibleEnum.Visible,
        facts.hidden_rows,
        facts.hidden_columns,
        merged,
    )


def _plain(row: list[Any]) -> list[Any]:
    """True and False as text: as keys they would be taken for the numbers 1 and 0."""
    if bool in map(type, row):
        return [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
    return row


def _cells_of(cells: list[Any]) -> list[Cell]:
    """Most cells are texts, and are cells already."""
    return [cell if cell.__class__ is str else cell_of(cell) for cell in cells]


def cell_of(cell: Any) -> Cell:
    """A cell as calamine gives it -> a Cell. A float becomes the decimal that a person sees, never its binary noise."""
    if isinstance(cell, float):
        return decimal_of(cell)
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell  # type: ignore[no-any-return]


def decimal_of(number: float) -> Decimal | str:
    """0.1 + 0.2 gives 0.3. A number that is none (NaN, infinity) stays text, for the cleaning to refuse."""
    if -_WHOLE < number < _WHOLE and number.is_integer():
        return Decimal(int(number))
    text = f"{number:.{DIGITS}g}"
    value = Decimal(text)
    if not value.is_finite():
        return text
    return (
        value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < Decimal(10) ** 20 else value
    )


def _parts_by_name(path: Path) -> dict[str, str]:
    """Sheet name -> part of the archive, from the workbook's own list; empty where that list cannot be followed."""
    try:
        with zipfile.ZipFile(path) as archive:
            relations = ElementTree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314  (no DOCTYPE gets here)
            workbook = ElementTree.fromstring(_small(archive, "xl/workbook.xml"))  # noqa: S314  (no DOCTYPE gets here)
    except (KeyError, ElementTree.ParseError, UnreadableFile):
        return {}
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    sheets = [element for element in workbook.iter() if element.tag.endswith("}sheet")]
    return {str(sheet.get("name")): _part(targets.get(sheet.get(_RELATION), "")) for sheet in sheets}


def _binary_parts(path: Path) -> dict[str, str]:
    """The same of a binary workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            relations = ElementTree.fromstring(_small(archive, "xl/_rels/workbook.bin.rels"))  # noqa: S314  (no DOCTYPE gets here)
            names = binary.sheet_names(_small(archive, "xl/workbook.bin"))
    except (KeyError, ElementTree.ParseError, UnreadableFile, struct.error, UnicodeDecodeError):
        return {}
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    return {name: _part(targets.get(relation, "")) for relation, name in names.items()}


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else "xl/" + target


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the workbook's table of contents; one with a DOCTYPE, or larger than any real one, is not followed."""
    text = archive.read(name) if archive.getinfo(name).file_size < 2**22 else b"<!DOCTYPE"
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableFile("file.hostile", detail="doctype")
    return text
