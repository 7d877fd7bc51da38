"""The rejected rows of a batch as a workbook: each as the file writes it, with what keeps it out beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import agreements, intake
from catalog.wording.reading import issue_json
from catalog.wording.sentences import say
from catalog.writing.table import Column, Table
from catalog.writing.xlsx import workbook
from imports.record import Issue
from imports.tables.raw import SHEET, kept_rows, no_rows

WIDE, NARROW = 60, 16


def rejected(actor: Actor, means: Means, batch_id: int, language: str) -> tuple[str, bytes]:
    """(name, bytes) of the workbook, its words in a language. Raises NotFound for another supplier's, as for none."""
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.read", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    every = [Issue(*row) for row in intake.issues(means.session, batch.supplier_id, batch.id)]
    faults = [issue for issue in every if issue.level == "error" and issue.row is not None]
    rows = no_rows() if batch.rows is None else kept_rows(means.files.path(batch.rows))
    sheets = list(batch.report.get("places") or {})
    told = [say(f"rejected.{name}", {}, language) for name in ("row", "sheet", "what")]
    columns = [Column(told[0], "whole", 8), Column(told[1], width=NARROW), Column(told[2], width=WIDE)]
    columns += [Column(header, width=NARROW) for header in rows.headers]
    lines = _lines(faults, rows, sheets, rows.headers, language)
    name = f"{batch.file_name.rpartition('.')[0] or batch.file_name}_{say('rejected.file', {}, language)}.xlsx"
    return name, workbook(Table(say("rejected.file", {}, language), (), columns, lines), means.clock.now())


def _lines(
    faults: Sequence[Issue],
    rows: Mapping[int, Mapping[str, str]],
    sheets: Sequence[str],
    headers: Sequence[str],
    language: str,
) -> Iterator[tuple[Any, ...]]:
    """One line a row, whatever number of faults it has."""
    told: dict[tuple[str | None, int], list[str]] = {}
    for issue in faults:
        told.setdefault((issue.sheet, issue.row or 0), []).append(str(issue_json(issue)[language]))
    for (sheet, row), whys in told.items():
        place = sheets.index(sheet) if sheet in sheets else 0
        cells = rows.get(place * SHEET + row, {})
        yield row, sheet, " ".join(dict.fromkeys(whys)), *(cells.get(header) for header in headers)
