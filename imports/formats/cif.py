"""CIF 3.0: a header of "KEY: value" lines, the names of the fields, DATA, the items as quoted lines, ENDOFDATA."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from imports.columns.structured import Structured
from imports.fields import fold, known_word
from imports.formats.encoding import decode
from imports.formats.gathered import Gathered
from imports.record import Cell, Grid, Issue, Request, UnreadableFile

_DEFAULT = (
    "Supplier ID,Supplier Part ID,Manufacturer Part ID,Item Description,SPSC Code,Unit Price,Unit of Measure,Lead Time,"
    "Manufacturer Name,Supplier URL,Manufacturer URL,Market Price"
)
"""The fields of a file that names none."""
_FIELDS = {
    "supplier part id": "reference", "item description": "name", "spsc code": "classifications", "classification codes": "classifications",
    "unit price": "price", "unit of measure": "order_unit", "lead time": "lead_time_days", "manufacturer name": "brand",
    "market price": "list_price", "currency": "currency", "expiration date": "valid_to", "effective date": "valid_from", "image": "image_url",
    "price unit quantity": "price_basis", "ean": "gtin",
}  # fmt: skip
_SHORT = "short name"
_FIRST, _SECOND = "supplier part id", "supplier part auxiliary id"
_MORE = frozenset(
    "label hazard_codes allergens origin gtin price_basis min_order_quantity order_multiple content_per_order_unit vat".split()
)
"""Fields that a column beyond the standard's own may say by its name."""
_YES = frozenset(("t", "true", "y", "yes", "1"))
_ENCODINGS = {
    "88591": "latin-1",
    "iso88591": "latin-1",
    "utf8": "utf-8",
    "885915": "iso8859-15",
    "iso885915": "iso8859-15",
}
LONGEST_LINE = 1_000_000
LONGEST_CELL_LINES = 200


@dataclass(slots=True)
class _File:
    """The header of the file, and its rows while they are gathered."""

    said: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    names_line: int = 0
    rows: Gathered = field(default_factory=lambda: Gathered(bool))
    numbers: list[int] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    ended: bool = False
    plain: bool = True


def read(path: Path, request: Request) -> Structured:
    """The items of the file; a row is its line. Raises UnreadableFile."""
    found, encoding = decode(path.read_bytes())
    lines = [line + "\n" for line in found.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    csv.field_size_limit(LONGEST_LINE + 1)
    file = _File(plain=found.isascii())
    start = _header(file, lines)
    for number, cells in _records(file, lines, start):
        _item(file, number, cells)
    _refuse_cut(file)
    return _closed(file, request, encoding)


def _header(file: _File, lines: Sequence[str]) -> int:
    """Reads the header; gives the place of the first item."""
    names = _DEFAULT
    for place, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            raise UnreadableFile("file.line_too_long", row=place + 1, limit=LONGEST_LINE)
        key, _, value = line.partition(":")
        word = key.strip().lstrip("\ufeff").upper()
        if word == "DATA":
            file.names = tuple(name.strip() for name in next(csv.reader([names]), []))
            return place + 1
        if word == "FIELDNAMES":
            names, file.names_line = value.strip(), place + 1
        file.said.setdefault(word, value.strip())
    raise UnreadableFile("file.cut_short", end="ENDOFDATA", rows=0)


def _records(file: _File, lines: Sequence[str], start: int) -> Iterator[tuple[int, list[str] | None]]:
    """(line number, cells) of each item, or None for a line whose quotes do not close, until the data end."""
    place = start
    while place < len(lines):
        bare = lines[place].strip()
        if bare.upper() == "ENDOFDATA":
            file.ended = True
            return
        used = 1
        if bare:
            cells, used = _record(lines, place)
            yield place + 1, cells
        place += used


def _record(lines: Sequence[str], place: int) -> tuple[list[str] | None, int]:
    if len(lines[place]) > LONGEST_LINE:
        raise UnreadableFile("file.line_too_long", row=place + 1, limit=LONGEST_LINE)
    if '"' not in lines[place]:
        return lines[place].rstrip("\r\n").split(","), 1
    reader = csv.reader(islice(lines, place, place + LONGEST_CELL_LINES), strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return None, 1


def _item(file: _File, number: int, cells: list[str] | None) -> None:
    rows = file.rows
    named: dict[str, Cell] = {name: cell.strip() for name, cell in zip(file.names, cells or (), strict=False)}
    if cells is None:
        rows.reject("row.unclosed_quote", None, None)
    elif any(cell.strip() for cell in cells[len(file.names) :]):
        rows.reject("row.too_many_cells", None, None, n=len(file.names))
    gone = next((cell for name, cell in named.items() if fold(name) == "delete"), "")
    if str(gone).lower() in _YES:
        rows.delete(_reference(named) or None)
    file.references.append(_reference(named))
    file.numbers.append(number)
    rows.add(named)


def _reference(named: Mapping[str, Cell]) -> str:
    """Two items may share a part number; then a second one tells them apart."""
    parts = [str(cell) for name, cell in named.items() if fold(name) in (_FIRST, _SECOND) and cell]
    return "-".join(parts)


def _refuse_cut(file: _File) -> None:
    """A file that does not say that its data end is whole only where its own count says so."""
    counted = file.said.get("ITEMCOUNT", "")
    same = counted.isdigit() and int(counted) == file.rows.height
    if not file.ended and not same:
        raise UnreadableFile("file.cut_short", end="ENDOFDATA", rows=file.rows.height)


def _closed(file: _File, request: Request, encoding: str) -> Structured:
    rows = file.rows
    currency = file.said.get("CURRENCY", "")
    named = {fold(name): name for name in rows.titles}
    further: list[tuple[str, Sequence[Cell]]] = []
    if currency and "currency" not in named:
        further.append(("CURRENCY:", [currency] * rows.height))
    if _FIRST in named and _SECOND in named:
        further.append((f"{named[_FIRST]}+{named[_SECOND]}", file.references))
    plain = rows.grid(*further)
    numbers = np.array(file.numbers, dtype=np.int32)
    broken = {line: _at(issue, file.numbers[line]) for line, issue in rows.broken.items()}
    grid = Grid(None, plain.columns, numbers, broken=broken)
    return Structured(
        "cif", (grid,), encoding, ",", tuple(_told(file, encoding)),
        titles=tuple(rows.titles),
        fields=_fields(named, rows.titles, request),
        left_out={line: _at(issue, file.numbers[line]) for line, issue in rows.left_out.items()},
        deleted=frozenset(rows.deleted),
        transaction="patch" if file.said.get("LOADMODE", "F").upper().startswith("I") else "full",
        header_rows=(file.names_line,) if file.names_line else (),
    )  # fmt: skip


def _at(issue: Issue, number: int) -> Issue:
    return Issue(issue.code, issue.level, number, issue.column, issue.value, params=issue.params)


def _fields(named: Mapping[str, str], titles: Mapping[str, int], request: Request) -> dict[str, str]:
    """Title -> field: the standard's own names first, then words that say a field we know."""
    fields = {title: _FIELDS[name] for name, title in named.items() if name in _FIELDS}
    for title in named.values():
        said = known_word(title, request.words)
        if (
            title not in fields
            and said
            and said not in fields.values()
            and (said in _MORE or said.startswith("claim:"))
        ):
            fields[title] = said
    if (whole := f"{named.get(_FIRST)}+{named.get(_SECOND)}") in titles:
        fields.pop(named[_FIRST])
        fields[whole] = "reference"
    if "CURRENCY:" in titles:
        fields["CURRENCY:"] = "currency"
    if _SHORT in named:
        fields[named[_SHORT]] = "name"
        if "item description" in named:
            fields[named["item description"]] = "description"
    return fields


def _told(file: _File, encoding: str) -> Iterator[Issue]:
    """Where the header says otherwise than the file: its character set, its number of items."""
    said = file.said.get("CHARSET", "")
    known = _ENCODINGS.get("".join(sign for sign in said.lower() if sign.isalnum()))
    read = {"cp1252": "latin-1", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    if known and known != read and not file.plain:
        yield Issue("file.charset", "warning", value=said, params={"encoding": encoding})
    counted = file.said.get("ITEMCOUNT", "")
    if counted.isdigit() and int(counted) != file.rows.height:
        yield Issue("file.item_count", "warning", value=counted, params={"n": file.rows.height})
