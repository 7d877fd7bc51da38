"""A document as DOCX: real headings and lists, tables whose header row is one, title and language set; no field, no macro.

The same document, the same bytes: the archive is dated by the document's day.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from catalog.writing.document import Block, Cell, Document, Grid, Heading, Items, Line, Paragraph, Run
from catalog.writing.readable import readable

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
PAGE = (297, 210)
"""A4, lying, in mm."""
MARGIN = 15
INK_OF_LINKS = "0B4F6C"


def word(document: Document) -> bytes:
    """The whole file."""
    book = docx.Document()
    _without_picture(book)
    _properties(book, document)
    _page(book)
    for block in document.blocks:
        _put(book, block)
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue(), document.day)


def _without_picture(book: Any) -> None:
    """The blank file that is filled here brings a small picture of itself: it is not of our document."""
    relations = book.part.package.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        relations.pop(name)


def _properties(book: Any, document: Document) -> None:
    moment = dt.datetime.combine(document.day, dt.time())
    said = book.core_properties
    said.title, said.author, said.language = readable(document.title), "Tamis", LANGUAGES[document.language]
    said.comments, said.last_modified_by, said.revision = "", "Tamis", 1
    said.created = said.modified = moment
    for lang in book.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGES[document.language])
    book.styles["Normal"].font.size = Pt(10)


def _page(book: Any) -> None:
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(each) for each in PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)


def _put(book: Any, block: Block) -> None:
    if isinstance(block, Heading):
        book.add_heading(readable(block.text), block.level)
    elif isinstance(block, Paragraph):
        _fill(book.add_paragraph(), block.line)
    elif isinstance(block, Items):
        for line in block.lines:
            _fill(book.add_paragraph(style="List Bullet"), line)
    else:
        _grid(book, block)


def _fill(paragraph: Any, line: Line) -> None:
    for run in line:
        if run.link:
            _link(paragraph, run)
        else:
            paragraph.add_run(readable(run.text)).bold = run.strong or None


def _link(paragraph: Any, run: Run) -> None:
    """A link whose address stands in the file's relations, not in a field that could be another."""
    holder = OxmlElement("w:hyperlink")
    holder.set(qn("r:id"), paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    written = paragraph.add_run(readable(run.text))
    written.bold, written.underline = run.strong or None, True
    properties = written._r.get_or_add_rPr()
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), INK_OF_LINKS)
    properties.append(colour)
    holder.append(written._r)
    paragraph._p.append(holder)


def _grid(book: Any, grid: Grid) -> None:
    table = book.add_table(rows=1, cols=len(grid.headers), style="Table Grid")
    table.autofit = False
    _described(table, grid.about)
    for place, header in zip(table.rows[0].cells, grid.headers, strict=True):
        place.paragraphs[0].add_run(readable(header)).bold = True
    _marked(table.rows[0], "w:tblHeader")
    for row in grid.rows:
        _row(table.add_row(), row)
    width = PAGE[0] - 2 * MARGIN
    for column, part in zip(table.columns, grid.widths, strict=True):
        for place in column.cells:
            place.width = Mm(width * part // sum(grid.widths))
    book.add_paragraph()


def _row(made: Any, row: Any) -> None:
    _marked(made, "w:cantSplit")
    for place, cell in zip(made.cells, row, strict=True):
        _cell(place, cell)


def _cell(place: Any, cell: Cell) -> None:
    for number, line in enumerate(cell):
        _fill(place.paragraphs[0] if number == 0 else place.add_paragraph(), line)


def _described(table: Any, about: str) -> None:
    """What the table holds, for who does not see it."""
    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), readable(about))
        table._tbl.tblPr.append(said)


def _marked(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _dated(content: bytes, day: dt.date) -> bytes:
    """The archive with every part dated by the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(part, made.read(name))
    return out.getvalue()
