"""Which lots each line of a file goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.compared import flags
from catalog.staging.written import filled, whole

Lots = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StagedLot:
    """What staging needs to know of a lot. `family`: its family when it has a single one."""

    code: str
    name: str
    currency: str
    family: str | None


def lots_of(products: pa.Table, lots: Sequence[StagedLot], *, by_column: bool) -> Lots:
    """A line each, a column a lot: True where the line goes there. With `by_column` each line names its own.

    A line that withdraws and names none goes to all.
    """
    if not by_column:
        return np.ones((products.num_rows, len(lots)), bool)
    said = pc.fill_null(whole(products["lot"]), "").dictionary_encode()
    named = np.array([_named(text, lots) for text in said.dictionary.to_pylist()], bool).reshape(-1, len(lots))
    chosen: Lots = named[said.indices.to_numpy()] if products.num_rows else np.zeros((0, len(lots)), bool)
    chosen[flags(pc.and_(withdrawing(products), pc.invert(filled(products["lot"]))))] = True
    return chosen


def withdrawing(products: pa.Table) -> pa.Array:
    """The lines that say of their reference that it goes."""
    if "deleted" not in products.schema.names:
        return pa.repeat(False, products.num_rows)
    return whole(products["deleted"]).fill_null(False)


def _named(text: str, lots: Sequence[StagedLot]) -> list[bool]:
    found = lot_named(text, lots)
    return [lot is found for lot in lots]


def lot_named(text: str, lots: Sequence[StagedLot]) -> StagedLot | None:
    """The lot a cell names: by code, by name, or by the number its code ends with ("2" or "Lot 2" for "ENT-2026-L2")."""
    said = " ".join(text.casefold().split())
    exact = [lot for lot in lots if said in (lot.code.casefold(), lot.name.casefold())]
    if exact or not said:
        return exact[0] if exact else None
    number = said.removeprefix("lot").strip(" n°o.").lstrip("0")
    ending = [lot for lot in lots if number.isdigit() and _number(lot.code) == number]
    return ending[0] if len(ending) == 1 else None


def _number(code: str) -> str:
    digits = code[len(code.rstrip("0123456789")) :]
    return digits.lstrip("0")
