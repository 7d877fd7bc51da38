"""Rows that know the name of each of their cells become one grid: a column for each name, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal, InvalidOperation
from functools import cache
from xml.etree.ElementTree import Element

import numpy as np

from imports.fields import known_word
from imports.formats.xml import DEPTH, LANGUAGE
from imports.grids import CHUNK, GridColumns
from imports.record import Cell, Column, Grid, Issue, UnreadableFile, Words

MOST_TITLES = 400
REST = "…"
"""The column of what stands in further elements than a table has columns for, as "path: text" lines."""
_PIECE = frozenset(("C62", "EA", "H87", "PCE", "NAR"))
_SPOKEN = {code: rank for rank, codes in enumerate(("fra fre fr", "eng en")) for code in codes.split()}


MARK = "\ue000"
"""Opens what stands for a text that a reader is only to pass on (see `alike`)."""


class Looked(Exception):
    """A reader looked at a text that it was only to pass on."""


class Gathered:
    """Takes rows one by one. `left_out`, `broken`: line -> issue of a row that is skipped, or rejected.

    deleted: those left out because they name what is to go.

    `own`: says of a title whether it is one of the format's; of others only MOST_TITLES become columns.
    """

    def __init__(self, own: Callable[[str], bool]) -> None:
        self.titles: dict[str, int] = {}
        self.left_out: dict[int, Issue] = {}
        self.deleted: set[int] = set()
        self.broken: dict[int, Issue] = {}
        self.warned: list[Issue] = []
        self.height = 0
        self._columns = GridColumns()
        self._rows: list[Sequence[Cell]] = []
        self._trial = self._said = False
        self._own, self._others = own, 0

    @property
    def row(self) -> int:
        """The number of the row that is added next, counted from 1."""
        return self.height + 1

    def add(self, cells: Mapping[str, Cell]) -> None:
        """Takes one row: title -> cell. Titles that are new become columns."""
        if not cells.keys() <= self.titles.keys():
            cells = self._titled(cells)
        self.take([cells.get(title, "") for title in self.titles])

    def take(self, cells: Sequence[Cell]) -> None:
        """Takes one row of cells in the order of the titles; titles beyond the last cell are blank."""
        self._rows.append(cells)
        self.height += 1
        if len(self._rows) == CHUNK:
            self._flush()

    def has_titles(self, cells: Mapping[str, Cell]) -> bool:
        """Whether there is a column for each of these titles; those that are new become columns."""
        return all(title in self.titles or self._new(title) for title in cells)

    def tried(self, read: Callable[[], Mapping[str, Cell]]) -> Mapping[str, Cell] | None:
        """The row that `read` makes, without adding it; None where it says anything of the row besides."""
        self._trial, self._said = True, False
        try:
            cells = read()
        finally:
            self._trial = False
        return None if self._said else cells

    def _titled(self, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """The row with its new titles told; what there is no column for goes into one, with its title."""
        kept: dict[str, Cell] = {}
        rest = []
        for title, cell in cells.items():
            if title in self.titles or self._new(title):
                kept[title] = cell
            else:
                rest.append(f"{title}: {cell}")
        if rest:
            self.titles.setdefault(REST, len(self.titles))
            kept[REST] = "\n".join(rest)
        return kept

    def _new(self, title: str) -> bool:
        """Makes a column of a title, unless it is one too many."""
        if not self._own(title):
            if self._others == MOST_TITLES:
                return False
            self._others += 1
        self.titles[title] = len(self.titles)
        return True

    def _flush(self) -> None:
        self._columns.extend(self._rows)
        self._rows = []

    def leave_out(self, code: str, value: str | None, **params: str | int | None) -> None:
        """The row that is added next is skipped, and named."""
        self._said = True
        if self._trial:
            return
        self.left_out[self.height] = Issue(code, "warning", self.row, value=value, params=params)

    def delete(self, value: str | None) -> None:
        """The row that is added next is no product: it says that one goes."""
        self.leave_out("row.deletion", value)
        if not self._trial:
            self.deleted.add(self.height)

    def reject(self, code: str, column: str | None, value: str | None, **params: str | int | None) -> None:
        """The row that is added next is rejected."""
        self._said = True
        if self._trial:
            return
        self.broken[self.height] = Issue(code, "error", self.row, column, value, params=params)

    def warn(self, code: str, column: str | None, value: str | None, **params: str | int | None) -> None:
        """Something to say of the row that is added next."""
        self._said = True
        if self._trial:
            return
        self.warned.append(Issue(code, "warning", self.row, column, value, params=params))

    def grid(self, *further: tuple[str, Sequence[Cell]]) -> Grid:
        """The grid, with further columns of one cell a row. Raises UnreadableFile when there is no row."""
        if not self.height:
            raise UnreadableFile("file.no_rows", sheet=None)
        self._flush()
        columns = list(self._columns.columns())
        for title, cells in further:
            self.titles[title] = len(columns)
            columns.append(_column(cells))
        numbers = np.arange(1, self.height + 1, dtype=np.int32)
        return Grid(None, tuple(columns), numbers, broken=self.broken)


def _column(cells: Sequence[Cell]) -> Column:
    index: dict[Cell, int] = {None: 0}
    codes = np.array([index.setdefault(cell or None, len(index)) for cell in cells], dtype=np.int32)
    return Column(list(index), codes)


def leaves(element: Element, path: str = "", depth: int = 0) -> Iterator[tuple[str, Element]]:
    """(path below `element`, element that holds text) in the order of the file; a `type` is part of the path."""
    if depth > DEPTH:
        raise UnreadableFile("file.xml_hostile", detail="depth")
    for child in element:
        kind = child.get("type")
        here = f"{path}{child.tag}[{kind}]" if kind else path + child.tag
        if len(child):
            yield from leaves(child, here + "/", depth + 1)
        else:
            yield here, child


def text(element: Element | None) -> str:
    """The whole text of an element, comments or not, without blanks around; "" where there is none."""
    return (element.text or "").strip() if element is not None else ""


def below(element: Element, path: str) -> str:
    """The text of the first element at `path` ("Price/PriceAmount") below `element`; "" where there is none."""
    found = element.find(path) if "/" not in path else _descended(element, path)
    return (found.text or "").strip() if found is not None else ""


def _descended(element: Element, path: str) -> Element | None:
    """As `find`, without its parsing of paths."""
    found: Element | None = element
    for name in path.split("/"):
        if found is None:
            return None
        found = found.find(name)
    return found


def flat(element: Element) -> dict[str, str]:
    """Name -> text of the children, the first of each name: one pass where many are asked for."""
    found: dict[str, str] = {}
    for child in element:
        if child.tag not in found:
            found[child.tag] = (child.text or "").strip()
    return found


def language(element: Element) -> str:
    """The language that an element says its text is in, lower case; "" where it says none."""
    if not element.keys():  # most elements have no attribute at all
        return ""
    return (element.get("lang") or element.get(LANGUAGE) or element.get("languageID") or "").lower()


@cache
def rank(code: str) -> int:
    """French first, then English, then the first in the file."""
    return _SPOKEN.get(code.partition("-")[0], len(_SPOKEN))


def best(elements: Sequence[Element]) -> str:
    """The text of the element in the best language; "" where there is none."""
    if len(elements) < 2:
        return text(elements[0]) if elements else ""
    return text(min(elements, key=lambda element: rank(language(element))))


class Telling:
    """Which features, properties and extrinsics say a field by their own name ("Label", "Allergènes"): asked once a name."""

    def __init__(self, words: Words, fields: Set[str]) -> None:
        self._words, self._fields = words, fields
        self._known: dict[str, str | None] = {}

    def field(self, name: str) -> str | None:
        """The field that the name surely says, if it is one of those asked for, or a claim; else None."""
        if name not in self._known:
            said = known_word(name, self._words)
            told = said if said and (said in self._fields or said.startswith("claim:")) else None
            if len(self._known) > 10_000:
                return told
            self._known[name] = told
        return self._known[name]


TELLING = frozenset(("label", "hazard_codes", "allergens", "origin", "classifications", "dilution", "yield_pages"))


def spoken(texts: Iterable[tuple[str, str, str]]) -> dict[str, Cell]:
    """(path, language, text) in the order of the file -> cells. Of several languages the best has the path for title.

    Texts of one path and language are joined by "; ", each once; the other languages stand beside as "path[deu]".
    """
    cells: dict[str, Cell] = {}
    again: dict[str, list[tuple[str, str]]] = {}
    codes: dict[str, str] = {}
    for path, code, words in texts:
        if not words:
            continue
        if path not in cells:
            cells[path], codes[path] = words, code
        else:
            again.setdefault(path, [(codes[path], str(cells[path]))]).append((code, words))
    for path, several in again.items():
        cells |= _joined(path, several)
    return cells


def _joined(path: str, several: Sequence[tuple[str, str]]) -> dict[str, Cell]:
    spoken_in: dict[str, list[str]] = {}
    for code, words in several:
        spoken_in.setdefault(code, []).append(words)
    chosen = min(spoken_in, key=rank)
    return {
        path if code == chosen else f"{path}[{code}]": "; ".join(dict.fromkeys(words))
        for code, words in spoken_in.items()
    }


def exact(words: str) -> Decimal | None:
    """The number as written with a point, or with one comma for it; None where it is none. Never a float."""
    if words.startswith(MARK):
        raise Looked
    plain = words.strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain or len(plain) > 40 or not set(plain) <= set("0123456789.-+"):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def same_unit(one: str, other: str) -> bool:
    """Whether two unit codes are one unit; a piece has several codes."""
    return one == other or {one, other} <= _PIECE


def per_unit(amount: str, basis: str, factor: str) -> tuple[Cell, Cell]:
    """(price, basis): the same price for `basis` order units, of each of which the price counts `factor`.

    100 for 1 at a factor of 4 is 100 for 0.25. Where the basis cannot be written in six decimals the price is multiplied
    instead: 0.10 for 1 at a factor of 12 is 1.20 for 1. What cannot be worked out is left as it is written.
    """
    price, units, times = exact(amount), exact(basis or "1"), exact(factor)
    if price is None or units is None or times is None or times <= 0 or units <= 0 or times == 1:
        return amount, basis
    whole = units / times
    if (whole * 10**6) % 1 == 0:
        return amount, whole.normalize().__format__("f")
    return price * times, basis
