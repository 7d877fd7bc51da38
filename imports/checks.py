"""What is wrong with the product lines: the faults of their cells, and what only a whole line can show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from imports.cleaning import Cleaned, Fault
from imports.cleaning.amounts import Money
from imports.cleaning.taxes import CHOICES, UNIT, rate_value
from imports.cleaning.texts import plain, text_of
from imports.layout import Table
from imports.record import Issue, Level, Question, Request
from imports.repeats import Line, Outcome, judged
from imports.values import Values, rounded_cells

Mask = npt.NDArray[np.bool_]
_TERMS = ("price", "min_order_quantity", "valid_from", "valid_to", "lot")


@dataclass(slots=True)
class Checked:
    """The verdict on each product line. Indexes count product lines."""

    rejected: Mask
    doubled: Mask
    folded: Mask
    tiers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def kept(self) -> npt.NDArray[np.intp]:
        """The lines that become an offer each."""
        return np.nonzero(~(self.rejected | self.doubled | self.folded))[0]


def check_lines(values: Values, request: Request) -> Checked:
    height = len(values.lines)
    checked = Checked(np.zeros(height, bool), np.zeros(height, bool), np.zeros(height, bool))
    _broken(values, checked)
    _cell_faults(values, checked)
    _missing(values, checked, request)
    _prices(values, checked, request)
    _currencies(values, checked, request)
    _periods(values, checked)
    _surplus(values, checked)
    _repeats(values, checked)
    _lookalikes(values, checked)
    return checked


def _tell(
    values: Values, checked: Checked, indexes: npt.NDArray[np.intp], code: str, level: Level, column: str | None,
    cell: Cleaned | None = None, fault: Fault | None = None, **params: str | int | None,
) -> None:  # fmt: skip
    """One issue for each of these lines; an error rejects them."""
    if level == "error":
        checked.rejected[indexes] = True
    sheet = values.table.grid.name
    for index in indexes.tolist():
        text = text_of(cell.cells[cell.codes[index]])[:200] if cell is not None else None
        proposal = fault.proposal if fault else None
        checked.issues.append(
            Issue(
                code,
                level,
                values.row(index),
                column,
                text or None,
                sheet,
                None,
                proposal,
                {**(fault.params if fault else {}), **params},
            )
        )


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
            _tell(values, checked, indexes, fault.code, fault.level, title, cleaned, fault)


def _places(cleaned: Cleaned, whole: Mask) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """(faulty code, the lines that hold it), found in one sort of the column."""
    if not cleaned.faults:
        return
    faulty = np.zeros(len(cleaned.cells), dtype=bool)
    faulty[list(cleaned.faults)] = True
    where = np.nonzero(faulty[cleaned.codes] & whole)[0]
    order = where[np.argsort(cleaned.codes[where], kind="stable")]
    codes, starts = np.unique(cleaned.codes[order], return_index=True)
    yield from zip(codes.tolist(), np.split(order, starts[1:]), strict=True)


def _missing(values: Values, checked: Checked, request: Request) -> None:
    """A required cell that is blank. In a patch only what the file carries is required."""
    for name in ("reference", "name", "price"):
        cleaned = values.one.get(name)
        if cleaned is None or (name == "name" and request.mode == "patch"):
            continue
        blank = ~cleaned.present() & ~_faulty(cleaned) & ~checked.rejected
        _tell(values, checked, np.nonzero(blank)[0], f"{name}.missing", "error", values.title(name))


def _faulty(cleaned: Cleaned) -> Mask:
    faulty = np.zeros(len(cleaned.values), dtype=bool)
    faulty[list(cleaned.faults)] = True
    return faulty[cleaned.codes]


def _at(cleaned: Cleaned, test: Callable[[Any], bool]) -> Mask:
    """The lines whose value satisfies `test`."""
    hits: Mask = np.array([value is not None and bool(test(value)) for value in cleaned.values], dtype=np.bool_)
    return hits[cleaned.codes]


def _prices(values: Values, checked: Checked, request: Request) -> None:
    price = values.one.get("price")
    if price is None:
        return
    title, open_lines = values.title("price"), ~checked.rejected
    if not request.free_items:
        _tell(
            values,
            checked,
            np.nonzero(_at(price, lambda money: money.micro == 0) & open_lines)[0],
            "price.zero",
            "error",
            title,
            price,
        )
    _vat_of_prices(values, checked, price, title)
    _units_of_prices(values, checked, price, title)
    if count := rounded_cells(values):
        checked.issues.append(
            Issue("price.rounded", "warning", column=title, sheet=values.table.grid.name, params={"n": count})
        )


def _vat_of_prices(values: Values, checked: Checked, price: Cleaned, title: str | None) -> None:
    """A price with VAT needs a rate; what cell and header say must agree; a price that says nothing is read as without."""
    said = values.mapped.includes_vat
    if said is False:
        _tell(values, checked, np.nonzero(_at(price, lambda money: money.includes_vat is True) & ~checked.rejected)[0],
              "price.vat_contradiction", "error", title, price)  # fmt: skip
    with_vat = included(price, said) & price.present() & ~checked.rejected
    rate = values.one.get("vat")
    if with_vat.any() and values.mapped.vat_rate is None:
        if rate is None or not rate.present().any():
            checked.questions.append(Question("vat_rate", CHOICES))
        else:
            _tell(
                values,
                checked,
                np.nonzero(with_vat & ~rate.present())[0],
                "vat.missing",
                "error",
                values.title("vat"),
                rate,
            )
    if said is None and not _at(price, lambda money: money.includes_vat is not None).any():
        checked.issues.append(Issue("price.vat_unsaid", "warning", column=title, sheet=values.table.grid.name))


def included(price: Cleaned, said: bool | None) -> Mask:
    """Which prices include VAT: what the cell says, else what the header says, else no."""
    own = np.array(
        [said if value is None or value.includes_vat is None else value.includes_vat for value in price.values],
        dtype=object,
    )
    return np.array([value is True for value in own], dtype=bool)[price.codes]


def answered_rate(request: Request) -> int | None:
    """The VAT rate that a person gave for the whole file."""
    value = rate_value(request.answers.get("vat_rate", ""), None)
    return None if value is None or not request.answers.get("vat_rate") else int(value * UNIT)


def _units_of_prices(values: Values, checked: Checked, price: Cleaned, title: str | None) -> None:
    """A price per kilogram in a line that is ordered by the carton is not the price of the carton."""
    order = values.one.get("order_unit")
    if order is None or not any(isinstance(money, Money) and money.unit for money in price.values):
        return
    own = np.array([money.unit if isinstance(money, Money) else None for money in price.values], dtype=object)[
        price.codes
    ]
    ordered = np.array(order.values, dtype=object)[order.codes]
    other = np.array(
        [a is not None and b is not None and a != b for a, b in zip(own, ordered, strict=True)], dtype=bool
    )
    _tell(values, checked, np.nonzero(other & ~checked.rejected)[0], "price.other_unit", "error", title, price)


def _currencies(values: Values, checked: Checked, request: Request) -> None:
    """Each line's currency is the lot's. A file that names none takes the lot's, and says so."""
    price, column = values.one.get("price"), values.one.get("currency")
    named = values.mapped.currency
    if price is None:
        return
    in_cells = price.mapped(lambda money: money.currency)
    for cleaned, title in ((column, values.title("currency")), (in_cells, values.title("price"))):
        if cleaned is not None:
            other = _at(cleaned, lambda code: code != request.currency) & ~checked.rejected
            _tell(
                values, checked, np.nonzero(other)[0], "currency.other", "error", title, cleaned, lot=request.currency
            )
    said = named or (column is not None and column.present().any()) or in_cells.present().any()
    if named and named != request.currency and not in_cells.present().any() and column is None:
        _tell(
            values,
            checked,
            np.nonzero(price.present() & ~checked.rejected)[0],
            "currency.other",
            "error",
            values.title("price"),
            price,
            lot=request.currency,
        )
    if not said:
        checked.issues.append(
            Issue("currency.assumed", "warning", sheet=values.table.grid.name, params={"currency": request.currency})
        )


def _periods(values: Values, checked: Checked) -> None:
    first, last = values.one.get("valid_from"), values.one.get("valid_to")
    if first is None or last is None:
        return
    both = np.nonzero(first.present() & last.present() & ~checked.rejected)[0]
    wrong = np.array([index for index in both.tolist() if last.at(index) < first.at(index)], dtype=np.intp)
    _tell(values, checked, wrong, "date.order", "error", values.title("valid_to"), last)


def _surplus(values: Values, checked: Checked) -> None:
    """In a plain file, a cell beyond the last header in a few lines means that these lines were cut wrongly."""
    table = values.table
    if table.grid.name is not None:
        return
    beyond = np.zeros(len(values.lines), dtype=bool)
    for position in untitled(table):
        beyond |= table.grid.columns[position].codes[values.lines] > 0
    if 0 < beyond.sum() * 2 < len(values.lines) or (beyond.any() and len(values.lines) == 1):
        _tell(
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


def _repeats(values: Values, checked: Checked) -> None:
    reference = values.one.get("reference")
    if reference is None:
        return
    ids: dict[str, int] = {}
    own = np.array(
        [-1 if value is None else ids.setdefault(value, len(ids)) for value in reference.values], dtype=np.int64
    )
    lines = np.nonzero(reference.present() & ~checked.rejected)[0]
    found = own[reference.codes[lines]]
    several = np.bincount(found, minlength=1)[found] > 1 if len(found) else np.zeros(0, bool)
    groups: dict[str, list[Line]] = defaultdict(list)
    for index in lines[several].tolist():
        groups[reference.at(index)].append(_line(values, index))
    _apply(values, checked, judged(groups), reference)


def _line(values: Values, index: int) -> Line:
    one, grid, line = values.one, values.table.grid, int(values.lines[index])
    price = one["price"].at(index) if "price" in one else None
    held = {name: one[name].at(index) if name in one else None for name in _TERMS}
    apart = {position for name in _TERMS for position in values.mapped.fields.get(name, ())}
    others = sorted({position for positions in values.mapped.fields.values() for position in positions} - apart)
    rest = tuple(plain(grid.columns[position].at(line)) for position in others)
    terms = (held["min_order_quantity"], held["valid_from"], held["valid_to"], held["lot"])
    return Line(index, terms, price.micro if price else None, rest)


def _apply(values: Values, checked: Checked, outcome: Outcome, reference: Cleaned) -> None:
    title = values.title("reference")
    for index, first in sorted(outcome.doubled.items()):
        checked.doubled[index] = True
        _tell(values, checked, np.array([index]), "row.identical", "warning", title, reference, first=values.row(first))
    for index, indexes in sorted(outcome.contradicting.items()):
        rows = ", ".join(str(values.row(other)) for other in indexes[:50])
        _tell(
            values,
            checked,
            np.array([index]),
            "reference.contradiction",
            "error",
            title,
            reference,
            rows=rows,
            n=len(indexes),
        )
    for first, others in outcome.tiers.items():
        checked.tiers[first] = (first, *others)
        checked.folded[list(others)] = True


def _lookalikes(values: Values, checked: Checked) -> None:
    """References that differ by case or blanks only are two references, and the person is told."""
    reference = values.one.get("reference")
    if reference is None:
        return
    seen: dict[str, tuple[str, int]] = {}
    first_at = dict(zip(reversed(reference.codes.tolist()), range(len(reference.codes) - 1, -1, -1), strict=True))
    for code in sorted(first_at, key=first_at.__getitem__):
        value = reference.values[code]
        if value is None:
            continue
        alike = value.casefold().replace(" ", "")
        other, index = seen.setdefault(alike, (value, first_at[code]))
        if other != value:
            _tell(values, checked, np.array([first_at[code]]), "reference.lookalike", "warning", values.title("reference"), reference,
                  other=other, other_row=values.row(index))  # fmt: skip
