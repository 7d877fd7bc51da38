"""Which sheet is the catalogue, and where its header stands: after titles, over two rows, under merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from imports.cleaning.texts import plain
from imports.fields import REQUIRED, known_word
from imports.quantities import quantity_from
from imports.record import Cell, Column, Grid, Words

LOOKED_AT = 60
"""A header stands among the first 60 lines that hold anything."""
LONGEST_TITLE = 120
_Try = tuple[tuple[int, int], list[tuple[str, ...]], set[str]]
"""A header tried out: how much it names, its titles, the fields that they name."""
_NUMBERLIKE = re.compile(r"^[\s€$£+\-−]*\d[\d\s.,'’]*\s*(?:€|eur|%|ht|ttc)?\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"^[\s\-_=*.·•~—–|+#;,]+$")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One sheet laid out. `header`: its lines; `titles[c]`: what stands over column c, unique, "" over an empty column.

    alternatives[c]: the title's parts where two rows make it. `lines`: the lines below the header that hold anything.
    known: the fields that the titles name for sure. `guessed`: the header was found by its shape, no title is known.
    parts: the tables of the sheets that were laid under one another, in order; empty for one sheet.
    """

    grid: Grid
    header: tuple[int, ...]
    titles: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    lines: npt.NDArray[np.intp]
    known: frozenset[str] = frozenset()
    guessed: bool = False
    parts: tuple[Table, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """How much of a catalogue this is: required fields named, then lines."""
        return (len(self.known & {*REQUIRED, "list_price", "description"}) if self.known else 0, len(self.lines))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(self.grid.numbers[line]) for line in self.header)


def catalogue_like(table: Table) -> bool:
    """Names at least two of reference, name and price, and holds a line."""
    return len(table.known & {*REQUIRED, "list_price", "description"}) >= 2 and len(table.lines) > 0


def laid_out(grid: Grid, words: Words) -> Table | None:
    """The sheet with its header found, or None when it holds nothing."""
    filled = _filled(grid)
    lines = np.nonzero(filled)[0]
    if not len(lines):
        return None
    head = [int(line) for line in lines[:LOOKED_AT]]
    header, titles, known = _best_header(grid, head, words)
    guessed = not known
    if guessed:
        header, titles = _shaped_header(grid, head, filled)
    last = header[-1] if header else -1
    below = lines[lines > last]
    below = below[~_separators(grid, below)]
    carried = _carried_down(grid, last)
    return Table(carried, header, *_unique(titles, carried, below), below, frozenset(known), guessed)


def _filled(grid: Grid) -> npt.NDArray[np.int32]:
    """How many cells of each line hold something."""
    counts = np.zeros(len(grid.numbers), np.int32)
    for column in grid.columns:
        counts += column.codes > 0
    return counts


def _best_header(grid: Grid, head: list[int], words: Words) -> tuple[tuple[int, ...], list[tuple[str, ...]], set[str]]:
    """The line, or two lines, that name the most fields; none where fewer than two are named.

    Once a whole header is followed by a line with an amount, what comes later is another table's.
    """
    best: _Try = ((0, 0), [], set())
    chosen: tuple[int, ...] = ()
    for index, line in enumerate(head):
        if _whole(best[2]) and any(map(_is_amount, grid.line(line))):
            break
        pair = tuple(head[index : index + 2])
        tries: list[tuple[tuple[int, ...], _Try | None]] = [((line,), _tried(grid, (line,), words))]
        if _may_be_second(grid, pair):
            lower, both = _tried(grid, pair[1:], words), _tried(grid, pair, words)
            tries += [(pair, both)] if both and (lower is None or both[0] > lower[0]) else []
        for header, found in tries:
            if found and found[0] > best[0]:
                best, chosen = found, header
    return (chosen, best[1], best[2]) if best[0][1] >= 2 else ((), [], set())


def _tried(
    grid: Grid, header: tuple[int, ...], words: Words
) -> tuple[tuple[int, int], list[tuple[str, ...]], set[str]] | None:
    titles = _titles(grid, header, words)
    named = [_first_known(parts, words) for parts in titles]
    known = {name for name in named if name}
    required = len(known & {*REQUIRED, "list_price"})
    if required < 2 and _numbers_in(grid, header[-1]):
        return None
    prices = sum(
        name == "price" or quantity_from(parts[0]) is not None for name, parts in zip(named, titles, strict=True)
    )
    bonus = 1 if len(header) == 1 else prices
    return (3 * required + len(known) + (bonus > 1), len(known)), titles, known


def _whole(known: set[str]) -> bool:
    return bool(known & {"price", "list_price"}) and bool(known & {"reference", "name", "description"})


def _first_known(parts: tuple[str, ...], words: Words) -> str | None:
    return next((name for part in parts if (name := known_word(part, words))), None)


def _may_be_second(grid: Grid, header: tuple[int, ...]) -> bool:
    """A second header row holds short texts only, and stands under a first one that has gaps or spans."""
    if len(header) < 2 or header[1] != header[0] + 1:
        return False
    upper, lower = grid.line(header[0]), grid.line(header[1])
    if _is_page_title(upper, lower):
        return False
    texts = [plain(cell) for cell in lower if cell is not None]
    short = all(isinstance(cell, str) or cell is None for cell in lower) and all(len(text) <= 60 for text in texts)
    fills = any(below is not None and above is None for above, below in zip(upper, lower, strict=True))
    return bool(texts) and short and (fills or _spans(grid, header[0])) and not any(map(_data_like, texts))


def _is_page_title(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """One text over the first column alone is a title of the page: it would name every column below it."""
    filled = [place for place, cell in enumerate(upper) if cell is not None]
    first = next((place for place, cell in enumerate(lower) if cell is not None), None)
    return len(filled) == 1 and first is not None and filled[0] <= first


def _data_like(text: str) -> bool:
    return (
        bool(re.search(r"\d{2,}", text))
        and quantity_from(text) is None
        and not re.search(r"(?:19|20)\d\d|EAN|GTIN|\bCO2\b", text, re.IGNORECASE)
    )


def _spans(grid: Grid, line: int) -> bool:
    return any(first <= line <= last and right > left for first, left, last, right in grid.merged)


def _numbers_in(grid: Grid, line: int) -> bool:
    """True for a line of data: a number cell, or more number-like texts than one."""
    cells = grid.line(line)
    numeric = sum(isinstance(cell, Decimal) and not 1990 <= cell <= 2100 for cell in cells)
    return numeric > 0 or sum(bool(_NUMBERLIKE.match(cell)) for cell in cells if isinstance(cell, str)) > 1


def _titles(grid: Grid, header: tuple[int, ...], words: Words) -> list[tuple[str, ...]]:
    """For each column, its title and then the parts that made it."""
    if len(header) == 1:
        return [(_title(cell),) for cell in grid.line(header[0])]
    upper, lower = _carried_right(grid, header[0]), [_title(cell) for cell in grid.line(header[1])]
    return [_double(_title(above), below, lower, words) for above, below in zip(upper, lower, strict=True)]


def _double(first: str, second: str, lower: list[str], words: Words) -> tuple[str, ...]:
    """A title of two rows: the lower one where it says enough by itself ("TVA" under "Prix"), else both together."""
    if not first or not second or first == second:
        return (first or second,)
    both, alone = f"{first} {second}", known_word(second, words)
    enough = alone not in (None, "price", "list_price") and lower.count(second) == 1
    return (second, both, first) if enough else (both, second, first)


def _title(cell: Cell) -> str:
    text = plain(cell)
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"


def _carried_right(grid: Grid, line: int) -> list[Cell]:
    """The upper header row, each merged title written over every column it spans."""
    cells = list(grid.line(line))
    spans = [span for span in grid.merged if span[0] <= line <= span[2] and span[3] > span[1]]
    for _, left, _, right in spans:
        if 0 <= left < len(cells):
            cells[left : right + 1] = [cells[left]] * (min(right, len(cells) - 1) - left + 1)
    return cells if spans else _over_gaps(cells)


def _over_gaps(cells: list[Cell]) -> list[Cell]:
    """Without merged cells, a title is taken to reach over the blanks to its right."""
    carried, last = [], None
    for cell in cells:
        last = cell if cell is not None else last
        carried.append(last)
    return carried


def _shaped_header(
    grid: Grid, head: list[int], filled: npt.NDArray[np.int32]
) -> tuple[tuple[int, ...], list[tuple[str, ...]]]:
    """Where no word is known: the first line of texts that is as wide as the lines after it; no line where all hold numbers."""
    usual = int(np.median([filled[line] for line in head])) if head else 0
    for index, line in enumerate(head):
        texts = all(isinstance(cell, str) for cell in grid.line(line) if cell is not None)
        wide = filled[line] >= max(2, usual * 0.6) or (filled[line] >= 2 and _spans(grid, line))
        if texts and wide and not any(map(_is_amount, grid.line(line))):
            header = tuple(head[index : index + 2])
            header = header if _spans(grid, line) and _may_be_second(grid, header) else (line,)
            return header, _titles(grid, header, Words())
    lone = next((line for line in head[:1] if any(known_word(plain(cell), Words()) for cell in grid.line(line))), None)
    return ((), [("",)] * len(grid.columns)) if lone is None else ((lone,), _titles(grid, (lone,), Words()))


def _unique(
    titles: list[tuple[str, ...]], grid: Grid, lines: npt.NDArray[np.intp]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Titles told apart ("Prix", "Prix (2)"); a column with content and no title is called by its letter."""
    seen: dict[str, int] = {}
    unique = []
    for position, parts in enumerate(titles):
        title = parts[0] or (
            f"[{_letter(position + grid.offset)}]" if (grid.columns[position].codes[lines] > 0).any() else ""
        )
        seen[title] = seen.get(title, 0) + 1
        unique.append(title if not title or seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(unique), tuple(parts if parts[0] else () for parts in titles)


def _letter(position: int) -> str:
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _separators(grid: Grid, lines: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Lines of nothing but dashes and dots: they are no rows."""
    only = np.ones(len(lines), dtype=bool)
    for column in grid.columns:
        strokes = np.array(
            [
                cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and bool(_SEPARATOR.match(cell)))
                for cell in column.values
            ]
        )
        if strokes.all():
            continue
        only &= strokes[column.codes[lines]]
    return only


def _carried_down(grid: Grid, header: int) -> Grid:
    """A cell merged over several lines of one column stands for each of them."""
    spans = [span for span in grid.merged if span[1] == span[3] and span[2] > span[0] > header and span[1] >= 0]
    if not spans:
        return grid
    columns = list(grid.columns)
    for first, position, last, _ in spans:
        if position < len(columns) and first < len(grid.numbers):
            codes = columns[position].codes.copy()
            codes[first : last + 1] = codes[first]
            columns[position] = Column(columns[position].values, codes)
    return replace(grid, columns=tuple(columns))


def number_share(column: Column, lines: npt.NDArray[np.intp]) -> float:
    """Share (0-1) of the column's filled cells that read as numbers or amounts."""
    codes = column.codes[lines]
    codes = codes[codes > 0]
    if not len(codes):
        return 0.0
    alike = np.array([number_like(cell) for cell in column.values])
    return float(alike[codes].mean())


def number_like(cell: Cell) -> bool:
    """True for a number cell and for text that reads as a number or an amount."""
    return isinstance(cell, Decimal) or (isinstance(cell, str) and bool(_NUMBERLIKE.match(cell)))


def _is_amount(cell: Cell) -> bool:
    """As `number_like`; a year may stand in a header."""
    return number_like(cell) and not re.fullmatch(r"(?:19|20)\d\d", plain(cell))


def has_numbers(table: Table) -> bool:
    """True when at least one column could hold prices and one could hold names."""
    held = [column for column in table.grid.columns if (column.codes[table.lines] > 0).any()]
    priced = any(number_share(column, table.lines) >= 0.5 for column in held)
    return priced and any(_worded(column, table.lines) for column in held)


def _worded(column: Column, lines: npt.NDArray[np.intp]) -> bool:
    """True for a column in which most cells are words."""
    codes = column.codes[lines]
    words = np.array([isinstance(cell, str) and not number_like(cell) for cell in column.values])
    return bool(words[codes[codes > 0]].mean() >= 0.5)
