"""A document to be written as DOCX or PDF: headings, paragraphs, lists and tables of plain texts. No markup of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. link: an address of ours. drawing: the name of a pictogram before it, with `alt` as its text."""

    text: str
    strong: bool = False
    link: str | None = None
    drawing: str | None = None
    alt: str = ""


Line = Sequence[Run]
Cell = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the document's own, once), 2 or 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line each."""

    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header row. about: what it holds, said to who does not see it. widths: parts of the page's width."""

    about: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """title: also in the file's properties. language: fr or en. day: what the file is dated by, never the moment."""

    title: str
    language: str
    day: dt.date
    blocks: Sequence[Block] = field(default_factory=tuple)


def line(text: str, *, strong: bool = False, link: str | None = None) -> Line:
    """A line of one piece."""
    return (Run(text, strong, link),)


def cell(*texts: str | None) -> Cell:
    """A cell of plain lines; what is missing takes none."""
    return tuple(line(text) for text in texts if text)
