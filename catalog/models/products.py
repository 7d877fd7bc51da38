"""Products, their offers, and both as each publication left them.

A version is in force in the publications since <= number < until (until NULL: still). Identities are never versioned.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Base, id_column, one_where, owner_key, to

IN_ORDER = "until IS NULL OR until > since"


class Product(Base):
    """(supplier, normalised reference): the thing itself. Supplier-owned."""

    __tablename__ = "product"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        UniqueConstraint("supplier_id", "reference"),
        CheckConstraint("reference <> ''", name="reference"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    reference: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ProductVersion(Base):
    """What the supplier's file said of a product. `data`: the further fields of the contract's product line."""

    __tablename__ = "product_version"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "product_id", "since"),
        one_where("uq_product_version_current", "until IS NULL", "supplier_id", "product_id"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint("name <> ''", name="name"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    name: Mapped[str]
    description: Mapped[str | None]
    brand: Mapped[str | None]
    gtin: Mapped[str | None]
    family: Mapped[str | None]
    hazard_codes: Mapped[list[str]] = mapped_column(default=list)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    batch_id: Mapped[int]
    sheet: Mapped[str | None]
    row: Mapped[int | None]
    digest: Mapped[str]


class Offer(Base):
    """A product in one lot. Supplier-owned. Selections hold offers; search counts offers."""

    __tablename__ = "offer"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "product_id", "lot_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    recorded_at: Mapped[dt.datetime]


class OfferVersion(Base):
    """The terms of an offer. `price` excludes VAT, per order unit at quantity 1; `printed_price` is the file's own."""

    __tablename__ = "offer_version"
    __table_args__ = (
        to("offer", "supplier_id", "offer_id", key=("supplier_id", "id")),
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "offer_id", "since"),
        one_where("uq_offer_version_current", "until IS NULL", "supplier_id", "offer_id"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("vat IS NULL OR (vat >= 0 AND vat <= 1000000)", name="vat"),
        CheckConstraint("length(currency) = 3", name="currency"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    offer_id: Mapped[int]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    currency: Mapped[str]
    price: Mapped[int]
    printed_price: Mapped[int]
    price_includes_vat: Mapped[bool] = mapped_column(default=False)
    vat: Mapped[int | None]
    price_basis: Mapped[int | None]
    list_price: Mapped[int | None]
    discount_rate: Mapped[int | None]
    eco_contribution: Mapped[int | None]
    order_unit: Mapped[str | None]
    content_unit: Mapped[str | None]
    content_per_order_unit: Mapped[int | None]
    min_order_quantity: Mapped[int | None]
    order_multiple: Mapped[int | None]
    lead_time_days: Mapped[int | None]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    batch_id: Mapped[int]
    sheet: Mapped[str | None]
    row: Mapped[int | None]
    digest: Mapped[str]


class PriceTier(Base):
    """A further price of an offer version: from a quantity (10^-6 units), within a period. Excludes VAT. Supplier-owned."""

    __tablename__ = "price_tier"
    __table_args__ = (
        to("offer_version", "supplier_id", "offer_version_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "offer_version_id", "min_quantity", "valid_from", name="uq_price_tier_dated"),
        one_where("uq_price_tier_undated", "valid_from IS NULL", "supplier_id", "offer_version_id", "min_quantity"),
        CheckConstraint("min_quantity > 0", name="min_quantity"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    offer_version_id: Mapped[int]
    min_quantity: Mapped[int]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    price: Mapped[int]
