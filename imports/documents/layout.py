"""Words and where they stand on a page become printed lines: rows of pieces from left to right, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from imports.documents.record import Line

_GAP = 1.2
"""A gap wider than this, in heights of a letter, parts two cells of a line."""
_OVERLAP = 0.5
_MIDDLE = (0.3, 0.7)
_CROSSING = 0.1
"""At most this part of a page's rows may run across the gutter between two columns: its title, its footer."""
_BAND = 10
_SECTION = re.compile(r"(?:SECTION|Section|RUBRIQUE|Rubrique|ABSCHNITT|Abschnitt) 1?\d\W*$")
_BARE = re.compile(r"1?\d[.:)]? [A-ZÀ-Ü/]{5,}")
_ENOUGH = 25
_RUN_ON = 250
_CUTS = re.compile(
    r"(?<=\s)(?=(?:\* ?)?(?:SECTION|Section|RUBRIQUE|Rubrique|ABSCHNITT|Abschnitt)\s?\d{1,2}\s?[:.\-–—]\s?[^\W\d_])"
    r"|(?<=\s)(?=(?:· )?\d{1,2}\.\d{1,2}\.? [^\W\d_])|\s(?=· )"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points, from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one cell in one line. left and right: points, or the place in the line of a text file."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line. `line` counts from 1 on its page."""

    page: int
    line: int
    pieces: tuple[Piece, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document as lines in reading order, and its words in the order of the file with the line each stands in.

    The two orders differ in tables: lines go across, the file mostly holds one cell after the other.
    """

    lines: tuple[Printed, ...]
    order: tuple[tuple[str, int], ...]
    pages: int

    def plain(self, most: int) -> tuple[Line, ...]:
        """At most `most` lines as plain text."""
        return tuple(Line(line.page, line.line, line.text) for line in self.lines[:most])


def text_of(pages: Sequence[Sequence[Word]]) -> Text:
    """Printed pages as lines."""
    lines: list[Printed] = []
    order: list[tuple[str, int]] = []
    for number, words in enumerate(pages, start=1):
        rows = _rows(words)
        at = {index: len(lines) + row for row, indexes in enumerate(rows) for index in indexes}
        order.extend((words[index].text, at[index]) for index in range(len(words)))
        lines.extend(_printed(number, row, [words[i] for i in indexes]) for row, indexes in enumerate(rows, start=1))
    return Text(tuple(lines), tuple(order), len(pages))


def plain_text(text: str) -> Text:
    """A text file as lines; form feeds part its pages, lines are counted as in the file, blank ones left out.

    A long line, as of a text that lost its breaks, is cut before what reads like a heading; its parts keep its number.
    """
    lines: list[Printed] = []
    order: list[tuple[str, int]] = []
    pages = text.split("\f")
    for page, part in enumerate(pages, start=1):
        for number, row in enumerate(part.splitlines(), start=1):
            for cut in _CUTS.split(row) if len(row) > _RUN_ON else (row,):
                if cut.strip():
                    order.extend((word, len(lines)) for word in cut.split())
                    lines.append(Printed(page, number, _cells(cut), " ".join(cut.split())))
    return Text(tuple(lines), tuple(order), len(pages))


def _cells(row: str) -> tuple[Piece, ...]:
    """The cells of a line of text: tabs or three blanks part them."""
    pieces, place = [], 0
    for part in row.replace("\t", "   ").split("   "):
        if part.strip():
            left = place + len(part) - len(part.lstrip())
            pieces.append(Piece(" ".join(part.split()), left, left + len(part.strip())))
        place += len(part) + 3
    return tuple(pieces)


def _rows(words: Sequence[Word]) -> list[list[int]]:
    """Indexes of words, row by row: the left column before the right one where the page has two."""
    gutter = _gutter(words)
    if gutter is None:
        return _level(words, range(len(words)))
    across = [i for i, word in enumerate(words) if word.left < gutter < word.right]
    left = [i for i, word in enumerate(words) if word.right <= gutter]
    right = [i for i, word in enumerate(words) if word.left >= gutter]
    return _level(words, [*across, *left]) + _level(words, right)


def _level(words: Sequence[Word], indexes: Iterable[int]) -> list[list[int]]:
    """Words that stand on one height make a row; rows go down, words go right."""
    rows: list[list[int]] = []
    for index in sorted(indexes, key=lambda i: (-(words[i].top + words[i].bottom), words[i].left)):
        if rows and _same_height(words[rows[-1][0]], words[index]):
            rows[-1].append(index)
        else:
            rows.append([index])
    return [sorted(row, key=lambda i: words[i].left) for row in rows]


def _same_height(one: Word, other: Word) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > _OVERLAP * min(one.top - one.bottom, other.top - other.bottom)


def _gutter(words: Sequence[Word]) -> float | None:
    """Where the blank band between two columns of running text lies, None where the page has one column.

    A table has such bands too: two columns of text are told by headings of sections at the left edge of the right one.
    """
    if len(words) < 2 * _ENOUGH:
        return None
    rows = [[words[i] for i in row] for row in _level(words, range(len(words)))]
    first, last = min(word.left for word in words), max(word.right for word in words)
    steps = [first + (last - first) * share / 40 for share in range(int(_MIDDLE[0] * 40), int(_MIDDLE[1] * 40) + 1)]
    best = min(steps, key=lambda x: (sum(_runs_through(row, x) for row in rows), abs(x - (first + last) / 2)))
    right = [row for row in ([word for word in row if word.left >= best] for row in rows) if row]
    if sum(_runs_through(row, best) for row in rows) > _CROSSING * len(rows) or sum(map(len, right)) < _ENOUGH:
        return None
    return best if _heads_a_section(right) else None


def _runs_through(row: Sequence[Word], x: float) -> bool:
    """Whether the words of a row go on across x without a gap."""
    before = max((word.right for word in row if word.left < x), default=None)
    after = min((word.left for word in row if word.left >= x), default=None)
    return before is not None and (before > x or (after is not None and after - before < _BAND))


def _heads_a_section(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether rows at the left edge open with "SECTION 8", "ABSCHNITT 9:", or two of them with "9. PHYSICAL"."""
    edge = min(row[0].left for row in rows)
    starts = [" ".join(word.text for word in row[:2]) for row in rows if row[0].left < edge + _BAND]
    return any(map(_SECTION.match, starts)) or sum(bool(_BARE.match(start)) for start in starts) > 1


def _printed(page: int, line: int, words: Sequence[Word]) -> Printed:
    cells: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        wide = _GAP * max(before.top - before.bottom, word.top - word.bottom)
        if word.left - before.right > wide:
            cells.append([word])
        else:
            cells[-1].append(word)
    pieces = tuple(_piece(cell) for cell in cells)
    return Printed(page, line, pieces, " ".join(piece.text for piece in pieces))


def _piece(words: Sequence[Word]) -> Piece:
    return Piece(" ".join(word.text for word in words), words[0].left, words[-1].right)
