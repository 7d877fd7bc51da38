"""Numbers that a sheet shows with zeros in front: a cell of format 000000 that holds 123 is read as the text 000123."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree

import numpy as np

from imports.record import Cell, Column, Grid

_CHUNK = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ZEROS = re.compile(r"0{2,20}")
_CELL = re.compile(rb"<c\s([^>]*)>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>\d{1,15}</v>")
_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
Widths = Mapping[int, list[tuple[int, int]]]
"""Column of the sheet -> (row, digits shown), all counted from 0."""


def widths_by_style(styles: bytes) -> dict[bytes, int]:
    """Number of a cell style -> how many digits it shows at least; only the styles of nothing but zeros."""
    root = ElementTree.fromstring(styles)  # noqa: S314  (no DOCTYPE gets here)
    codes = {form.get("numFmtId"): str(form.get("formatCode")) for form in root.iter(f"{_MAIN}numFmt")}
    used = [style.get("numFmtId") for styles in root.iter(f"{_MAIN}cellXfs") for style in styles]
    shown = [codes.get(number, "") for number in used]
    return {str(place).encode(): len(code) for place, code in enumerate(shown) if _ZEROS.fullmatch(code)}


def padded_cells(archive: zipfile.ZipFile, part: str, widths: Mapping[bytes, int]) -> Widths:
    """The number cells of a sheet that stand in such a style."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for attributes in _cells(archive, part):
        told = dict(_ATTRIBUTE.findall(attributes))
        place = _PLACE.fullmatch(told.get(b"r", b""))
        if place and told.get(b"s") in widths and told.get(b"t", b"n") == b"n":
            found[_number(place[1])].append((int(place[2]) - 1, widths[told[b"s"]]))
    return found


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            cut = max(text.rfind(b"<c "), len(text) - _CHUNK)
            yield from _CELL.findall(text[:cut])
            tail = text[cut:]
        yield from _CELL.findall(tail)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def as_shown(grid: Grid, widths: Widths) -> tuple[Column, ...]:
    """The columns of a grid with these cells as the texts that the sheet shows."""
    return tuple(
        _column(column, widths[position + grid.offset]) if position + grid.offset in widths else column
        for position, column in enumerate(grid.columns)
    )


def _column(column: Column, cells: list[tuple[int, int]]) -> Column:
    digits = np.zeros(len(column.codes), np.int32)
    for row, width in cells:
        if row < len(digits):
            digits[row] = width
    pairs, codes = np.unique(np.stack([column.codes, digits]), axis=1, return_inverse=True)
    values: list[Cell] = [_text(column.values[code], width) for code, width in pairs.T.tolist()]
    return Column([None, *values], np.where(column.codes > 0, codes.reshape(-1) + 1, 0).astype(np.int32))


def _text(cell: Cell, width: int) -> Cell:
    return f"{int(cell):0{width}d}" if width and isinstance(cell, Decimal) and cell >= 0 and cell % 1 == 0 else cell
