"""The verdict on each product line while it is being found, and how an issue is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from imports.cleaning import Cleaned, Fault
from imports.cleaning.texts import text_of
from imports.lines.values import Values
from imports.record import Issue, Level, Question

Mask = npt.NDArray[np.bool_]


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


def tell(
    values: Values, checked: Checked, indexes: npt.NDArray[np.intp], code: str, level: Level, column: str | None,
    cell: Cleaned | None = None, fault: Fault | None = None, **params: str | int | None,
) -> None:  # fmt: skip
    """One issue for each of these lines; an error rejects them."""
    if level == "error":
        checked.rejected[indexes] = True
    grid = values.table.grid
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
                grid.sheet(int(values.lines[index])),
                None,
                proposal,
                {**(fault.params if fault else {}), **params},
            )
        )


def where(cleaned: Cleaned, test: Callable[[Any], bool]) -> Mask:
    """The lines whose value satisfies `test`."""
    hits: Mask = np.array([value is not None and bool(test(value)) for value in cleaned.values], dtype=np.bool_)
    return hits[cleaned.codes]
