"""Commands about publications: publish, undo, publications, fingerprint."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from catalog.asking import day
from catalog.cli.frame import line
from catalog.cli.intake import number
from catalog.cli.verbs_told import undo_text
from catalog.services.release.fingerprint import fingerprint as fingerprint_of
from catalog.services.release.publications import publications as all_publications
from catalog.services.release.publish import publish as publish_batches
from catalog.services.release.rehearse_undo import rehearse_take_back, rehearse_undo
from catalog.services.release.undo import undo as undo_last
from catalog.services.release.undo import undo_batch


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (publish, undo, publications, fingerprint):
        app.command()(command)


def publish(
    batches: Annotated[list[str], typer.Argument(help="the batches, in order")],
    effective: Annotated[str | None, typer.Option(help="the day it takes effect, YYYY-MM-DD (default: today)")] = None,
    basis: Annotated[str | None, typer.Option(help="the article or amendment of the contract it rests on")] = None,
    note: Annotated[str | None, typer.Option(help="a word on why")] = None,
) -> None:
    """Publish batches as one publication, now or on a day."""
    ids = [number(each, "batch") for each in batches]
    with line().waiting("progress.publishing"), line().entrance.writing() as means:
        made = publish_batches(line().actor, means, ids, note, effective=day(effective), basis=basis)
    line().tell({"publication": made}, str(made))


def undo(
    batch: Annotated[str | None, typer.Option(help="take back this batch alone")] = None,
    publication: Annotated[str | None, typer.Option(help="cancel this one, which waits for its day")] = None,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="say what would come back; nothing is written")] = False,
) -> None:
    """Take back the last act, or one publication that waits, or one batch."""
    waiting = None if publication is None else number(publication, "publication")
    if rehearse:
        _rehearsed(None if batch is None else number(batch, "batch"), waiting)
        return
    with line().waiting("progress.publishing"), line().entrance.writing() as means:
        if batch is not None:
            made = undo_batch(line().actor, means, number(batch, "batch"))
        else:
            made = undo_last(line().actor, means, waiting)
    line().tell({"publication": made}, str(made))


def _rehearsed(batch: int | None, publication: int | None) -> None:
    with line().entrance.reading() as means:
        if batch is not None:
            document = asdict(rehearse_take_back(line().actor, means, batch))
        else:
            found = rehearse_undo(line().actor, means, publication)
            document = found.json() if found else {"undoes": None}
    line().tell(document, undo_text(document, line().language))


def publications() -> None:
    """Every publication, the newest first: the day it takes effect, what it rests on, whether it is in force."""
    with line().entrance.reading() as means:
        found = all_publications(line().actor, means)
    text = "\n".join(
        f"{each['publication']:>4}  {each['kind']:<9} {each['state']:<8} {each['effective']} {each['offers']:>7}"
        f"  {each['recorded_at'][:16]}  {each['basis'] or ''}".rstrip()
        for each in found
    )
    line().tell({"publications": found}, text)


def fingerprint(
    on: Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")] = None,
    published_only: Annotated[bool, typer.Option(help="offers and product data without tags")] = False,
) -> None:
    """One SHA-256 over the state as members see it."""
    with line().entrance.reading() as means:
        found = fingerprint_of(line().actor, means, day(on), published_only=published_only)
    line().tell({"fingerprint": found.value, "on": found.on.isoformat(), "publication": found.publication}, found.value)
