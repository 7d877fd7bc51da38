"""Headers and footers that run along on every page: they are no content of the section in whose midst they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from imports.documents.layout import Printed
from imports.documents.letters import compact

_EDGE = 6
"""How many lines at the top and at the bottom of a page may be running ones."""
_FIGURES = re.compile(r"\d+")
_CODE = re.compile(r"(?:EUH|H|P) ?\d{3}")
_PAGE = re.compile(r"^(?:page|seite|p)?:?\s*\d{1,3}\s*(?:/|of|sur|von|de|-)\s*\d{1,3}\W*$", re.IGNORECASE)


def content_of(lines: Sequence[Printed]) -> tuple[bool, ...]:
    """For each line whether it is content: False for what stands at the edge of most pages, and for page numbers."""
    running = _running(lines)
    return tuple(not (_mark(line.text) in running or _PAGE.match(line.text.strip())) for line in lines)


def _running(lines: Sequence[Printed]) -> frozenset[str]:
    pages: dict[int, list[Printed]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    seen: Counter[str] = Counter()
    for printed in pages.values():
        edge = {_mark(line.text) for line in (*printed[:_EDGE], *printed[-_EDGE:])}
        seen.update(edge)
    least = max(2, (len(pages) + 1) // 2)
    return frozenset(mark for mark, times in seen.items() if mark and times >= least)


def _mark(text: str) -> str:
    """A line without its figures; nothing for a line with a hazard code, which is content wherever it stands."""
    return "" if _CODE.search(text) else _FIGURES.sub("#", compact(text))
