"""What the supplier's earlier file taught, taken where it fits the file at hand: advice, never an order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from imports.columns.draft import Draft
from imports.columns.told import IGNORED, pairs, positions_of, take_discounted, told_columns
from imports.fields import REQUIRED, fold, known_field
from imports.record import Issue, Question, Request, Words

OPEN = frozenset(("reference", "columns"))
"""Questions whose choices are proposals: any headers of the file may be named."""
_LETTER = re.compile(r"^\[[A-Z]{1,3}\]$")
"""What a column without a title is called: it says where the column stood, and nothing of it."""


def words_of(request: Request) -> Words:
    """The learnt words, and the headers that a person or the earlier file named: a header line is known by them too."""
    named = {**request.remembered.columns, **told_columns(request)}
    single = {header: name for header, name in named.items() if known_field(name) and not _LETTER.match(header)}
    headers = {fold(header): name for header, name in single.items() if fold(header)}
    return replace(request.words, headers={**request.words.headers, **headers}) if headers else request.words


def take_remembered(draft: Draft) -> None:
    """Takes the remembered columns that are there; what was left aside stays aside where all that was needed is found."""
    columns = draft.request.remembered.columns
    said = {position for header in told_columns(draft.request) for position in positions_of(draft.table, header)}
    for header, name in columns.items():
        if name not in IGNORED and known_field(name) and _free(draft, name) and _take(draft, header, name, said):
            draft.remembered.append(header)
    if draft.remembered:
        _leave_aside(draft, columns, said)
        _report_new(draft, columns)


def _free(draft: Draft, name: str) -> bool:
    found = known_field(name)
    return name not in draft.fields or (found is not None and found.several)


def _take(draft: Draft, header: str, name: str, said: set[int]) -> bool:
    positions = positions_of(draft.table, header)
    if not positions:
        return name == "price" and not draft.fields.get("list_price") and take_discounted(draft, header)
    spoken_for = said | (draft.taken if name != "reference" else set())
    if set(positions) & (spoken_for | draft.refused):
        return False
    if name in REQUIRED and not any(draft.held(position) for position in positions):
        return False
    draft.take(name, positions)
    return True


def _leave_aside(draft: Draft, columns: Mapping[str, str], said: set[int]) -> None:
    if not {"reference", "price"} <= draft.fields.keys():
        return
    for header, name in columns.items():
        if name in IGNORED and (positions := positions_of(draft.table, header)):
            draft.refused.update(set(positions) - draft.taken - said)


def recalled_columns(request: Request, titles: Iterable[str], fields: Mapping[str, str]) -> dict[str, str]:
    """Where a person once read a column of a format otherwise than the format says, and its columns are there."""
    said, present = told_columns(request), set(titles)
    free = {name for name in said.values() if (found := known_field(name)) and not found.several}
    return {
        header: name
        for header, name in request.remembered.columns.items()
        if name not in IGNORED and known_field(name) and fields.get(header) != name
        and header not in said and name not in free and present.issuperset(header.split("+"))
    }  # fmt: skip


def _report_new(draft: Draft, columns: Mapping[str, str]) -> None:
    """Headers that the earlier file did not have are proposed as usual, and named."""
    known = {fold(part) for header in columns for part in (header, *header.split("+"))}
    known |= {fold(header) for header in told_columns(draft.request)}
    sheet = draft.table.grid.name
    new = [title for title in draft.table.titles if title and not _LETTER.match(title) and fold(title) not in known]
    draft.issues.extend(Issue("column.new", "warning", column=title, sheet=sheet) for title in new)


def with_answers(request: Request, questions: Iterable[Question], titles: Iterable[str]) -> Request:
    """The request with the remembered answers to these questions that are still possible; the same where there is none.

    titles: the headers of the file, in which an answer that names columns must find them.
    """
    table = frozenset(fold(title) for title in titles)
    found = {}
    for question in questions:
        answer = request.remembered.answers.get(question.id)
        if answer is not None and question.id not in request.answers and _possible(question, answer, table):
            found[question.id] = answer
    return replace(request, answers={**request.answers, **found}) if found else request


def _possible(question: Question, answer: str, titles: frozenset[str]) -> bool:
    if question.id in OPEN:
        headers = pairs(answer) if question.id == "columns" else answer.split("+")
        return bool(headers) and all(fold(header) in titles for header in headers)
    return not question.choices or answer in question.choices
