"""One export of a register -> the entries of one label, every row accounted for."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from imports.cleaning import Fault
from imports.cleaning.dates import date, last_day, month_first
from imports.cleaning.texts import plain, says_nothing, text_of
from imports.fields import fold
from imports.record import Cell, Issue, UnreadableFile
from imports.registers.columns import columns_of, named
from imports.registers.numbers import numbers_in
from imports.registers.record import ListedEntry, RegisterReading, RegisterRequest
from imports.registers.rows import RegisterRow, RegisterTable, table_of

LONGEST = 1000
"""Characters of one text that is kept."""
_NAMED_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_FRENCH_DAY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_./](0[1-9]|1[0-2])[-_./](20\d\d)(?!\d)")
_PRICE = re.compile(r"(?<!\w)(?:prix|price|prices|tarif|tarifs|preis|pu ht|puht|montant ht)(?!\w)")
"""Issuers publish no prices: a file with a price column is a supplier's own list, which cannot vouch for itself."""
Day = Callable[[Cell], dt.date | Fault | None]


@dataclass(slots=True)
class _Work:
    """What was found so far."""

    table: RegisterTable
    columns: Mapping[str, int]
    request: RegisterRequest
    begins: Day
    ends: Day
    issues: list[Issue] = field(default_factory=list)
    entries: list[ListedEntry] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    seen: dict[ListedEntry, int] = field(default_factory=dict)

    def text(self, row: RegisterRow, name: str) -> str:
        place = self.columns.get(name)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        return "" if says_nothing(cell, free=False) else plain(cell)[:LONGEST]

    def cell(self, row: RegisterRow, name: str) -> Cell:
        place = self.columns.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def tell(self, row: RegisterRow, code: str, level: str, name: str | None = None, value: str | None = None,
             **params: str | int | None) -> None:  # fmt: skip
        """One issue of a row, with the title of the column it is about."""
        title = self.table.titles[self.columns[name]] if name else None
        told: Issue = Issue(code, "error" if level == "error" else "warning", row.number, title, value or None,
                            self.table.sheet, params=params)  # fmt: skip
        self.issues.append(told)


def read_register_here(path: Path, request: RegisterRequest) -> RegisterReading:
    """Read an export in this very process. Never raises on any content: what cannot be read is a refusal."""
    try:
        table = table_of(path)
    except UnreadableFile as error:
        return RegisterReading(refusal=Issue(error.code, "error", params=error.params))
    columns = columns_of(table.titles, [[text_of(c) for c in row.cells] for row in table.rows[:400]], request)
    if other := _of_another(table, columns, request):
        return RegisterReading(refusal=Issue("register.other_file", "error", params={"label": other}))
    if price := next((title for title in table.titles if _PRICE.search(fold(title))), None):
        return RegisterReading(refusal=Issue("register.price_list", "error", column=price))
    work = _Work(table, columns, request, *_days(table, columns))
    if table.tail:
        work.issues.append(Issue("register.outer_separator", "warning", value=table.tail))
    for row in table.rows:
        work.counts[_taken(work, row)] += 1
    return _closed(work)


def _of_another(table: RegisterTable, columns: Mapping[str, int], request: RegisterRequest) -> str | None:
    """The label that the titles name, where the file has no column of labels and names another than the one asked for."""
    if "label" in columns:
        return None
    said = f" {' '.join(fold(title) for title in table.titles)} {fold(request.name)} "
    named_here = {code for word, code in request.words.items() if f" {word} " in said}
    return min(named_here) if named_here and request.label not in named_here else None


def _days(table: RegisterTable, columns: Mapping[str, int]) -> tuple[Day, Day]:
    """The readers of first and last days: month first where the columns can only be read so."""
    places = [columns[name] for name in ("valid_from", "valid_until") if name in columns]
    cells = [row.cells[place] for place in places for row in table.rows if place < len(row.cells)]
    swap = month_first(cells)
    return date(swap), last_day(swap)


def _taken(work: _Work, row: RegisterRow) -> str:
    """ "imported", "rejected" or "skipped": what becomes of one row."""
    if row.issue and row.issue.level == "error":
        _mended(work, row, row.issue)
        return "rejected"
    if named([text_of(cell) for cell in row.cells]) >= max(2, len(work.columns) - 1):
        work.tell(row, "row.repeated_header", "warning")
        return "skipped"
    if other := _other_label(work, row):
        return other
    if row.issue:
        _mended(work, row, row.issue)
    return _listed(work, row)


def _mended(work: _Work, row: RegisterRow, issue: Issue) -> None:
    work.issues.append(replace(issue, row=row.number, sheet=work.table.sheet))


def _other_label(work: _Work, row: RegisterRow) -> str | None:
    """What becomes of a row of another label, or of none: told by its label, else by its number."""
    if "label" not in work.columns:
        number = work.text(row, "number")
        code = _numbered(work.request, number) if number else None
        return _left(work, row, code, code) if code else None
    written = work.text(row, "label")
    if not written:
        work.tell(row, "register.label_missing", "error", "label")
        return "rejected"
    code = work.request.words.get(fold(written))
    if code == work.request.label:
        return None
    return _left(work, row, code or written[:80], written)


def _numbered(request: RegisterRequest, number: str) -> str | None:
    """The other label whose number it is by its shape, where it has not that of the label asked for."""
    whole = number.upper()
    if (own := request.shapes.get(request.label)) and re.match(own, whole):
        return None
    others = (code for code in request.telling if code != request.label and code in request.shapes)
    return next((code for code in others if re.match(request.shapes[code], whole)), None)


def _left(work: _Work, row: RegisterRow, other: str, written: str | None) -> str:
    """Leave out a row of another label; a stretch of them is one issue."""
    work.others[other] += 1
    kind = "label" if "label" in work.columns else "number"
    last = work.issues[-1] if work.issues else None
    if last and last.code == f"register.other_{kind}" and last.value == written and _next(work, last, row):
        work.issues[-1] = replace(last, last_row=row.number, params={"n": int(last.params["n"] or 0) + 1})
    else:
        work.tell(row, f"register.other_{kind}", "warning", kind, written, n=1)
    return "skipped"


def _next(work: _Work, last: Issue, row: RegisterRow) -> bool:
    """Whether a row follows those of an issue."""
    return (last.last_row or last.row) == row.number - 1


def _listed(work: _Work, row: RegisterRow) -> str:
    """Take the entry of a row, or several where it holds several article numbers."""
    days = _validity(work, row)
    if days is None:
        return "rejected"
    text = {name: work.text(row, name) or None for name in ("number", "product_group", "company", "countries")}
    entry = ListedEntry(0, **text, name=_name(work, row), model=_models(work, row), valid_from=days[0],
                        valid_until=days[1])  # fmt: skip
    numbers = _numbers(work, row)
    if not (entry.number or entry.name or entry.model or numbers):
        work.tell(row, "register.row_empty", "error")
        return "rejected"
    _shaped(work, row, entry.number)
    made = [replace(entry, gtin=number) for number in numbers or (None,)]
    if first := next((work.seen[each] for each in made if each in work.seen), None):
        work.tell(row, "register.row_twice", "warning", value=entry.name, first=first)
        return "skipped"
    work.seen.update(dict.fromkeys(made, row.number))
    work.entries += [replace(each, row=row.number) for each in made]
    return "imported"


def _validity(work: _Work, row: RegisterRow) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day; None where the end cannot be read: such an entry would never end."""
    days: list[dt.date | None] = []
    for name, read in (("valid_from", work.begins), ("valid_until", work.ends)):
        written = work.text(row, name)
        found = read(work.cell(row, name)) if written else None
        if isinstance(found, Fault):
            level = "error" if name == "valid_until" else "warning"
            work.tell(row, f"register.{name}_unreadable", level, name, written)
            if level == "error":
                return None
            found = None
        days.append(found)
    if days[0] and days[1] and days[1] < days[0]:
        work.tell(row, "register.dates_reversed", "error", "valid_until", work.text(row, "valid_until"))
        return None
    return days[0], days[1]


def _name(work: _Work, row: RegisterRow) -> str | None:
    """The product's name behind its brand, where the brand has a column of its own."""
    brand, name = work.text(row, "brand"), work.text(row, "name")
    if brand and fold(brand) not in fold(name):
        name = f"{brand} {name}".strip()
    return name or None


def _models(work: _Work, row: RegisterRow) -> str | None:
    """Every model that the row names: "A; B". Further ones stand as "name,number,words; name,number,words"."""
    found = [work.text(row, "model")]
    for part in work.text(row, "more_models").split(";"):
        found += [piece.strip() for piece in part.split(",")[:2]]
    return "; ".join(dict.fromkeys(filter(None, found)))[:LONGEST] or None


def _numbers(work: _Work, row: RegisterRow) -> list[str]:
    found, faults = numbers_in(text_of(work.cell(row, "gtin")), work.text(row, "code_type"))
    for written, fault in faults:
        work.tell(row, fault.code, "warning", "gtin", written, **fault.params)
    return found


def _shaped(work: _Work, row: RegisterRow, number: str | None) -> None:
    shape = work.request.shapes.get(work.request.label)
    if number and shape and not re.match(shape, number.upper()):
        work.tell(row, "register.number_shape", "warning", "number", number)


def _closed(work: _Work) -> RegisterReading:
    table, used = work.table, {place: name for name, place in work.columns.items()}
    titles = list(enumerate(table.titles))
    return RegisterReading(
        format=table.format, encoding=table.encoding, delimiter=table.delimiter, sheet=table.sheet,
        header_row=table.header_row,
        columns={title: used[place] for place, title in titles if place in used},
        ignored_columns=tuple(title for place, title in titles if place not in used and title),
        rows=len(table.rows), imported=work.counts["imported"], rejected=work.counts["rejected"],
        skipped=work.counts["skipped"], issues=tuple(_in_order(work.issues)), entries=tuple(work.entries),
        others=dict(work.others), extracted_on=_extracted(work.request.name, table.above),
    )  # fmt: skip


def _in_order(issues: list[Issue]) -> Iterator[Issue]:
    yield from sorted(issues, key=lambda issue: issue.row or 0)


def _extracted(name: str, above: tuple[str, ...]) -> dt.date | None:
    """The day that the file's name, or a line over the header, says."""
    for text in (name, *above):
        if match := _NAMED_DAY.search(text):
            return _day(*match.groups())
        if match := _FRENCH_DAY.search(text):
            return _day(*reversed(match.groups()))
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
