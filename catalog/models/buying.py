"""Selections: a buyer's list of offers with quantities. It commits nobody."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to


class Selection(Acted, Base):
    """A list inside one organisation. Member-owned."""

    __tablename__ = "selection"
    __table_args__ = (to("organisation", "organisation_id", key=("id",)), *acted())
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    name: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class SelectionLine(Acted, Base):
    """An offer in a selection, with a whole number of order units. Holds the offer's key, without a foreign key across."""

    __tablename__ = "selection_line"
    __table_args__ = (
        to("selection", "organisation_id", "selection_id", key=("organisation_id", "id"), ondelete="CASCADE"),
        *acted(),
        UniqueConstraint("organisation_id", "selection_id", "supplier_id", "offer_id", name="uq_selection_line_offer"),
        CheckConstraint("quantity > 0 AND quantity <= 1000000", name="quantity"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    selection_id: Mapped[int]
    supplier_id: Mapped[int]
    offer_id: Mapped[int]
    quantity: Mapped[int]
    recorded_at: Mapped[dt.datetime]
