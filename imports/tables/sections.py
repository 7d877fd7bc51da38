"""The family that a section title names, for the lines below it, where no column names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from imports.cleaning import Cleaned, Fault
from imports.record import Cell, Grid


def by_section(
    grid: Grid, lines: npt.NDArray[np.intp], sections: Mapping[int, str], family: Callable[[Cell], object]
) -> Cleaned | None:
    """The families of these product lines; None where no title names any.

    sections: line -> title. A title that names no family ends the one before it, unless it stands right below it (a
    sub-section). No title speaks for another sheet.
    """
    titles = list(sections)
    values = [None, *(_named(family, title) for title in sections.values())]
    if not any(values):
        return None
    meant = _meant(titles, values)
    above = np.searchsorted(np.array(titles), lines).tolist()
    codes = [
        meant[place - 1] if place and grid.sheet(titles[place - 1]) == grid.sheet(line) else 0
        for place, line in zip(above, lines.tolist(), strict=True)
    ]
    return Cleaned(values, np.array(codes, np.int32), [None, *sections.values()], {})


def _named(family: Callable[[Cell], object], title: str) -> object:
    found = family(title)
    return None if isinstance(found, Fault) else found


def _meant(titles: list[int], values: list[object]) -> list[int]:
    """For each title, the code of the one that speaks for the lines below: its own, or that of the title right above."""
    meant: list[int] = []
    for place, line in enumerate(titles):
        below = place > 0 and titles[place - 1] == line - 1 and values[place + 1] is None
        meant.append(meant[-1] if below else place + 1)
    return meant
