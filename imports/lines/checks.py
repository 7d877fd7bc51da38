"""What is wrong with the product lines: the faults of their cells, and what only a whole line can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from imports.cleaning import Cleaned
from imports.lines.checked import Checked, Mask, tell
from imports.lines.price_checks import check_currencies, check_prices
from imports.lines.reference_checks import check_lookalikes, check_repeats
from imports.lines.values import Values
from imports.record import Issue, Question, Request
from imports.tables.layout import Table

OF_THE_WORD = frozenset({"family.unknown"})
"""Faults of a word rather than of its line: told once, at the first line that has it, with how many do."""


def check_lines(values: Values, request: Request) -> Checked:
    """Judges each product line; a line is rejected for the first kind of fault that it has."""
    height = len(values.lines)
    checked = Checked(np.zeros(height, bool), np.zeros(height, bool), np.zeros(height, bool))
    _broken(values, checked)
    _surplus(values, checked)
    _cell_faults(values, checked)
    _missing(values, checked, request)
    check_prices(values, checked, request)
    check_currencies(values, checked, request)
    _periods(values, checked)
    check_repeats(values, checked)
    check_lookalikes(values, checked)
    return checked


_OPEN: Mapping[str, frozenset[str]] = {
    "price_column": frozenset(("row.section", "row.note", "row.total", "reference.contradiction", "row.identical")),
    "reference": frozenset(("row.section", "row.note", "row.total")),
    "name_column": frozenset(("row.section", "row.note", "reference.contradiction", "row.identical")),
    "decimal_sign": frozenset(f"{kind}.{tail}" for kind in ("price", "amount") for tail in ("ambiguous", "convention"))
    | frozenset(("reference.contradiction", "row.identical", "quantity.unreadable", "price.zero")),
    "vat_rate": frozenset(("vat.missing",)),
    "two_prices": frozenset(("price.several", "price.vat_unsaid")),
    "price_vat": frozenset(("price.one_of_two", "price.vat_unsaid")),
}
"""Question -> what may be said otherwise of a row once it is answered."""


def certain(issues: Iterable[Issue], questions: Iterable[Question]) -> tuple[Issue, ...]:
    """The issues that hold whatever is answered to the questions."""
    asked = {question.id for question in questions}
    if "columns" in asked:
        return ()
    doubtful = frozenset().union(*(_OPEN.get(question, frozenset()) for question in asked))
    return tuple(issue for issue in issues if issue.code not in doubtful)


def _broken(values: Values, checked: Checked) -> None:
    """Lines that could not be cut into cells are rejected for that one reason."""
    position = (
        {int(line): index for index, line in enumerate(values.lines.tolist())} if values.table.grid.broken else {}
    )
    for line, issue in values.table.grid.broken.items():
        if line in position:
            checked.rejected[position[line]] = True
            checked.issues.append(issue)


def _cell_faults(values: Values, checked: Checked) -> None:
    whole = ~checked.rejected
    columns = [(values.title(name), cleaned) for name, cleaned in values.one.items()]
    columns += [pair for pairs in values.many.values() for pair in pairs]
    for title, cleaned in columns:
        for code, indexes in _places(cleaned, whole):
            fault = cleaned.faults[code]
            told = indexes[:1] if fault.code in OF_THE_WORD else indexes
            tell(values, checked, told, fault.code, fault.level, title, cleaned, fault, n=len(indexes))


def _places(cleaned: Cleaned, whole: Mask) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """(faulty code, the lines that hold it), found in one sort of the column."""
    if not cleaned.faults:
        return
    faulty = np.zeros(len(cleaned.cells), dtype=bool)
    faulty[list(cleaned.faults)] = True
    where = np.nonzero(faulty[cleaned.codes] & whole)[0]
    if not len(where):
        return
    order = where[np.argsort(cleaned.codes[where], kind="stable")]
    codes, starts = np.unique(cleaned.codes[order], return_index=True)
    yield from zip(codes.tolist(), np.split(order, starts[1:]), strict=True)


def _missing(values: Values, checked: Checked, request: Request) -> None:
    """A required cell that is blank, told beside the other faults of its line. In a patch only what the file carries counts."""
    cut = _cut_wrongly(values, checked)
    for name in ("reference", "name", "price"):
        cleaned = values.one.get(name)
        if cleaned is None or (name == "name" and request.mode == "patch"):
            continue
        blank = ~cleaned.present() & ~_faulty(cleaned) & ~cut
        listed = values.one["list_price"] if name == "price" and "list_price" in values.one else None
        if listed is not None:
            alone = np.nonzero(blank & listed.present())[0]
            tell(
                values,
                checked,
                alone,
                "price.only_list",
                "error",
                values.title(name),
                listed,
                list=values.title("list_price"),
            )
            blank &= ~listed.present()
        tell(values, checked, np.nonzero(blank)[0], f"{name}.missing", "error", values.title(name))


def _cut_wrongly(values: Values, checked: Checked) -> Mask:
    """Lines rejected as a whole: what stands in which of their cells means nothing."""
    cut = np.zeros(len(values.lines), dtype=bool)
    places = {values.row(index): index for index in np.nonzero(checked.rejected)[0].tolist()}
    for issue in checked.issues:
        if issue.code.startswith("row.") and issue.row in places:
            cut[places[issue.row]] = True
    return cut


def _faulty(cleaned: Cleaned) -> Mask:
    faulty = np.zeros(len(cleaned.values), dtype=bool)
    faulty[list(cleaned.faults)] = True
    return faulty[cleaned.codes]


def _periods(values: Values, checked: Checked) -> None:
    first, last = values.one.get("valid_from"), values.one.get("valid_to")
    if first is None or last is None:
        return
    both = np.nonzero(first.present() & last.present() & ~checked.rejected)[0]
    wrong = np.array([index for index in both.tolist() if last.at(index) < first.at(index)], dtype=np.intp)
    tell(values, checked, wrong, "date.order", "error", values.title("valid_to") or values.title("validity"), last)


def _surplus(values: Values, checked: Checked) -> None:
    """In a plain file, a cell beyond the last header in a few lines means that these lines were cut wrongly."""
    table = values.table
    if table.grid.name is not None:
        return
    beyond = np.zeros(len(values.lines), dtype=bool)
    for position in untitled(table):
        beyond |= table.grid.columns[position].codes[values.lines] > 0
    if 0 < beyond.sum() * 2 < len(values.lines) or (beyond.any() and len(values.lines) == 1):
        tell(
            values,
            checked,
            np.nonzero(beyond & ~checked.rejected)[0],
            "row.too_many_cells",
            "error",
            None,
            n=width(table),
        )


def untitled(table: Table) -> list[int]:
    """Columns to the right of the last header."""
    return list(range(width(table), len(table.titles)))


def width(table: Table) -> int:
    """Number of columns up to the last one that has a header."""
    titled = [position for position, parts in enumerate(table.alternatives) if parts]
    return titled[-1] + 1 if titled else len(table.titles)
