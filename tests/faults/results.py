"""What came of the kills, written as text for whoever reads the results."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy

from tests import postgres


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: at which step it fell, which state was left, how the work ended, what was left beside its place."""

    database: str
    kind: str
    step: str
    left: str
    ended: str
    aside: int


def written(path: Path, kills: Sequence[Kill], rows: int) -> None:
    """Write the results as Markdown."""
    path.write_text("\n".join([*_head(kills, rows), *_table(kills), *_end(kills)]) + "\n", encoding="utf-8")


def _head(kills: Sequence[Kill], rows: int) -> Iterator[str]:
    on, place = Counter(kill.database for kill in kills), postgres.binaries()
    yield "# kill -9 at random moments"
    yield ""
    yield f"Written by `pytest -m long tests/faults/test_killed_at_random.py` on {time.strftime('%Y-%m-%d')}:"
    yield f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()},"
    yield f"SQLite {sqlite3.sqlite_version}, PostgreSQL {place.parent.name if place else 'none'},"
    yield f"SQLAlchemy {sqlalchemy.__version__}."
    yield ""
    yield f"A process that works on a catalogue of {rows} rows is ended by SIGKILL at a moment drawn from a seed,"
    yield f"{len(kills)} times ({', '.join(f'{count} on {name}' for name, count in sorted(on.items()))})."
    yield "The step is the one at which the signal really fell, as the process told it; “ended”: just after the commit."
    yield "“twice”: the process that took the work up was killed at the same step, too."
    yield "State: the fingerprint of the catalogue, the batches with their rows, and the number of rows of every table."
    yield ""


def _table(kills: Sequence[Kill]) -> Iterator[str]:
    yield "| database | work | step | kills | left the old state | left the new state | the work ended |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    groups: dict[tuple[str, str, str], list[Kill]] = {}
    for kill in kills:
        groups.setdefault((kill.database, kill.kind, kill.step), []).append(kill)
    for (database, kind, step), found in sorted(groups.items(), reverse=True):
        left, how = Counter(kill.left for kill in found), ", ".join(sorted({kill.ended for kill in found}))
        yield f"| {database} | {kind} | {step} | {len(found)} | {left['old']} | {left['new']} | {how} |"


def _end(kills: Sequence[Kill]) -> Iterator[str]:
    yield ""
    yield "Neither old nor new, damaged, lost or doubled: 0 (each kill is a test that asserts it: integrity and foreign"
    yield "keys on SQLite, every stored file against its hash, the index byte by byte, publications numbered without gap)."
    yield "Once a process took the work up again the state was that of a run without a kill, every time. No process that"
    yield "reads a file outlived the one that started it."
    yield f"Kills that left something beside its place (never under a final name): {sum(kill.aside > 0 for kill in kills)}."
