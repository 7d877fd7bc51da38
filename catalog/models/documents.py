"""Documents of products: what a safety sheet says, datasheets and pictures, and the parcels (ZIP) they came in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among

DOCUMENT_KINDS = ("datasheet", "picture", "other")
ITEM_STATES = ("taken", "waiting", "dismissed", "refused")


class DocumentReading(Base):
    """What was read in one stored document, once for each version of the reader. Append-only, reference.

    kind: "safety_sheet" or "ingredient_list"; payload: as `imports.documents` gives it.
    """

    __tablename__ = "document_reading"
    __table_args__ = (UniqueConstraint("document", "kind", "version"),)
    id: Mapped[int] = id_column()
    document: Mapped[str]
    kind: Mapped[str]
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[dt.datetime]


class ProductDocument(Acted, Base):
    """A document of a product that proves nothing: datasheet, picture. Supplier-owned, append-only."""

    __tablename__ = "product_document"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint(among("kind", DOCUMENT_KINDS), name="kind"),
        UniqueConstraint("supplier_id", "product_id", "document"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    kind: Mapped[str]
    document: Mapped[str]
    document_name: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class Parcel(Acted, Base):
    """A ZIP of documents as received. Supplier-owned, append-only."""

    __tablename__ = "parcel"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        *acted(),
        UniqueConstraint("supplier_id", "sha256"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    file_name: Mapped[str]
    sha256: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ParcelItem(Acted, Base):
    """One file of a parcel: taken (tied to products), waiting for a person, dismissed by one, or refused with its reason.

    found: what it named (reference, gtin, ufi, name, language ...). proof_id: the proof it became. Supplier-owned.
    """

    __tablename__ = "parcel_item"
    __table_args__ = (
        to("parcel", "supplier_id", "parcel_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint(among("state", ITEM_STATES), name="state"),
        Index("ix_parcel_item_parcel", "supplier_id", "parcel_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    parcel_id: Mapped[int]
    name: Mapped[str]
    document: Mapped[str | None]
    kind: Mapped[str | None]
    found: Mapped[dict[str, Any]]
    state: Mapped[str]
    reason: Mapped[str | None]
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("proof.id"))
    recorded_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
