"""Facts, claims, proofs, what they cover, and what people decided of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
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
    "ingredient_list",
)
BASES = ("label", "equivalence", "document")
HOW = ("reference", "gtin", "ufi", "model", "family", "register", "person")
"""What ties a proof to a product: named by reference, GTIN, UFI, model list or family, found in a register, or by a person."""
SIDES = ("supplier", "central")
TAG_VERDICTS = ("accept", "contest", "withdraw", "for", "against")
"""accept, contest: of either side. withdraw: takes one's own contest back. for, against: staff rule a contest or conflict."""


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
    """What shows a claim. `valid_until` is the last day it holds; NULL: no own end. Reference table, append-only.

    holder: whom the document names; holder_link: why that is not the supplier. scope: what it says it covers beyond the
    products it was tied to, {"families": [...], "models": [...]}. replaces_id: the proof it renews.
    """

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
    holder: Mapped[str | None]
    holder_link: Mapped[str | None]
    scope: Mapped[dict[str, Any] | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("proof.id"))
    extract_id: Mapped[int | None] = mapped_column(ForeignKey("register_extract.id"))
    recorded_at: Mapped[dt.datetime]


class ProofEnding(Acted, Base):
    """A proof ends earlier than it says: withdrawn, or no longer in the newest register extract. Append-only, reference."""

    __tablename__ = "proof_ending"
    __table_args__ = (*acted(), CheckConstraint("reason <> ''", name="reason"))
    id: Mapped[int] = id_column()
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"), index=True)
    last_day: Mapped[dt.date]
    reason: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class Coverage(Base):
    """This proof covers this product of this supplier. Supplier-owned, append-only.

    matched: by GTIN in a register, which verifies. how: what tied the two; score: of a proposal a person took, 0 to 100.
    """

    __tablename__ = "coverage"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        UniqueConstraint("supplier_id", "product_id", "proof_id"),
        CheckConstraint(among("how", HOW), name="how"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"), index=True)
    matched: Mapped[bool] = mapped_column(default=False)
    how: Mapped[str] = mapped_column(default="reference", server_default="reference")
    score: Mapped[int | None]
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


class TagDecision(Acted, Base):
    """What a person of either side said of one product's attribute. Lies beside claims and proofs. Supplier-owned, append-only.

    seen: `tagging.seen` of what was decided on (64 hex). said_by: the person as shown. link_id: came by a request's link.
    """

    __tablename__ = "tag_decision"
    __table_args__ = (
        to("product", "supplier_id", "product_id", key=("supplier_id", "id")),
        to("validation_request", "supplier_id", "request_id", key=("supplier_id", "id")),
        to("request_link", "supplier_id", "link_id", key=("supplier_id", "id")),
        *acted(),
        CheckConstraint(among("side", SIDES), name="side"),
        CheckConstraint(among("verdict", TAG_VERDICTS), name="verdict"),
        CheckConstraint("verdict = 'accept' OR reason <> ''", name="reason"),
        Index("ix_tag_decision_product", "supplier_id", "product_id", "attribute"),
    )
    supplier_id: Mapped[int] = owner_key()
    id: Mapped[int] = id_column()
    product_id: Mapped[int]
    attribute: Mapped[str]
    side: Mapped[str]
    verdict: Mapped[str]
    reason_code: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    seen: Mapped[str]
    request_id: Mapped[int | None]
    link_id: Mapped[int | None]
    said_by: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class FactProposal(Acted, Base):
    """A correction of one fact, drafted by one person and applied or dropped by another. Reference table.

    payload None: take the newer shipped version instead of the local one.
    """

    __tablename__ = "fact_proposal"
    __table_args__ = (
        *acted(),
        to(
            "account",
            "answered_by_organisation_id",
            "answered_by_account_id",
            key=("organisation_id", "id"),
            name="fk_fact_proposal_answered_by",
        ),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("answer IS NULL OR answer IN ('applied', 'dropped')", name="answer"),
    )
    id: Mapped[int] = id_column()
    kind: Mapped[str]
    key: Mapped[str]
    base_version: Mapped[int | None]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    source: Mapped[str]
    confidence: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[dt.datetime]
    answer: Mapped[str | None]
    answer_reason: Mapped[str | None]
    answered_at: Mapped[dt.datetime | None]
    answered_by_organisation_id: Mapped[int | None]
    answered_by_account_id: Mapped[int | None]


class ExpiryClosing(Acted, Base):
    """An end that somebody dealt with: no further alert in the agreements of their central body, by the operator in any.

    Append-only, reference. subject: as `evidence.ends` names the end, with its last day: "proof:ID@DAY".
    """

    __tablename__ = "expiry_closing"
    __table_args__ = (
        *acted(),
        CheckConstraint("reason <> ''", name="reason"),
        Index("ix_expiry_closing_subject", "subject"),
    )
    id: Mapped[int] = id_column()
    subject: Mapped[str]
    reason: Mapped[str]
    recorded_at: Mapped[dt.datetime]


class ExpiryAlert(Base):
    """One person was told of one end at one distance (60, 30 or 7 days), and is not told again. Append-only, reference."""

    __tablename__ = "expiry_alert"
    __table_args__ = (
        UniqueConstraint("subject", "last_day", "threshold", "recipient", name="uq_expiry_alert_once"),
        CheckConstraint("threshold >= 0", name="threshold"),
    )
    id: Mapped[int] = id_column()
    subject: Mapped[str]
    last_day: Mapped[dt.date]
    threshold: Mapped[int]
    recipient: Mapped[str]
    recorded_at: Mapped[dt.datetime]
