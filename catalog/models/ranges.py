"""Dedicated ranges: a named rule with immutable versions, validated by both sides; requests, validations, exports, doubts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.base import Acted, Base, acted, id_column, owner_key, to
from catalog.models.people import among

PROFILES = ("strict", "tolerant")


class Range(Base):
    """A dedicated range of one central body. Reference table."""

    __tablename__ = "range"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("code <> ''", name="code"))
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str]
    name_fr: Mapped[str]
    name_en: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class RangeVersion(Acted, Base):
    """One immutable version of the rule. `rule`: attributes, families, lots, as `tagging.ranges.RangeRule` reads it.

    hand: decisions on single products, [{supplier, reference, verdict "in"|"out", reason, by, on}]; "in" waives families
    and lots, never an attribute.
    """

    __tablename__ = "range_version"
    __table_args__ = (
        *acted(),
        UniqueConstraint("range_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(among("profile", PROFILES), name="profile"),
    )
    id: Mapped[int] = id_column()
    range_id: Mapped[int] = mapped_column(ForeignKey("range.id"))
    number: Mapped[int]
    rule: Mapped[dict[str, Any]]
    profile: Mapped[str]
    description_fr: Mapped[str]
    description_en: Mapped[str]
    hand: Mapped[list[dict[str, Any]] | None]
    recorded_at: Mapped[dt.datetime]


class RangeDraft(Acted, Base):
    """The shared draft of a range's next version: one at most. `sequence` grows with each change (two people at once)."""

    __tablename__ = "range_draft"
    __table_args__ = (
        *acted(),
        UniqueConstraint("range_id"),
        CheckConstraint(among("profile", PROFILES), name="profile"),
    )
    id: Mapped[int] = id_column()
    range_id: Mapped[int] = mapped_column(ForeignKey("range.id"))
    sequence: Mapped[int]
    rule: Mapped[dict[str, Any]]
    profile: Mapped[str]
    description_fr: Mapped[str]
    description_en: Mapped[str]
    hand: Mapped[list[dict[str, Any]]]
    recorded_at: Mapped[dt.datetime]


class RangeValidation(Acted, Base):
    """The central body's word on a version. Append-only, reference."""

    __tablename__ = "range_validation"
    __table_args__ = (*acted(), UniqueConstraint("range_version_id"))
    id: Mapped[int] = id_column()
    range_version_id: Mapped[int] = mapped_column(ForeignKey("range_version.id"))
    content_hash: Mapped[str]
    said_by: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ValidationRequest(Acted, Base):
    """What a supplier is asked to validate, until when. Supplier-owned. closed: "validated", "revoked" or "replaced"."""

    __tablename__ = "validation_request"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        *acted(),
        CheckConstraint("closed IS NULL OR closed IN ('validated', 'revoked', 'replaced')", name="closed"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    due: Mapped[dt.date]
    message: Mapped[str]
    recorded_at: Mapped[dt.datetime]
    closed: Mapped[str | None]
    closed_at: Mapped[dt.datetime | None]


class RequestedRange(Base):
    """A range version that a request asks to validate. Supplier-owned."""

    __tablename__ = "requested_range"
    __table_args__ = (to("validation_request", "supplier_id", "request_id", key=("supplier_id", "id")),)
    supplier_id: Mapped[int] = owner_key()
    request_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    range_version_id: Mapped[int] = mapped_column(ForeignKey("range_version.id"), primary_key=True, autoincrement=False)


class RequestLink(Base):
    """A personal link into a request, without an account: dated, revocable, only its hash is kept. Supplier-owned.

    used_at: the request was validated through it (it opens nothing but the receipt). asked_again_at: a new one was asked for.
    """

    __tablename__ = "request_link"
    __table_args__ = (
        to("validation_request", "supplier_id", "request_id", key=("supplier_id", "id")),
        UniqueConstraint("token_hash"),
        CheckConstraint(among("language", ("fr", "en")), name="language"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    request_id: Mapped[int]
    email: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_on: Mapped[dt.date]
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    asked_again_at: Mapped[dt.datetime | None]
    recorded_at: Mapped[dt.datetime]


class LinkEntry(Base):
    """A browser that came in by a link: the code it was sent, then its session. Supplier-owned; hashes only."""

    __tablename__ = "link_entry"
    __table_args__ = (
        to("request_link", "supplier_id", "link_id", key=("supplier_id", "id")),
        UniqueConstraint("token_hash"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    link_id: Mapped[int]
    code_hash: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class Validation(Acted, Base):
    """A supplier validates its own products in one range version. Append-only, supplier-owned.

    It records identity, authority and content hash; it is no electronic signature and amends no contract.
    """

    __tablename__ = "validation"
    __table_args__ = (
        to("organisation", "supplier_id", key=("id",)),
        to("validation_request", "supplier_id", "request_id", key=("supplier_id", "id")),
        to("request_link", "supplier_id", "link_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint("signer <> '' AND authority <> ''", name="signer"),
        Index("ix_validation_version", "supplier_id", "range_version_id"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    range_version_id: Mapped[int] = mapped_column(ForeignKey("range_version.id"), index=True)
    request_id: Mapped[int | None]
    link_id: Mapped[int | None]
    content_hash: Mapped[str]
    signer: Mapped[str]
    authority: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ValidatedProduct(Base):
    """A product as it was validated: other content suspends it alone. Append-only, supplier-owned."""

    __tablename__ = "validated_product"
    __table_args__ = (
        to("validation", "supplier_id", "validation_id", key=("supplier_id", "id")),
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
    )
    supplier_id: Mapped[int] = owner_key()
    validation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str]


class RangeExport(Acted, Base):
    """An export as it was issued: given back byte for byte. Append-only, reference.

    audience: what of it the reader could see, as a digest; document: SHA-256 of the file.
    """

    __tablename__ = "range_export"
    __table_args__ = (
        *acted(),
        UniqueConstraint(
            "range_id", "on_day", "format", "language", "audience", "content_hash", name="uq_range_export_issue"
        ),
    )
    id: Mapped[int] = id_column()
    range_id: Mapped[int] = mapped_column(ForeignKey("range.id"))
    version: Mapped[int]
    on_day: Mapped[dt.date]
    format: Mapped[str]
    language: Mapped[str]
    audience: Mapped[str]
    content_hash: Mapped[str]
    document: Mapped[str]
    document_name: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class RangeRequest(Acted, Base):
    """A member asks for a range; others support it. Member-owned. outcome: "taken_up" or "declined", with its reason."""

    __tablename__ = "range_request"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("outcome IS NULL OR outcome IN ('taken_up', 'declined')", name="outcome"),
    )
    organisation_id: Mapped[int] = owner_key("organisation_id")
    id: Mapped[int] = id_column()
    central_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    attributes: Mapped[list[str]]
    families: Mapped[list[str]]
    recorded_at: Mapped[dt.datetime]
    outcome: Mapped[str | None]
    outcome_reason: Mapped[str | None]
    range_code: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]


class RangeSupport(Acted, Base):
    """A further member wants the same. Member-owned; request_id: of another member, without a foreign key across."""

    __tablename__ = "range_support"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        UniqueConstraint("organisation_id", "request_id"),
    )
    organisation_id: Mapped[int] = owner_key("organisation_id")
    id: Mapped[int] = id_column()
    request_id: Mapped[int] = mapped_column(index=True)
    recorded_at: Mapped[dt.datetime]


class Doubt(Acted, Base):
    """A member doubts a tag: a case with a deadline that changes nothing by itself. Member-owned.

    outcome: "kept", "contested" or "suspended", with the answer the member reads. Product keys without a foreign key across.
    """

    __tablename__ = "doubt"
    __table_args__ = (
        to("organisation", "organisation_id", key=("id",)),
        *acted(),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("outcome IS NULL OR outcome IN ('kept', 'contested', 'suspended')", name="outcome"),
        Index("ix_doubt_product", "supplier_id", "product_id"),
    )
    organisation_id: Mapped[int] = owner_key("organisation_id")
    id: Mapped[int] = id_column()
    supplier_id: Mapped[int]
    product_id: Mapped[int]
    attribute: Mapped[str]
    proof_id: Mapped[int | None]
    text: Mapped[str]
    deadline: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str | None]
