"""Where a value comes from: the file that said it last, down to the cell, whatever was imported, undone or corrected since.

A version names the batch that wrote it, but a partial update leaves most fields as they were: so the way leads back, act
by act, to the last file that carries the column and says something in it. What an undo restored leads to the file that
first said it; what was taken back is passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries.trail import BatchKnown, ClaimKnown, PublicationKnown, Version
from imports.tables.raw import SHEET, Rows, kept_rows

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_part"),
    "price": ("price", "list_price", "discount_rate"),
    "content_per_order_unit": ("content_per_order_unit", "packaging", "content_unit"),
    "content_unit": ("content_unit", "content_per_order_unit", "packaging"),
    "order_unit": ("order_unit", "packaging"),
}
"""Field as shown -> the columns that it may be made of, where these are not its own alone."""
ALSO: Mapping[str, tuple[str, ...]] = {"price": ("vat", "price_basis", "price_includes_vat")}
"""Columns that take part in a value without being one: named with it where they hold something."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as received."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The row a value was read from. cells: those that say it as received; empty: it was worked out from the row.

    publication: the one that brought it.
    """

    batch: int
    file: str
    sheet: str | None
    row: int | None
    cells: tuple[Cell, ...]
    received_at: dt.datetime
    received_by: str | None
    publication: int
    published_at: dt.datetime | None
    published_by: str | None


@dataclass(slots=True)
class Trace:
    """What origins of one product are found with; kept rows are opened once a batch."""

    means: Means
    batches: Mapping[int, BatchKnown]
    publications: Mapping[int, PublicationKnown]
    opened: dict[int, Rows | None]

    def origins(self, versions: Sequence[Version], field: str, publication: int) -> list[Origin]:
        """Every file that said the field, from the one whose value counts back to the first.

        Where no file has a column for it, the row that the version was read from, without a cell.
        """
        found = [
            made
            for version, number in self._back(versions, publication)
            if (made := self._said(version, field, number))
        ]
        if found:
            return found
        first = next(self._back(versions, publication), None)
        return [self._origin(*first, ())] if first else []

    def _back(self, versions: Sequence[Version], publication: int) -> Iterator[tuple[Version, int]]:
        """The acts that the state of a publication rests on, the last first: (version, the publication of its batch)."""
        number = publication
        while version := next((each for each in versions if each.shows_in(number)), None):
            act = self._act(version, versions)
            yield version, act
            number = min(act, version.since) - 1

    def _act(self, version: Version, versions: Sequence[Version]) -> int:
        """The publication that last took in the batch of a version, up to the version itself."""
        batch = self.batches.get(version.batch)
        taken = [number for number in (batch.taken if batch else ()) if number <= version.since]
        same = [each.since for each in versions if each.batch == version.batch and each.since <= version.since]
        return taken[-1] if taken else min(same)

    def _said(self, version: Version, field: str, act: int) -> Origin | None:
        """The origin, where the version's file has a column for the field that holds something in this row."""
        batch = self.batches.get(version.batch)
        if batch is None or version.row is None:
            return None
        wanted = COLUMNS.get(field, (field,))
        cells = self._cells(batch, version)
        own = [Cell(header, cells[header]) for header in _headers(batch, wanted) if cells.get(header)]
        if not own:
            return None
        beside = [Cell(header, cells[header]) for header in _headers(batch, ALSO.get(field, ())) if cells.get(header)]
        return self._origin(version, act, (*own, *(each for each in beside if each not in own)))

    def _cells(self, batch: BatchKnown, version: Version) -> Mapping[str, str]:
        """The row as written: header -> text."""
        if batch.id not in self.opened:
            self.opened[batch.id] = self._opened(batch)
        rows = self.opened[batch.id]
        if rows is None or version.row is None:
            return {}
        place = batch.places.index(version.sheet) if version.sheet in batch.places else 0
        found = rows.of_rows({version.row})
        keys = list(found)
        key = version.row + SHEET * place
        return found[key if key in keys else keys[0]] if keys else {}

    def _opened(self, batch: BatchKnown) -> Rows | None:
        try:
            return kept_rows(self.means.files.path(batch.rows)) if batch.rows else None
        except NotFound:
            return None

    def of_claim(self, claim: ClaimKnown) -> Origin:
        """The cell that a claim was found in, with what it says there."""
        batch = self.batches.get(claim.batch)
        taken = [number for number in (batch.taken if batch else ()) if number <= claim.since]
        version = Version(claim.since, None, claim.batch, claim.sheet, claim.row, {})
        cells = (Cell(claim.column, claim.quote),) if claim.column else ()
        return self._origin(version, taken[-1] if taken else claim.since, cells)

    def _origin(self, version: Version, act: int, cells: tuple[Cell, ...]) -> Origin:
        batch, published = self.batches.get(version.batch), self.publications.get(act)
        return Origin(
            version.batch, batch.file if batch else "", version.sheet, version.row, cells,
            batch.received_at if batch else dt.datetime.min.replace(tzinfo=dt.UTC), batch.by if batch else None, act,
            published.recorded_at if published else None, published.by if published else None,
        )  # fmt: skip


def _headers(batch: BatchKnown, fields: Sequence[str]) -> Iterator[str]:
    """The titles that stand for these fields; "A+B" is two titles."""
    for field in fields:
        for header, named in batch.columns.items():
            if named == field:
                yield from (header,) if header in batch.columns and "+" not in header else header.split("+")


def shown_in(versions: Sequence[Version], publication: int) -> Version | None:
    """The version in force in a publication."""
    return next((each for each in versions if each.shows_in(publication)), None)


def value_of(versions: Sequence[Version], field: str, publication: int) -> Any:
    """What a publication shows in a field."""
    version = shown_in(versions, publication)
    return version.values.get(field) if version else None
