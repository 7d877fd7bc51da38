"""Show batches: the list, and one with its report, its issues and what publishing it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from catalog.access import Actor, may, require
from catalog.errors import NotFound
from catalog.facets.selection import EVERYTHING
from catalog.means.means import Means
from catalog.models import Batch
from catalog.queries import agreements, intake
from catalog.queries.intake import BatchLine as BatchLine
from catalog.wording.reading import issue_json
from imports.fields import FIELDS
from imports.record import Issue
from imports.tables.raw import Rows, kept_rows, no_rows

SAMPLES = 3
"""How many different values of a column are shown beside it."""
LOOKED_AT = 1000
"""Rows that are looked at for samples of a column put together from several."""


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """One batch: its line, the contract's report (with issues), what was answered, the rows as written."""

    line: BatchLine
    report: Mapping[str, Any]
    answers: Mapping[str, Any]
    sha256: str

    def json(self) -> dict[str, Any]:
        """The contract's `batch show`, without the rehearsal."""
        return {**self.report, "batch": str(self.line.id), "state": self.line.state}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the file: its header, the field it is read as (None: left out), some of its values as written."""

    header: str
    field: str | None
    samples: tuple[str, ...]


def list_batches(actor: Actor, means: Means) -> list[BatchLine]:
    """The batches the actor may see, the newest first: all for the central body, a supplier's own."""
    require(actor, "batch.read", actor.organisation_id)
    seen = agreements.scope_today(means.session, actor, means.clock)
    return intake.lines(means.session, _owners(actor), seen)


def show_batch(actor: Actor, means: Means, batch_id: int) -> BatchSheet:
    """One batch. Raises NotFound for another supplier's, as for none."""
    batch = found(actor, means, batch_id)
    line = next(each for each in intake.lines(means.session, [batch.supplier_id], EVERYTHING) if each.id == batch.id)
    issues = [issue_json(Issue(*row)) for row in intake.issues(means.session, batch.supplier_id, batch.id)]
    return BatchSheet(line, {**batch.report, "issues": issues, **_counts(batch)}, batch.answers, batch.sha256)


def rows_as_written(actor: Actor, means: Means, batch_id: int) -> Rows:
    """Row number -> header -> text, for every row that was read."""
    batch = found(actor, means, batch_id)
    return no_rows() if batch.rows is None else kept_rows(means.files.path(batch.rows))


def known_fields() -> tuple[str, ...]:
    """The fields that a column may be read as."""
    return tuple(FIELDS)


def columns_of(sheet: BatchSheet, rows: Rows) -> list[ColumnLine]:
    """The columns that were read in the order of the file (one put together from several, "A+B", first), then the others."""
    fields = sheet.report.get("columns", {})
    told = dict.fromkeys((*fields, *sheet.report.get("ignored_columns", ())))
    lines = [
        ColumnLine(header, fields.get(header), _samples(header, rows)) for header in told | dict.fromkeys(rows.headers)
    ]
    return [line for line in lines if line.samples or line.header in told]


def _samples(header: str, rows: Rows) -> tuple[str, ...]:
    """The first different values; a header repeated among the rows is none."""
    if header in rows.headers:
        return tuple(islice((text for text in rows.different(header) if text not in ("", header)), SAMPLES))
    parts = header.split("+")
    found: dict[str, None] = {}
    for _, cells in islice(rows.columns(parts).items(), LOOKED_AT):
        found[" · ".join(cells[part] for part in parts if cells.get(part, part) not in ("", part))] = None
    return tuple(islice((text for text in found if text), SAMPLES))


def open_file(actor: Actor, means: Means, batch_id: int) -> tuple[str, str]:
    """(SHA-256, name) of the file as received."""
    batch = found(actor, means, batch_id)
    return batch.sha256, batch.file_name


def found(actor: Actor, means: Means, batch_id: int) -> Batch:
    """The batch, if the actor may read it. Raises NotFound, NotAllowed."""
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    return batch


def _owners(actor: Actor) -> list[int] | None:
    if may(actor, "batch.read", -1):
        return None
    return [actor.organisation_id] if actor.organisation_id is not None else []


def _counts(batch: Batch) -> dict[str, int]:
    return {"rows": batch.row_count, "imported": batch.imported, "rejected": batch.rejected, "skipped": batch.skipped}
