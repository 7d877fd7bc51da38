"""First tables: people, agreements, intake, products, proofs, ranges, buying, release, jobs, renewal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = (
    "organisation",
    "sign_in_try",
    "account",
    "agreement",
    "journal_entry",
    "product",
    "range",
    "batch",
    "fact",
    "job",
    "lot",
    "membership",
    "proof",
    "publication",
    "range_version",
    "selection",
    "sign_in",
    "token",
    "word",
    "batch_issue",
    "batch_lot",
    "claim",
    "coverage",
    "decision",
    "holder",
    "mapping",
    "offer",
    "price_clause",
    "product_version",
    "publication_batch",
    "renewal",
    "schedule_line",
    "selection_line",
    "succession",
    "conversion",
    "correction",
    "equivalence",
    "offer_version",
    "suspension",
    "price_tier",
)
"""In the order they are made; foreign keys point up this list."""

APPEND_ONLY = (
    "journal_entry",
    "membership",
    "fact",
    "proof",
    "coverage",
    "decision",
    "range_version",
    "price_clause",
    "schedule_line",
    "mapping",
    "word",
    "equivalence",
    "conversion",
)
"""Rows of these are never changed nor taken away: what was recorded stays, a further row corrects it.

A table that a later migration rebuilds on SQLite (batch mode) loses its triggers: make them again there.
"""


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_organisation_code")),
        sa.CheckConstraint("kind IN ('central', 'member', 'supplier')", name=op.f("ck_organisation_kind")),
        sa.CheckConstraint("siret IS NULL OR length(siret) = 14", name=op.f("ck_organisation_siret")),
        sa.CheckConstraint("size IS NULL OR size > 0", name=op.f("ck_organisation_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index("ix_sign_in_try_key_at", "sign_in_try", ["key", "at"], unique=False)
    op.create_table(
        "account",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email LIKE '%_@_%'", name=op.f("ck_account_email")),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_account_language")),
        sa.CheckConstraint(
            "role IN ('buyer', 'buyer_admin', 'prescriber', 'supplier', 'supplier_admin', 'reviewer', 'publisher', 'admin', 'auditor')",
            name=op.f("ck_account_role"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("central_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_agreement_code")),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_agreement_dates")),
        sa.ForeignKeyConstraint(["central_id"], ["organisation.id"], name=op.f("fk_agreement_central_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_code")),
    )
    op.create_index(op.f("ix_agreement_central_id"), "agreement", ["central_id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_journal_entry_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    op.create_table(
        "product",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reference <> ''", name=op.f("ck_product_reference")),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_product_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint("supplier_id", "reference", name=op.f("uq_product_supplier_id_reference")),
    )
    op.create_table(
        "range",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("central_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_fr", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_range_code")),
        sa.ForeignKeyConstraint(["central_id"], ["organisation.id"], name=op.f("fk_range_central_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_range")),
        sa.UniqueConstraint("code", name=op.f("uq_range_code")),
    )
    op.create_index(op.f("ix_range_central_id"), "range", ["central_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("lot_column", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("staged", sa.String(), nullable=True),
        sa.Column("rows", sa.String(), nullable=True),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("imported", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("skipped", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("mode IN ('full', 'patch')", name=op.f("ck_batch_mode")),
        sa.CheckConstraint(
            "state IN ('asking', 'rehearsed', 'refused', 'published', 'undone', 'dropped')", name=op.f("ck_batch_state")
        ),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_batch_actor")),
        sa.CheckConstraint("imported + rejected + skipped = row_count", name=op.f("ck_batch_conservation")),
        sa.CheckConstraint("imported >= 0 AND rejected >= 0 AND skipped >= 0", name=op.f("ck_batch_counts")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_batch_sha256")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_batch_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_batch_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_batch")),
        sa.UniqueConstraint("supplier_id", "sha256", "scope", name=op.f("uq_batch_supplier_id_sha256_scope")),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("origin IN ('shipped', 'local')", name=op.f("ck_fact_origin")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_fact_actor")),
        sa.CheckConstraint("version > 0", name=op.f("ck_fact_version")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_fact_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("kind", "key", "version", name=op.f("uq_fact_kind_key_version")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("done_rows", sa.BigInteger(), nullable=False),
        sa.Column("all_rows", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'running') = (lease IS NOT NULL)", name=op.f("ck_job_lease")),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled')", name=op.f("ck_job_state")
        ),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_job_actor")),
        sa.CheckConstraint("done_rows >= 0", name=op.f("ck_job_rows")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_job_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state", "job", ["state", "queue", "id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("free_items", sa.Boolean(), nullable=False),
        sa.Column("allocation", sa.String(), nullable=True),
        sa.Column("maximum", sa.BigInteger(), nullable=True),
        sa.Column("minimum_order", sa.BigInteger(), nullable=True),
        sa.Column("renewals", sa.BigInteger(), nullable=False),
        sa.Column("renewal_months", sa.BigInteger(), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "allocation IS NULL OR allocation IN ('cascade', 'rotation', 'mini_competition', 'quote')",
            name=op.f("ck_lot_allocation"),
        ),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_lot_dates")),
        sa.CheckConstraint("length(currency) = 3 AND currency = upper(currency)", name=op.f("ck_lot_currency")),
        sa.CheckConstraint("maximum > 0", name=op.f("ck_lot_maximum")),
        sa.CheckConstraint("minimum_order >= 0", name=op.f("ck_lot_minimum_order")),
        sa.CheckConstraint("renewals = 0 OR (renewals > 0 AND renewal_months IS NOT NULL AND renewal_months > 0)", name=op.f("ck_lot_renewals")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_lot_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("code", name=op.f("uq_lot_code")),
    )
    op.create_index(op.f("ix_lot_agreement_id"), "lot", ["agreement_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_membership_dates")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_membership_agreement_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_agreement_id"), "membership", ["agreement_id"], unique=False)
    op.create_table(
        "proof",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("document_name", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("basis IN ('label', 'equivalence', 'document')", name=op.f("ck_proof_basis")),
        sa.CheckConstraint(
            "kind IN ('licence', 'certificate', 'register', 'safety_sheet', 'test_report', 'equivalence', 'dialogue_form', 'statement')",
            name=op.f("ck_proof_kind"),
        ),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_proof_actor")),
        sa.CheckConstraint("document IS NULL OR length(document) = 64", name=op.f("ck_proof_document")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_proof_dates")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_proof_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
    )
    op.create_table(
        "publication",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("replays", sa.BigInteger(), nullable=True),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("offers", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('undo', 'set_aside')) = (undoes IS NOT NULL)", name=op.f("ck_publication_undoes")
        ),
        sa.CheckConstraint(
            "kind IN ('publish', 'undo', 'take_back', 'set_aside', 'correct', 'suspend', 'lift', 'rename', 'succeed')",
            name=op.f("ck_publication_kind"),
        ),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_publication_actor")),
        sa.CheckConstraint("number > 0", name=op.f("ck_publication_number")),
        sa.CheckConstraint("undoes < number AND replays < number", name=op.f("ck_publication_order")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_publication_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["replays"], ["publication.number"], name=op.f("fk_publication_replays")),
        sa.ForeignKeyConstraint(["undoes"], ["publication.number"], name=op.f("fk_publication_undoes")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_publication")),
    )
    op.create_table(
        "range_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("range_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("description_fr", sa.String(), nullable=False),
        sa.Column("description_en", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("profile IN ('strict', 'tolerant')", name=op.f("ck_range_version_profile")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_range_version_actor")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_range_version_number")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_range_version_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["range_id"], ["range.id"], name=op.f("fk_range_version_range_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_range_version")),
        sa.UniqueConstraint("range_id", "number", name=op.f("uq_range_version_range_id_number")),
    )
    op.create_table(
        "selection",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_selection_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_selection_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_selection_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_selection")),
    )
    op.create_table(
        "sign_in",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_sign_in_organisation_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_table(
        "token",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_token_organisation_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_token_token_hash")),
    )
    op.create_table(
        "word",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('label', 'family', 'unit', 'yes_no', 'header')", name=op.f("ck_word_kind")),
        sa.CheckConstraint("word <> ''", name=op.f("ck_word_word")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_word_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_word_by_organisation_id_by_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word")),
    )
    op.create_index("ix_word_kind", "word", ["kind", "word"], unique=False)
    op.create_table(
        "batch_issue",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("row", sa.BigInteger(), nullable=True),
        sa.Column("last_row", sa.BigInteger(), nullable=True),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.CheckConstraint("level IN ('error', 'warning')", name=op.f("ck_batch_issue_level")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"],
            ["batch.supplier_id", "batch.id"],
            name=op.f("fk_batch_issue_supplier_id_batch_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_batch_issue")),
    )
    op.create_index("ix_batch_issue_batch", "batch_issue", ["supplier_id", "batch_id"], unique=False)
    op.create_table(
        "batch_lot",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_batch_lot_lot_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"],
            ["batch.supplier_id", "batch.id"],
            name=op.f("fk_batch_lot_supplier_id_batch_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "batch_id", "lot_id", name=op.f("pk_batch_lot")),
    )
    op.create_table(
        "claim",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("against", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("row", sa.BigInteger(), nullable=True),
        sa.Column("column", sa.String(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_claim_interval")),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_claim_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"], ["batch.supplier_id", "batch.id"], name=op.f("fk_claim_supplier_id_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_claim_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_claim_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_product", "claim", ["supplier_id", "product_id"], unique=False)
    op.create_index(op.f("ix_claim_since"), "claim", ["since"], unique=False)
    op.create_index(op.f("ix_claim_until"), "claim", ["until"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("proof_id", sa.BigInteger(), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_coverage_proof_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_coverage_supplier_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_coverage")),
        sa.UniqueConstraint(
            "supplier_id", "product_id", "proof_id", name=op.f("uq_coverage_supplier_id_product_id_proof_id")
        ),
    )
    op.create_index(op.f("ix_coverage_proof_id"), "coverage", ["proof_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("proof_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_decision_reason")),
        sa.CheckConstraint("verdict IN ('accept', 'refuse')", name=op.f("ck_decision_verdict")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_decision_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_decision_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_decision_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_proof_id"), "decision", ["proof_id"], unique=False)
    op.create_table(
        "holder",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_holder_rank")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_holder_lot_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_holder_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "lot_id", name=op.f("pk_holder")),
    )
    op.create_table(
        "mapping",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_mapping_actor")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_mapping_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"], ["batch.supplier_id", "batch.id"], name=op.f("fk_mapping_supplier_id_batch_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_mapping_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_mapping")),
    )
    op.create_index("ix_mapping_format", "mapping", ["supplier_id", "format"], unique=False)
    op.create_table(
        "offer",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_offer_lot_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_offer_supplier_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_offer")),
        sa.UniqueConstraint("supplier_id", "product_id", "lot_id", name=op.f("uq_offer_supplier_id_product_id_lot_id")),
    )
    op.create_index(op.f("ix_offer_lot_id"), "offer", ["lot_id"], unique=False)
    op.create_table(
        "price_clause",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('firm', 'index', 'schedule', 'tariff')", name=op.f("ck_price_clause_kind")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_price_clause_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_price_clause_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_price_clause_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_clause")),
    )
    op.create_index(op.f("ix_price_clause_lot_id"), "price_clause", ["lot_id"], unique=False)
    op.create_table(
        "product_version",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("gtin", sa.String(), nullable=True),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("hazard_codes", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("row", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_product_version_name")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_product_version_interval")),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_product_version_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"],
            ["batch.supplier_id", "batch.id"],
            name=op.f("fk_product_version_supplier_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_product_version_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_product_version_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_product_version")),
        sa.UniqueConstraint(
            "supplier_id", "product_id", "since", name=op.f("uq_product_version_supplier_id_product_id_since")
        ),
    )
    op.create_index(op.f("ix_product_version_since"), "product_version", ["since"], unique=False)
    op.create_index(op.f("ix_product_version_until"), "product_version", ["until"], unique=False)
    op.create_index(
        "uq_product_version_current",
        "product_version",
        ["supplier_id", "product_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_product_version_reference",
        "product_version",
        ["supplier_id", "reference"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "publication_batch",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("publication", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["publication"], ["publication.number"], name=op.f("fk_publication_batch_publication")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"],
            ["batch.supplier_id", "batch.id"],
            name=op.f("fk_publication_batch_supplier_id_batch_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "publication", "batch_id", name=op.f("pk_publication_batch")),
    )
    op.create_table(
        "renewal",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("old_lot_id", sa.BigInteger(), nullable=False),
        sa.Column("new_lot_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_renewal_reason")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_renewal_actor")),
        sa.CheckConstraint("old_lot_id <> new_lot_id", name=op.f("ck_renewal_lots")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_renewal_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["new_lot_id"], ["lot.id"], name=op.f("fk_renewal_new_lot_id")),
        sa.ForeignKeyConstraint(["old_lot_id"], ["lot.id"], name=op.f("fk_renewal_old_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("old_lot_id", "new_lot_id", name=op.f("uq_renewal_old_lot_id_new_lot_id")),
    )
    op.create_index(op.f("ix_renewal_new_lot_id"), "renewal", ["new_lot_id"], unique=False)
    op.create_index(op.f("ix_renewal_old_lot_id"), "renewal", ["old_lot_id"], unique=False)
    op.create_table(
        "schedule_line",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reference <> ''", name=op.f("ck_schedule_line_reference")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_schedule_line_actor")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_schedule_line_price")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_schedule_line_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_schedule_line_lot_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name=op.f("fk_schedule_line_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_schedule_line")),
    )
    op.create_index(op.f("ix_schedule_line_lot_id"), "schedule_line", ["lot_id"], unique=False)
    op.create_table(
        "selection_line",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("selection_id", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_selection_line_actor")
        ),
        sa.CheckConstraint("quantity > 0 AND quantity <= 1000000", name=op.f("ck_selection_line_quantity")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_selection_line_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "selection_id"],
            ["selection.organisation_id", "selection.id"],
            name=op.f("fk_selection_line_organisation_id_selection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_selection_line")),
        sa.UniqueConstraint(
            "organisation_id", "selection_id", "supplier_id", "offer_id", name="uq_selection_line_offer"
        ),
    )
    op.create_table(
        "succession",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("successor_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(kind = 'replaced') = (successor_id IS NOT NULL)", name=op.f("ck_succession_successor")),
        sa.CheckConstraint("kind IN ('replaced', 'discontinued', 'new')", name=op.f("ck_succession_kind")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_succession_reason")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_succession_actor")),
        sa.CheckConstraint("successor_id <> product_id", name=op.f("ck_succession_itself")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_succession_interval")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_succession_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_succession_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_succession_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "successor_id"], ["product.supplier_id", "product.id"], name="fk_succession_successor"
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_succession_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_since"), "succession", ["since"], unique=False)
    op.create_index(op.f("ix_succession_until"), "succession", ["until"], unique=False)
    op.create_index(
        "uq_succession_current",
        "succession",
        ["supplier_id", "product_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "conversion",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("renewal_id", sa.BigInteger(), nullable=False),
        sa.Column("selection_id", sa.BigInteger(), nullable=False),
        sa.Column("old_supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("old_offer_id", sa.BigInteger(), nullable=False),
        sa.Column("new_supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("new_offer_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("new_quantity", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_conversion_actor")),
        sa.CheckConstraint("quantity > 0 AND new_quantity > 0", name=op.f("ck_conversion_quantity")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_conversion_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_conversion_organisation_id")),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_conversion_renewal_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_conversion")),
    )
    op.create_index(op.f("ix_conversion_renewal_id"), "conversion", ["renewal_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("lapsed", sa.JSON(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_reason")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_correction_actor")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_correction_interval")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_correction_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_correction_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "offer_id"],
            ["offer.supplier_id", "offer.id"],
            name=op.f("fk_correction_supplier_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_correction_supplier_id_product_id"),
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_correction_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_since"), "correction", ["since"], unique=False)
    op.create_index(op.f("ix_correction_until"), "correction", ["until"], unique=False)
    op.create_index(
        "uq_correction_offer",
        "correction",
        ["supplier_id", "offer_id", "field"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND offer_id IS NOT NULL"),
        postgresql_where=sa.text("until IS NULL AND offer_id IS NOT NULL"),
    )
    op.create_index(
        "uq_correction_product",
        "correction",
        ["supplier_id", "product_id", "field"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND offer_id IS NULL"),
        postgresql_where=sa.text("until IS NULL AND offer_id IS NULL"),
    )
    op.create_table(
        "equivalence",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("renewal_id", sa.BigInteger(), nullable=False),
        sa.Column("old_supplier_id", sa.BigInteger(), nullable=False),
        sa.Column("old_offer_id", sa.BigInteger(), nullable=False),
        sa.Column("new_supplier_id", sa.BigInteger(), nullable=True),
        sa.Column("new_offer_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_equivalence_actor")),
        sa.CheckConstraint("(new_supplier_id IS NULL) = (new_offer_id IS NULL)", name=op.f("ck_equivalence_new_offer")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_equivalence_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["new_supplier_id", "new_offer_id"], ["offer.supplier_id", "offer.id"], name="fk_equivalence_new_offer"
        ),
        sa.ForeignKeyConstraint(
            ["old_supplier_id", "old_offer_id"], ["offer.supplier_id", "offer.id"], name="fk_equivalence_old_offer"
        ),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_equivalence_renewal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalence")),
    )
    op.create_index("ix_equivalence_old_offer", "equivalence", ["renewal_id", "old_offer_id"], unique=False)
    op.create_index(op.f("ix_equivalence_renewal_id"), "equivalence", ["renewal_id"], unique=False)
    op.create_table(
        "offer_version",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("printed_price", sa.BigInteger(), nullable=False),
        sa.Column("price_includes_vat", sa.Boolean(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=True),
        sa.Column("price_basis", sa.BigInteger(), nullable=True),
        sa.Column("list_price", sa.BigInteger(), nullable=True),
        sa.Column("discount_rate", sa.BigInteger(), nullable=True),
        sa.Column("eco_contribution", sa.BigInteger(), nullable=True),
        sa.Column("order_unit", sa.String(), nullable=True),
        sa.Column("content_unit", sa.String(), nullable=True),
        sa.Column("content_per_order_unit", sa.BigInteger(), nullable=True),
        sa.Column("min_order_quantity", sa.BigInteger(), nullable=True),
        sa.Column("order_multiple", sa.BigInteger(), nullable=True),
        sa.Column("lead_time_days", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("row", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_offer_version_currency")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_offer_version_price")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_offer_version_interval")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name=op.f("ck_offer_version_validity")
        ),
        sa.CheckConstraint("vat IS NULL OR (vat >= 0 AND vat <= 1000000)", name=op.f("ck_offer_version_vat")),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_offer_version_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "batch_id"],
            ["batch.supplier_id", "batch.id"],
            name=op.f("fk_offer_version_supplier_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "offer_id"],
            ["offer.supplier_id", "offer.id"],
            name=op.f("fk_offer_version_supplier_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_offer_version_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_offer_version")),
        sa.UniqueConstraint(
            "supplier_id", "offer_id", "since", name=op.f("uq_offer_version_supplier_id_offer_id_since")
        ),
    )
    op.create_index(op.f("ix_offer_version_since"), "offer_version", ["since"], unique=False)
    op.create_index(op.f("ix_offer_version_until"), "offer_version", ["until"], unique=False)
    op.create_index(
        "uq_offer_version_current",
        "offer_version",
        ["supplier_id", "offer_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "suspension",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_suspension_reason")),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_suspension_actor")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_suspension_interval")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_suspension_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["since"], ["publication.number"], name=op.f("fk_suspension_since")),
        sa.ForeignKeyConstraint(
            ["supplier_id", "offer_id"],
            ["offer.supplier_id", "offer.id"],
            name=op.f("fk_suspension_supplier_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(["until"], ["publication.number"], name=op.f("fk_suspension_until")),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_since"), "suspension", ["since"], unique=False)
    op.create_index(op.f("ix_suspension_until"), "suspension", ["until"], unique=False)
    op.create_index(
        "uq_suspension_current",
        "suspension",
        ["supplier_id", "offer_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "price_tier",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_version_id", sa.BigInteger(), nullable=False),
        sa.Column("min_quantity", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("min_quantity > 0", name=op.f("ck_price_tier_min_quantity")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_price_tier_price")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name=op.f("ck_price_tier_validity")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "offer_version_id"],
            ["offer_version.supplier_id", "offer_version.id"],
            name=op.f("fk_price_tier_supplier_id_offer_version_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_price_tier")),
        sa.UniqueConstraint(
            "supplier_id", "offer_version_id", "min_quantity", "valid_from", name="uq_price_tier_dated"
        ),
    )
    op.create_index(
        "uq_price_tier_undated",
        "price_tier",
        ["supplier_id", "offer_version_id", "min_quantity"],
        unique=True,
        sqlite_where=sa.text("valid_from IS NULL"),
        postgresql_where=sa.text("valid_from IS NULL"),
    )
    make_refusal()
    for table in APPEND_ONLY:
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


def make_refusal() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
            " END $$"
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
