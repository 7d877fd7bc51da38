"""The workbook's styles with ours added: a marked cell keeps all of its look but the colour behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.annotation.markup import attribute, editable, into, with_attribute
from imports.annotation.record import Unfollowed
from imports.record import Level

COLOURS: Mapping[str, bytes] = {"error": b"FFFFC9C3", "warning": b"FFFFEDB8"}
"""Told again when the workbook comes back: nobody picks just these by hand."""
NONE = b'indexed="64"'
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    b'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    b'<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    b'<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Styles of a workbook that has none; styles 1, 2 and 3 are text, date, and date with time."""
_FONTS: Mapping[str, bytes] = {
    "title": b'<%b><%bb/><%bsz val="14"/><%bname val="Calibri"/><%bfamily val="2"/></%b>',
    "bold": b'<%b><%bb/><%bsz val="11"/><%bname val="Calibri"/><%bfamily val="2"/></%b>',
    "plain": b'<%b><%bsz val="11"/><%bname val="Calibri"/><%bfamily val="2"/></%b>',
    "link": b'<%b><%bu/><%bsz val="11"/><%bcolor rgb="FF0563C1"/><%bname val="Calibri"/><%bfamily val="2"/></%b>',
}
_LOOKS: Mapping[str, tuple[str, Level | None]] = {
    "title": ("title", None), "bold": ("bold", None), "plain": ("plain", None), "link": ("link", None),
    "text": ("plain", None), "error": ("plain", "error"), "warning": ("plain", "warning"),
}  # fmt: skip
"""Look of the summary -> its font and colour."""
_FILL = b'<%bfill><%bpatternFill patternType="solid"><%bfgColor rgb="%b"/><%bbgColor %b/></%bpatternFill></%bfill>'


@dataclass(slots=True)
class Styles:
    """The styles while cells are being marked; `close` gives the part. Raises Unfollowed for styles without cell formats."""

    part: bytes
    _prefix: bytes = b""
    _fills: list[bytes] = field(default_factory=list)
    _cells: list[bytes] = field(default_factory=list)
    _known: dict[object, int] = field(default_factory=dict)
    _new: dict[str, list[bytes]] = field(default_factory=lambda: {"fonts": [], "fills": [], "cellXfs": []})

    def __post_init__(self) -> None:
        editable(self.part)
        found = re.search(rb"<((?:[\w.-]+:)?)cellXfs[\s>]", self.part)
        if not found:
            raise Unfollowed("cellXfs")
        self._prefix = found[1]
        self._fills, self._cells = self._children("fills", "fill"), self._children("cellXfs", "xf")
        if not self._cells or not self._fills or not self._children("fonts", "font"):
            raise Unfollowed("styles")

    def marked(self, style: int, level: Level) -> int:
        """The number of a style that is `style` in the colour of a level."""
        if (style, level) not in self._known:
            cell = self._cells[style if style < len(self._cells) else 0]
            start = cell[: cell.index(b">") + 1]
            coloured = with_attribute(start, "fillId", b"%d" % self._coloured(start, level))
            made = with_attribute(coloured, "applyFill", b"1") + cell[len(start) :]
            self._known[style, level] = self._added("cellXfs", made, len(self._cells))
        return self._known[style, level]

    def look(self, name: str) -> int:
        """The number of a style of the summary."""
        if name not in self._known:
            font, level = _LOOKS[name]
            fill = self._fill(level, NONE) if level else 0
            told = b'<%bxf numFmtId="49" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" '
            told += b'applyFill="1" applyAlignment="1"><%balignment vertical="top"%b/></%bxf>'
            wrap = b"" if name in ("title", "text", "link") else b' wrapText="1"'
            values = (self._prefix, self._font(font), fill, self._prefix, wrap, self._prefix)
            self._known[name] = self._added("cellXfs", told % values, len(self._cells))
        return self._known[name]

    def close(self) -> bytes:
        """The part with all that was asked for."""
        part = self.part
        for parent, children in self._new.items():
            if children:
                joined = b"".join(children)
                part = into(_counted(part, parent, len(children)), parent, lambda _, joined=joined: joined)  # type: ignore[misc]
        return part

    def _children(self, parent: str, child: str) -> list[bytes]:
        names = (self._prefix + parent.encode(), self._prefix + child.encode())
        whole = re.search(rb"<%b(?:\s[^>]*)?>(.*)</%b\s*>" % (names[0], names[0]), self.part, re.DOTALL)
        pattern = rb"<%b(?=[\s/>])[^>]*?(?:/>|>.*?</%b\s*>)" % (names[1], names[1])
        return re.findall(pattern, whole[1], re.DOTALL) if whole else []

    def _coloured(self, cell: bytes, level: Level) -> int:
        """The fill of a level, with the cell's own colour kept in it: it comes back when the mark goes."""
        number = int(attribute(cell, "fillId") or 0)
        own = self._fills[number] if number < len(self._fills) else b""
        colour = re.search(rb"<%bfgColor\s([^>]*?)\s*/?>" % self._prefix, own) if b'"solid"' in own else None
        return self._fill(level, colour[1] if colour else NONE)

    def _fill(self, level: Level, behind: bytes) -> int:
        if ("fill", level, behind) not in self._known:
            p = self._prefix
            made = _FILL % (p, p, p, COLOURS[level], p, behind, p, p)
            self._known["fill", level, behind] = self._added("fills", made, len(self._fills))
        return self._known["fill", level, behind]

    def _font(self, name: str) -> int:
        if ("font", name) not in self._known:
            made = re.sub(
                rb"%b", self._prefix, _FONTS[name].replace(b"<%b>", b"<%bfont>").replace(b"</%b>", b"</%bfont>")
            )
            self._known["font", name] = self._added("fonts", made, len(self._children("fonts", "font")))
        return self._known["font", name]

    def _added(self, parent: str, made: bytes, before: int) -> int:
        self._new[parent].append(made)
        return before + len(self._new[parent]) - 1


def _counted(part: bytes, parent: str, more: int) -> bytes:
    """The part with the count of an element raised, where it has one."""
    found = re.search(rb"<(?:[\w.-]+:)?" + parent.encode() + rb"(?:\s[^>]*)?>", part)
    count = attribute(found[0], "count") if found else None
    if not found or count is None:
        return part
    return part[: found.start()] + with_attribute(found[0], "count", b"%d" % (int(count) + more)) + part[found.end() :]


def unmarked(part: bytes) -> bytes:
    """The styles with our colours taken away: each marked cell has its own colour again."""
    found = re.search(rb"<((?:[\w.-]+:)?)fills[\s>]", part)
    prefix = found[1] if found else b""
    return re.sub(
        rb"<%bfill>.*?</%bfill>" % (prefix, prefix), lambda fill: _unmarked(fill[0], prefix), part, flags=re.DOTALL
    )


def _unmarked(fill: bytes, prefix: bytes) -> bytes:
    colours = dict(re.findall(rb"<%b(fg|bg)Color\s([^>]*?)\s*/?>" % prefix, fill))
    ours = attribute(b"<c " + colours.get(b"fg", b"") + b">", "rgb")
    if ours is None or ours.upper() not in COLOURS.values():
        return fill
    behind = colours.get(b"bg", NONE)
    if behind == NONE or attribute(b"<c " + behind + b">", "rgb") == ours:
        return b'<%bfill><%bpatternFill patternType="none"/></%bfill>' % (prefix, prefix, prefix)
    return re.sub(rb"<%bfgColor\s[^>]*/>" % prefix, b"<%bfgColor %b/>" % (prefix, behind), fill)
