"""Products, their offers, and both as each publication left them.

A version is in force in the publications since <= number < until (until NULL: still). Identities are never versioned.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, one_where, owner_key, to
from catalog.models.people import among

IN_ORDER = "until IS NULL OR until > since"


class Product(Base):
    """(supplier, normalised reference): the thing itself. Supplier-owned.

    reference: the first it was known by. What it is called now stands in its version: a rename is a new version.
    """

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
    """What the supplier's file said of a product. `data`: the further fields of the contract's product line.

    family_told: a file named the family, this one or an earlier; else it is that of the lot. hazards_carried: the codes
    stand from an earlier file, for the row that this version was read from says none.
    """

    __tablename__ = "product_version"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "product_id", "since"),
        one_where("uq_product_version_current", "until IS NULL", "supplier_id", "product_id"),
        one_where("uq_product_version_reference", "until IS NULL", "supplier_id", "reference"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint("name <> ''", name="name"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    reference: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    brand: Mapped[str | None]
    gtin: Mapped[str | None]
    family: Mapped[str | None]
    family_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    hazard_codes: Mapped[list[str]] = mapped_column(default=list)
    hazards_carried: Mapped[bool] = mapped_column(default=False, server_default=false())
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


class Correction(Acted, Base):
    """A person's value of one field, in force while the supplier still says what it said (`seen`). Supplier-owned.

    offer_id: the offer whose term it corrects; NULL: a field of the product itself. Values are those of the staged
    columns, in JSON. `until`: the publication that ended it, because the supplier's value changed (`lapsed`) or a
    person did.
    """

    __tablename__ = "correction"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("offer", "supplier_id", "offer_id", key=("supplier_id", "id")),
        *acted(),
        one_where("uq_correction_product", "until IS NULL AND offer_id IS NULL", "supplier_id", "product_id", "field"),
        one_where("uq_correction_offer", "until IS NULL AND offer_id IS NOT NULL", "supplier_id", "offer_id", "field"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    offer_id: Mapped[int | None]
    field: Mapped[str]
    value: Mapped[dict[str, Any]]
    seen: Mapped[dict[str, Any]]
    reason: Mapped[str]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    lapsed: Mapped[dict[str, Any] | None]
    recorded_at: Mapped[dt.datetime]


class Suspension(Acted, Base):
    """An offer that members may not order, from one publication until another. Supplier-owned.

    Whatever the supplier's next file says of the offer, it stays suspended until a person lifts it.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        to("offer", "supplier_id", "offer_id", key=("supplier_id", "id")),
        *acted(),
        one_where("uq_suspension_current", "until IS NULL", "supplier_id", "offer_id"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    offer_id: Mapped[int]
    reason: Mapped[str]
    basis: Mapped[str | None]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    recorded_at: Mapped[dt.datetime]


SUCCESSIONS = ("replaced", "discontinued", "new")


class Succession(Acted, Base):
    """What became of a reference, or where a new one comes from, with reason and contract basis. Supplier-owned.

    replaced: `product_id` gave way to `successor_id`. discontinued: nothing follows. new: `product_id` follows nothing.
    Proofs never pass to a successor by themselves.
    """

    __tablename__ = "succession"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("product", "supplier_id", "successor_id", key=("supplier_id", "id"), name="fk_succession_successor"),
        *acted(),
        one_where("uq_succession_current", "until IS NULL", "supplier_id", "product_id"),
        CheckConstraint(IN_ORDER, name="interval"),
        CheckConstraint(among("kind", SUCCESSIONS), name="kind"),
        CheckConstraint("(kind = 'replaced') = (successor_id IS NOT NULL)", name="successor"),
        CheckConstraint("successor_id <> product_id", name="itself"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    successor_id: Mapped[int | None]
    kind: Mapped[str]
    reason: Mapped[str]
    basis: Mapped[str | None]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    recorded_at: Mapped[dt.datetime]


class Capacity(Acted, Base):
    """How much of a product its supplier says it can deliver. Append-only, supplier-owned: the last recorded speaks.

    quantity: order units in `months`; None takes the word back ("not known").
    """

    __tablename__ = "capacity"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint("quantity IS NULL OR quantity >= 0", name="quantity"),
        CheckConstraint("months > 0", name="months"),
        Index("ix_capacity_product", "supplier_id", "product_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    quantity: Mapped[int | None]
    months: Mapped[int]
    recorded_at: Mapped[dt.datetime]
