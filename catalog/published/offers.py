"""The offers of a publication with the prices of a day, as the index takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from sqlalchemy.orm import Session

from catalog.facets.selection import OFFERS
from catalog.prices import Price, price_on
from catalog.queries import products


def offers_table(session: Session, publication: int, day: dt.date) -> pa.Table:
    """One line an offer, columns of OFFERS, in no order. Publication 0 is the empty one.

    `price`: of quantity 1 on that day; null where no price is in force then.
    """
    tiers = products.all_tiers(session, publication)
    lines = [_line(row, tiers.get(row["offer_id"], ()), day) for row in products.published(session, publication)]
    return pa.Table.from_pylist(lines, schema=OFFERS)


def _line(row: Mapping[str, Any], tiers: Sequence[Mapping[str, Any]], day: dt.date) -> dict[str, Any]:
    known = {name: row[name] for name in OFFERS.names if name in row}
    return known | {"offer": row["offer_id"], "suspended": bool(row["suspended"]), "price": price_of(row, tiers, day)}


def price_of(row: Mapping[str, Any], tiers: Sequence[Mapping[str, Any]], day: dt.date) -> int | None:
    """The price of quantity 1 of an offer on a day, from its terms and its tiers."""
    base = Price(row["price"], row["valid_from"], row["valid_to"])
    further = [Price(tier["price"], tier["valid_from"], tier["valid_to"], tier["min_quantity"]) for tier in tiers]
    return price_on(day, base, further)
