"""An incoming holder's lot beside the outgoing one: which offer takes the place of which, and what was converted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to


class Renewal(Acted, Base):
    """One lot that takes over from another. Reference table."""

    __tablename__ = "renewal"
    __table_args__ = (
        *acted(),
        UniqueConstraint("old_lot_id", "new_lot_id"),
        CheckConstraint("old_lot_id <> new_lot_id", name="lots"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    id: Mapped[int] = id_column()
    old_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    new_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    reason: Mapped[str]
    basis: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class Equivalence(Acted, Base):
    """A person's word on what takes the place of an outgoing offer. Append-only: the latest of an old offer speaks.

    new_offer_id NULL: nothing does. Belongs to the central body, though it names offers of two suppliers. Reference.
    """

    __tablename__ = "equivalence"
    __table_args__ = (
        to("offer", "old_supplier_id", "old_offer_id", key=("supplier_id", "id"), name="fk_equivalence_old_offer"),
        to("offer", "new_supplier_id", "new_offer_id", key=("supplier_id", "id"), name="fk_equivalence_new_offer"),
        *acted(),
        CheckConstraint("(new_supplier_id IS NULL) = (new_offer_id IS NULL)", name="new_offer"),
        Index("ix_equivalence_old_offer", "renewal_id", "old_offer_id"),
    )
    id: Mapped[int] = id_column()
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"), index=True)
    old_supplier_id: Mapped[int]
    old_offer_id: Mapped[int]
    new_supplier_id: Mapped[int | None]
    new_offer_id: Mapped[int | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class Conversion(Acted, Base):
    """A selection line that a renewal turned from one offer to another; undone by a further row. Member-owned.

    Append-only. quantity: of the old offer; new_quantity: what it gave of the new one, whose pack may differ. told: what
    was shown when it was converted (both prices, their unit, the attributes no longer proven), as the service wrote it.
    """

    __tablename__ = "conversion"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        CheckConstraint("quantity > 0 AND new_quantity > 0", name="quantity"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"), index=True)
    selection_id: Mapped[int]
    old_supplier_id: Mapped[int]
    old_offer_id: Mapped[int]
    new_supplier_id: Mapped[int]
    new_offer_id: Mapped[int]
    quantity: Mapped[int]
    new_quantity: Mapped[int]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[dt.datetime]
