"""Of a product: whether a file named its family, and whether its hazard codes stand from an earlier file. Of a mail: its last try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FLAGS = ("family_told", "hazards_carried")
"""False for what was read before: its family gives way to the lot's as it did, its codes are those of its own row."""


def upgrade() -> None:
    for name in FLAGS:
        op.add_column("product_version", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("mail", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("mail", "tried_at")
    for name in reversed(FLAGS):
        op.drop_column("product_version", name)
