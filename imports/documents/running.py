"""Headers and footers that run along on every page: they are no content of the section in whose midst they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from imports.documents.headings import is_heading
from imports.documents.layout import Printed
from imports.documents.letters import compact

_EDGE = 8
"""How many lines at the top and at the bottom of a page may be running ones."""
_NO_MARK = (0, "\0")
_FIGURES = re.compile(r"\d+")
_CODE = re.compile(r"(?:EUH|H|P) ?\d{3}")
_PAGE = re.compile(r"^(?:page|seite|p)?:?\s*(\d{1,3})\s*(/|of|sur|von|de|-)\s*(\d{1,3})\W*$", re.IGNORECASE)


def content_of(lines: Sequence[Printed]) -> tuple[bool, ...]:
    """For each line whether it is content: False for what stands at the edge of most pages, and for page numbers."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    marks = {index: mark for indexes in pages.values() for index, mark in _marks(lines, indexes)}
    times = Counter(marks.values())
    least = max(2, (len(pages) + 1) // 2)
    return tuple(
        not (times.get(marks.get(index, _NO_MARK), 0) >= least or _is_page(line.text.strip()))
        for index, line in enumerate(lines)
    )


def _is_page(text: str) -> bool:
    """A page's number among all: "3/12", "3-12"; "681-9" is the rest of a number that a line has broken."""
    told = _PAGE.match(text)
    return told is not None and (told[2] != "-" or int(told[1]) <= int(told[3]))


def _marks(lines: Sequence[Printed], indexes: Sequence[int]) -> Iterator[tuple[int, tuple[int, str]]]:
    """The lines at the edges of a page, each with its place counted from there and its text without figures.

    A line with a hazard code or a section's heading is content wherever it stands.
    """
    places = dict(enumerate(indexes[:_EDGE])) | {-1 - i: index for i, index in enumerate(reversed(indexes[-_EDGE:]))}
    for place, index in places.items():
        text = lines[index].text
        if not _CODE.search(text) and not is_heading(text):
            yield index, (place, _FIGURES.sub("#", compact(text)))
