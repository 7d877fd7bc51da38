"""Commands about the work in line: job, worker."""

from __future__ import annotations

import signal
import threading
from typing import Annotated, Any

import typer

from catalog.cli.frame import PARTLY, REFUSED, leave, line
from catalog.cli.intake import number
from catalog.errors import Conflict, Refusal
from catalog.services.intake.jobs import JobSheet
from catalog.settings import LANGUAGES
from catalog.wording.sentences import say
from catalog.worker import working

job = typer.Typer(no_args_is_help=True, help="The work in line: list, show, cancel.")
FOREVER = 3600.0
"""Seconds between two looks at nothing: a signal ends the wait."""


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(worker)
    app.add_typer(job, name="job")


def worker(count: Annotated[int, typer.Option(min=1, max=32, help="jobs done at a time")] = 1) -> None:
    """Do the work that waits in line until stopped, in a process of its own (PostgreSQL only)."""
    entrance = line().entrance
    if entrance.engine.dialect.name == "sqlite":
        raise Conflict("worker.one_process")
    entrance.migrate()
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    with working(entrance, count):
        line().tell({"working": count}, say("progress.working", {"count": count}, line().language))
        while not stopped.wait(FOREVER):
            pass
    entrance.engine.dispose()


@job.command("list")
def list_() -> None:
    """What waits, what runs, and what ended last; the newest first."""
    sheets = line().entrance.jobs(line().actor)
    text = "\n".join(
        f"{each.id}  {each.state:<10} {each.kind:<8} {each.queue:<10} {_rows(each):>15} {each.file or ''}"
        for each in sheets
    )
    line().tell({"jobs": [job_json(each) for each in sheets]}, text)


@job.command()
def show(job_id: Annotated[str, typer.Argument(help="the job")]) -> None:
    """How far one job is, or how it ended."""
    sheet = line().entrance.job(line().actor, number(job_id, "job"))
    why = _why(sheet)
    said = [f"{sheet.id}: {sheet.state} {_rows(sheet)}".strip(), *([why[line().language]] if why else [])]
    line().tell(job_json(sheet), "\n".join(said))
    leave(REFUSED if sheet.state in ("refused", "failed") else PARTLY if sheet.open else 0)


@job.command()
def cancel(job_id: Annotated[str, typer.Argument(help="the job")]) -> None:
    """End a job that waits or reads its file."""
    found = number(job_id, "job")
    line().entrance.cancel_job(line().actor, found)
    line().tell({"job": str(found), "state": "cancelled"}, str(found))


def job_json(sheet: JobSheet) -> dict[str, Any]:
    """A job as it is printed: ids as text, times in UTC, the reason of a refusal in both languages."""
    return {
        "job": str(sheet.id), "kind": sheet.kind, "queue": sheet.queue, "state": sheet.state, "file": sheet.file,
        "batch": _text(sheet.batch), "batches": [str(each) for each in sheet.batches],
        "publication": sheet.publication, "known": sheet.known, "done_rows": sheet.done_rows, "all_rows": sheet.all_rows,
        "rows_per_second": round(sheet.rate) if sheet.rate else None, "refusal": _why(sheet), "tries": sheet.tries,
        "started_by": sheet.started_by, "recorded_at": sheet.recorded_at.isoformat(),
        "started_at": sheet.started_at.isoformat() if sheet.started_at else None,
        "ended_at": sheet.ended_at.isoformat() if sheet.ended_at else None,
    }  # fmt: skip


def _why(sheet: JobSheet) -> dict[str, str] | None:
    refusal = Refusal("command.bug", id=sheet.bug) if sheet.bug else sheet.refusal
    if refusal is None:
        return None
    return {"code": refusal.code, **{each: say(refusal.code, refusal.params, each) for each in LANGUAGES}}


def _rows(sheet: JobSheet) -> str:
    return f"{sheet.done_rows}/{sheet.all_rows or '?'}" if sheet.done_rows else ""


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
