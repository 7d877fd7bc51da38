"""What was confirmed once for the words of families, units and claims."""

from __future__ import annotations

from collections.abc import Mapping

from imports.cleaning import Cleaner
from imports.cleaning.texts import plain
from imports.fields import fold
from imports.record import Cell, Request

Known = Mapping[str, str]
"""Folded word -> meaning."""


def known_words(request: Request, name: str) -> Known:
    """What is known of a field's words; the supplier's own meaning wins."""
    return {**request.words.values.get(name, {}), **request.remembered.values.get(name, {})}


def knowing(cleaner: Cleaner, known: Known, claim: bool) -> Cleaner:
    """The cleaner, with known words taken for their meaning. A claim's word is kept unless it means no, or nothing."""
    if not known:
        return cleaner

    def cleaned(cell: Cell) -> object:
        meaning = known.get(fold(plain(cell)))
        if meaning is None or (claim and meaning not in ("", "no")):
            return cleaner(cell)
        return meaning if meaning and not claim else None

    return cleaned
