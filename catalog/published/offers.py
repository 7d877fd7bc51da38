"""The offers of a publication with the prices of a day, as the index takes them: columns from the database on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.orm import Session

from catalog.facets.selection import OFFERS
from catalog.prices import ONE, Price, price_on
from catalog.published.standing import column
from catalog.queries import products, standing

TIMES = {"valid_from": pa.date32(), "valid_to": pa.date32()}


def offers_table(session: Session, publication: int, day: dt.date) -> pa.Table:
    """One line an offer, columns of OFFERS, in no order. Publication 0 is the empty one.

    `price`: of quantity 1 on that day; null where no price is in force then.
    """
    found = standing.shown(session, publication)
    ids = column(found["offer_id"], pa.int64())
    held = pa.array(products.suspended_offers(session, publication), pa.int64())
    said: dict[str, pa.Array] = {
        **_named(found["lot_id"], standing.lots(session)),
        **_named(found["supplier_id"], standing.suppliers(session)),
        "offer": ids,
        "price": _prices(session, publication, day, found, ids),
        "suspended": pc.is_in(ids, value_set=held),
    }
    known = {name: column(found[name], OFFERS.field(name).type) for name in OFFERS.names if name not in said}
    return pa.table({**known, **said}).select(OFFERS.names).cast(OFFERS)


def _named(ids: Sequence[int], known: Mapping[str, Sequence[Any]]) -> dict[str, pa.Array]:
    """What stands beside each id, for every other column of `known`."""
    place = pc.index_in(pa.array(ids, pa.int64()), value_set=pa.array(known["id"], pa.int64()))
    return {name: pa.array(values, pa.string()).take(place) for name, values in known.items() if name != "id"}


def _prices(
    session: Session, publication: int, day: dt.date, found: Mapping[str, Sequence[Any]], ids: pa.Array
) -> pa.Array:
    """The price of each offer on that day; those with further prices from quantity 1 on are looked at one by one."""
    begins, ends = (column(found[name], kind) for name, kind in TIMES.items())
    today = pa.scalar(day, pa.date32())
    begun = pc.fill_null(pc.less_equal(begins, today), True)
    open_ = pc.fill_null(pc.greater_equal(ends, today), True)
    base = pc.if_else(pc.and_(begun, open_), column(found["price"], pa.int64()), pa.scalar(None, pa.int64()))
    further: dict[int, list[Price]] = {}
    for offer, quantity, first, last, price in standing.tiers_from(session, publication, ONE):
        further.setdefault(offer, []).append(Price(price, first, last, quantity))
    return _with_further(base, further, found, (begins, ends), ids, day) if further else base


def _with_further(
    base: pa.Array, further: Mapping[int, Sequence[Price]], found: Mapping[str, Sequence[Any]],
    times: tuple[pa.Array, pa.Array], ids: pa.Array, day: dt.date,
) -> pa.Array:  # fmt: skip
    places = pc.index_in(pa.array(further, pa.int64()), value_set=ids).to_pylist()
    prices: dict[int, int | None] = {}
    for place, tiers in zip(places, further.values(), strict=True):
        if place is not None:
            own = Price(found["price"][place], times[0][place].as_py(), times[1][place].as_py())
            prices[place] = price_on(day, own, tiers)
    turned = np.zeros(len(base), bool)
    turned[list(prices)] = True
    return pc.replace_with_mask(
        base, pa.array(turned), pa.array([prices[place] for place in sorted(prices)], pa.int64())
    )
