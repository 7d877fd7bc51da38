"""Framework agreements, their lots, who holds them and who joined them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, id_column, owner_key, to


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

    `responsible`: the attribute the lot was awarded for (an ecolabelled lot), or None.
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ends >= starts", name="dates"),
        CheckConstraint("length(currency) = 3 AND currency = upper(currency)", name="currency"),
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
    recorded_at: Mapped[dt.datetime]


class Holder(Base):
    """The supplier of a lot. Supplier-owned."""

    __tablename__ = "holder"
    __table_args__ = (to("organisation", "supplier_id", key=("id",)),)
    supplier_id: Mapped[int] = owner_key()
    lot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lot.id"), primary_key=True, autoincrement=False)
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
