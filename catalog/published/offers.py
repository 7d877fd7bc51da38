"""The offers of a publication with the prices of a day, as the index takes them: columns from the database on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.orm import Session

from catalog.facets.selection import OFFERS
from catalog.prices import ONE, Price, price_on
from catalog.published.standing import column
from catalog.published.unit_prices import unit_prices
from catalog.queries import products, standing

TIMES = {"valid_from": pa.date32(), "valid_to": pa.date32()}


def offers_table(session: Session, publication: int, day: dt.date) -> pa.Table:
    """One line an offer, columns of OFFERS, in no order. Publication 0 is the empty one.

    `price`: of quantity 1 on that day; null where no price is in force then.
    """
    known = _Known(
        standing.lots(session), standing.suppliers(session),
        pa.array(products.suspended_offers(session, publication), pa.int64()), _further(session, publication), day,
    )  # fmt: skip
    return pa.concat_tables(_block(found, known) for found in standing.shown(session, publication))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for all offers: names of lots and suppliers, the suspended ones, further prices, the day."""

    lots: Mapping[str, Sequence[Any]]
    suppliers: Mapping[str, Sequence[Any]]
    suspended: pa.Array
    further: Mapping[int, Sequence[Price]]
    day: dt.date


def _further(session: Session, publication: int) -> Mapping[int, Sequence[Price]]:
    """Offer id -> its prices beside the first one that hold from quantity 1 on."""
    found: dict[int, list[Price]] = {}
    for offer, quantity, first, last, price in standing.tiers_from(session, publication, ONE):
        found.setdefault(offer, []).append(Price(price, first, last, quantity))
    return found


def _block(found: Mapping[str, Sequence[Any]], known: _Known) -> pa.Table:
    ids = column(found["offer_id"], pa.int64())
    prices = _prices(found, ids, known)
    said: dict[str, pa.Array] = {
        **_named(found["lot_id"], known.lots),
        **_named(found["supplier_id"], known.suppliers),
        "offer": ids,
        "price": prices,
        "suspended": pc.is_in(ids, value_set=known.suspended),
        **unit_prices(found, prices),
    }
    others = {name: column(found[name], OFFERS.field(name).type) for name in OFFERS.names if name not in said}
    return pa.table({**others, **said}).select(OFFERS.names).cast(OFFERS)


def _named(ids: Sequence[int], known: Mapping[str, Sequence[Any]]) -> dict[str, pa.Array]:
    """What stands beside each id, for every other column of `known`."""
    place = pc.index_in(pa.array(ids, pa.int64()), value_set=pa.array(known["id"], pa.int64()))
    return {name: pa.array(values, pa.string()).take(place) for name, values in known.items() if name != "id"}


def _prices(found: Mapping[str, Sequence[Any]], ids: pa.Array, known: _Known) -> pa.Array:
    """The price of each offer on the day; those with further prices are looked at one by one."""
    begins, ends = (column(found[name], kind) for name, kind in TIMES.items())
    today = pa.scalar(known.day, pa.date32())
    begun = pc.fill_null(pc.less_equal(begins, today), True)
    open_ = pc.fill_null(pc.greater_equal(ends, today), True)
    base = pc.if_else(pc.and_(begun, open_), column(found["price"], pa.int64()), pa.scalar(None, pa.int64()))
    places = [place for place, offer in enumerate(found["offer_id"]) if offer in known.further] if known.further else []
    made = [_price(Price(found["price"][place], begins[place].as_py(), ends[place].as_py()), found["offer_id"][place], known)
            for place in places]  # fmt: skip
    turned = np.zeros(len(base), bool)
    turned[places] = True
    return pc.replace_with_mask(base, pa.array(turned), pa.array(made, pa.int64())) if places else base


def _price(own: Price, offer: int, known: _Known) -> int | None:
    return price_on(known.day, own, known.further[offer])
