"""A column's cells become values, or codes that say why not. Each distinct cell is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from imports.record import Cell, Column, Level, Params

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. `value` is what is taken all the same (a warning may keep or mend the value)."""

    code: str
    level: Level
    value: Any = None
    proposal: str | None = None
    params: Params = field(default_factory=dict)


Cleaner = Callable[[Cell], Any]
"""A cell that is not blank -> its value, or a Fault."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """The values of a column at the product rows: `values[codes[i]]`, None where blank or faulty.

    `cells[code]` is the cell as read, `faults[code]` what is wrong with it.
    """

    values: Sequence[Any]
    codes: Codes
    cells: Sequence[Cell]
    faults: Mapping[int, Fault]

    def at(self, index: int) -> Any:
        return self.values[self.codes[index]]

    def mapped(self, part: Callable[[Any], Any]) -> Cleaned:
        """The same column seen through `part`, which is given values that are not None."""
        values = [None if value is None else part(value) for value in self.values]
        return Cleaned(values, self.codes, self.cells, {})

    def present(self) -> npt.NDArray[np.bool_]:
        held = np.array([value is not None for value in self.values], dtype=bool)
        return held[self.codes]


def clean(column: Column, lines: npt.NDArray[np.intp], cleaner: Cleaner) -> Cleaned:
    """Cleans the cells of `column` that occur at `lines`."""
    codes = column.codes[lines]
    values: list[Any] = [None] * len(column.values)
    faults: dict[int, Fault] = {}
    for code in np.unique(codes).tolist():
        if not code:
            continue
        found = cleaner(column.values[code])
        if isinstance(found, Fault):
            faults[code] = found
            found = found.value
        values[code] = found
    return Cleaned(values, codes, column.values, faults)
