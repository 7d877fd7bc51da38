"""What a selection needs beside its lines, a holder's terms of delivery, a supplier's capacity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("capacity", "order_layout", "product_request", "selection_proposal", "selection_visit")
TERMS = ("minimum_order", "free_delivery_from", "delivery_fee", "lead_time_days")
"""Of a holder: amounts and days, none below zero."""


def upgrade() -> None:
    op.create_table(
        "capacity",
        sa.Column("supplier_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("months", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_capacity_actor")),
        sa.CheckConstraint("months > 0", name=op.f("ck_capacity_months")),
        sa.CheckConstraint("quantity IS NULL OR quantity >= 0", name=op.f("ck_capacity_quantity")),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_capacity_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "product_id"],
            ["product.supplier_id", "product.id"],
            name=op.f("fk_capacity_supplier_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("supplier_id", "id", name=op.f("pk_capacity")),
    )
    op.create_index("ix_capacity_product", "capacity", ["supplier_id", "product_id"], unique=False)
    op.create_table(
        "order_layout",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("delimiter", sa.String(), nullable=True),
        sa.Column("decimal", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("format IN ('xlsx', 'csv')", name=op.f("ck_order_layout_format")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_order_layout_name")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_order_layout_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_order_layout_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_order_layout_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_order_layout")),
    )
    op.create_table(
        "product_request",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("central_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("yearly_quantity", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('taken_up', 'declined')", name=op.f("ck_product_request_outcome")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_product_request_text")),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_product_request_actor")
        ),
        sa.CheckConstraint(
            "yearly_quantity IS NULL OR yearly_quantity > 0", name=op.f("ck_product_request_yearly_quantity")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_product_request_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["central_id"], ["organisation.id"], name=op.f("fk_product_request_central_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_product_request_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_product_request")),
    )
    op.create_table(
        "selection_proposal",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("selection_id", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_reason", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("by_organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('accepted', 'declined')", name=op.f("ck_selection_proposal_outcome")
        ),
        sa.CheckConstraint(
            "(by_organisation_id IS NULL) = (by_account_id IS NULL)", name=op.f("ck_selection_proposal_actor")
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id", "by_account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_selection_proposal_by_organisation_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "selection_id"],
            ["selection.organisation_id", "selection.id"],
            name=op.f("fk_selection_proposal_organisation_id_selection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_selection_proposal")),
    )
    op.create_table(
        "selection_visit",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("selection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_selection_visit_organisation_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "selection_id"],
            ["selection.organisation_id", "selection.id"],
            name=op.f("fk_selection_visit_organisation_id_selection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "selection_id", "account_id", name=op.f("pk_selection_visit")),
    )
    refuse_changes("capacity")
    with op.batch_alter_table("holder") as table:
        for name in TERMS:
            table.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
            table.create_check_constraint(op.f(f"ck_holder_{name}"), f"{name} >= 0")
    op.add_column("selection", sa.Column("service_code", sa.String(), nullable=True))
    op.add_column("selection", sa.Column("engagement_number", sa.String(), nullable=True))


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
    op.drop_column("selection", "engagement_number")
    op.drop_column("selection", "service_code")
    with op.batch_alter_table("holder") as table:
        for name in reversed(TERMS):
            table.drop_constraint(op.f(f"ck_holder_{name}"), type_="check")
            table.drop_column(name)
    for name in reversed(TABLES):
        op.drop_table(name)
