"""Values behind labels: "Product name : X", a label in one cell and its value in the next, or in the line below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from imports.documents.layout import Printed
from imports.documents.letters import compact, mended

_NUMBERED = re.compile(r"^\W*(?:\d{1,2}\s?\.\s?){0,2}\d{0,2}\.?\s*")
_SUBSECTION = re.compile(r"^\W*\d{1,2}\s?\.\s?\d")
_EMPTY = re.compile(r"^[\W_]*$")
_LONGEST = 150
_REMARK = re.compile(r"\([^)]*\)")
_INDENT = 20
"""A value goes on below where it began, at most so many points (or letters of a text) to the right: behind its colon."""
_CLOSE = 3
_LINES_MORE = 2
_ARTICLES = re.compile(r"\d{7}")


def value_of(rows: Sequence[Printed], labels: Sequence[str], whole: bool = False) -> str | None:
    """The value of the first of these labels (compact texts, the most telling ones first) that has one in these rows.

    whole: with the lines below in which it goes on, where it has a column of its own.
    """
    for label in labels:
        for at, row in enumerate(rows):
            value = _beside(row, label)
            if value and whole:
                value = _joined(value, _going_on(rows, at))
            if value == "":
                value = _below(rows, at)
            if value:
                return value
    return None


def _joined(value: str, more: Sequence[str]) -> str:
    """A value and the lines below it; after a hyphen no blank."""
    for line in more:
        value = f"{value}{line}" if value.endswith("-") else f"{value} {line}"
    return value[:_LONGEST]


def _going_on(rows: Sequence[Printed], at: int) -> list[str]:
    """What stands alone below a value, in its column, and reads like more of it: no label, no number of an article."""
    label, *values = rows[at].pieces
    column = next((piece.left for piece in values if not _EMPTY.match(piece.text)), label.left)
    more: list[str] = []
    for row in rows[at + 1 : at + 1 + _LINES_MORE]:
        piece = row.pieces[0]
        below = label.left + _CLOSE < column - _CLOSE <= piece.left <= column + _INDENT
        if not below or len(row.pieces) > 1 or ":" in piece.text or not _words(piece.text):
            break
        more.append(mended(piece.text))
    return more


def _words(text: str) -> bool:
    """Whether a line is made of words: no number or code alone, no list of article numbers, no sentence."""
    spoken = any(sum(map(str.isalpha, word)) * 2 >= len(word) for word in text.split())
    return spoken and not _ARTICLES.search(text) and not text.rstrip().endswith(".")


def is_labelled(row: Printed, labels: Sequence[str]) -> bool:
    """Whether a line opens with one of these labels."""
    return any(_beside(row, label) is not None for label in labels)


def _beside(row: Printed, label: str) -> str | None:
    """What follows the label in its line; "" where nothing does; None where the line has no such label."""
    head, mark, rest = row.text.partition(":")
    if mark and _is(head, label):
        return _cut(row, rest)
    if _is(row.pieces[0].text, label):
        return _value(" ".join(piece.text for piece in row.pieces[1:]))
    return None


def behind(text: str, label: str) -> str | None:
    """What follows a label at the head of a text with nothing between them; None where it has no such head."""
    words = _NUMBERED.sub("", text, count=1).split()
    for count in range(1, len(words)):
        said = compact("".join(words[:count]))
        if said == label:
            return mended(" ".join(words[count:]))[:_LONGEST]
        if len(said) >= len(label):
            return None
    return None


def _cut(row: Printed, rest: str) -> str:
    """The value ends where the next label of the line begins: "Signal word: Danger Pictograms: GHS05" has two."""
    cells = [piece.text for piece in row.pieces]
    if len(cells) > 1 and ":" in cells[0] and not _EMPTY.match(cells[0].partition(":")[2]):
        return _value(cells[0].partition(":")[2])
    return _value(rest)


def _is(text: str, label: str) -> bool:
    said = compact(_REMARK.sub(" ", _NUMBERED.sub("", text, count=1)))
    return said in (label, f"{label}s") or (said.startswith(label) and len(said) - len(label) <= 2)


def _below(rows: Sequence[Printed], at: int) -> str | None:
    """The next line that says anything, unless it is a heading or carries a label of its own."""
    for row in rows[at + 1 : at + 3]:
        if _SUBSECTION.match(row.text):
            return None
        if not _EMPTY.match(row.text):
            return (
                None
                if row.text.rstrip().endswith(":")
                else _value(row.text.partition(":")[2] if ":" in row.text[:50] else row.text)
            )
    return None


def _value(text: str) -> str:
    return "" if _EMPTY.match(text) else mended(text.strip().lstrip(":-– ●•·▪■"))[:_LONGEST]
