"""A workbook edited in place: cells marked, comments and one sheet added, all other parts left alone."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imports.annotation import comments
from imports.annotation.marks import Mark, comment_of, marks_of, moved
from imports.annotation.markup import escaped, into, parsed
from imports.annotation.own import held_in, named_so
from imports.annotation.package import Package, highest_sheet_id, sheets_of
from imports.annotation.record import Annotated, Form, Order, Unfollowed
from imports.annotation.rows import Marker, between
from imports.annotation.sheet import Frame, framed
from imports.annotation.styles import EMPTY, Styles, unmarked
from imports.annotation.summary import Address, summary
from imports.record import Level
from imports.tables.places import letters

MOST_COMMENTS = 10_000
"""Comments of one workbook: a spreadsheet program still opens it with ease. Further cells are coloured and listed."""
_TYPE = "application/vnd.openxmlformats-officedocument."
_SHEET = _TYPE + "spreadsheetml."


def edited(path: Path, order: Order, out: Path, form: Form, names: Mapping[str, str] | None = None) -> Annotated:
    """Write the workbook at `path`, marked, to `out`. names: sheet as the remarks name it -> its name there, if another.

    Raises Unfollowed for a workbook that cannot be edited in place.
    """
    with zipfile.ZipFile(path) as archive:
        edit = _Edit(Package(archive), order, form, names or {})
        edit.mark()
        edit.summarise()
        edit.package.write(out)
    return Annotated(form, edit.cells, edit.commented)


@dataclass(slots=True)
class _Edit:
    package: Package
    order: Order
    form: Form
    names: Mapping[str, str]
    cells: int = 0
    commented: int = 0
    workbook: str = ""
    own: str | None = None
    sheets: dict[str, str] = field(default_factory=dict)
    addresses: dict[int, Address] = field(default_factory=dict)
    styles: Styles = field(init=False)
    block: int = 0

    def __post_init__(self) -> None:
        self.workbook = self.package.follow()
        self.sheets = sheets_of(self.package, self.workbook)
        drawings = [name for name in self.package.archive.namelist() if name.lower().endswith(".vml")]
        self.block = max((comments.highest_block(self.package.read(name)) for name in drawings), default=0) + 1
        self.own = next((name for name in self.sheets if named_so(name) and self._holds_marker(name)), None)
        if self.own is not None:
            self._clean()
        self.styles = self._styles()

    def _holds_marker(self, name: str) -> bool:
        shared = [each.target for each in self.package.relations(self.workbook) if each.kind == "sharedStrings"]
        return any(
            held_in(self.package.chunks(part)) for part in (self.sheets[name], *shared) if self.package.name(part)
        )

    def _clean(self) -> None:
        """Takes away what an earlier annotation put in: a corrected cell keeps no old comment."""
        for part in self.sheets.values():
            links = [each for each in self.package.relations(part) if self.package.name(each.target)]
            gone: set[comments.Cell] = set()
            for place in (each.target for each in links if each.kind == "comments"):
                kept, gone = comments.without_ours(self.package.read(place))
                self.package.put(place, kept)
            for place in (each.target for each in links if each.kind == "vmlDrawing" and gone):
                self.package.put(place, comments.without_boxes(self.package.read(place), gone))

    def _styles(self) -> Styles:
        links = [each.target for each in self.package.relations(self.workbook) if each.kind == "styles"]
        part = self.package.name(links[0]) if links else None
        if part is None:
            part = self._added("styles", "styles.xml", _SHEET + "styles+xml", self.workbook)[0]
            self.package.put(part, EMPTY)
        given = self.package.read(part)
        styles = Styles(unmarked(given) if self.own is not None else given)
        self.package.late[part] = styles.close
        return styles

    def _added(self, kind: str, pattern: str, content_type: str, of: str) -> tuple[str, str]:
        """A new part that another one leads to: its name and the relation."""
        part = self.package.free(posixpath.join(posixpath.dirname(self.workbook), pattern))
        self.package.declare(part, content_type)
        return part, self.package.relate(of, kind, part)

    def mark(self) -> None:
        """Colour and comment the cells of every sheet that has a remark."""
        for told, marks in marks_of(self.order).items():
            name = self.names.get(told, told)
            if name in self.sheets and name != self.own:
                self._mark(name, self.sheets[name], marks)

    def _mark(self, name: str, part: str, marks: Sequence[Mark]) -> None:
        frame = framed(self.package.chunks(part))
        cells = moved(marks, frame.merged())
        for cell, said in cells.items():
            self.addresses |= dict.fromkeys((mark.place for mark in said), (name, f"{letters(cell[1])}{cell[0]}"))
        texts = {cell: comment_of(self.order, cell, cells[cell]) for cell in sorted(cells)[: self._budget()]}
        tail = self._comment(part, frame, texts) if texts else frame.tail
        self.cells, self.commented = self.cells + len(cells), self.commented + len(texts)
        wanted: dict[int, dict[int, Level]] = {}
        for (row, column), said in cells.items():
            wanted.setdefault(row, {})[column] = "error" if any(mark.level == "error" for mark in said) else "warning"
        marker = Marker(frame, wanted, self.styles.marked)
        self.package.streamed[part] = lambda: self._streamed(part, frame, marker, tail)

    def _budget(self) -> int:
        return max(0, MOST_COMMENTS - self.commented)

    def _streamed(self, part: str, frame: Frame, marker: Marker, tail: bytes) -> Iterator[bytes]:
        yield frame.head
        yield from marker.rows(between(self.package.chunks(part), frame))
        yield tail

    def _comment(self, part: str, frame: Frame, texts: Mapping[comments.Cell, str]) -> bytes:
        """Puts the texts into the comments of a sheet and the boxes into its drawing; the end of the sheet."""
        given = next((each.target for each in self.package.relations(part) if each.kind == "comments"), None)
        place = given if given and self.package.name(given) else None
        if place is None:
            place = self._added("comments", "comments{n}.xml", _SHEET + "comments+xml", part)[0]
            self.package.put(place, comments.no_comments(self._namespace()))
        content, new = comments.with_texts(self.package.read(place), texts)
        self.package.put(place, content)
        return self._box(part, frame, new, texts) if new else frame.tail

    def _box(self, part: str, frame: Frame, cells: list[comments.Cell], texts: Mapping[comments.Cell, str]) -> bytes:
        relation, tail = frame.drawing(), frame.tail
        targets = {each.id: each.target for each in self.package.relations(part)}
        place = targets.get(relation, "") if relation else None
        if place is not None and not self.package.name(place):
            raise Unfollowed("a drawing that is not there")
        if place is None:
            place, relation = self._added("vmlDrawing", "drawings/vmlDrawing{n}.vml", _TYPE + "vmlDrawing", part)
            self.package.put(place, comments.no_boxes())
            tail = frame.with_drawing(relation, self.package.base)
        self.package.put(place, comments.with_boxes(self.package.read(place), cells, texts, self.block))
        self.block += comments.blocks_for(len(cells))
        return tail

    def _namespace(self) -> str:
        return parsed(self.package.read(self.workbook)).tag.rpartition("}")[0].lstrip("{")

    def summarise(self) -> None:
        """Add our sheet at the end, or write it again where the workbook has one."""
        part = self.sheets[self.own] if self.own is not None else self._new_sheet()
        content = summary(self.order, self._notices(), self.addresses, self.styles, self._namespace())
        self.package.put(part, content)

    def _new_sheet(self) -> str:
        part, relation = self._added("worksheet", "worksheets/sheet{n}.xml", _SHEET + "worksheet+xml", self.workbook)
        workbook = self.package.read(self.workbook)
        name, number = escaped(self._free_name()), highest_sheet_id(workbook) + 1
        link = b'xmlns:r="%b" r:id="%b"' % (escaped(self.package.base), escaped(relation))
        made = b'sheet name="%b" sheetId="%d" %b/>' % (name, number, link)
        self.package.put(self.workbook, into(workbook, "sheets", lambda prefix: b"<" + prefix + made))
        return part

    def _free_name(self) -> str:
        taken, name = {each.casefold() for each in self.sheets}, self.order.labels.sheet
        further = (f"{name} ({number})" for number in range(2, len(taken) + 3))
        return next(each for each in (name, *further) if each.casefold() not in taken)

    def _notices(self) -> list[str]:
        notices = self.order.labels.notices
        left = self.cells - self.commented
        told = self.form in notices and (self.cells or self.form != "same")
        return [*([notices[self.form]] if told else []),
                *([notices["comments_left"].format(n=left)] if left else [])]  # fmt: skip
