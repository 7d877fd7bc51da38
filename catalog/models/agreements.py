"""Framework agreements, their lots, who holds them and who joined them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among

ALLOCATIONS = ("cascade", "rotation", "mini_competition", "quote")
"""How orders go to one of several holders of a lot."""
CLAUSES = ("firm", "index", "schedule", "tariff")
"""firm: the prices of the offer. index: a formula over dated indices. schedule: the unit price schedule (BPU). tariff: a
public price list less a discount by family."""


class Agreement(Base):
    """A framework agreement of one central body. Reference table."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ends >= starts", name="dates"),
        CheckConstraint("code <> ''", name="code"),
    )
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]


class Lot(Base):
    """A part of an agreement, with its own dates and currency. Its code is unique in the instance. Reference table.

    `responsible`: the attribute the lot was awarded for (an ecolabelled lot), or None. `maximum` and `minimum_order`:
    amounts excluding VAT. `renewals`: how many times the lot may be renewed, by `renewal_months` each.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ends >= starts", name="dates"),
        CheckConstraint("length(currency) = 3 AND currency = upper(currency)", name="currency"),
        CheckConstraint(f"allocation IS NULL OR {among('allocation', ALLOCATIONS)}", name="allocation"),
        CheckConstraint("maximum > 0", name="maximum"),
        CheckConstraint("minimum_order >= 0", name="minimum_order"),
        CheckConstraint(
            "renewals = 0 OR (renewals > 0 AND renewal_months IS NOT NULL AND renewal_months > 0)", name="renewals"
        ),
    )
    id: Mapped[int] = id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    currency: Mapped[str]
    starts: Mapped[dt.date]
    ends: Mapped[dt.date]
    families: Mapped[list[str]] = mapped_column(default=list)
    responsible: Mapped[str | None]
    free_items: Mapped[bool] = mapped_column(default=False)
    allocation: Mapped[str | None]
    maximum: Mapped[int | None]
    minimum_order: Mapped[int | None]
    renewals: Mapped[int] = mapped_column(default=0)
    renewal_months: Mapped[int | None]
    areas: Mapped[list[str]] = mapped_column(default=list)
    recorded_at: Mapped[dt.datetime]


class Holder(Base):
    """The supplier of a lot. `rank`: its place in a cascade, from 1. Supplier-owned.

    Its terms of delivery, amounts excluding VAT in the lot's currency: `minimum_order` (where it differs from the lot's),
    `free_delivery_from` (franco), `delivery_fee` below it; `lead_time_days`. None: not known.
    """

    __tablename__ = "holder"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint("minimum_order >= 0", name="minimum_order"),
        CheckConstraint("free_delivery_from >= 0", name="free_delivery_from"),
        CheckConstraint("delivery_fee >= 0", name="delivery_fee"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
    )
    supplier_id: Mapped[int] = owner_key()
    lot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lot.id"), primary_key=True, autoincrement=False)
    rank: Mapped[int | None]
    minimum_order: Mapped[int | None]
    free_delivery_from: Mapped[int | None]
    delivery_fee: Mapped[int | None]
    lead_time_days: Mapped[int | None]
    recorded_at: Mapped[dt.datetime]


class Membership(Base):
    """A member in an agreement it joined, from a day, until a day (its last day included). Member-owned, append-only.

    Leaving is a further row that closes the earlier one: the latest row recorded for the agreement speaks.
    """

    __tablename__ = "membership"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    recorded_at: Mapped[dt.datetime]


class PriceClause(Acted, Base):
    """How the prices of a lot may move, from a day on. Append-only: the latest recorded of those begun speaks. Reference.

    terms: what its kind needs, as `catalog.clauses` reads it (indices and weights, discounts by family, safeguard,
    ceiling, months between revisions). source: the article of the contract.
    """

    __tablename__ = "price_clause"
    __table_args__ = (*acted(), CheckConstraint(among("kind", CLAUSES), name="kind"))
    id: Mapped[int] = id_column()
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    kind: Mapped[str]
    valid_from: Mapped[dt.date]
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ScheduleLine(Acted, Base):
    """One line of a lot's unit price schedule (BPU): a reference and its price excluding VAT, from a day on.

    Append-only: the latest recorded of those begun speaks; a price of NULL ends the line. Supplier-owned.
    """

    __tablename__ = "schedule_line"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        *acted(),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("reference <> ''", name="reference"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    reference: Mapped[str]
    line: Mapped[str | None]
    price: Mapped[int | None]
    valid_from: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]
