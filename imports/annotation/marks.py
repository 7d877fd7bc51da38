"""Which cell each remark belongs to, and what the comment of a cell says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from imports.annotation.record import Order, Remark
from imports.annotation.sheet import Area
from imports.record import Level
from imports.tables.places import position

Cell = tuple[int, int]
"""Row (from 1), column (from 0)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark's cell. place: where the remark stands in the order."""

    place: int
    cell: Cell
    level: Level


def marks_of(order: Order) -> dict[str, list[Mark]]:
    """Sheet ("" for a plain file) -> its marks. A remark without a column marks the first cell of its row."""
    found: dict[str, list[Mark]] = {}
    for place, remark in enumerate(order.remarks):
        if remark.marked and remark.row is not None and remark.row > 0:
            mark = Mark(place, (remark.row, _column(order, remark)), remark.level)
            found.setdefault(remark.sheet or "", []).append(mark)
    return found


def _column(order: Order, remark: Remark) -> int:
    """The column of a remark; of headers joined ("A+B") the first."""
    sheet = remark.sheet or ""
    places = order.places.get(sheet, {})
    for title in (remark.column or "", *(remark.column or "").split("+")):
        if title in places:
            return position(places[title])
    return position(order.first.get(sheet) or min(places.values(), key=position, default="A"))


def moved(marks: Sequence[Mark], areas: Iterable[Area]) -> dict[Cell, list[Mark]]:
    """Cell -> its marks; those inside a merged area go to its first cell, the only one that is seen."""
    seen = _seen({mark.cell for mark in marks}, areas)
    found: dict[Cell, list[Mark]] = {}
    for mark in marks:
        found.setdefault(seen.get(mark.cell, mark.cell), []).append(mark)
    return found


def _seen(cells: set[Cell], areas: Iterable[Area]) -> Mapping[Cell, Cell]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell[0], []).append(cell)
    found = {}
    for top, left, bottom, right in areas:
        held = range(top, bottom + 1) if bottom - top < len(rows) else [row for row in rows if top <= row <= bottom]
        hit = [cell for row in held for cell in rows.get(row, ()) if left <= cell[1] <= right]
        found.update(dict.fromkeys(hit, (top, left)))
    return found


def comment_of(order: Order, cell: Cell, marks: Sequence[Mark]) -> str:
    """All that is said of a cell, each thing once; of another row of a merged area with its row."""
    said = []
    for mark in marks:
        remark = order.remarks[mark.place]
        text = " ".join(filter(None, (remark.wrong, remark.remedy)))
        if remark.proposal:
            text += "\n" + order.labels.proposal.format(proposal=remark.proposal)
        said.append(text if mark.cell[0] == cell[0] else order.labels.at_row.format(row=mark.cell[0], text=text))
    return "\n\n".join(dict.fromkeys(said))
