"""Renewals: the offers of both lots, what people said of them, the selection lines that hold them, what was converted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.models import (
    Conversion,
    Equivalence,
    Lot,
    Offer,
    OfferVersion,
    Organisation,
    ProductVersion,
    Renewal,
    Selection,
    SelectionLine,
)
from catalog.queries.products import BLOCK, in_force

OfferKey = tuple[int, int]
"""(supplier id, offer id)."""


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer of a lot as a publication shows it. `price`: excluding VAT, per order unit, without its tiers."""

    supplier_id: int
    offer_id: int
    product_id: int
    supplier: str
    supplier_name: str
    reference: str
    name: str
    gtin: str | None
    family: str | None
    price: int
    currency: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    order_unit: str | None
    content_unit: str | None
    content_per_order_unit: int | None

    @property
    def key(self) -> OfferKey:
        """Supplier first."""
        return self.supplier_id, self.offer_id


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """A renewal by its lots' codes and ids."""

    id: int
    old_lot: str
    new_lot: str
    old_lot_id: int
    new_lot_id: int
    reason: str
    basis: str | None
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Said:
    """The last word on an outgoing offer. `new`: what takes its place; None: nothing does."""

    new: OfferKey | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LineHeld:
    """A selection line, with its member."""

    organisation_id: int
    selection_id: int
    line_id: int
    offer_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Converted:
    """A line that was converted and not put back since."""

    organisation_id: int
    selection_id: int
    old: OfferKey
    new: OfferKey
    quantity: int
    new_quantity: int
    told: Mapping[str, Any]
    recorded_at: dt.datetime


def offers_of_lot(session: Session, lot_id: int, publication: int) -> list[OfferCard]:
    """The offers of a lot in a publication, by supplier and reference."""
    one, product = OfferVersion, ProductVersion
    query = (
        select(Offer.supplier_id, Offer.id, Offer.product_id, Organisation.code, Organisation.name, product.reference,
               product.name, product.gtin, product.family, one.price, one.currency, one.valid_from, one.valid_to,
               one.order_unit, one.content_unit, one.content_per_order_unit)
        .join(one, and_(one.supplier_id == Offer.supplier_id, one.offer_id == Offer.id, in_force(one, publication)))
        .join(product, and_(product.supplier_id == Offer.supplier_id, product.product_id == Offer.product_id,
                            in_force(product, publication)))
        .join(Organisation, Organisation.id == Offer.supplier_id)
        .where(Offer.lot_id == lot_id)
        .order_by(Organisation.code, product.reference)
    )  # fmt: skip
    found: Any = session.execute(query)
    return [OfferCard(*row) for row in found]


def find(session: Session, old_lot_id: int, new_lot_id: int) -> RenewalLine | None:
    """The renewal of these two lots."""
    return next(
        (each for each in renewals(session) if (each.old_lot_id, each.new_lot_id) == (old_lot_id, new_lot_id)), None
    )


def renewals(session: Session) -> list[RenewalLine]:
    """Every renewal, the newest first."""
    old, new = Lot.__table__.alias("old_lot"), Lot.__table__.alias("new_lot")
    query: Any = (
        select(Renewal.id, old.c.code, new.c.code, Renewal.old_lot_id, Renewal.new_lot_id, Renewal.reason, Renewal.basis,
               Renewal.recorded_at)
        .join(old, old.c.id == Renewal.old_lot_id)
        .join(new, new.c.id == Renewal.new_lot_id)
        .order_by(Renewal.id.desc())
    )  # fmt: skip
    return [RenewalLine(*row) for row in session.execute(query)]


def said(session: Session, renewal_id: int) -> dict[int, Said]:
    """Old offer id -> the last word on it."""
    one = Equivalence
    query = (
        select(one.old_offer_id, one.new_supplier_id, one.new_offer_id, one.reason)
        .where(one.renewal_id == renewal_id)
        .order_by(one.id)
    )
    return {
        old: Said(None if supplier is None or new is None else (supplier, new), reason)
        for old, supplier, new, reason in session.execute(query)
    }


def lines_holding(session: Session, offers: Collection[OfferKey]) -> list[LineHeld]:
    """The selection lines of every member that hold one of these offers, by member, selection and line."""
    one, found = SelectionLine, []
    for block in _blocks(offers):
        rows: Any = session.execute(
            select(one.organisation_id, one.selection_id, one.id, one.offer_id, one.quantity).where(
                one.offer_id.in_([offer for _, offer in block])
            )
        )
        found += [LineHeld(*row) for row in rows]
    return sorted(found, key=lambda each: (each.organisation_id, each.selection_id, each.line_id))


def selection_of(session: Session, organisation_id: int, selection_id: int) -> Selection | None:
    """A selection, held by this transaction."""
    one = Selection
    query = select(one).where(one.organisation_id == organisation_id, one.id == selection_id)
    return session.scalars(query.with_for_update()).one_or_none()


def line(session: Session, organisation_id: int, selection_id: int, offer: OfferKey) -> SelectionLine | None:
    """The line of a selection that holds an offer."""
    one = SelectionLine
    return session.scalars(
        select(one).where(
            one.organisation_id == organisation_id,
            one.selection_id == selection_id,
            one.supplier_id == offer[0],
            one.offer_id == offer[1],
        )
    ).one_or_none()


def converted(
    session: Session, renewal_id: int | None = None, organisation_id: int | None = None, selection_id: int | None = None
) -> list[Converted]:
    """The conversions that stand: of a renewal, of a member, of a selection; in the order they were made."""
    one = Conversion
    key = (one.renewal_id, one.organisation_id, one.selection_id, one.old_supplier_id, one.old_offer_id)
    last = select(func.max(one.id)).group_by(*key)
    limits = ((one.renewal_id, renewal_id), (one.organisation_id, organisation_id), (one.selection_id, selection_id))
    query = (
        select(one)
        .where(
            one.id.in_(last),
            one.undone.is_(False),
            *(column == wanted for column, wanted in limits if wanted is not None),
        )
        .order_by(one.id)
    )
    return [_converted(row) for row in session.scalars(query)]


def _converted(row: Conversion) -> Converted:
    return Converted(
        row.organisation_id, row.selection_id, (row.old_supplier_id, row.old_offer_id),
        (row.new_supplier_id, row.new_offer_id), row.quantity, row.new_quantity, row.told,
        row.recorded_at,
    )  # fmt: skip


def _blocks(keys: Collection[OfferKey]) -> Iterator[list[OfferKey]]:
    every = sorted(keys)
    for start in range(0, len(every), BLOCK):
        yield every[start : start + BLOCK]
