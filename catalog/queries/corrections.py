"""What people changed of a supplier's products and offers: corrections, suspensions, successions, as versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.models import Account, Correction, Lot, Offer, Product, ProductVersion, Succession, Suspension
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


@dataclass(frozen=True, slots=True)
class SuspensionLine:
    """An offer that is suspended: in which lot, why, since when."""

    offer_id: int
    lot: str
    reason: str
    basis: str | None
    recorded_at: dt.datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """What became of `reference`, as kind says (`successor`: what took its place), why and on which basis."""

    reference: str
    successor: str | None
    kind: str
    reason: str
    basis: str | None
    recorded_at: dt.datetime


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


def suspensions(session: Session, supplier_id: int, product_id: int, publication: int) -> list[SuspensionLine]:
    """The offers of a product that are suspended in a publication, by lot."""
    one = Suspension
    who = and_(Account.organisation_id == one.by_organisation_id, Account.id == one.by_account_id)
    rows = session.execute(
        select(one.offer_id, Lot.code, one.reason, one.basis, one.recorded_at, Account.name)
        .join(Offer, and_(Offer.supplier_id == one.supplier_id, Offer.id == one.offer_id))
        .join(Lot, Lot.id == Offer.lot_id)
        .join(Account, who, isouter=True)
        .where(one.supplier_id == supplier_id, Offer.product_id == product_id, in_force(one, publication))
        .order_by(Lot.code)
    )
    return [SuspensionLine(*row) for row in rows]


def successions(session: Session, supplier_id: int, product_id: int, publication: int) -> list[SuccessionLine]:
    """What became of a product, and of those that it took the place of, in a publication."""
    one, old, new = Succession, aliased(Product), aliased(Product)
    before, after = (aliased(ProductVersion) for _ in range(2))
    rows = session.execute(
        select(func.coalesce(before.reference, old.reference), func.coalesce(after.reference, new.reference), one.kind,
               one.reason, one.basis, one.recorded_at)
        .join(old, and_(old.supplier_id == one.supplier_id, old.id == one.product_id))
        .join(before, _shown(before, old, publication), isouter=True)
        .join(new, and_(new.supplier_id == one.supplier_id, new.id == one.successor_id), isouter=True)
        .join(after, _shown(after, new, publication), isouter=True)
        .where(one.supplier_id == supplier_id, in_force(one, publication))
        .where(or_(one.product_id == product_id, one.successor_id == product_id))
        .order_by(one.since, one.id)
    )  # fmt: skip
    return [SuccessionLine(*row) for row in rows]


def _shown(version: Any, product: Any, publication: int) -> Any:
    same = and_(version.supplier_id == product.supplier_id, version.product_id == product.id)
    return and_(same, in_force(version, publication))


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
