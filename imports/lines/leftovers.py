"""Words in family, unit and claim columns that nobody understands: always reported, the most frequent first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from imports.cleaning import Cleaned
from imports.cleaning.texts import plain, says_nothing, yes_no
from imports.fields import fold
from imports.lines.meanings import Known, known_words
from imports.lines.values import Values
from imports.record import Cell, Leftover, Request

MOST = 300
"""Leftovers that are named one by one; further ones are counted."""
_UNKNOWN = frozenset(("family.unknown", "unit.unknown", "unit.several"))
_SHARE = re.compile(r"^[<>≥≤~]?\s*\d+(?:[.,]\d+)?\s*%?$")
_LONGEST = 200


def leftovers_of(values: Values, request: Request) -> tuple[tuple[Leftover, ...], int]:
    """Grouped by column and word, upper and lower case and accents aside; and how many more there are than are named."""
    found = [
        leftover
        for name, title, cleaned in _columns(values)
        for leftover in _of_column(name, title, cleaned, known_words(request, name))
    ]
    ordered = sorted(found, key=lambda leftover: -leftover.rows)
    return tuple(ordered[:MOST]), max(0, len(ordered) - MOST)


def _columns(values: Values) -> Iterator[tuple[str, str, Cleaned]]:
    for name in ("family", "order_unit", "content_unit"):
        if name in values.one:
            yield name, values.title(name) or name, values.one[name]
    for name, pairs in values.many.items():
        if name == "label" or name.startswith("claim:"):
            for title, cleaned in pairs:
                yield name, title, cleaned


def _of_column(name: str, title: str, cleaned: Cleaned, known: Known) -> Iterator[Leftover]:
    rows: Counter[str] = Counter()
    first: dict[str, str] = {}
    counts = np.bincount(cleaned.codes, minlength=len(cleaned.cells)).tolist()
    for code, count in enumerate(counts):
        cell = cleaned.cells[code]
        if code and count and _unknown(name, cleaned, code) and (word := fold(plain(cell))) not in known:
            rows[word] += count
            first.setdefault(word, plain(cell)[:_LONGEST])
    yield from (Leftover(title, name, first[word], count) for word, count in rows.items())


def _unknown(name: str, cleaned: Cleaned, code: int) -> bool:
    if name in ("family", "order_unit", "content_unit"):
        return code in cleaned.faults and cleaned.faults[code].code in _UNKNOWN
    return not _understood(cleaned.cells[code])


def _understood(cell: Cell) -> bool:
    """A claim that says yes, no, a share, or nothing."""
    text = plain(cell)
    return (
        not isinstance(cell, str) or yes_no(cell) is not None or bool(_SHARE.match(text)) or says_nothing(cell, False)
    )
