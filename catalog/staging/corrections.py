"""People's corrections over a staged file: each stays while the supplier still says what it said, and ends when it
says another thing. Both values are then shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalog.prices import price_excluding_vat
from catalog.staging.kept import Headers, absent
from catalog.staging.typed import OF_OFFER
from catalog.staging.written import whole

State = Literal["kept", "lapsed"]
OF_PRICE = frozenset({"vat", "price_basis"})
"""Fields that the price excluding VAT per order unit is worked out from."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction in force: of which reference, and in which lot (None: of the product itself).

    value, seen: the person's value, and the supplier's own when it was made, as in the staged columns.
    """

    id: int
    reference: str
    lot: str | None
    field: str
    value: Any
    seen: Any
    reason: str
    by: str | None = None
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A correction that a file meets. now: what the supplier says in it. lapsed: that is a new value, and it counts."""

    correction: Corrected
    now: Any
    state: State

    @property
    def changed(self) -> bool:
        """Whether the supplier says another thing than when the correction was made."""
        return not same(self.now, self.correction.seen)


def over(
    staged: pa.Table, columns: Mapping[str, str], corrections: Sequence[Corrected], *, keep: bool, erase: bool = False
) -> tuple[pa.Table, tuple[Met, ...]]:
    """The staged table with the corrections that hold put in, and every correction that the file says something of.

    columns: header -> field of the file. keep: a person wants them kept where the supplier's value changed, too. erase: a
    person lets the empty cells of the file erase.
    """
    found = _Corrections.of(corrections, Headers(columns, erase), keep)
    lines = np.flatnonzero(pc.is_in(whole(staged["reference"]), value_set=found.references).to_numpy(False))
    if not len(lines):
        return staged, ()
    rows = [found.met(row) for row in staged.take(pa.array(lines)).to_pylist()]
    order = np.arange(staged.num_rows)
    order[lines] = staged.num_rows + np.arange(len(lines))
    both = pa.concat_tables([staged, pa.Table.from_pylist(rows, schema=staged.schema)])
    return both.take(pa.array(order)).combine_chunks(), tuple(found.seen.values())


class _Corrections:
    """Corrections by reference, and those met so far."""

    def __init__(self, by_reference: Mapping[str, list[Corrected]], headers: Headers, keep: bool) -> None:
        self.by_reference, self.headers, self.keep = by_reference, headers, keep
        self.seen: dict[int, Met] = {}

    @classmethod
    def of(cls, corrections: Iterable[Corrected], headers: Headers, keep: bool) -> _Corrections:
        found: dict[str, list[Corrected]] = {}
        for each in corrections:
            found.setdefault(each.reference, []).append(each)
        return cls(found, headers, keep)

    @property
    def references(self) -> pa.Array:
        return pa.array(list(self.by_reference), pa.string())

    def met(self, row: dict[str, Any]) -> dict[str, Any]:
        """One staged row with the corrections of its product and offer put in."""
        said = dict(row)
        for each in self.by_reference[row["reference"]]:
            if row["deleted"] or each.lot not in (None, row["lot"]) or _silent(each, row, self.headers):
                continue
            if same(row[each.field], each.seen) or self.keep:
                said[each.field] = each.value
                found = Met(each, row[each.field], "kept")
            else:
                found = Met(each, row[each.field], "lapsed")
            self.seen.setdefault(each.id, found)
        return said | repriced(row, said)


def repriced(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The price that follows from a corrected rate or basis; nothing where the price itself was corrected, or neither."""
    if before["price"] != after["price"] or all(before[name] == after[name] for name in OF_PRICE):
        return {}
    if after["printed_price"] is None:
        return {}
    terms = (bool(after["price_includes_vat"]), after["vat"], after["price_basis"])
    return {"price": price_excluding_vat(after["printed_price"], *terms)}


def same(one: Any, other: Any) -> bool:
    """Whether two values of a column say the same; an empty list or text says as little as a missing one."""
    return bool((one or None) == (other or None)) if not isinstance(one, int) else one == other


def _silent(correction: Corrected, row: Mapping[str, Any], headers: Headers) -> bool:
    """Whether the line leaves what stands: an offer's file has no such column, or a product's cell says nothing any more."""
    name = correction.field
    if name in OF_OFFER:
        return absent(name, headers.given)
    says = isinstance(row[name], list) or bool(row[name])  # an empty list says that there is none
    as_seen = name in headers.given and same(row[name], correction.seen)
    return not says and not as_seen and headers.stays(name)
