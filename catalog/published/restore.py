"""Go back: a new publication takes up the versions that an earlier one showed. Nothing is ever removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, func, insert, literal, null, select, true, update
from sqlalchemy.orm import Session, aliased

from catalog.models import Claim, Correction, OfferVersion, PriceTier, ProductVersion, Succession, Suspension, new_ids
from catalog.published.versions import UNSEEN, blocks
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


def restore_successions(
    session: Session, supplier_id: int, products: Collection[int], earlier: int, number: int
) -> None:
    """The same for what is said to have become of these products."""
    for block in blocks(sorted(products)):
        mine = and_(Succession.supplier_id == supplier_id, Succession.product_id.in_(block))
        _restore(session, Succession, mine, earlier, number)


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
    """No row comes into Python: what `earlier` showed and has ended since is copied inside the database."""
    came = and_(mine, table.until.is_(None), table.since > earlier)
    session.execute(update(table).where(came).values(until=number), execution_options=UNSEEN)
    went = and_(mine, in_force(table, earlier), table.until.is_not(None))
    count = session.scalar(select(func.count()).select_from(table).where(went)) or 0
    if not count:
        return
    again = {"id": _numbered(table, count), "since": literal(number), "until": null(), "lapsed": null()}
    names = [column.name for column in table.__table__.columns]
    rows = select(*(again.get(name, getattr(table, name)) for name in names)).where(went)
    session.execute(insert(table).from_select(names, rows), execution_options=UNSEEN)
    if table is OfferVersion:
        _copy_tiers(session, went, number)


def _copy_tiers(session: Session, went: ColumnElement[bool], number: int) -> None:
    """The tiers of the versions that went, for those that publication `number` made of them."""
    new = aliased(OfferVersion)
    same = and_(new.supplier_id == OfferVersion.supplier_id, new.offer_id == OfferVersion.offer_id, new.since == number)
    old = and_(OfferVersion.supplier_id == PriceTier.supplier_id, OfferVersion.id == PriceTier.offer_version_id)

    def of(*columns: Any) -> Any:
        return select(*columns).select_from(PriceTier).join(OfferVersion, old).join(new, same).where(went)

    count = session.scalar(of(func.count())) or 0
    if not count:
        return
    again = {"id": _numbered(PriceTier, count), "offer_version_id": new.id}
    names = [column.name for column in PriceTier.__table__.columns]
    rows = of(*(again.get(name, getattr(PriceTier, name)) for name in names))
    session.execute(insert(PriceTier).from_select(names, rows), execution_options=UNSEEN)


def _numbered(table: Any, count: int) -> Any:
    """New ids for as many rows, in the order of the old ones."""
    return literal(new_ids(count)[0] - 1, BigInteger) + func.row_number().over(order_by=table.id)
