"""The comparable price of every offer of a block at once: few packs are different, each is measured once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from catalog.comparable import Measure, Pack, half_up, measured
from catalog.published.standing import column

PACK = {
    "order_unit": pa.string(), "content_unit": pa.string(), "content_per_order_unit": pa.int64(), "dilution": pa.int64(),
    "yield_pages": pa.int64(),
}  # fmt: skip
"""The columns that say what one order unit is, in the order of `Pack`."""
_LARGEST = np.iinfo(np.int64).max // 4
Whole = NDArray[np.int64]


def unit_prices(found: Mapping[str, Sequence[Any]], prices: pa.Array) -> dict[str, pa.Array]:
    """unit_price and unit_basis of each line: null where the price or what the pack holds is not known.

    found: the columns of PACK, line by line; prices: 10^-6 of a currency per order unit.
    """
    columns = [column(found[name], kind) for name, kind in PACK.items()]
    firsts, places = _different(columns)
    packs = pa.table(columns, names=list(PACK)).take(pa.array(firsts)).to_pylist()
    measures = [measured(Pack(*each.values())) for each in packs]
    bases = pa.array([each.basis if isinstance(each, Measure) else None for each in measures], pa.string())
    basis = pc.if_else(prices.is_valid(), bases.take(pa.array(places)), pa.scalar(None, pa.string()))
    return {"unit_price": _divided(prices, measures, places), "unit_basis": basis}


def _different(columns: Sequence[pa.Array]) -> tuple[Whole, Whole]:
    """A line of every different pack, and for each line which of them it is."""
    key = np.zeros(len(columns[0]), np.int64)
    for each in columns:
        codes = each.dictionary_encode(null_encoding="encode")
        key = key * max(len(codes.dictionary), 1) + codes.indices.to_numpy(zero_copy_only=False)
        key = np.unique(key, return_inverse=True)[1].astype(np.int64)
    _, firsts, places = np.unique(key, return_index=True, return_inverse=True)
    return firsts.astype(np.int64), places.astype(np.int64)


def _divided(prices: pa.Array, measures: Sequence[object], places: Whole) -> pa.Array:
    """Each price by the content of its pack, rounded once, halves up; products too large for 64 bits one by one."""
    held = [each.per_unit if isinstance(each, Measure) else None for each in measures]
    times = [each.denominator if each else 0 for each in held]
    parts = [each.numerator if each else 1 for each in held]
    amounts = prices.fill_null(0).to_numpy(zero_copy_only=False)
    if int(amounts.max(initial=0)) * max(times, default=0) > _LARGEST or max(parts, default=1) > _LARGEST:
        return pa.array(_one_by_one(prices.to_pylist(), held, places), pa.int64())
    each, by = np.array(times, np.int64)[places], np.array(parts, np.int64)[places]
    known = prices.is_valid().to_numpy(zero_copy_only=False) & (each != 0)
    return pa.array((2 * amounts * each + by) // (2 * by), pa.int64(), mask=~known)


def _one_by_one(prices: Sequence[int | None], held: Sequence[Fraction | None], places: Whole) -> list[int | None]:
    """The same in whole numbers of any size; an amount that no column holds is none."""
    packs = [held[place] for place in places.tolist()]
    found = [
        half_up(price / pack) if price is not None and pack else None for price, pack in zip(prices, packs, strict=True)
    ]
    return [None if amount is None or amount > _LARGEST else amount for amount in found]
