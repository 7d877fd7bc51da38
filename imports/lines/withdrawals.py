"""Lines of a structured file that say of a reference that it goes: rows of the products table marked `deleted`."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from imports.cleaning import Cleaned
from imports.columns.draft import Mapped
from imports.columns.mapping import as_told
from imports.columns.structured import Structured
from imports.lines.values import read_values
from imports.record import PRODUCTS, Issue, Reading, Request
from imports.tables.layout import Table

_NAMING = ("reference", "name", "gtin")


def told_of_deletions(source: Structured, table: Table, request: Request) -> Mapped:
    """The columns that name what goes, in a file of nothing but deletions: nothing else is asked of it."""
    mapping = {title: name for title, name in source.fields.items() if name in _NAMING and title not in request.mapping}
    mapped = as_told(table, replace(request, mapping={**mapping, **request.mapping}, mode="patch"))
    return replace(mapped, questions=(), issues=())


def with_withdrawals(reading: Reading, source: Structured, table: Table, mapped: Mapped, request: Request) -> Reading:
    """A line that names a reference to delete becomes a row of it; one that names none stays skipped.

    A second deletion of a reference is skipped. One that the file offers as well contradicts itself, and is rejected.
    """
    lines = np.array(sorted(source.deleted), dtype=np.intp)
    if not len(lines) or reading.verdict != "import" or "reference" not in mapped.fields:
        return reading
    offered = np.array([line for line in range(len(table.lines)) if line not in source.left_out], dtype=np.intp)
    named, others = (_named(table, mapped, own, request) for own in (lines, offered))
    found = _Sorted(named, {others["reference"].at(index) for index in range(len(offered))} - {None})
    for index, line in enumerate(lines.tolist()):
        found.take(index, int(table.grid.numbers[line]))
    return _told(reading, found)


def _named(table: Table, mapped: Mapped, lines: npt.NDArray[np.intp], request: Request) -> Mapping[str, Cleaned]:
    fields = {name: mapped.fields[name] for name in _NAMING if name in mapped.fields}
    return read_values(table, replace(mapped, fields=fields, discounted=False), lines, request).one


@dataclass(slots=True)
class _Sorted:
    """The deletions, sorted out. `told`: row -> what is said of it."""

    named: Mapping[str, Cleaned]
    offered: Set[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    told: dict[int, Issue] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def take(self, index: int, row: int) -> None:
        reference = self.named["reference"].at(index)
        if reference is None:
            return
        first = self.seen.setdefault(reference, row)
        if reference in self.offered:
            self.told[row] = Issue("row.withdrawn_and_offered", "error", row, value=reference)
        elif first != row:
            self.told[row] = Issue("row.identical", "warning", row, value=reference, params={"first": first})
        else:
            own = {name: cleaned.at(index) for name, cleaned in self.named.items()}
            self.rows.append(dict.fromkeys(PRODUCTS.names) | own | {"row": row, "deleted": True})
            self.told[row] = Issue("row.withdrawn", "warning", row, value=reference)


def _told(reading: Reading, found: _Sorted) -> Reading:
    """The reading with these rows in their places, each told once."""
    rejected = sum(issue.level == "error" for issue in found.told.values())
    products = pa.concat_tables([reading.products, pa.Table.from_pylist(found.rows, schema=PRODUCTS)])
    return replace(
        reading,
        imported=reading.imported + len(found.rows),
        rejected=reading.rejected + rejected,
        skipped=reading.skipped - len(found.rows) - rejected,
        issues=tuple(_instead(issue, found.told) for issue in reading.issues),
        products=products.take(np.argsort(products["row"].to_numpy(), kind="stable")),
    )


def _instead(issue: Issue, told: Mapping[int, Issue]) -> Issue:
    return told.get(issue.row or 0, issue) if issue.code == "row.deletion" else issue
