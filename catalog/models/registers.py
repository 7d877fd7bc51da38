"""Public registers of labels as loaded, and what was found of our products in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among


class RegisterExtract(Acted, Base):
    """One export of an issuer's register, as loaded. Append-only, reference. extracted_on: the day it shows.

    imported + rejected + skipped = rows. report: columns found and issues, as JSON.
    """

    __tablename__ = "register_extract"
    __table_args__ = (*acted(), CheckConstraint("imported + rejected + skipped = rows", name="rows"))
    id: Mapped[int] = id_column()
    label: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    extracted_on: Mapped[dt.date]
    rows: Mapped[int]
    imported: Mapped[int]
    rejected: Mapped[int]
    skipped: Mapped[int]
    report: Mapped[dict[str, Any]]
    recorded_at: Mapped[dt.datetime]


class RegisterEntry(Base):
    """One line of an extract: a product under a licence. Append-only, reference. gtin: 14 digits or None."""

    __tablename__ = "register_entry"
    __table_args__ = (Index("ix_register_entry_gtin", "gtin"), Index("ix_register_entry_extract", "extract_id"))
    id: Mapped[int] = id_column()
    extract_id: Mapped[int] = mapped_column(ForeignKey("register_extract.id"))
    row: Mapped[int]
    label: Mapped[str]
    number: Mapped[str | None]
    product_group: Mapped[str | None]
    name: Mapped[str | None]
    company: Mapped[str | None]
    gtin: Mapped[str | None]
    model: Mapped[str | None]
    countries: Mapped[str | None]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]


class RegisterMatch(Acted, Base):
    """An entry that may be one of a supplier's products: it waits for a person's word. Supplier-owned.

    how: "name", "company" or "licence"; score: 0 to 100. A GTIN match never waits here: it is a coverage at once.
    """

    __tablename__ = "register_match"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint(among("how", ("name", "company", "licence")), name="how"),
        CheckConstraint("answer IS NULL OR answer IN ('accept', 'refuse')", name="answer"),
        Index("ix_register_match_product", "supplier_id", "product_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id"), index=True)
    how: Mapped[str]
    score: Mapped[int]
    recorded_at: Mapped[dt.datetime]
    answer: Mapped[str | None]
    reason: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
