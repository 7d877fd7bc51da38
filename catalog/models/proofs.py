"""Facts, claims, proofs, what they cover, and what people decided of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among
from catalog.models.products import IN_ORDER

PROOF_KINDS = (
    "licence",
    "certificate",
    "register",
    "safety_sheet",
    "test_report",
    "equivalence",
    "dialogue_form",
    "statement",
)
BASES = ("label", "equivalence", "document")


class Fact(Acted, Base):
    """One version of one fact (a label, a group, a rule, a word). Append-only, reference table."""

    __tablename__ = "fact"
    __table_args__ = (
        *acted(),
        UniqueConstraint("kind", "key", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint(among("origin", ("shipped", "local")), name="origin"),
    )
    id: Mapped[int] = id_column()
    kind: Mapped[str]
    key: Mapped[str]
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    source: Mapped[str]
    confidence: Mapped[str]
    origin: Mapped[str]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class Claim(Base):
    """Somebody says so: the cell and its quote. In force like a product version. Supplier-owned."""

    __tablename__ = "claim"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("batch", "supplier_id", "batch_id", key=("supplier_id", "id")),
        CheckConstraint(IN_ORDER, name="interval"),
        Index("ix_claim_product", "supplier_id", "product_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    since: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    until: Mapped[int | None] = mapped_column(ForeignKey("publication.number"), index=True)
    attribute: Mapped[str]
    label: Mapped[str | None]
    number: Mapped[str | None]
    quote: Mapped[str]
    against: Mapped[bool] = mapped_column(default=False)
    batch_id: Mapped[int]
    file: Mapped[str]
    sheet: Mapped[str | None]
    row: Mapped[int | None]
    column: Mapped[str | None]


class Proof(Acted, Base):
    """What shows a claim. `valid_until` is the last day it holds; NULL: no own end. Reference table, append-only."""

    __tablename__ = "proof"
    __table_args__ = (
        *acted(),
        CheckConstraint(among("kind", PROOF_KINDS), name="kind"),
        CheckConstraint(among("basis", BASES), name="basis"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates"),
        CheckConstraint("document IS NULL OR length(document) = 64", name="document"),
    )
    id: Mapped[int] = id_column()
    attribute: Mapped[str]
    kind: Mapped[str]
    basis: Mapped[str]
    label: Mapped[str | None]
    number: Mapped[str | None]
    issuer: Mapped[str | None]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    document: Mapped[str | None]
    document_name: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class Coverage(Base):
    """This proof covers this product of this supplier. `matched`: by GTIN in a register. Supplier-owned, append-only."""

    __tablename__ = "coverage"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "product_id", "proof_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"), index=True)
    matched: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[dt.datetime]


class Decision(Acted, Base):
    """What a person of the central staff said of a proof. The last word recorded speaks; none is overwritten."""

    __tablename__ = "decision"
    __table_args__ = (
        *acted(),
        CheckConstraint(among("verdict", ("accept", "refuse")), name="verdict"),
        CheckConstraint("reason <> ''", name="reason"),
    )
    id: Mapped[int] = id_column()
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"), index=True)
    verdict: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[dt.datetime]
