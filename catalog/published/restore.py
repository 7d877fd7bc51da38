"""Go back: a new publication takes up the versions that an earlier one showed. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.orm import Session

from catalog.models import Claim, OfferVersion, PriceTier, ProductVersion, new_id
from catalog.published.versions import blocks, insert_all
from catalog.queries.products import in_force

VERSIONED: tuple[tuple[Any, str], ...] = (
    (ProductVersion, "product_id"),
    (Claim, "product_id"),
    (OfferVersion, "offer_id"),
)


def restore_all(session: Session, earlier: int, number: int) -> None:
    """Publication `number` shows exactly what `earlier` showed (0: nothing)."""
    for table, _ in VERSIONED:
        _restore(session, table, true(), earlier, number)


def restore_some(
    session: Session, supplier_id: int, products: Collection[int], offers: Collection[int], earlier: int, number: int
) -> None:
    """The same for these products and offers of one supplier alone."""
    wanted = {"product_id": products, "offer_id": offers}
    for table, column in VERSIONED:
        for block in blocks(sorted(wanted[column])):
            mine = and_(table.supplier_id == supplier_id, getattr(table, column).in_(block))
            _restore(session, table, mine, earlier, number)


def _restore(session: Session, table: Any, mine: ColumnElement[bool], earlier: int, number: int) -> None:
    came = and_(mine, table.until.is_(None), table.since > earlier)
    session.execute(update(table).where(came).values(until=number), execution_options={"synchronize_session": False})
    went = and_(mine, in_force(table, earlier), table.until.is_not(None))
    for rows in _in_blocks(session.execute(select(table.__table__).where(went).order_by(table.id)).mappings()):
        ids = {row["id"]: new_id() for row in rows}
        insert_all(session, table, [{**row, "id": ids[row["id"]], "since": number, "until": None} for row in rows])
        if table is OfferVersion:
            _copy_tiers(session, ids)


def _copy_tiers(session: Session, ids: dict[int, int]) -> None:
    tiers = session.execute(
        select(PriceTier.__table__).where(PriceTier.offer_version_id.in_(ids)).order_by(PriceTier.id)
    ).mappings()
    rows = [{**row, "id": new_id(), "offer_version_id": ids[row["offer_version_id"]]} for row in tiers]
    insert_all(session, PriceTier, rows)


def _in_blocks(rows: Any) -> Iterator[list[Any]]:
    every = list(rows)
    for start in range(0, len(every), 500):
        yield every[start : start + 500]
