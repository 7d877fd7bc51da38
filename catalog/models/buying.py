"""Selections: a buyer's list of offers with quantities. It commits nobody. What stands beside it: proposals, visits,
layouts of order lists, products asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among

LAYOUT_FORMATS = ("xlsx", "csv")


class Selection(Acted, Base):
    """A list inside one organisation. Member-owned.

    service_code, engagement_number: what the member's accounts ask for on an order list, remembered from the last one.
    """

    __tablename__ = "selection"
    __table_args__ = (to("organisation", "organisation_id", key=("id",)), *acted())
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    name: Mapped[str]
    service_code: Mapped[str | None]
    engagement_number: Mapped[str | None]
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


class SelectionProposal(Acted, Base):
    """A prescriber proposes a selection; a buyer of the same organisation decides. Member-owned.

    outcome: "accepted" or "declined", with its reason. answered_by: the name of the person.
    """

    __tablename__ = "selection_proposal"
    __table_args__ = (
        to("selection", "organisation_id", "selection_id", key=("organisation_id", "id"), ondelete="CASCADE"),
        *acted(),
        CheckConstraint("outcome IS NULL OR outcome IN ('accepted', 'declined')", name="outcome"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    selection_id: Mapped[int]
    message: Mapped[str]
    recorded_at: Mapped[dt.datetime]
    outcome: Mapped[str | None]
    outcome_reason: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str | None]


class SelectionVisit(Base):
    """How a person last saw a selection, so that the next visit shows what changed and nothing else. Member-owned.

    seen: line id (as text) -> what was shown of it (price, state, states of its attributes, ranges).
    """

    __tablename__ = "selection_visit"
    __table_args__ = (
        to("selection", "organisation_id", "selection_id", key=("organisation_id", "id"), ondelete="CASCADE"),
        to("account", "organisation_id", "account_id", key=("organisation_id", "id")),
    )
    organisation_id: Mapped[int] = owner_key()
    selection_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen: Mapped[dict[str, Any]]
    visited_at: Mapped[dt.datetime]


class OrderLayout(Acted, Base):
    """How an organisation wants its order lists. Member-owned.

    columns: [{"field": one of the fields of an order line, "title": the header it gets}], in order. delimiter, decimal: of
    a CSV. A layout that is no longer used is retired, never deleted.
    """

    __tablename__ = "order_layout"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        CheckConstraint(among("format", LAYOUT_FORMATS), name="format"),
        CheckConstraint("name <> ''", name="name"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    name: Mapped[str]
    format: Mapped[str]
    columns: Mapped[list[dict[str, Any]]]
    delimiter: Mapped[str | None]
    decimal: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]


class ProductRequest(Acted, Base):
    """A member asks for a product that no catalogue of its agreements has. Member-owned.

    outcome: "taken_up" or "declined", with the answer that the member reads.
    """

    __tablename__ = "product_request"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("yearly_quantity IS NULL OR yearly_quantity > 0", name="yearly_quantity"),
        CheckConstraint("outcome IS NULL OR outcome IN ('taken_up', 'declined')", name="outcome"),
    )
    organisation_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    family: Mapped[str | None]
    attributes: Mapped[list[str]]
    yearly_quantity: Mapped[int | None]
    recorded_at: Mapped[dt.datetime]
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str | None]
