"""A document as PDF/UA-1: tagged, with title and language, dated by its day. The same document, the same bytes.

Texts go to the typesetter as JSON data and are set as they stand; its own fonts are used, whatever the machine has.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from catalog.writing.document import Block, Document, Grid, Heading, Items, Line, Paragraph, Run
from catalog.writing.readable import drawn

TEMPLATE = Path(__file__).with_name("document.typ")
AUTHOR = "Tamis"
STANDARD: Final = "ua-1"
INK = "#1d1d1f"


def pdf(document: Document, drawings: Mapping[str, str] | None = None) -> bytes:
    """The whole file. `drawings`: name -> SVG of the pictograms that its runs name."""
    pictures = {name: svg.replace("currentColor", INK) for name, svg in (drawings or {}).items()}
    return typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        timestamp=int(dt.datetime.combine(document.day, dt.time(), dt.UTC).timestamp()),
        sys_inputs={"document": json.dumps(_data(document)), "drawings": json.dumps(pictures)},
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _data(document: Document) -> dict[str, Any]:
    day = document.day
    return {
        "title": drawn(document.title),
        "author": AUTHOR,
        "language": document.language,
        "day": [day.year, day.month, day.day],
        "blocks": [_block(each) for each in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": drawn(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "line": _line(block.line)}
    if isinstance(block, Items):
        return {"kind": "items", "lines": [_line(each) for each in block.lines]}
    return {
        "kind": "grid",
        "headers": [drawn(each) for each in block.headers],
        "rows": [[[_line(each) for each in cell] for cell in row] for row in block.rows],
        "widths": list(block.widths),
    }


def _line(line: Line) -> list[dict[str, Any]]:
    return [asdict(replace(run, text=drawn(run.text), alt=drawn(run.alt))) for run in line]


def drawings_of(document: Document) -> frozenset[str]:
    """The names of the pictograms that a document wants."""
    return frozenset(run.drawing for run in _runs(document) if run.drawing)


def _runs(document: Document) -> Iterator[Run]:
    for block in document.blocks:
        for line in _lines(block):
            yield from line


def _lines(block: Block) -> Iterable[Line]:
    if isinstance(block, Paragraph):
        return (block.line,)
    if isinstance(block, Items):
        return block.lines
    return [line for row in block.rows for cell in row for line in cell] if isinstance(block, Grid) else ()
