"""Which column of a register is what: by the words of its title in several languages, else by what its cells hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from imports.fields import fold
from imports.registers.numbers import global_number
from imports.registers.record import FIELDS, RegisterRequest

WORDS = Path(__file__).with_name("words.csv")
SAMPLE = 400
MOSTLY = 0.6
"""Share of a column's cells that must look alike for the cells to say what it is."""


@cache
def _words() -> Mapping[str, str]:
    """Folded title -> field; the first field that names a word keeps it."""
    found: dict[str, str] = {}
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in row["words"].split(";"):
                found.setdefault(fold(word), row["field"])
    return found


def field_named(title: str) -> str | None:
    """The field that a title names, or None: the whole title, else the part before a bracket."""
    folded = fold(title)
    return _words().get(folded) or _words().get(fold(re.sub(r"[(\[].*", "", title)))


def named(titles: Sequence[str]) -> int:
    """How many different fields these titles name; one alone says nothing unless it is a product's name."""
    fields = {field for title in titles if (field := field_named(title))}
    return len(fields) if fields & {"name", "model", "number", "gtin"} else 0


def columns_of(titles: Sequence[str], rows: Sequence[Sequence[str]], request: RegisterRequest) -> dict[str, int]:
    """Field -> position of its column. Of two columns of one field the first counts; titles go before cells."""
    found: dict[str, int] = {}
    for position, title in enumerate(titles):
        field = field_named(title)
        if field and field not in found:
            found[field] = position
    taken = set(found.values())
    for field in ("gtin", "number", "label"):
        free = [position for position in range(len(titles)) if position not in taken]
        place = None if field in found else _by_cells(field, free, rows, request)
        if place is not None:
            found[field] = place
            taken.add(place)
    return {field: found[field] for field in FIELDS if field in found}


def _by_cells(
    field: str, positions: Sequence[int], rows: Sequence[Sequence[str]], request: RegisterRequest
) -> int | None:
    for position in positions:
        cells = [row[position].strip() for row in rows[:SAMPLE] if position < len(row) and row[position].strip()]
        if len(cells) > 2 and sum(_looks(field, cell, request) for cell in cells) >= MOSTLY * len(cells):
            return position
    return None


def _looks(field: str, cell: str, request: RegisterRequest) -> bool:
    if field == "gtin":
        return len(re.sub(r"\D", "", cell)) >= 8 and isinstance(global_number(cell), str)
    if field == "label":
        return fold(cell) in request.words
    shape = request.shapes.get(request.label)
    return bool(shape) and not isinstance(global_number(cell), str) and bool(re.match(shape or "", cell))
