"""The cells of the price column, read with what their header says of them and what a person answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imports.cleaning import Cleaner, Fault
from imports.cleaning.amounts import Money, money, squeezed, two_amounts
from imports.columns.draft import Said
from imports.record import Cell, Question, Request

WHICH = ("1", "2")
"""Of two amounts in a cell: the first or the second."""
VAT = ("HT", "TTC")


def price_cleaner(sign: str | None, said: Said, request: Request) -> Cleaner:
    """A cleaner of prices. Of "Prix HT / TTC" the one without VAT is taken; a lone amount there is told which by a person."""
    read = money("price", sign, pick=_pick(said, request))
    alone = {"HT": False, "TTC": True}.get(request.answers.get("price_vat", ""))

    def cleaner(cell: Cell) -> object:
        found = read(cell)
        amount = found.value if isinstance(found, Fault) else found
        if not isinstance(amount, Money):
            return found
        if said.halves and amount.includes_vat is None:
            taxed = False if _pair(cell) else alone
            if taxed is None:
                return Fault("price.one_of_two", "error")
            amount = replace(amount, includes_vat=taxed)
        whole = replace(amount, basis=amount.basis or said.basis, unit=amount.unit or said.measure)
        return replace(found, value=whole) if isinstance(found, Fault) else whole

    return cleaner


def _pick(said: Said, request: Request) -> int | None:
    if said.halves:
        return said.halves.index(True)
    answer = request.answers.get("two_prices")
    return WHICH.index(answer) if answer in WHICH else None


def _pair(cell: Cell) -> bool:
    return isinstance(cell, str) and two_amounts(squeezed(cell)) is not None


def _may_be_pair(cell: Cell) -> bool:
    """Cheap enough to be asked of every cell."""
    return isinstance(cell, str) and any(
        sign in cell for sign in ("/", ";", "|", "(", " - ", " – ", "ou", "OU", "et", "ET")
    )


def ask_of_cells(
    cells: Sequence[Cell], sign: str | None, said: Said, request: Request, column: str | None
) -> list[Question]:
    """What most of the cells leave open: which of two amounts is the price, or whether a lone one includes VAT."""
    if not said.halves and sum(map(_may_be_pair, cells)) * 2 < len(cells):
        return []
    read = money("price", sign, pick=_pick(said, request))
    found = [(cell, read(cell)) for cell in cells]
    if said.halves and "price_vat" not in request.answers:
        open_cells = [
            cell for cell, each in found if isinstance(each, Money) and each.includes_vat is None and not _pair(cell)
        ]
        asked = Question("price_vat", VAT, {"column": column, "n": len(open_cells)})
    else:
        open_cells = [
            cell for cell, each in found if _pair(cell) and isinstance(each, Fault) and each.code == "price.several"
        ]
        sample = str(open_cells[0]).strip()[:60] if open_cells else None
        asked = Question("two_prices", WHICH, {"column": column, "sample": sample, "n": len(open_cells)})
    return [asked] if open_cells and len(open_cells) * 2 >= len(cells) else []
