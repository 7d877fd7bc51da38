"""References that changed, in a staged file or in what stands: each line under the reference that its product has."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.changes import Standing
from catalog.staging.written import whole


def renamed(table: pa.Table, names: Mapping[str, str]) -> tuple[pa.Table, tuple[str, ...]]:
    """The table with these references (before -> after) written as they are now, and those of them that it named."""
    if not names or not table.num_rows:
        return table, ()
    before = whole(table["reference"])
    place = pc.index_in(before, value_set=pa.array(list(names), pa.string()))
    if place.null_count == len(place):
        return table, ()
    after = pc.if_else(place.is_valid(), pa.array(list(names.values()), pa.string()).take(place), before)
    at = table.schema.get_field_index("reference")
    found = pc.unique(before.filter(place.is_valid())).to_pylist()
    return table.set_column(at, table.schema.field(at), after), tuple(found)


def standing_as(stands: Standing, names: Mapping[str, str]) -> Standing:
    """What stands, under the references that a file gives it after a person's answer."""
    return Standing(renamed(stands.products, names)[0], renamed(stands.offers, names)[0])
