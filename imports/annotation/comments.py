"""Comments of a sheet: the part that holds their texts and the drawing that holds their boxes.

A cell has one comment. Where the supplier wrote one already, ours is put behind its text; ours are told by their author
and go away when the workbook comes back and is annotated again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from imports.annotation.markup import escaped, inert, into, prefix_of
from imports.tables.places import letters

Cell = tuple[int, int]
"""Row (from 1), column (from 0)."""
AUTHOR = "Tamis"
BEHIND = f"\n\n{AUTHOR} : "
"""What our text begins with behind a comment of the supplier's own."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BEHIND = re.compile(rb"(?:[\r\n]|&#1[03];|&#x[AaDd];|_x000[AaDd]_){2,}%b : [^<]*" % AUTHOR.encode())
MOST_IN_BLOCK = 1_000
"""Boxes that share one block of 1,024 numbers."""
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="%b"><authors></authors><commentList></commentList></comments>'
)
_NAMES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
"""The prefixes of a drawing; where they are other ones, each box of ours declares these."""
_DRAWING = b"<xml " + _NAMES + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
_KIND = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" '
    b'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    b'</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%d, 15, %d, 2, %d, 31, %d, 1</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row>"
    b"<x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"<((?:\w+:)?)shape\s.*?</\1shape>", re.DOTALL)
_MAP = re.compile(rb"(<(?:\w+:)?idmap[^>]*?\bdata=[\"'])([\d,\s]*)([\"'])")


def no_comments(namespace: str = MAIN) -> bytes:
    """A part without a comment."""
    return _EMPTY % namespace.encode()


def no_boxes() -> bytes:
    """A drawing without a box."""
    return _DRAWING


def with_texts(part: bytes, texts: Mapping[Cell, str]) -> tuple[bytes, list[Cell]]:
    """The part with our texts, and the cells whose comment is a new one: these need a box."""
    prefix = prefix_of(part, "comments")
    new, behind = [], {}
    known = {found[2] for found in _comments(part, prefix)}
    for cell in sorted(texts):
        if _address(cell) in known:
            behind[_address(cell)] = texts[cell]
        else:
            new.append(cell)
    part = _behind(part, prefix, behind) if behind else part
    if not new:
        return part, new
    part, author = _author(part, prefix)
    return into(part, "commentList", lambda p: b"".join(_comment(p, cell, author, texts[cell]) for cell in new)), new


def _comment(prefix: bytes, cell: Cell, author: int, text: str) -> bytes:
    run = _run(prefix, text)
    told = (prefix, _address(cell), author, prefix, run, prefix, prefix)
    return b'<%bcomment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>' % told


def _run(prefix: bytes, text: str) -> bytes:
    look = b'<%brPr><%bsz val="9"/><%brFont val="Tahoma"/><%bfamily val="2"/></%brPr>'.replace(b"%b", prefix)
    return b'<%br>%b<%bt xml:space="preserve">%b</%bt></%br>' % (
        prefix, look, prefix, escaped(inert(text)), prefix, prefix,
    )  # fmt: skip


def _address(cell: Cell) -> bytes:
    return b"%b%d" % (letters(cell[1]).encode(), cell[0])


def _comments(part: bytes, prefix: bytes) -> Iterator[re.Match[bytes]]:
    """Each comment: (1) its start tag's attributes up to the address, (2) the address, (3) all after it."""
    pattern = rb"<%bcomment\s([^>]*?)(?<![\w:])ref=[\"']([A-Z]+\d+)[\"'](.*?)</%bcomment>" % (prefix, prefix)
    return re.finditer(pattern, part, re.DOTALL)


def _behind(part: bytes, prefix: bytes, texts: Mapping[bytes, str]) -> bytes:
    """The part with texts put behind comments that are there; a plain text becomes the first of two runs."""
    out, done = [], 0
    for found in _comments(part, prefix):
        if found[2] in texts:
            out += [part[done : found.start()], _longer(found[0], prefix, texts[found[2]])]
            done = found.end()
    return b"".join(out) + part[done:]


def _longer(comment: bytes, prefix: bytes, text: str) -> bytes:
    plain = re.compile(rb"<%btext>\s*(<%bt[\s>].*?</%bt>)" % (prefix, prefix, prefix), re.DOTALL)
    runs = plain.sub(lambda found: b"<%btext><%br>%b</%br>" % (prefix, prefix, found[1], prefix), comment, count=1)
    return into(runs, "text", lambda p: _run(p, BEHIND + text))


def _author(part: bytes, prefix: bytes) -> tuple[bytes, int]:
    """The part with us among its authors, and our number."""
    authors = _authors(part, prefix)
    if AUTHOR.encode() in authors:
        return part, authors.index(AUTHOR.encode())
    made = b"author>%b</" % AUTHOR.encode()
    return into(part, "authors", lambda p: b"<" + p + made + p + b"author>"), len(authors)


def _authors(part: bytes, prefix: bytes) -> list[bytes]:
    return [text.strip() for text in re.findall(rb"<%bauthor(?:\s[^>]*)?(?:/>|>([^<]*)</)" % prefix, part, re.DOTALL)]


def without_ours(part: bytes) -> tuple[bytes, set[Cell]]:
    """The part without our comments and texts, and the cells whose comment is gone: their boxes go too."""
    prefix = prefix_of(part, "comments")
    gone: set[Cell] = set()
    ours = [str(number).encode() for number, name in enumerate(_authors(part, prefix)) if name == AUTHOR.encode()]
    out, done = [], 0
    for found in _comments(part, prefix):
        by = re.search(rb"authorId=[\"'](\d+)", found[0][: found[0].index(b">")])
        if by and by[1] in ours:
            out.append(part[done : found.start()])
            done = found.end()
            gone.add(_cell(found[2]))
    return _BEHIND.sub(b"", b"".join(out) + part[done:]), gone


def _cell(address: bytes) -> Cell:
    found = re.fullmatch(r"([A-Z]+)(\d+)", address.decode())
    column = 0
    for letter in found[1] if found else "":
        column = column * 26 + ord(letter) - 64
    return (int(found[2]) if found else 0, column - 1)


def without_boxes(drawing: bytes, cells: set[Cell]) -> bytes:
    """The drawing without the boxes of some cells."""
    return _SHAPE.sub(lambda shape: b"" if _cell_of(shape[0]) in cells else shape[0], drawing) if cells else drawing


def _cell_of(shape: bytes) -> Cell | None:
    row, column = re.search(rb"<(?:\w+:)?Row>\s*(\d+)", shape), re.search(rb"<(?:\w+:)?Column>\s*(\d+)", shape)
    note = b'ObjectType="Note"' in shape or b"ObjectType='Note'" in shape
    return (int(row[1]) + 1, int(column[1])) if note and row and column else None


def highest_block(drawing: bytes) -> int:
    """The highest block of box numbers that a drawing claims."""
    claimed = [int(number) for found in _MAP.findall(drawing) for number in re.findall(rb"\d+", found[1])]
    return max(claimed, default=0)


def blocks_for(boxes: int) -> int:
    """How many blocks of numbers some boxes take."""
    return (boxes - 1) // MOST_IN_BLOCK + 1


def with_boxes(drawing: bytes, cells: list[Cell], texts: Mapping[Cell, str], block: int) -> bytes:
    """The drawing with a box for each cell; `block`: the first block of numbers that no drawing of the workbook claims."""
    blocks = [block + more for more in range(blocks_for(len(cells)))]
    claimed = b",".join(b"%d" % number for number in blocks)
    drawing = _MAP.sub(lambda found: found[1] + (found[2] and found[2] + b",") + claimed + found[3], drawing, count=1)
    kind = [] if b'id="_x0000_t202"' in drawing else [_KIND]
    boxes = [*kind, *(_box(place, cell, texts[cell], block) for place, cell in enumerate(cells))]
    if not all(name in drawing for name in _NAMES.split()):
        boxes = [box.replace(b" ", b" " + _NAMES + b" ", 1) for box in boxes]
    return into(drawing, "xml", lambda _: b"".join(boxes))


def _box(place: int, cell: Cell, text: str, block: int) -> bytes:
    number = (block + place // MOST_IN_BLOCK) * 1024 + place % MOST_IN_BLOCK + 1
    row, column = cell[0] - 1, cell[1]
    top, height = max(row - 1, 0), 1 + sum(1 + len(line) // 40 for line in text.split("\n"))
    return _BOX % (number, column + 1, top, column + 5, top + max(height, 3), row, column)
