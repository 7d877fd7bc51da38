"""Two tables of one height, held against each other line by line and field by field."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.written import text_of, whole

Mask = npt.NDArray[np.bool_]


def differing(before: pa.Table, after: pa.Table, fields: Sequence[str]) -> Mask:
    """One line a row, one column a field: True where the two values differ. Missing equals missing."""
    masks = [_differ(whole(before[name]), whole(after[name])) for name in fields]
    return np.stack(masks, axis=1) if masks else np.zeros((after.num_rows, 0), bool)


def _differ(before: pa.Array, after: pa.Array) -> Mask:
    if pa.types.is_nested(before.type):
        return flags(pc.not_equal(text_of(before), text_of(after)))
    both = pc.fill_null(pc.not_equal(before, after), False)
    return flags(pc.or_(both, pc.xor(before.is_valid(), after.is_valid())))


def flags(column: pa.Array | pa.ChunkedArray) -> Mask:
    """A column of booleans without gaps, for NumPy."""
    return np.asarray(whole(column).to_numpy(zero_copy_only=False), dtype=bool)


def places_in(asked: pa.Array, known: pa.Array) -> pa.Array:
    """Where each asked text stands among the known ones; null where it does not."""
    return pc.index_in(asked, value_set=known)
