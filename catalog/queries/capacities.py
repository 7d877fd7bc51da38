"""What suppliers say they can deliver: append-only, the last word recorded on a product speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import Capacity
from catalog.queries.products import BLOCK

Key = tuple[int, int]
"""(supplier id, product id)."""


@dataclass(frozen=True, slots=True)
class Declared:
    """`quantity` order units in `months`; the word of a day."""

    quantity: int
    months: int
    recorded_at: dt.datetime


def declared(session: Session, keys: Collection[Key], recorded_before: dt.datetime) -> dict[Key, Declared]:
    """Product -> what its supplier last declared before an instant; without those whose word was taken back."""
    wanted = frozenset(keys)
    ids = sorted({product for _, product in wanted})
    found: dict[Key, Declared] = {}
    for start in range(0, len(ids), BLOCK):
        found |= _last(session, recorded_before, products=ids[start : start + BLOCK])
    return {key: each for key, each in found.items() if key in wanted}


def of_supplier(session: Session, supplier_id: int, recorded_before: dt.datetime) -> dict[Key, Declared]:
    """The same for every product of a supplier."""
    return _last(session, recorded_before, supplier_id=supplier_id)


def _last(
    session: Session, before: dt.datetime, supplier_id: int | None = None, products: Collection[int] | None = None
) -> dict[Key, Declared]:
    one = Capacity
    place = func.row_number().over(
        partition_by=(one.supplier_id, one.product_id), order_by=(one.recorded_at.desc(), one.id.desc())
    )
    query = select(one.supplier_id, one.product_id, one.quantity, one.months, one.recorded_at, place.label("place"))
    query = query.where(one.recorded_at < before)
    if supplier_id is not None:
        query = query.where(one.supplier_id == supplier_id)
    if products is not None:
        query = query.where(one.product_id.in_(products))
    last = query.subquery()
    rows = session.execute(select(last).where(last.c.place == 1, last.c.quantity.is_not(None)))
    return {(row.supplier_id, row.product_id): Declared(row.quantity, row.months, row.recorded_at) for row in rows}
