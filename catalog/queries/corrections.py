"""What people changed of a supplier's products and offers: corrections, suspensions, successions, as versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from catalog.models import Account, Correction, Lot, Offer, ProductVersion
from catalog.queries.products import in_force


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction with the reference shown and its lot (None: of the product). Values in the JSON they are kept in.

    until: the publication that ended it; lapsed: the supplier's new value, where that is what ended it.
    """

    id: int
    product_id: int
    offer_id: int | None
    reference: str
    lot: str | None
    field: str
    value: dict[str, Any]
    seen: dict[str, Any]
    reason: str
    since: int
    until: int | None
    lapsed: dict[str, Any] | None
    recorded_at: dt.datetime
    by: str | None


def corrections(session: Session, supplier_id: int, publication: int) -> list[CorrectionLine]:
    """The corrections of a supplier's catalogue in force in a publication."""
    query = _lines(publication).where(Correction.supplier_id == supplier_id, in_force(Correction, publication))
    return [CorrectionLine(*row) for row in session.execute(query)]


def history(session: Session, supplier_id: int, product_id: int, publication: int) -> list[CorrectionLine]:
    """What a product's sheet tells on a day: the corrections in force, and those that the supplier's own new value ended
    and no later one follows."""
    query = (
        _lines(publication)
        .where(Correction.supplier_id == supplier_id, Correction.product_id == product_id)
        .where(Correction.since <= publication)
    )
    last = {(row.offer_id, row.field): CorrectionLine(*row) for row in session.execute(query)}
    return [each for each in last.values() if _shows(each, publication)]


def _shows(line: CorrectionLine, publication: int) -> bool:
    return line.until is None or line.until > publication or line.lapsed is not None


def _lines(publication: int) -> Select[Any]:
    one = Correction
    version = and_(
        ProductVersion.supplier_id == one.supplier_id, ProductVersion.product_id == one.product_id,
        in_force(ProductVersion, publication),
    )  # fmt: skip
    offer = and_(Offer.supplier_id == one.supplier_id, Offer.id == one.offer_id)
    who = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    return (
        select(one.id, one.product_id, one.offer_id, ProductVersion.reference, Lot.code, one.field, one.value, one.seen,
               one.reason, one.since, one.until, one.lapsed, one.recorded_at, Account.name)
        .join(ProductVersion, version)
        .join(Offer, offer, isouter=True)
        .join(Lot, Lot.id == Offer.lot_id, isouter=True)
        .join(Account, who, isouter=True)
        .order_by(one.since, one.id)
    )  # fmt: skip
