"""Daily verbs and undos for a person: what changes, on what it stands, in which publication; JSON tells the same in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from catalog.wording.sentences import NOTHING, say

Document = Mapping[str, Any]


def done_text(done: Document, language: str) -> str:
    """A verb as rehearsed or as published: `Done.json`."""
    named = f"{done['supplier']}/{done['reference']}"
    lots = ", ".join(done.get("lots") or ())
    head = say(_code(done), {**done, "product": named, "lots": lots}, language)
    cells = [
        f"  {_place(cell)}{cell['field']}: {_cell(cell['before'])} → {_cell(cell['after'])}"
        for cell in done.get("cells", ())
    ]
    end = "told.rehearsed" if done["publication"] is None else "told.published"
    return "\n".join([head, *cells, say(end, done, language), *_again(done["above"], language)])


def undo_text(undo: Document, language: str) -> str:
    """What an undo would bring back: `Undoing.json`, a batch that would be taken back, or that there is nothing to undo."""
    if "batch" in undo:
        return "\n".join([say("told.undo.batch", undo, language), say("told.rehearsed", {}, language)])
    if undo["undoes"] is None:
        return say("told.undo.nothing", {}, language)
    day = undo["effective"] and dt.date.fromisoformat(undo["effective"])
    code = "told.undo.waits" if undo["waits"] else "told.undo.back_to" if undo["back_to"] else "told.undo.empty"
    batches = [f"  {each['supplier']}  {each['batch']}  {each['file']}" for each in undo["batches"]]
    head = say(code, {**undo, "day": day}, language)
    return "\n".join([head, *batches, say("told.rehearsed", {}, language), *_again(undo["again"], language)])


def _code(done: Document) -> str:
    return f"told.succeed.{done['kind']}" if done["verb"] == "succeed" else f"told.{done['verb']}"


def _place(cell: Document) -> str:
    return f"[{cell['lot']}] " if cell["lot"] else ""


def _cell(value: object) -> str:
    return NOTHING if value in (None, "") else str(value)


def _again(numbers: Any, language: str) -> list[str]:
    """The publications that wait for a later day and are made again above."""
    return [say("told.again", {"numbers": ", ".join(map(str, numbers))}, language)] if numbers else []
