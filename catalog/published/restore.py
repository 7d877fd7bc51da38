"""Go back: a new publication takes up the versions that an earlier one showed. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.orm import Session

from catalog.models import Claim, Correction, OfferVersion, PriceTier, ProductVersion, Succession, Suspension, new_id
from catalog.published.versions import blocks, insert_all
from catalog.queries.products import in_force

TOUCHED: tuple[tuple[Any, str], ...] = (
    (ProductVersion, "product_id"),
    (Claim, "product_id"),
    (OfferVersion, "offer_id"),
)
"""What a batch writes, and by whose id."""
VERSIONED: tuple[Any, ...] = (*(table for table, _ in TOUCHED), Correction, Suspension, Succession)


def restore_all(session: Session, earlier: int, number: int) -> None:
    """Publication `number` shows exactly what `earlier` showed (0: nothing)."""
    for table in VERSIONED:
        _restore(session, table, true(), earlier, number)


def restore_some(
    session: Session, supplier_id: int, products: Collection[int], offers: Collection[int], earlier: int, number: int
) -> None:
    """The same for these products and offers of one supplier alone, with the corrections of their own fields."""
    wanted = {"product_id": products, "offer_id": offers}
    for table, column in TOUCHED:
        for block in blocks(sorted(wanted[column])):
            mine = and_(table.supplier_id == supplier_id, getattr(table, column).in_(block))
            _restore(session, table, mine, earlier, number)
    _restore_corrections(session, supplier_id, wanted, earlier, number)


def _restore_corrections(
    session: Session, supplier_id: int, wanted: Mapping[str, Collection[int]], earlier: int, number: int
) -> None:
    for block in blocks(sorted(wanted["product_id"])):
        of_product = and_(Correction.product_id.in_(block), Correction.offer_id.is_(None))
        _restore(session, Correction, and_(Correction.supplier_id == supplier_id, of_product), earlier, number)
    for block in blocks(sorted(wanted["offer_id"])):
        mine = and_(Correction.supplier_id == supplier_id, Correction.offer_id.in_(block))
        _restore(session, Correction, mine, earlier, number)


def _restore(session: Session, table: Any, mine: ColumnElement[bool], earlier: int, number: int) -> None:
    came = and_(mine, table.until.is_(None), table.since > earlier)
    session.execute(update(table).where(came).values(until=number), execution_options={"synchronize_session": False})
    again = {"since": number, "until": None} | ({"lapsed": None} if table is Correction else {})
    went = and_(mine, in_force(table, earlier), table.until.is_not(None))
    for rows in _in_blocks(session.execute(select(table.__table__).where(went).order_by(table.id)).mappings()):
        ids = {row["id"]: new_id() for row in rows}
        insert_all(session, table, [{**row, **again, "id": ids[row["id"]]} for row in rows])
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
