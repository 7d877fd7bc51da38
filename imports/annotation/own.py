"""The sheet that we add to a supplier's workbook, and how it is known again when the workbook comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from imports.annotation.markup import escaped
from imports.record import Grid, Source, UnreadableFile

SHEETS = ("Contrôle Tamis", "Tamis check")
"""Its name, in French and in English."""
MARKERS = ("Tamis : contrôle du fichier", "Tamis: file check")
"""What stands in its first cell, whatever the sheet was renamed to."""


def ours(grid: Grid) -> bool:
    """Whether a sheet is the summary that we added."""
    if not grid.columns or grid.offset or not len(grid.numbers) or int(grid.numbers[0]) != 1:
        return False
    cell = grid.columns[0].at(0)
    return isinstance(cell, str) and is_marker(cell)


def is_marker(text: str) -> bool:
    """Whether a first cell says that the sheet is ours; blanks of any kind count alike."""
    return " ".join(text.split()) in {" ".join(marker.split()) for marker in MARKERS}


def without_ours(source: Source) -> Source:
    """The source without our sheet. Raises UnreadableFile for a report that came back alone."""
    kept = tuple(grid for grid in source.grids if not ours(grid))
    if not kept and source.grids:
        raise UnreadableFile("file.our_report")
    return source if len(kept) == len(source.grids) else replace(source, grids=kept)


def named_so(name: str) -> bool:
    """Whether a sheet bears the name that ours is given."""
    return name in SHEETS


def held_in(chunks: Iterable[bytes]) -> bool:
    """Whether some XML of a workbook holds one of the markers."""
    said = [marker.rpartition(":")[2].strip() for marker in MARKERS]
    signs, tail = {spelt for text in said for spelt in (text.encode(), escaped(text))}, b""
    for chunk in chunks:
        text = tail + chunk
        if any(sign in text for sign in signs):
            return True
        tail = text[-200:]
    return False
