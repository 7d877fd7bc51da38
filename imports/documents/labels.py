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


def value_of(rows: Sequence[Printed], labels: Sequence[str]) -> str | None:
    """The value of the first of these labels (compact texts, the most telling ones first) that has one in these rows."""
    for label in labels:
        for at, row in enumerate(rows):
            value = _beside(row, label)
            if value == "":
                value = _below(rows, at)
            if value:
                return value
    return None


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


def _cut(row: Printed, rest: str) -> str:
    """The value ends where the next label of the line begins: "Signal word: Danger Pictograms: GHS05" has two."""
    cells = [piece.text for piece in row.pieces]
    if len(cells) > 1 and ":" in cells[0] and not _EMPTY.match(cells[0].partition(":")[2]):
        return _value(cells[0].partition(":")[2])
    return _value(rest)


def _is(text: str, label: str) -> bool:
    said = compact(_NUMBERED.sub("", text, count=1))
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
    return "" if _EMPTY.match(text) else mended(text.strip().lstrip(":-– "))[:_LONGEST]
