"""What a column's cells say where its header alone says too little: "Base", "Taux", "Statut"."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imports.cleaning.amounts import BASES, quantity
from imports.cleaning.taxes import IN_FORCE, answered
from imports.cleaning.texts import plain
from imports.columns.draft import Draft, tokens_of
from imports.columns.price_header import said_vat
from imports.fields import fold
from imports.lifecycle import in_use, no_longer
from imports.record import Cell
from imports.tables.layout import number_share

_BASE = frozenset(("base", "base tarif", "base prix", "qt", "par", "pour", "prix par", "uom qty"))
_RATE = frozenset(("taux", "taux %", "%", "rate"))
_STATE = frozenset(("statut", "status", "etat", "situation", "etat article", "statut ref", "cycle", "estado", "stato"))
_ONE = 10**6


def by_cells(draft: Draft, position: int, name: str | None) -> str | None:
    """The field that header and cells name together; `name` is what the header alone names."""
    priced = bool(tokens_of(draft, position) & {"prix", "price", "preis", "tarif"})
    if name == "order_unit" and priced and _numbers(draft, position) > 0.5:
        return "price_basis"
    title = fold(draft.table.titles[position])
    if name is None and title in _BASE and all(_is_base(cell) for cell in _cells(draft, position)):
        return "price_basis"
    if name is None and title in _RATE and any(map(said_vat, draft.table.titles)):
        return "vat" if all(answered(plain(cell)) in IN_FORCE for cell in _cells(draft, position)) else None
    if name is None and title in _STATE and _tells_states(draft, position):
        return "active_status"
    return name


def _tells_states(draft: Draft, position: int) -> bool:
    words = [plain(cell) for cell in _cells(draft, position)]
    told = [word for word in words if in_use(word) or no_longer(word)]
    return bool(told) and len(told) * 2 >= len(words)


def _is_base(cell: Cell) -> bool:
    """1, 10, 100, 1 000: for how many units the price beside is."""
    found = quantity("price_basis", ",")(cell)
    return isinstance(found, int) and (found == _ONE or (found % _ONE == 0 and found // _ONE in BASES))


def _numbers(draft: Draft, position: int) -> float:
    return number_share(draft.table.grid.columns[position], draft.table.lines)


def _cells(draft: Draft, position: int) -> Iterator[Cell]:
    column = draft.table.grid.columns[position]
    yield from (column.values[code] for code in np.unique(column.codes[draft.table.lines]).tolist() if code)
