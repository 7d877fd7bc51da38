"""Registers, documents, decisions on tags, requests and validations, drafts and exports of ranges, mail, the journal's chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "document_reading",
    "mail",
    "doubt",
    "expiry_alert",
    "expiry_closing",
    "fact_proposal",
    "journal_link",
    "parcel",
    "product_document",
    "range_draft",
    "range_export",
    "range_request",
    "range_support",
    "register_extract",
    "validation_request",
    "range_validation",
    "register_entry",
    "request_link",
    "requested_range",
    "link_entry",
    "parcel_item",
    "proof_ending",
    "register_match",
    "tag_decision",
    "validation",
    "validated_product",
)
"""In the order they are made; foreign keys point up this list."""

APPEND_ONLY = (
    "document_reading",
    "product_document",
    "parcel",
    "expiry_alert",
    "expiry_closing",
    "journal_link",
    "range_export",
    "range_support",
    "register_extract",
    "register_entry",
    "range_validation",
    "proof_ending",
    "tag_decision",
    "validation",
    "validated_product",
)
"""Rows of these are never changed nor taken away."""

KINDS = "kind IN ('licence', 'certificate', 'register', 'safety_sheet', 'test_report', 'equivalence', 'dialogue_form', 'statement')"
NEW_KINDS = "kind IN ('licence', 'certificate', 'register', 'safety_sheet', 'test_report', 'equivalence', 'dialogue_form', 'statement', 'ingredient_list')"
HOW = "how IN ('reference', 'gtin', 'ufi', 'model', 'family', 'register', 'person')"


def upgrade() -> None:
    op.create_table(
        "document_reading",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_reading")),
        sa.UniqueConstraint("document", "kind", "version", name=op.f("uq_document_reading_document_kind_version")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.CheckConstraint("recipient LIKE '%_@_%'", name=op.f("ck_mail_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_table(
        "doubt",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("proof_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('kept', 'contested', 'suspended')", name=op.f("ck_doubt_outcome")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_doubt_text")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_doubt_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_doubt_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_doubt_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_doubt")),
    )
    op.create_index("ix_doubt_product", "doubt", ["supplier_id", "product_id"], unique=False)

    op.create_table(
        "expiry_alert",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("threshold >= 0", name=op.f("ck_expiry_alert_threshold")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_alert")),
        sa.UniqueConstraint("subject", "last_day", "threshold", "recipient", name="uq_expiry_alert_once"),
    )
    op.create_table(
        "expiry_closing",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_expiry_closing_reason")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_expiry_closing_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_expiry_closing_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_closing")),
    )
    op.create_index("ix_expiry_closing_subject", "expiry_closing", ["subject"], unique=False)

    op.create_table(
        "fact_proposal",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("base_version", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answer_reason", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answer IN ('applied', 'dropped')", name=op.f("ck_fact_proposal_answer")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_fact_proposal_reason")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_fact_proposal_actor")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_organisation_id", "answered_by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_fact_proposal_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_fact_proposal_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_proposal")),
    )
    op.create_table(
        "journal_link",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_journal_link_number")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_link_entry_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_journal_link_entry_id")),
    )
    op.create_table(
        "parcel",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_parcel_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_parcel_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_parcel_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("supplier_id", "sha256", name=op.f("uq_parcel_supplier_id_sha256")),
    )
    op.create_table(
        "product_document",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('datasheet', 'picture', 'other')", name=op.f("ck_product_document_kind")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_product_document_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_product_document_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_product_document_supplier_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_product_document")),
        sa.UniqueConstraint(
            "supplier_id", "product_id", "document", name=op.f("uq_product_document_supplier_id_product_id_document")
        ),
    )
    op.create_table(
        "range_draft",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("description_fr", sa.String(), nullable=False),
        sa.Column("description_en", sa.String(), nullable=False),
        sa.Column("hand", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("profile IN ('strict', 'tolerant')", name=op.f("ck_range_draft_profile")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_draft_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_draft_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["range_id"], ["range.id"], name=op.f("fk_range_draft_range_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_range_draft")),
        sa.UniqueConstraint("range_id", name=op.f("uq_range_draft_range_id")),
    )
    op.create_table(
        "range_export",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_export_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_export_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["range_id"], ["range.id"], name=op.f("fk_range_export_range_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_range_export")),
        sa.UniqueConstraint(
            "range_id", "on_day", "format", "language", "audience", "content_hash", name=op.f("uq_range_export_issue")
        ),
    )
    op.create_table(
        "range_request",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("central_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_reason", sa.String(), nullable=True),
        sa.Column("range_code", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('taken_up', 'declined')", name=op.f("ck_range_request_outcome")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_range_request_text")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_request_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_request_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["central_id"], ["organisation.id"], name=op.f("fk_range_request_central_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_range_request_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_range_request")),
    )
    op.create_table(
        "range_support",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_support_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_support_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_range_support_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_range_support")),
        sa.UniqueConstraint("organisation_id", "request_id", name=op.f("uq_range_support_organisation_id_request_id")),
    )
    op.create_index(op.f("ix_range_support_request_id"), "range_support", ["request_id"], unique=False)

    op.create_table(
        "register_extract",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("extracted_on", sa.Date(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("imported", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("skipped", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_register_extract_actor")
        ),
        sa.CheckConstraint("imported + rejected + skipped = rows", name=op.f("ck_register_extract_rows")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_register_extract_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_extract")),
    )
    op.create_table(
        "validation_request",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("central_id", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "closed IS NULL OR closed IN ('validated', 'revoked', 'replaced')",
            name=op.f("ck_validation_request_closed"),
        ),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_validation_request_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_validation_request_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["central_id"], ["organisation.id"], name=op.f("fk_validation_request_central_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_validation_request_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_validation_request")),
    )
    op.create_table(
        "range_validation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_version_id", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_validation_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_validation_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["range_version_id"], ["range_version.id"], name=op.f("fk_range_validation_range_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_range_validation")),
        sa.UniqueConstraint("range_version_id", name=op.f("uq_range_validation_range_version_id")),
    )
    op.create_table(
        "register_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("extract_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("product_group", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("gtin", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("countries", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["extract_id"], ["register_extract.id"], name=op.f("fk_register_entry_extract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
    )
    op.create_index("ix_register_entry_extract", "register_entry", ["extract_id"], unique=False)
    op.create_index("ix_register_entry_gtin", "register_entry", ["gtin"], unique=False)

    op.create_table(
        "request_link",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "request_id"],
            ["validation_request.supplier_id", "validation_request.id"],
            name=op.f("fk_request_link_supplier_id_request_id"),
        ),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_request_link_language")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_request_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_request_link_token_hash")),
    )
    op.create_table(
        "requested_range",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["range_version_id"], ["range_version.id"], name=op.f("fk_requested_range_range_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "request_id"],
            ["validation_request.supplier_id", "validation_request.id"],
            name=op.f("fk_requested_range_supplier_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "request_id", "range_version_id", name=op.f("pk_requested_range")),
    )
    op.create_table(
        "link_entry",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplier_id", "link_id"],
            ["request_link.supplier_id", "request_link.id"],
            name=op.f("fk_link_entry_supplier_id_link_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_link_entry")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_entry_token_hash")),
    )
    op.create_table(
        "parcel_item",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("proof_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('taken', 'waiting', 'dismissed', 'refused')", name=op.f("ck_parcel_item_state")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_parcel_item_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_parcel_item_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_parcel_item_proof_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "parcel_id"],
            ["parcel.supplier_id", "parcel.id"],
            name=op.f("fk_parcel_item_supplier_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_parcel_item")),
    )
    op.create_index("ix_parcel_item_parcel", "parcel_item", ["supplier_id", "parcel_id"], unique=False)

    op.create_table(
        "proof_ending",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("proof_id", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_proof_ending_reason")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_proof_ending_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_proof_ending_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_proof_ending_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_ending")),
    )
    op.create_index(op.f("ix_proof_ending_proof_id"), "proof_ending", ["proof_id"], unique=False)

    op.create_table(
        "register_match",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answer IN ('accept', 'refuse')", name=op.f("ck_register_match_answer")),
        sa.CheckConstraint("how IN ('name', 'company', 'licence')", name=op.f("ck_register_match_how")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_register_match_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_register_match_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entry.id"], name=op.f("fk_register_match_entry_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_register_match_supplier_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_register_match")),
    )
    op.create_index(op.f("ix_register_match_entry_id"), "register_match", ["entry_id"], unique=False)
    op.create_index("ix_register_match_product", "register_match", ["supplier_id", "product_id"], unique=False)

    op.create_table(
        "tag_decision",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("side IN ('supplier', 'central')", name=op.f("ck_tag_decision_side")),
        sa.CheckConstraint("verdict = 'accept' OR reason <> ''", name=op.f("ck_tag_decision_reason")),
        sa.CheckConstraint(
            "verdict IN ('accept', 'contest', 'withdraw', 'for', 'against')", name=op.f("ck_tag_decision_verdict")
        ),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_tag_decision_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_tag_decision_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "link_id"],
            ["request_link.supplier_id", "request_link.id"],
            name=op.f("fk_tag_decision_supplier_id_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_tag_decision_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "request_id"],
            ["validation_request.supplier_id", "validation_request.id"],
            name=op.f("fk_tag_decision_supplier_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_tag_decision")),
    )
    op.create_index("ix_tag_decision_product", "tag_decision", ["supplier_id", "product_id", "attribute"], unique=False)

    op.create_table(
        "validation",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_version_id", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("signer <> '' AND authority <> ''", name=op.f("ck_validation_signer")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_validation_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_validation_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["range_version_id"], ["range_version.id"], name=op.f("fk_validation_range_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "link_id"],
            ["request_link.supplier_id", "request_link.id"],
            name=op.f("fk_validation_supplier_id_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "request_id"],
            ["validation_request.supplier_id", "validation_request.id"],
            name=op.f("fk_validation_supplier_id_request_id"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_validation_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_validation")),
    )
    op.create_index(op.f("ix_validation_range_version_id"), "validation", ["range_version_id"], unique=False)
    op.create_index("ix_validation_version", "validation", ["supplier_id", "range_version_id"], unique=False)

    op.create_table(
        "validated_product",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("validation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_validated_product_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "validation_id"],
            ["validation.supplier_id", "validation.id"],
            name=op.f("fk_validated_product_supplier_id_validation_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "validation_id", "product_id", name=op.f("pk_validated_product")),
    )
    widen_proof()
    widen_coverage()
    op.add_column("range_version", sa.Column("hand", sa.JSON(), nullable=True))
    for table in APPEND_ONLY:
        refuse_changes(table)


def widen_proof() -> None:
    with op.batch_alter_table("proof") as table:
        table.add_column(sa.Column("holder", sa.String(), nullable=True))
        table.add_column(sa.Column("extract_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("holder_link", sa.String(), nullable=True))
        table.add_column(sa.Column("scope", sa.JSON(), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(op.f("fk_proof_replaces_id"), "proof", ["replaces_id"], ["id"])
        table.create_foreign_key(op.f("fk_proof_extract_id"), "register_extract", ["extract_id"], ["id"])
        table.drop_constraint(op.f("ck_proof_kind"), type_="check")
        table.create_check_constraint(op.f("ck_proof_kind"), NEW_KINDS)
    made_again("proof")


def widen_coverage() -> None:
    with op.batch_alter_table("coverage") as table:
        table.add_column(sa.Column("how", sa.String(), server_default="reference", nullable=False))
        table.add_column(sa.Column("score", sa.BigInteger(), nullable=True))
        table.create_check_constraint(op.f("ck_coverage_how"), HOW)
    made_again("coverage")


def made_again(table: str) -> None:
    """A rebuilt table has lost its triggers; PostgreSQL rebuilds none."""
    if op.get_bind().dialect.name == "sqlite":
        refuse_changes(table)


def refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def downgrade() -> None:
    op.drop_column("range_version", "hand")
    with op.batch_alter_table("coverage") as table:
        table.drop_constraint(op.f("ck_coverage_how"), type_="check")
        table.drop_column("score")
        table.drop_column("how")
    made_again("coverage")
    with op.batch_alter_table("proof") as table:
        table.drop_constraint(op.f("fk_proof_extract_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_proof_replaces_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_proof_kind"), type_="check")
        table.create_check_constraint(op.f("ck_proof_kind"), KINDS)
        table.drop_column("extract_id")
        table.drop_column("replaces_id")
        table.drop_column("scope")
        table.drop_column("holder_link")
        table.drop_column("holder")
    made_again("proof")
    for table_name in reversed(TABLES):
        op.drop_table(table_name)
