"""The words of an annotated workbook: a reading and its issues become the order that `imports.annotation` carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.wording.reading import issue_params, sentence_of
from catalog.wording.sentences import filled, say, templates
from imports.annotation.record import Labels, Order, Remark
from imports.record import Issue
from imports.tables.raw import SHEET

Rows = Mapping[int, Mapping[str, str]]
"""Row number -> header -> text as written."""
UNMARKED = frozenset(("rows.waiting", "row.section", "row.total", "row.note", "row.repeated_header", "row.withdrawn"))
"""Said of rows that are no products, or of no row in particular: there is nothing to correct in a cell."""
HEADS = ("level", "sheet", "row", "column", "cell", "reference", "value", "wrong", "remedy", "proposal")
_PLACE = re.compile(r"^(?:Ligne|Row)\s\{row\}(?:,\s(?:colonne|column)\s[«“]\s?\{column\}\s?[»”])?\s?:\s")
_END = re.compile(r"(?<=[.!?])\s+(?=[^\s])")


def order_of(document: Mapping[str, Any], issues: Sequence[Issue], rows: Rows, file: str, language: str) -> Order:
    """What is to be said of a file.

    document: as `reading_json` gives it, its own issues are not looked at. rows: as written, to find each reference in;
    may be empty. A file that was never read to its end has a document without them.
    """
    columns = _reference_columns(document.get("columns", {}))
    sheets = list(document.get("places", {}))
    remarks = tuple(_remark(issue, _reference(_cells(rows, issue, sheets), columns), language) for issue in issues)
    return Order(
        labels=labels(language),
        facts=tuple(_facts(document, issues, file, language)),
        questions=tuple(_question(question, language) for question in document.get("questions", ())),
        remarks=remarks,
        places=document.get("places", {}),
        first=dict(_first(document.get("places", {}), columns)),
    )


def labels(language: str) -> Labels:
    """The words of the summary."""
    told = {name: f"{{{name}}}" for name in ("proposal", "row", "text", "n")}
    notices = ("same", "copied", "report", "comments_left", "lines_left")
    return Labels(
        sheet=say("annotation.sheet", {}, language),
        marker=say("annotation.marker", {}, language),
        rows_sheet=say("annotation.rows_sheet", {}, language),
        heads=tuple(say(f"annotation.head.{name}", {}, language) for name in HEADS),
        levels={level: say(f"annotation.level.{level}", {}, language) for level in ("error", "warning")},
        proposal=say("annotation.proposal", told, language),
        at_row=say("annotation.at_row", told, language),
        notices={name: say(f"annotation.{name}", told, language) for name in notices},
    )


def file_name(name: str, language: str, *, macros: bool) -> str:
    """What the annotated workbook of a file is called. macros: it is the supplier's own with its macros in it."""
    stem, dot, _ = name.rpartition(".")
    made = say("annotation.file_name", {"name": stem if dot else name}, language)
    return made.removesuffix(".xlsx") + ".xlsm" if macros else made


def parts_of(issue: Issue, language: str) -> tuple[str, str]:
    """(what is wrong, what follows and what to do) of an issue, without its row and column."""
    template = _PLACE.sub("", templates()[sentence_of(issue)][language])
    wrong, *remedy = _END.split(template, maxsplit=1)
    said = [filled(text, issue_params(issue), language) for text in (wrong, *remedy)]
    return said[0][:1].upper() + said[0][1:], " ".join(said[1:])


def _remark(issue: Issue, reference: str | None, language: str) -> Remark:
    wrong, remedy = parts_of(issue, language)
    return Remark(
        issue.level, wrong, remedy, issue.sheet, issue.row, issue.last_row, issue.column, issue.value, issue.proposal,
        reference, issue.code not in UNMARKED,
    )  # fmt: skip


def _reference_columns(columns: Mapping[str, str]) -> list[str]:
    """The headers that the reference was read from."""
    found = next((header for header, name in columns.items() if name == "reference"), "")
    return [found, *found.split("+")] if found else []


def _cells(rows: Rows, issue: Issue, sheets: Sequence[str]) -> Mapping[str, str]:
    """The row of an issue as written."""
    sheet = sheets.index(issue.sheet) if issue.sheet in sheets else 0
    return rows.get(sheet * SHEET + (issue.row or 0), {})


def _reference(cells: Mapping[str, str], columns: Sequence[str]) -> str | None:
    if columns and columns[0] in cells:
        return cells[columns[0]]
    return "-".join(cells[part] for part in columns[1:] if part in cells) or None


def _first(places: Mapping[str, Mapping[str, str]], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sheet -> the letters of its reference column."""
    for sheet, titles in places.items():
        if found := next((titles[header] for header in columns if header in titles), None):
            yield sheet, found


def _facts(document: Mapping[str, Any], issues: Sequence[Issue], file: str, language: str) -> Iterator[tuple[str, str]]:
    def fact(code: str, text: str) -> tuple[str, str]:
        return say(f"annotation.{code}", {}, language), text

    yield fact("file", file)
    yield fact("verdict", say(f"annotation.verdict.{document.get('verdict', 'refuse')}", document, language))
    if document.get("refusal"):
        yield fact("refusal", document["refusal"][language])
    yield fact("rows", say("annotation.counts", document, language))
    yield fact("remarks", _counts(issues, language))


def _counts(issues: Sequence[Issue], language: str) -> str:
    if not issues:
        return say("annotation.remarks.none", {}, language)
    errors = sum(issue.level == "error" for issue in issues)
    return say("annotation.remarks.counts", {"errors": errors, "warnings": len(issues) - errors}, language)


def _question(question: Mapping[str, Any], language: str) -> str:
    told = {"text": question[language], "choices": " | ".join(question["choices"])}
    return say("annotation.choices" if question["choices"] else "annotation.question", told, language)
