"""The sheet that is added: what was found in all, then one line for each remark, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from imports.annotation.comments import MAIN
from imports.annotation.markup import cell_text, escaped, inert
from imports.annotation.record import Labels, Order, Remark
from imports.annotation.styles import Styles
from imports.tables.places import letters

MOST_LINES = 50_000
"""Remarks that are listed; all are counted."""
_WIDTHS = (14, 18, 9, 24, 9, 20, 30, 60, 50, 20)
_LETTERS = tuple(letters(place).encode() for place in range(len(_WIDTHS)))
_TEXT = b'<c r="%b%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>'
_WHOLE = b'<c r="%b%d" s="%d"><v>%d</v></c>'
Value = str | int | None
Address = tuple[str, str]
"""A sheet's name and a cell of it ("Tarif", "C5")."""


@dataclass(slots=True)
class Summary:
    """The sheet while it is written. Texts are typed as texts: nothing in them is ever run."""

    styles: Styles
    rows: list[bytes] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    number: int = 0

    def line(self, cells: Sequence[tuple[Value, str]]) -> None:
        """A row of (value, look) pairs; None leaves a cell out."""
        self.number += 1
        made = [self._cell(place, value, look) for place, (value, look) in enumerate(cells) if value is not None]
        self.rows.append(b'<row r="%d">%b</row>' % (self.number, b"".join(made)))

    def link(self, column: int, to: Address) -> None:
        """Make the cell of the line just written lead to another cell."""
        place = "'" + to[0].replace("'", "''") + "'!" + to[1]
        told = (letters(column).encode(), self.number, escaped(place), escaped(to[1]))
        self.links.append(b'<hyperlink ref="%b%d" location="%b" display="%b"/>' % told)

    def _cell(self, place: int, value: Value, look: str) -> bytes:
        told = (_LETTERS[place], self.number, self.styles.look(look))
        return _WHOLE % (*told, value) if isinstance(value, int) else _TEXT % (*told, cell_text(inert(str(value))))


def summary(
    order: Order, notices: Sequence[str], addresses: Mapping[int, Address], styles: Styles, namespace: str = MAIN
) -> bytes:
    """The sheet. notices: sentences on what was made. addresses: place of a remark in the order -> its cell."""
    made = Summary(styles)
    made.line([(order.labels.marker, "title")])
    for label, text in order.facts:
        made.line([(label, "bold"), (text, "text")])
    for text in (*notices, *_left(order), *order.questions):
        made.line([(text, "text")])
    made.line([])
    first = made.number + 1
    _table(made, order, addresses)
    return _sheet(made, first if order.remarks else None, namespace)


def _left(order: Order) -> Iterator[str]:
    if len(order.remarks) > MOST_LINES:
        yield order.labels.notices["lines_left"].format(n=len(order.remarks) - MOST_LINES)


def _table(made: Summary, order: Order, addresses: Mapping[int, Address]) -> None:
    if order.remarks:
        made.line([(head, "bold") for head in order.labels.heads])
    for place, remark in enumerate(order.remarks[:MOST_LINES]):
        address = addresses.get(place)
        made.line(_cells(remark, address, order.labels))
        if address:
            made.link(4, address)


def _cells(remark: Remark, address: Address | None, labels: Labels) -> list[tuple[Value, str]]:
    stretch = remark.last_row is not None and remark.last_row != remark.row
    row: Value = f"{remark.row}–{remark.last_row}" if stretch else remark.row
    said = (remark.reference, remark.value, remark.wrong, remark.remedy, remark.proposal)
    return [
        (labels.levels[remark.level], remark.level),
        *((value, "plain") for value in (remark.sheet, row, remark.column)),
        (address and address[1], "link"),
        *((text or None, "plain") for text in said),
    ]


def _sheet(made: Summary, table: int | None, namespace: str) -> bytes:
    widths = b"".join(
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (n, n, w) for n, w in enumerate(_WIDTHS, 1)
    )
    last = (letters(len(_WIDTHS) - 1).encode(), made.number)
    listed = b'<autoFilter ref="A%d:%b%d"/>' % (table, *last) if table else b""
    links = b"<hyperlinks>%b</hyperlinks>" % b"".join(made.links) if made.links else b""
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%b"><dimension ref="A1:%b%d"/>'
        b"<cols>%b</cols>"
        b"<sheetData>%b</sheetData>%b%b</worksheet>"
    ) % (namespace.encode(), *last, widths, b"".join(made.rows), listed, links)
