"""Cells of units and of packaging: one unit word, or what one order unit holds, level by level."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from imports.cleaning import Fault
from imports.cleaning.packing import Packaging, packed_in
from imports.cleaning.texts import plain
from imports.cleaning.unit_words import MEASURES, folded, unit_code
from imports.record import Cell

__all__ = ["MEASURES", "Packaging", "folded_words", "packaging", "unit", "unit_code"]


def unit(learnt: Mapping[str, str], beside: frozenset[str]) -> Callable[[Cell], str | Fault | None]:
    """A cleaner of unit columns. `beside`: the folded words of the whole column, which decide what "ml" is."""

    def cleaner(cell: Cell) -> str | Fault | None:
        text = plain(cell)
        code = unit_code(text, learnt)
        if code is None and folded(text) == "ml":
            code = "LM" if beside & {"m2", "m", "ml lineaire"} else None
        if code is None:
            packed = packed_in(text)
            code = packed.order_unit if packed else None
        return code or Fault("unit.several" if _two_units(text, learnt) else "unit.unknown", "warning")

    return cleaner


def _two_units(text: str, learnt: Mapping[str, str]) -> bool:
    """True for "carton / pièce" and "kg ou L": which of the two it is, a person confirms once."""
    parts = [part for part in re.split(r"\s*(?:[/;,|+]|\bou\b|\bet\b|\bor\b)\s*", text) if part]
    return len(parts) > 1 and all(unit_code(part, learnt) for part in parts)


def folded_words(cells: list[Cell]) -> frozenset[str]:
    """The words of a whole column, as units are compared."""
    return frozenset(folded(plain(cell)) for cell in cells if cell is not None)


def packaging(sign: str | None) -> Callable[[Cell], Packaging | Fault | None]:
    """A cleaner of packaging cells: "12", "carton de 12", "12 x 750 ml", "6 flacons de 500 ml", "bidon 5 L"."""

    def cleaner(cell: Cell) -> Packaging | Fault | None:
        if isinstance(cell, Decimal):
            return Packaging(int(cell * 10**6)) if 0 < cell < 10**9 else Fault("packaging.unreadable", "warning")
        text = plain(cell)
        return packed_in(text, sign) or _word_only(text) or Fault("packaging.unreadable", "warning")

    return cleaner


def _word_only(text: str) -> Packaging | None:
    """ "Carton" alone says the order unit and nothing of its content."""
    code = unit_code(text)
    return Packaging(0, None, code) if code else None
