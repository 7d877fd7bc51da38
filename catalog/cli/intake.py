"""Commands about files: check, import, batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.asking import currency_code
from catalog.cli.frame import DONE, PARTLY, REFUSED, Line, counted, leave, line
from catalog.entrance import Watch
from catalog.errors import Invalid, NotFound
from catalog.services.intake.annotate import order_for
from catalog.services.intake.check import check as check_file
from catalog.services.intake.receive import Delivery, Mode
from catalog.services.intake.show import list_batches, show_batch
from catalog.services.release.rehearse import corrections_question, price_question, rehearse, withdraw_question
from catalog.wording.reading import reading_json
from catalog.wording.sentences import say
from imports.annotation.child import annotate_file
from imports.annotation.record import Annotated as Made
from imports.record import Reading, Request

batch = typer.Typer(no_args_is_help=True, help="What was received: list, show, answer a question, annotate.")
FileArgument = Annotated[Path, typer.Argument(help="the supplier's file")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(check)
    app.command("import")(import_)
    app.add_typer(batch, name="batch")


def check(
    file: FileArgument,
    supplier: Annotated[str | None, typer.Option(help="supplier code, for the record only")] = None,
    family: Annotated[str | None, typer.Option(help="family code for rows without one")] = None,
    currency: Annotated[str | None, typer.Option(help="the lot's currency (default EUR)")] = None,
    name: Annotated[str | None, typer.Option(help="the name the file was uploaded under")] = None,
    sheet: Annotated[str | None, typer.Option(help="the sheet to read")] = None,
    map_: Annotated[list[str] | None, typer.Option("--map", help='"Header=field", repeatable')] = None,
    products: Annotated[Path | None, typer.Option(help="write the products here, one JSON a line")] = None,
    annotated: Annotated[Path | None, typer.Option(help="write the file back here, its faults marked (XLSX)")] = None,
    max_seconds: Annotated[float | None, typer.Option(min=0.1, help="time limit of the reading process")] = None,
    max_mb: Annotated[int | None, typer.Option(min=1, help="memory limit of the reading process, MB")] = None,
    answer: Annotated[list[str] | None, typer.Option(help='"question=value", repeatable')] = None,
) -> None:
    """Rehearse a file with no database: read, map, clean, tag as far as the file alone allows."""
    _there(file)
    request = Request(name or file.name, sheet, pairs(map_), pairs(answer), family=family)
    with line().waiting("progress.reading", file=request.name):
        checked = check_file(file, _limited(_in_currency(request, currency), max_seconds, max_mb))
    if products is not None:
        _write_lines(products, checked.products())
    document = reading_json(checked.reading)
    if annotated is not None:
        document["annotated"] = _annotated(file, checked.reading, request.name, annotated)
    line().tell(document, reading_text(document, line()))
    leave(status_of(document))


def import_(
    file: FileArgument,
    supplier: Annotated[str, typer.Option(help="supplier code")],
    lot: Annotated[list[str], typer.Option(help="lot code, repeatable")],
    lot_column: Annotated[str | None, typer.Option(help="the header that names each row's lot")] = None,
    mode: Annotated[str, typer.Option(help="full or patch")] = "full",
    sheet: Annotated[str | None, typer.Option(help="the sheet to read")] = None,
    map_: Annotated[list[str] | None, typer.Option("--map", help='"Header=field", repeatable')] = None,
    answer: Annotated[list[str] | None, typer.Option(help='"question=value", repeatable')] = None,
    name: Annotated[str | None, typer.Option(help="the name the file was uploaded under")] = None,
) -> None:
    """Receive a file and rehearse it against the database: a batch, not yet published."""
    _there(file)
    delivery = Delivery(supplier, tuple(dict.fromkeys(lot)), name or file.name, _mode(mode), lot_column, sheet,
                        pairs(map_), pairs(answer))  # fmt: skip
    with line().following("progress.reading", file=delivery.name) as told, file.open("rb") as stream:
        received = line().entrance.receive(line().actor, delivery, stream, Watch(told))
    show_one(received.batch, known=received.known)


@batch.command("list")
def list_() -> None:
    """What was received, the newest first."""
    with line().entrance.reading() as means:
        lines = list_batches(line().actor, means)
    rows = [
        {"batch": str(each.id), "state": each.state, "supplier": each.supplier, "file": each.file_name,
         "lots": list(each.lots), "mode": each.mode, "rows": each.row_count, "imported": each.imported,
         "rejected": each.rejected, "skipped": each.skipped, "publication": each.publication,
         "recorded_at": each.recorded_at.isoformat()}
        for each in lines
    ]  # fmt: skip
    text = "\n".join(
        f"{r['batch']}  {r['state']:<10} {r['supplier']:<8} {r['imported']:>6}/{r['rows']:<6} {r['file']}" for r in rows
    )
    line().tell({"batches": rows}, text)


@batch.command()
def show(batch_id: Annotated[str, typer.Argument(help="the batch")]) -> None:
    """What was found in one file, and what publishing it would change."""
    show_one(number(batch_id, "batch"))


@batch.command()
def answer(
    batch_id: Annotated[str, typer.Argument(help="the batch")],
    question: Annotated[str, typer.Option(help="the question's id")],
    value: Annotated[str, typer.Option(help="one of its choices, or a mapping for the question `columns`")],
) -> None:
    """Answer a question; the file is then read again with what is known."""
    batch_number = number(batch_id, "batch")
    with line().following("progress.reading", file=batch_id) as told:
        if question == "columns" and "=" in value:
            line().entrance.answer(line().actor, batch_number, {}, pairs([value]), watch=Watch(told))
        else:
            line().entrance.answer(line().actor, batch_number, {question: value}, watch=Watch(told))
    show_one(batch_number)


@batch.command()
def annotate(
    batch_id: Annotated[str, typer.Argument(help="the batch")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the workbook to write (XLSX)")],
) -> None:
    """Write the supplier's own workbook with its faults marked, and one more sheet with the summary."""
    with _written(output), line().waiting("progress.annotating", file=batch_id):
        _, made = line().entrance.annotated(line().actor, number(batch_id, "batch"), line().language, output)
    document = {"batch": batch_id, "annotated": _made(output, made)}
    line().tell(document, say("annotation.done", _made(output, made), line().language))


def _annotated(file: Path, reading: Reading, name: str, output: Path) -> dict[str, Any]:
    order = order_for(reading, name, line().language)
    with _written(output), line().waiting("progress.annotating", file=name):
        return _made(output, annotate_file(file, order, output))


def _made(output: Path, made: Made) -> dict[str, str | int]:
    return {"file": str(output), "form": made.form, "cells": made.cells, "comments": made.comments}


@contextmanager
def _written(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Invalid("file.not_written", name=str(output)) from error


def show_one(batch_id: int, *, known: bool = False) -> None:
    """Print a batch with its rehearsal, and leave with the status it deserves."""
    with line().entrance.reading() as means:
        sheet = show_batch(line().actor, means, batch_id)
        rehearsal = rehearse(line().actor, means, batch_id)
    document = {**sheet.json(), "known": known, "rehearsal": rehearsal.json()}
    if sheet.line.state in ("rehearsed", "undone"):
        asked = [price_question(rehearsal.prices) if rehearsal.prices else None]
        if "withdraw" not in sheet.answers.get("answers", {}):
            asked.append(withdraw_question(rehearsal, sheet.line.lots))
        if "corrections" not in sheet.answers.get("answers", {}):
            asked.append(corrections_question(rehearsal))
        document["questions"] = [*document["questions"], *(each for each in asked if each)]
    line().tell(document, batch_text(document, line()))
    leave(status_of(document))


def _in_currency(request: Request, currency: str | None) -> Request:
    return request if currency is None else replace(request, currency=currency_code(currency), currency_given=True)


def _limited(request: Request, max_seconds: float | None, max_mb: int | None) -> Request:
    """The limits asked for; where none is, those of a Request stand."""
    seconds = request.max_seconds if max_seconds is None else max_seconds
    return replace(request, max_seconds=seconds, max_mb=request.max_mb if max_mb is None else max_mb)


def status_of(document: dict[str, Any]) -> int:
    """0 when all rows came in, 1 when some were rejected or a question waits, 2 when the file is refused."""
    if document["verdict"] == "refuse":
        return REFUSED
    return PARTLY if document["rejected"] or document["questions"] else DONE


def pairs(texts: list[str] | None) -> dict[str, str]:
    """["A=b"] -> {"A": "b"}; the last equals sign divides. Raises Invalid without one."""
    found: dict[str, str] = {}
    for text in texts or ():
        left, equals, right = text.rpartition("=")
        if not equals or not left:
            raise Invalid("option.not_a_pair", value=text)
        found[left.strip()] = right.strip()
    return found


def number(text: str, what: str) -> int:
    """An id as typed. Raises NotFound for what can be none."""
    if not text.isdecimal() or len(text) > 18:
        raise NotFound(f"{what}.unknown", **{what: text})
    return int(text)


def reading_text(document: dict[str, Any], on: Line) -> str:
    """A reading for a person: verdict, counts, questions, the first issues."""
    said = [
        f"{document['verdict']}: {document['rows']} = {document['imported']} + {document['rejected']} + {document['skipped']}"
    ]
    if document["refusal"]:
        said.append(document["refusal"][on.language])
    said += [f"? {each['id']}: {each[on.language]} [{' | '.join(each['choices'])}]" for each in document["questions"]]
    said += [f"- {each[on.language]}" for each in document["issues"][:20]]
    return "\n".join([*said, *_learnt(document, on)])


def _learnt(document: dict[str, Any], on: Line) -> list[str]:
    """What was read as last time, and the words that nobody understood."""
    recalled, left = document.get("from_memory", ()), document.get("leftovers", ())
    said = [say("reading.from_memory", {"headers": ", ".join(recalled)}, on.language)] if recalled else []
    words = ", ".join(f"{each['value']} ({each['rows']})" for each in left[:20])
    return [*said, *([say("reading.leftovers", {"words": words}, on.language)] if left else [])]


def batch_text(document: dict[str, Any], on: Line) -> str:
    """The same with the batch's id and what would change."""
    found = document["rehearsal"]
    counts = {name: found[name] for name in ("new_offers", "changed_offers", "same_offers", "gone_offers")}
    return f"{document['batch']} ({document['state']})\n{reading_text(document, on)}\n{counted(counts)}"


def _there(file: Path) -> None:
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))


def _mode(text: str) -> Mode:
    if text == "full":
        return "full"
    if text == "patch":
        return "patch"
    raise Invalid("option.mode", value=text)


def _write_lines(path: Path, lines: Any) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
    except OSError as error:
        raise Invalid("file.not_written", name=str(path)) from error
