"""Printed lines -> a safety data sheet, or why they are none. Pure: no disk, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imports.documents.biocide import authorisations_of, product_types_of, professional_only, standards_of
from imports.documents.codes import codes_of_line, parts, printed_codes
from imports.documents.days import revised
from imports.documents.headings import other_sheets, sections_of
from imports.documents.identity import (
    gtins_of,
    is_foreign,
    language_of,
    name_of,
    older_of,
    references_of,
    regulation_of,
    supplier_of,
    title_of,
    ufis_of,
    version_of,
)
from imports.documents.labelling import classes_of, classified_of, pictograms_of, signal_of
from imports.documents.layout import Text
from imports.documents.outdated import outdated_of
from imports.documents.phrases import spoken_codes, with_sensitisers
from imports.documents.record import Code, Heading, Refused, Sheet
from imports.documents.running import content_of
from imports.documents.stream import Body, body_of
from imports.documents.substances import names_substance, substances_of

READER = 3
"""Goes up with whatever changes what is read: a stored reading of an older one is made again."""
_MOST = 5
"""So many of the sixteen headings make a sheet even without its title."""
_LEAST_LETTERS = 15
"""So many letters below its heading make a section; fewer do where a code or the number of a substance is among them."""
_TITLE = 160
"""Letters that the line of a title may have."""
_HEAD = 12
"""In so many lines a sheet in another language names itself; a datasheet that speaks of one does so further down."""
_HEADING = 100
"""Letters that a heading may take; a text without line breaks goes on behind it."""


def sheet_of(text: Text) -> Sheet | Refused:
    """Reads a document as a safety data sheet; `Refused` where it has no text or is none."""
    if not any(letter.isalpha() for line in text.lines for letter in line.text):
        return Refused("sheet.no_text", {"pages": text.pages})
    content = content_of(text.lines)
    headings, section = sections_of(text, content)
    if not _is_sheet(text, headings):
        return Refused(_why_not(text))
    sheet = _sheet(text, headings, body_of(text, section, content))
    beyond = _said_elsewhere(text, content) - {part for code in sheet.codes_of(2) for part in parts(code.code)}
    return replace(sheet, readable={**sheet.readable, 2: False}) if beyond else sheet


def _why_not(text: Text) -> str:
    """Why a text is not read as a sheet: it may be one that this reader cannot read, and then it says so."""
    if _strange("".join(line.text for line in text.lines)):
        return "sheet.garbled"
    head = " ".join(line.text for line in text.lines[:_HEAD])
    return "sheet.other_language" if is_foreign(head) else "sheet.not_a_sheet"


def _said_elsewhere(text: Text, content: Sequence[bool]) -> set[str]:
    """The H and EUH codes of the sections 2 of other sheets in the same file: a kit has one for each of its products."""
    lines = [text.lines[index].text for part in other_sheets(text, content) for index in part]
    return {part for line in lines for code in codes_of_line(line) for part in parts(code) if not part.startswith("P")}


def _is_sheet(text: Text, headings: Sequence[Heading]) -> bool:
    """Hazards or composition under a heading of their own, and the title or most of the other headings."""
    numbers = {heading.number for heading in headings}
    titled = any(title_of(line.text) and len(line.text) < _TITLE for line in text.lines)
    if not numbers & {2, 3}:
        return False
    return len(numbers) >= _MOST or (titled and (len(numbers) >= 2 or numbers == {2}))


def _sheet(text: Text, headings: tuple[Heading, ...], body: Body) -> Sheet:
    codes = _codes(body)
    classes, outdated, signal = classes_of(body), outdated_of(body), signal_of(body)
    day = revised([line.text for line in body.lines])
    regulation = regulation_of(body)
    return Sheet(
        language_of(body.lines), day, name_of(body), supplier_of(body), codes, classes, substances_of(body), outdated,
        headings, _readable(body, headings, text.pages), classified_of(body, codes, classes, outdated, signal), regulation,
        older_of(regulation, day, outdated, body), signal, pictograms_of(body), ufis_of(body), gtins_of(body),
        references_of(body), product_types_of(body), authorisations_of(body), standards_of(body),
        professional_only(body), version_of(body.lines), text.pages, READER,
    )  # fmt: skip


def _codes(body: Body) -> tuple[Code, ...]:
    printed = printed_codes(body)
    codes = (*printed, *spoken_codes(body, printed))
    return with_sensitisers(sorted(codes, key=lambda code: (code.page, code.line)), body)


def _readable(body: Body, headings: Sequence[Heading], pages: int) -> dict[int, bool]:
    """Whether sections 2 and 3 have a heading and text below it that is made of letters, not of a font without names."""
    numbers = {heading.number for heading in headings}
    blank = set(range(1, pages + 1)) - {line.page for line in body.lines}
    return {
        number: number in numbers and _is_text(body, number) and not blank & _pages_of(number, headings, pages)
        for number in (2, 3)
    }


def _pages_of(number: int, headings: Sequence[Heading], pages: int) -> set[int]:
    """The pages from the heading of a section to the next one; one without text among them, as a scan, hides some of it."""
    start = next(heading for heading in headings if heading.number == number)
    later = [heading.page for heading in headings if (heading.page, heading.line) > (start.page, start.line)]
    return set(range(start.page, min(later, default=pages) + 1))


def _is_text(body: Body, number: int) -> bool:
    head, *rows = [line.text for line in body.rows(number)]
    below = " ".join((head[_HEADING:], *rows))
    letters = sum(letter.isalpha() for letter in below)
    told = letters >= _LEAST_LETTERS or codes_of_line(below) or names_substance(below)
    return bool(told) and not _strange(below)


def _strange(text: str) -> bool:
    """Whether a fifth of a text or more is made of signs that stand for no letter, as of a font without names."""
    strange = sum(
        letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or ord(letter) < 32 or "\x7f" <= letter < "\xa0"
        for letter in text
    )
    return strange * 5 >= max(len(text), 1)
