"""The offers of a publication, as the index takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from sqlalchemy.orm import Session

from catalog.facets.selection import OFFERS
from catalog.queries import products


def offers_table(session: Session, publication: int) -> pa.Table:
    """One line an offer, columns of OFFERS, in no order. Publication 0 is the empty one."""
    lines = [_line(row) for row in products.published(session, publication)]
    return pa.Table.from_pylist(lines, schema=OFFERS)


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: row[name] for name in OFFERS.names if name in row}
    return known | {"offer": row["offer_id"], "suspended": False}
