"""The journey of one file inside this room: bytes -> sheet -> columns -> values -> offers, in this very process."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from imports.annotation.own import without_ours
from imports.child.memory import peak_mb
from imports.columns.draft import Mapped
from imports.columns.mapping import map_columns
from imports.columns.remembered import with_answers, words_of
from imports.columns.structured import Structured, mapped_of, settled, sorted_of, table_of
from imports.formats import READERS, STRUCTURED
from imports.formats.signatures import format_of
from imports.lines.checked import Mask
from imports.lines.checks import certain, check_lines
from imports.lines.leftovers import leftovers_of
from imports.lines.offers import products_of
from imports.lines.values import Values, read_values
from imports.lines.withdrawals import told_of_deletions, with_withdrawals
from imports.record import Issue, Question, Reading, Request, Source, UnreadableFile
from imports.tables.layout import Table, has_numbers
from imports.tables.places import places_of
from imports.tables.raw import rows_of
from imports.tables.repairs import repaired
from imports.tables.rows import Sorted, sort_lines
from imports.tables.sheets import ALL, Choice, choose

_ENDINGS = {
    "csv": ("csv", "txt", "tsv", "tab", "asc", "dat"), "tsv": ("tsv", "csv", "txt", "tab"), "xlsx": ("xlsx",), "xlsm": ("xlsm",),
    "xlsb": ("xlsb",), "xls": ("xls", "xlt"), "ods": ("ods", "ots"),
    "bmecat": ("xml", "bmecat", "bme"), "ubl": ("xml", "ubl"), "cxml": ("xml", "cxml"), "cif": ("cif", "txt", "csv"),
    "pricat": ("edi", "txt", "dat", "pricat"),
}  # fmt: skip


def read_here(path: Path, request: Request) -> Reading:
    """Reads in this process, with no limit of time or memory. Never raises on any content of the file."""
    started = time.perf_counter()
    try:
        reading = _read(path, request)
    except UnreadableFile as refusal:
        reading = refused(refusal.code, **refusal.params)
    return replace(
        reading, transaction=narrower(reading, request), seconds=time.perf_counter() - started, peak_mb=peak_mb()
    )


def narrower(reading: Reading, request: Request) -> Literal["full", "patch"]:
    """A file that says it is an update touches only what it names, whatever was asked; a full one may be taken as one."""
    return "patch" if "patch" in (reading.transaction, request.mode) else "full"


def refused(code: str, **params: str | int | None) -> Reading:
    """The Reading of a file of which nothing can become a product; its rows, where they were counted, are rejected."""
    rows = params.get("rows")
    count = rows if isinstance(rows, int) else 0
    return Reading("refuse", refusal=Issue(code, "error", params=params), rows=count, rejected=count)


def _read(path: Path, request: Request) -> Reading:
    kind = format_of(path)
    known: dict[str, Any] = {"format": kind} if kind in STRUCTURED else {}
    try:
        source = STRUCTURED[kind](path, request) if kind in STRUCTURED else READERS[kind](path)
        known = {"format": source.format, "encoding": source.encoding, "delimiter": source.delimiter}
        return replace(_recalled(source, request), **known)
    except UnreadableFile as refusal:
        return replace(refused(refusal.code, **refusal.params), **known)


def _recalled(source: Source, request: Request) -> Reading:
    """The reading; questions that the supplier's memory can answer are answered by it, and it is read on."""
    reading, given = _once(source, request), request
    while (advised := with_answers(given, reading.questions, (*reading.columns, *reading.ignored_columns))) != given:
        reading, given = _once(source, advised), advised
    answered = tuple(question for question in given.answers if question not in request.answers)
    return replace(reading, from_memory=(*reading.from_memory, *answered))


def _once(source: Source, request: Request) -> Reading:
    return _read_structured(source, request) if isinstance(source, Structured) else _read_source(source, request)


def _read_source(source: Source, request: Request) -> Reading:
    source = without_ours(source)
    choice = choose(source.grids, words_of(request), request.sheet or request.answers.get("sheet"))
    if choice.choices:
        return _which_sheet(source, choice, request)
    if choice.table is None:
        raise UnreadableFile("file.empty")
    return _read_sheet(choice, choice.table, source, request)


def _which_sheet(source: Source, choice: Choice, request: Request) -> Reading:
    """The question; where the sheets may be read together, with whatever else would be asked and told of them."""
    names = ", ".join(name for name in choice.choices if name != ALL)
    question = Question("sheet", choice.choices, {"sheets": names})
    alone = Reading("ask", questions=(question,), issues=tuple(_about_file(source, choice, request)))
    together = choose(source.grids, words_of(request), ALL) if ALL in choice.choices else choice
    if together.table is None:
        return alone
    try:
        reading = _read_sheet(together, together.table, source, request)
    except UnreadableFile:
        return alone
    told = tuple(issue for issue in reading.issues if issue.code != "rows.waiting")
    waiting = _waiting(together.table, told, (question, *reading.questions))
    return replace(reading, verdict="ask", sheet=None, rows=waiting.rows, imported=0, rejected=0, skipped=waiting.skipped,
                   issues=waiting.issues, questions=waiting.questions, products=waiting.products)  # fmt: skip


def _read_sheet(choice: Choice, table: Table, source: Source, request: Request) -> Reading:
    _refuse_prose(table, request)
    as_written, (table, mended) = table, repaired(table, request.repairs)
    mapped = map_columns(table, request)
    about = (*_about_file(source, choice, request), *mapped.issues, *mended)
    return replace(
        _read_table(table, mapped, request, about),
        sheet=table.grid.name,
        header_rows=table.numbers,
        columns=mapped.columns,
        places=places_of(table),
        ignored_columns=mapped.ignored,
        from_memory=mapped.from_memory,
        raw=rows_of(as_written),
    )


def _read_structured(source: Structured, request: Request) -> Reading:
    """As `_read_source`, without a doubt about sheet, header and columns; the format says what the file is.

    A file of nothing but deletions has no product and no fault, and is asked nothing.
    """
    request = replace(request, mode="patch") if source.transaction == "patch" else request
    table, lines = table_of(source), sorted_of(source)
    about = tuple(_about_file(source, Choice(table), request))
    as_written, (table, mended) = table, repaired(table, request.repairs)
    if len(lines.products):
        mapped = mapped_of(source, table, request)
        about = (*about, *mapped.issues, *mended)
        reading = _read_table(table, mapped, request, about, lines)
        if (pointed := settled(request, reading.questions)) is not None:
            reading = _read_table(table, mapped, pointed, about, lines)
    else:
        mapped = told_of_deletions(source, table, request)
        reading = Reading("import", rows=lines.skipped, skipped=lines.skipped, issues=(*about, *mended, *lines.issues))
    return replace(
        with_withdrawals(reading, source, table, mapped, request),
        header_rows=source.header_rows,
        transaction=request.mode,
        columns=mapped.columns,
        ignored_columns=mapped.ignored,
        from_memory=mapped.from_memory,
        raw=rows_of(as_written),
    )


def _refuse_prose(table: Table, request: Request) -> None:
    """A text, or a list of numbers, is no catalogue whatever anybody answers."""
    if not len(table.lines):
        raise UnreadableFile("file.no_rows", sheet=table.grid.name)
    if request.mapping or not table.guessed:
        return
    if len(table.titles) < 2 or not has_numbers(table):
        raise UnreadableFile("file.no_catalogue", sheet=table.grid.name, rows=len(table.lines),
                             columns=", ".join(title for title in table.titles if title)[:300])  # fmt: skip


def _read_table(
    table: Table, mapped: Mapped, request: Request, about: tuple[Issue, ...], known: Sorted | None = None
) -> Reading:
    """`known`: the lines where nobody has to sort them. All that can be asked and told is, before anything is answered."""
    sorted_lines = known or sort_lines(table, mapped.fields, request.words)
    if not len(sorted_lines.products):
        return _without_products(table, about, mapped)
    if sorted_lines.foreign:
        table = replace(table, grid=replace(table.grid, broken={**sorted_lines.foreign, **table.grid.broken}))
    values = read_values(table, mapped, sorted_lines.products, request, sorted_lines.sections)
    checked = check_lines(values, request)
    issues = _in_order(table, (*values.issues, *checked.issues, *sorted_lines.issues))
    leftovers, left = leftovers_of(values, request)
    if questions := (*mapped.questions, *values.questions, *checked.questions):
        waiting = _waiting(table, (*about, *certain(issues, questions)), questions)
        return replace(waiting, leftovers=leftovers, leftovers_left=left)
    doubled = int(checked.doubled.sum())
    return Reading(
        "import",
        rows=len(table.lines),
        imported=len(values.lines) - int(checked.rejected.sum()) - doubled,
        rejected=int(checked.rejected.sum()),
        skipped=sorted_lines.skipped + doubled,
        rejected_references=_named(values, checked.rejected),
        issues=(*about, *issues),
        products=products_of(values, checked, request),
        leftovers=leftovers,
        leftovers_left=left,
    )


def _named(values: Values, lines: Mask) -> tuple[str, ...]:
    """The references of these lines, each once."""
    found = values.one.get("reference")
    named = [found.values[code] for code in dict.fromkeys(found.codes[lines].tolist())] if found else []
    return tuple(reference for reference in named if reference is not None)


def _without_products(table: Table, about: tuple[Issue, ...], mapped: Mapped) -> Reading:
    if mapped.questions:
        return _waiting(table, about, mapped.questions)
    raise UnreadableFile("file.no_rows", sheet=table.grid.name)


def _in_order(table: Table, issues: Iterable[Issue]) -> list[Issue]:
    """Sheet by sheet, row by row; what is told of the whole file first."""
    sheets = {name: place for place, (name, _) in enumerate(table.grid.stack)}
    return sorted(issues, key=lambda issue: (sheets.get(issue.sheet or "", -1), issue.row or 0))


def _waiting(table: Table, about: tuple[Issue, ...], questions: tuple[Question, ...]) -> Reading:
    """Reading stops at a question: every row waits, and is counted as skipped."""
    waiting = [
        Issue("rows.waiting", "warning", int(numbers[0]), sheet=part.grid.name, last_row=int(numbers[-1]), params={"n": len(numbers)})
        for part in table.parts or (table,) if len(numbers := part.grid.numbers[part.lines])
    ]  # fmt: skip
    once = {question.id: question for question in reversed(questions)}
    ordered = tuple(reversed(once.values()))
    return Reading("ask", rows=len(table.lines), skipped=len(table.lines), issues=(*about, *waiting), questions=ordered)


def _about_file(source: Source, choice: Choice, request: Request) -> Iterator[Issue]:
    """What a person should know of the file as a whole: what it hides, what was left out, a name that says otherwise."""
    yield from source.issues
    ending = request.name.rpartition(".")[2].lower() if "." in request.name else ""
    if ending and ending not in _ENDINGS.get(source.format, ()):
        yield Issue(
            "file.other_ending", "warning", value=request.name, params={"ending": ending, "format": source.format}
        )
    for grid in source.grids:
        chosen = grid.name in choice.read
        if grid.hidden and not chosen and len(grid.numbers):
            yield Issue("sheet.hidden", "warning", sheet=grid.name, params={"rows": len(grid.numbers)})
        elif choice.table is not None and not chosen and grid.columns:
            yield Issue("sheet.left_out", "warning", sheet=grid.name, params={"rows": _filled(choice, grid.name)})
        elif chosen and (grid.hidden_rows or grid.hidden_columns):
            hidden = {"rows": grid.hidden_rows, "columns": grid.hidden_columns}
            yield Issue("sheet.hidden_parts", "warning", sheet=grid.name, params=hidden)


def _filled(choice: Choice, name: str | None) -> int:
    """How many lines of a sheet that was left out hold anything below its header."""
    return next((len(table.lines) for table in choice.tables if table.grid.name == name), 0)
