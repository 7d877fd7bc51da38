"""Every line below the header gets its place: a product line, or skipped as title, repeated header, total or note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from imports.cleaning.texts import plain
from imports.fields import fold
from imports.lifecycle import no_longer
from imports.record import Column, Issue, Words
from imports.tables.layout import Table, number_like, number_share
from imports.tables.second_table import further_headers, under_other

Lines = npt.NDArray[np.intp]
_TOTAL = re.compile(
    r"^(?:sous[\s-]*|s\s?[/.]\s?)?tota(?:l|ux)\b|^montant total|^net à payer\b|^(?:dont )?t\.?v\.?a\.?(?: .{0,12}%)?$|^grand total|^sub[\s-]?total|^(?:zwischen|gesamt)?summe\b|^report\b|^à reporter\b"
    r"|^arr[êe]t[ée]e? (?:le|la|à) (?:présent|somme|montant)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"^-? ?(?:(?:page|p\.|seite|folio) ?(?:n° ?)?)\d{1,4}(?: ?(?:/|sur|of|de|von) ?\d{1,4})? ?-?$", re.IGNORECASE
)
_TOTAL_ALONE = re.compile(
    r"^(?:sous[\s-]*)?tota(?:l|ux)(?: (?:g[ée]n[ée]ral|ht|ttc|tva))?\s*:?$|^sub[\s-]?total$", re.IGNORECASE
)
"""A cell of the reference column that can be no reference."""
_CODE = re.compile(r"^(?=\S*\d)[\w./+#-]+$|^[A-Z0-9][A-Z0-9./_-]{2,}$")
"""A cell that may be a reference: one word with a digit, or all capitals."""


_UNIT_NOTE = re.compile(r"^(?:[(\[].{1,20}[)\]]|[^\s\d]{1,4})$")


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """The lines of a table: those that are products, and those skipped with why."""

    products: Lines
    issues: tuple[Issue, ...]
    skipped: int
    foreign: Mapping[int, Issue] = field(default_factory=dict)
    """Product lines that stand under another header: what is told of each."""
    sections: Mapping[int, str] = field(default_factory=dict)
    """Lines of section titles, with the title."""


def sort_lines(table: Table, fields: Mapping[str, tuple[int, ...]], words: Words) -> Sorted:
    """Parts the product lines from the rest; only lines that lack a price or a reference are doubted."""
    repeated = _repeated_headers(table)
    further = further_headers(table, fields, words)
    headers = {int(line) for line in table.lines[repeated]} - further.other.keys() | further.same
    foreign = {**_cut_otherwise(table), **under_other(table, further, frozenset(headers))}
    kinds = dict.fromkeys([*headers, *further.other], "row.repeated_header")
    for line in _doubtful(table, fields, repeated):
        if int(line) not in kinds and int(line) not in foreign and (kind := _kind(table, fields, int(line))):
            kinds[int(line)] = kind
    kinds = _notes(table, kinds)
    kept = (
        np.array([line not in kinds for line in table.lines.tolist()], dtype=bool)
        if kinds
        else np.ones(len(table.lines), bool)
    )
    sections = {line: _first_text(table, line) for line, kind in sorted(kinds.items()) if kind == "row.section"}
    return Sorted(table.lines[kept], tuple(_stretches(table, kinds)), len(kinds), foreign, sections)


def _notes(table: Table, kinds: Mapping[int, str]) -> dict[int, str]:
    """A title below the last product of its sheet is a note."""
    starts = [first for _, first in table.grid.stack] or [0]
    found = dict(kinds)
    for first, end in zip(starts, [*starts[1:], len(table.grid.numbers)], strict=True):
        own = table.lines[(table.lines >= first) & (table.lines < end)].tolist()
        last = max((line for line in own if line not in kinds), default=-1)
        found |= {line: "row.note" for line in own if line > last and kinds.get(line) == "row.section"}
    return found


def _repeated_headers(table: Table) -> npt.NDArray[np.bool_]:
    """Lines that say again what the header says, in at least two columns and most of what they hold."""
    alike = np.zeros(len(table.lines), np.int32)
    filled = np.zeros(len(table.lines), np.int32)
    for column in table.grid.columns:
        codes = column.codes[table.lines]
        filled += codes > 0
        alike += np.isin(codes, _like_header(column, table.header))
    return (alike >= 2) & (alike * 5 >= filled * 3)


def _like_header(column: Column, header: tuple[int, ...]) -> list[int]:
    """The codes of the cells that say what the header says, in capitals or without accents too."""
    titles = {plain(column.at(line)) for line in header if column.codes[line]}
    folded = {fold(title) for title in titles}
    lengths = {len(title) + more for title in titles for more in range(-2, 5)}  # blanks and decomposed accents
    begins = {title[:1].casefold() for title in (*titles, *folded)}
    ends = {title[-1:].casefold() for title in (*titles, *folded)}
    return [
        code
        for code, cell in enumerate(column.values)
        if isinstance(cell, str)
        and len(cell) in lengths
        and cell.lstrip()[:1].casefold() in begins
        and (not cell.isascii() or cell.rstrip()[-1:].casefold() in ends)
        and fold(plain(cell)) in folded
    ]


def _doubtful(table: Table, fields: Mapping[str, tuple[int, ...]], repeated: npt.NDArray[np.bool_]) -> Lines:
    """Lines without a price, a reference or a name: only these may be titles, totals or notes."""
    whole = np.ones(len(table.lines), dtype=bool)
    for name in ("reference", "price", "name"):
        if fields.get(name):
            whole &= _any(table, fields[name])
    if not (fields.get("reference") and fields.get("price")):
        filled = sum((column.codes[table.lines] > 0).astype(np.int32) for column in table.grid.columns)
        whole &= filled > 2
    for position in fields.get("reference", ())[:1]:
        column = table.grid.columns[position]
        total = np.array([isinstance(cell, str) and bool(_TOTAL_ALONE.match(plain(cell))) for cell in column.values])
        whole &= ~total[column.codes[table.lines]]
    return table.lines[~whole & ~repeated]


def _any(table: Table, positions: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    held = np.zeros(len(table.lines), dtype=bool)
    for position in positions:
        held |= table.grid.columns[position].codes[table.lines] > 0
    return held


def _kind(table: Table, fields: Mapping[str, tuple[int, ...]], line: int) -> str | None:
    """Why this line is no product, or None when it may be a faulty one."""
    cells = {position: plain(cell) for position, cell in enumerate(table.grid.line(line)) if cell is not None}
    texts = list(cells.values())
    references = [cells[position] for position in fields.get("reference", ()) if position in cells]
    if len(texts) == 1 and (lone := _lone(table, fields, *cells.items())):
        return lone
    lone_word = len(texts) == 1 and not any(sign.isdigit() for sign in texts[0])  # "SOLS" alone on its line is a title
    coded = not lone_word and any(_CODE.match(text) and not _TOTAL.match(text) for text in references)
    if any(_TOTAL.match(text) for text in texts[:3]) and not coded:
        return "row.total"
    priced = any(position in cells for position in fields.get("price", ()))
    if _gone(cells, fields) and not priced:
        return "row.not_orderable"
    if not any(sign.isdigit() for text in texts for sign in text) and _below_header(table, line, cells, fields):
        return "row.repeated_header"
    if coded or priced or len(table.titles) < 2:
        return None
    few = 1 if len([title for title in table.titles if title]) < 4 else 2
    return "row.section" if len(texts) <= few and not all(re.fullmatch(r"[\d\s.,]+", text) for text in texts) else None


def _gone(cells: Mapping[int, str], fields: Mapping[str, tuple[int, ...]]) -> bool:
    """True for a line whose state says that the article is sold no longer."""
    return any(no_longer(cells.get(position, "")) for position in fields.get("active_status", ()))


def _below_header(table: Table, line: int, cells: Mapping[int, str], fields: Mapping[str, tuple[int, ...]]) -> bool:
    """True for the line of units right below the header: "(€)", "(%)", "kg" and neither a reference nor a name."""
    named = {position for name in ("reference", "name") for position in fields.get(name, ())}
    return (
        bool(named)
        and line == table.lines[0]
        and not named & cells.keys()
        and all(map(_UNIT_NOTE.match, cells.values()))
    )


def _cut_otherwise(table: Table) -> dict[int, Issue]:
    """Lines of one cell that hold a whole line of the table, parted by another separator than the file's."""
    width = len([title for title in table.titles if title])
    if table.grid.name is not None or width < 3:
        return {}
    filled = sum((column.codes[table.lines] > 0).astype(np.int32) for column in table.grid.columns)
    found: dict[int, Issue] = {}
    first = table.grid.columns[0].codes[table.lines] > 0
    for line in table.lines[(filled == 1) & first].tolist():
        text = table.grid.columns[0].at(line)
        if isinstance(text, str) and any(_parted(text, separator, width) for separator in ",;\t|"):
            row = int(table.grid.numbers[line])
            found[line] = Issue("row.other_separator", "error", row, value=plain(text)[:200])
    return found


def _parted(text: str, separator: str, width: int) -> bool:
    """True where this separator makes about as many cells as there are headers, an amount among them."""
    parts = [part.strip() for part in text.split(separator)]
    return abs(len(parts) - width) <= 1 and len(parts) > 2 and all(parts[:2]) and any(map(number_like, parts[1:]))


def _lone(table: Table, fields: Mapping[str, tuple[int, ...]], cell: tuple[int, str]) -> str | None:
    """A page number, or an amount under a column of amounts that are not the prices: it is their sum."""
    position, text = cell
    if _PAGE.match(text):
        return "row.note"
    named = {place for name in ("reference", "name", "price") for place in fields.get(name, ())}
    summed = (
        position not in named and number_like(text) and number_share(table.grid.columns[position], table.lines) > 0.5
    )
    return "row.total" if summed and {"reference", "name"} <= fields.keys() else None


def _stretches(table: Table, kinds: Mapping[int, str]) -> Iterator[Issue]:
    """One issue for each stretch of neighbouring lines skipped for the same reason."""
    start: int | None = None
    before = -2
    ordered = sorted(kinds)
    position = {int(line): index for index, line in enumerate(table.lines.tolist())}
    for line in [*ordered, -1]:
        joined = start is not None and line >= 0 and kinds[line] == kinds[before]
        joined = (
            joined and position[line] == position[before] + 1 and table.grid.sheet(line) == table.grid.sheet(before)
        )
        if not joined:
            if start is not None:
                yield _skip(table, kinds[start], start, before)
            start = line
        before = line


def _first_text(table: Table, line: int) -> str:
    return next((plain(cell) for cell in table.grid.line(line) if cell is not None), "")


def _skip(table: Table, kind: str, first: int, last: int) -> Issue:
    numbers, grid = table.grid.numbers, table.grid
    value = _first_text(table, first) or None
    closing = int(numbers[last]) if last != first else None
    return Issue(kind, "warning", int(numbers[first]), None, value[:200] if value else None, grid.sheet(first), closing)
