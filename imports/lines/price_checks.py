"""What prices say of VAT, unit and currency must agree with the rest of their line and file."""

from __future__ import annotations

import numpy as np

from imports.cleaning import Cleaned
from imports.cleaning.amounts import UNKNOWN, Money
from imports.cleaning.taxes import CHOICES
from imports.lines.checked import Checked, Mask, tell, where
from imports.lines.values import Values, rounded_cells
from imports.record import Issue, Question, Request


def check_prices(values: Values, checked: Checked, request: Request) -> None:
    """Zero prices, VAT, units and rounding."""
    price = values.one.get("price")
    if price is None:
        return
    title = values.title("price")
    if not request.free_items:
        for header, cleaned in ((title, price), *values.many.get("prices:price", ())):
            zero = where(cleaned, lambda money: money.micro == 0) & ~checked.rejected
            tell(values, checked, np.nonzero(zero)[0], "price.zero", "error", header, cleaned)
    _vat_of_prices(values, checked, price, title)
    _units_of_prices(values, checked, price, title)
    _basis_of_prices(values, checked, price, title)
    _said_of_file(values, checked, title)


def _said_of_file(values: Values, checked: Checked, title: str | None) -> None:
    """Once for the file: how many prices were rounded, and for how many units the header says that they are."""
    told = {"price.rounded": rounded_cells(values), "price.basis_said": (values.mapped.said.basis or 0) // 10**6}
    sheet = values.table.grid.name
    checked.issues.extend(
        Issue(code, "warning", column=title, sheet=sheet, params={"n": count}) for code, count in told.items() if count
    )


def _vat_of_prices(values: Values, checked: Checked, price: Cleaned, title: str | None) -> None:
    """A price with VAT needs a rate; what cell and header say must agree; a price that says nothing is read as without."""
    said = values.mapped.includes_vat
    if said is not None:
        other = where(price, lambda money: money.includes_vat is (not said)) & ~checked.rejected
        tell(values, checked, np.nonzero(other)[0], "price.vat_contradiction", "error", title, price)
    with_vat = included(price, said) & price.present() & ~checked.rejected
    rate = values.one.get("vat")
    if with_vat.any() and values.mapped.vat_rate is None:
        if rate is None or not rate.present().any():
            checked.questions.append(Question("vat_rate", CHOICES))
        else:
            tell(
                values,
                checked,
                np.nonzero(with_vat & ~rate.present())[0],
                "vat.missing",
                "error",
                values.title("vat"),
                rate,
            )
    if said is None and not where(price, lambda money: money.includes_vat is not None).any():
        checked.issues.append(Issue("price.vat_unsaid", "warning", column=title, sheet=values.table.grid.name))


def included(price: Cleaned, said: bool | None) -> Mask:
    """Which prices include VAT: what the cell says, else what the header says, else no."""
    own = np.array(
        [said if value is None or value.includes_vat is None else value.includes_vat for value in price.values],
        dtype=object,
    )
    return np.array([value is True for value in own], dtype=bool)[price.codes]


def _units_of_prices(values: Values, checked: Checked, price: Cleaned, title: str | None) -> None:
    """A price per kilogram in a line that is ordered by the carton is not the price of the carton."""
    order = values.one.get("order_unit")
    if order is None or not any(isinstance(money, Money) and money.unit for money in price.values):
        return
    own = np.array(
        [money.unit if isinstance(money, Money) and money.unit != UNKNOWN else None for money in price.values],
        dtype=object,
    )[price.codes]
    ordered = np.array(order.values, dtype=object)[order.codes]
    other = np.array(
        [a is not None and b is not None and a != b for a, b in zip(own, ordered, strict=True)], dtype=bool
    )
    tell(values, checked, np.nonzero(other & ~checked.rejected)[0], "price.other_unit", "error", title, price)


def _basis_of_prices(values: Values, checked: Checked, price: Cleaned, title: str | None) -> None:
    """A cell that says "les 100" in a line whose column says otherwise contradicts it."""
    column = values.one.get("price_basis")
    if column is None:
        return
    own = np.array([money.basis if money is not None else None for money in price.values], dtype=object)[price.codes]
    named = np.array(column.values, dtype=object)[column.codes]
    other = [a is not None and b is not None and a != b for a, b in zip(own, named, strict=True)]
    tell(
        values,
        checked,
        np.nonzero(np.array(other, bool) & ~checked.rejected)[0],
        "price.other_basis",
        "error",
        title,
        price,
    )


def check_currencies(values: Values, checked: Checked, request: Request) -> None:
    """Each line's currency is the lot's. A file that names none takes the lot's, and says so."""
    price, column, named = values.one.get("price"), values.one.get("currency"), values.mapped.currency
    if price is None:
        return
    cells = price.mapped(lambda money: money.currency)
    for cleaned, title in ((column, values.title("currency")), (cells, values.title("price"))):
        if cleaned is not None:
            other = where(cleaned, lambda code: code != request.currency) & ~checked.rejected
            tell(values, checked, np.nonzero(other)[0], "currency.other", "error", title, cleaned, lot=request.currency)
    told = cells.present() if column is None else cells.present() | column.present()
    if named and named != request.currency:
        silent = np.nonzero(price.present() & ~told & ~checked.rejected)[0]
        tell(values, checked, silent, "currency.other", "error", values.title("price"), price, lot=request.currency)
    if not named and not told.any():
        params = {"currency": request.currency}
        checked.issues.append(Issue("currency.assumed", "warning", sheet=values.table.grid.name, params=params))
