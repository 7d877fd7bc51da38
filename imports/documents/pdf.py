"""The text layer of a PDF: its words and where they stand. Nothing in the file is run, opened or followed.

PDFium is built without a script engine and no form is set up, so JavaScript, launch actions, embedded files and links
are never looked at. It runs in the child process of `imports.documents.child` alone.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from imports.documents.glyphs import counted, letter_of
from imports.documents.layout import Word

Box = tuple[float, float, float, float]
"""Left, right, bottom, top in points, from the lower left corner of the page as it is shown."""
LETTERS_OF_A_PAGE = 60_000
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-", 0x2010: "-", 0x2011: "-"}
_JUMP = 0.4
"""A letter further away from the one before, in heights of a letter, opens a new word even without a blank."""


class Unreadable(Exception):
    """Why nothing can be read in a document: a code and its parameters."""

    def __init__(self, code: str, **params: str | int | None) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def words_of(path: Path, most_pages: int) -> list[list[Word]]:
    """The words of each page in the order of the file. Raises Unreadable."""
    document = _opened(path)
    try:
        count = len(document)
        if count > most_pages:
            raise Unreadable("document.too_many_pages", pages=count, most=most_pages)
        if count < 1:
            raise Unreadable("document.broken")
        return [_page(document, number) for number in range(count)]
    finally:
        document.close()


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("document.encrypted" if locked else "document.broken") from None


def _page(document: pypdfium2.PdfDocument, number: int) -> list[Word]:
    """A page that cannot be read has no words: the others are read all the same."""
    try:
        page = document[number]
        turned = _turned(page.get_rotation(), *page.get_size())
        words = list(_words(page.get_textpage(), turned, _shown(page.get_cropbox())))
        page.close()
    except pypdfium2.PdfiumError:
        return []
    return words


def _shown(edges: tuple[float, float, float, float]) -> Callable[[raw.FS_RECTF], bool]:
    """Whether the middle of a letter lies on the page. What lies beside it, as printers' marks do, nobody sees."""
    left, bottom, right, top = edges
    if right - left < 1 or top - bottom < 1:
        return lambda box: True
    return lambda box: left <= (box.left + box.right) / 2 <= right and bottom <= (box.bottom + box.top) / 2 <= top


def _turned(degrees: int, width: float, height: float) -> Callable[[raw.FS_RECTF], Box]:
    """A letter's box as the page is shown: a page may be turned, and its size is told as it is shown."""
    return {
        90: lambda box: (box.bottom, box.top, height - box.right, height - box.left),
        180: lambda box: (width - box.right, width - box.left, height - box.top, height - box.bottom),
        270: lambda box: (width - box.top, width - box.bottom, box.left, box.right),
    }.get(degrees, lambda box: (box.left, box.right, box.bottom, box.top))


def _words(
    page: pypdfium2.PdfTextPage, turned: Callable[[raw.FS_RECTF], Box], shown: Callable[[raw.FS_RECTF], bool]
) -> Iterator[Word]:
    held: list[str] = []
    rect = raw.FS_RECTF()
    left = right = bottom = top = 0.0
    for index, code in enumerate(_codes(page)):
        letter = _letter(code)
        if letter.isspace() or not letter:
            if held and letter:
                yield Word("".join(held), left, right, bottom, top)
                held = []
            continue
        raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(rect))
        if not shown(rect):
            continue
        box = turned(rect)
        if held and _apart(box, right, bottom, top):
            yield Word("".join(held), left, right, bottom, top)
            held = []
        if not held:
            left, _, bottom, top = box
        held.append(letter)
        right = box[1]
    if held:
        yield Word("".join(held), left, right, bottom, top)


def _codes(page: pypdfium2.PdfTextPage) -> list[int]:
    """The code of each letter of a page, in its order."""
    codes = [int(raw.FPDFText_GetUnicode(page, index)) for index in range(_count(page))]
    return [letter_of(code) for code in codes] if counted(codes) else codes


def _count(page: pypdfium2.PdfTextPage) -> int:
    """How many letters a page has; more than any real one is no page to be read in part."""
    count = int(raw.FPDFText_CountChars(page))
    if count > LETTERS_OF_A_PAGE:
        raise Unreadable("document.too_heavy")
    return count


def _letter(code: int) -> str:
    """A letter; a hyphen at the end of a line; nothing for what is no letter at all."""
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in (0, 0xFFFF, 0x200B, 0xFEFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return chr(code)


def _apart(box: Box, right: float, bottom: float, top: float) -> bool:
    height = max(top - bottom, 0.1)
    return not (-height < box[0] - right < _JUMP * height and bottom - height / 2 < box[2] < bottom + height / 2)
