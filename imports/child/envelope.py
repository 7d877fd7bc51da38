"""A request and a reading on their way between two processes: JSON and Arrow, no pickle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import ipc

from imports.record import Issue, Leftover, Memory, Question, Reading, Repair, Request, Words
from imports.tables.raw import Rows, no_rows

_PLAIN = (
    "verdict", "format", "encoding", "delimiter", "sheet", "transaction", "columns", "ignored_columns", "rows", "imported",
    "rejected", "skipped", "rejected_references", "header_rows", "from_memory", "leftovers_left", "places", "seconds", "peak_mb",
)  # fmt: skip

_LISTS = ("header_rows", "ignored_columns", "from_memory", "rejected_references")


def request_json(request: Request) -> dict[str, Any]:
    """The request in JSON's own types."""
    plain = {
        name: getattr(request, name) for name in Request.__slots__ if name not in ("words", "remembered", "repairs")
    }
    learnt = {"words": _learnt(request.words), "remembered": _learnt(request.remembered)}
    repairs = [{name: getattr(each, name) for name in Repair.__slots__} for each in request.repairs]
    return {**plain, "mapping": dict(request.mapping), "answers": dict(request.answers), "repairs": repairs, **learnt}


def _learnt(words: Words | Memory) -> dict[str, Any]:
    plain = {name: dict(getattr(words, name)) for name in words.__slots__}
    return {**plain, "values": {name: dict(meanings) for name, meanings in words.values.items()}}


def request_from(told: dict[str, Any]) -> Request:
    """The request that `request_json` wrote."""
    learnt = {"words": Words(**told["words"]), "remembered": Memory(**told["remembered"])}
    return Request(**{**told, **learnt, "repairs": tuple(Repair(**each) for each in told["repairs"])})


def reading_json(reading: Reading) -> dict[str, Any]:
    """The reading without its two tables."""
    return {
        **{name: getattr(reading, name) for name in _PLAIN},
        "columns": dict(reading.columns),
        "places": {sheet: dict(titles) for sheet, titles in reading.places.items()},
        "issues": [_issue_json(issue) for issue in reading.issues],
        "questions": [_question_json(question) for question in reading.questions],
        "leftovers": [{name: getattr(each, name) for name in Leftover.__slots__} for each in reading.leftovers],
        "refusal": _issue_json(reading.refusal) if reading.refusal else None,
    }


def _issue_json(issue: Issue) -> dict[str, Any]:
    return {name: getattr(issue, name) for name in Issue.__slots__} | {"params": dict(issue.params)}


def _question_json(question: Question) -> dict[str, Any]:
    return {"id": question.id, "choices": list(question.choices), "params": dict(question.params)}


def write_tables(reading: Reading, folder: Path) -> None:
    """Leaves the products and the raw rows as Arrow files in `folder`."""
    _write(reading.products, folder / "products.arrow")
    if isinstance(reading.raw, Rows):
        _write(reading.raw.table, folder / "raw.arrow")


def _write(table: pa.Table, path: Path) -> None:
    with ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


def _read(path: Path) -> pa.Table:
    """Copied into memory: the folder is gone a moment later."""
    return ipc.open_file(pa.py_buffer(path.read_bytes())).read_all()


def read_reading(told: dict[str, Any], folder: Path) -> Reading:
    """The reading that `reading_json` and `write_tables` left."""
    raw = Rows(_read(folder / "raw.arrow")) if (folder / "raw.arrow").exists() else no_rows()
    return Reading(
        **{name: told[name] for name in _PLAIN if name not in _LISTS},
        header_rows=tuple(told["header_rows"]),
        ignored_columns=tuple(told["ignored_columns"]),
        from_memory=tuple(told["from_memory"]),
        rejected_references=tuple(told["rejected_references"]),
        leftovers=tuple(Leftover(**each) for each in told["leftovers"]),
        issues=tuple(Issue(**issue) for issue in told["issues"]),
        questions=tuple(
            Question(question["id"], tuple(question["choices"]), question["params"]) for question in told["questions"]
        ),
        refusal=Issue(**told["refusal"]) if told["refusal"] else None,
        products=_read(folder / "products.arrow"),
        raw=raw,
    )
