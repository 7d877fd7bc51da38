"""Give a supplier its own file back with its faults marked: what to say of it, who may have it.

Marking takes its time and happens outside any transaction: `prepare` says what to mark, the entrance does it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.models import Batch
from catalog.queries import agreements, intake
from catalog.wording import annotation
from catalog.wording.reading import reading_json
from imports.annotation.record import Annotated, Order
from imports.record import Issue, Reading
from imports.tables.raw import kept_rows

ROWS, MOST_TIMES = 100_000, 10
"""The limits of an annotation hold for ROWS; a longer file gets as many times the seconds, up to MOST_TIMES."""


@dataclass(frozen=True, slots=True)
class Marking:
    """A stored file and what is to be said of it, in one language."""

    sha256: str
    file_name: str
    macros: bool
    language: str
    order: Order

    def name(self, made: Annotated) -> str:
        """What the annotated workbook is called."""
        return annotation.file_name(self.file_name, self.language, macros=self.macros and made.form == "same")


def prepare(actor: Actor, means: Means, batch_id: int, language: str) -> Marking:
    """What to mark in a batch's file. Raises NotFound for another supplier's, as for none."""
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    issues = [Issue(*row) for row in intake.issues(means.session, batch.supplier_id, batch.id)]
    counts = {"rows": batch.row_count, "imported": batch.imported, "rejected": batch.rejected, "skipped": batch.skipped}
    document = {**batch.report, **counts}
    order = annotation.order_of(document, issues, _rows(means, batch, issues), batch.file_name, language)
    macros = document.get("format") == "xlsm"
    return Marking(batch.sha256, batch.file_name, macros, language, limited(order, batch.row_count))


def order_for(reading: Reading, file: str, language: str) -> Order:
    """What to mark in a file that was read without a database. Nobody's rights are asked: nothing is kept."""
    order = annotation.order_of(reading_json(reading), reading.issues, reading.raw, file, language)
    return limited(order, reading.rows)


def limited(order: Order, rows: int) -> Order:
    """The order with the time and memory that a file of so many rows may take."""
    times = min(max(1, -(-rows // ROWS)), MOST_TIMES)
    return dataclasses.replace(order, max_seconds=order.max_seconds * times, max_mb=order.max_mb * min(times, 4))


def _rows(means: Means, batch: Batch, issues: Sequence[Issue]) -> Mapping[int, Mapping[str, str]]:
    """The rows as written that an issue speaks of; of several sheets read together all that may be meant."""
    wanted = {issue.row for issue in issues if issue.row is not None}
    if batch.rows is None or not wanted:
        return {}
    return dict(kept_rows(means.files.path(batch.rows)).of_rows(wanted).items())
