"""Revision 0007 keeps the documents that went out: which notice had which, the bytes once by their digest."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what went out before is not in it."""
    op.create_table(
        "enclosures",
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("notice", "number", name=op.f("pk_enclosures")),
    )
    op.create_index(op.f("ix_enclosures_blob"), "enclosures", ["blob"])


def downgrade() -> None:
    """Take the table away; the bytes go with the next purge."""
    op.drop_table("enclosures")
