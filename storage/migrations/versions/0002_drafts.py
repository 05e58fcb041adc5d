"""Revision 0002 adds the drafts that sellers mail, and moments that are noted once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "drafts",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("ref", "round", name="pk_drafts"),
    )
    op.create_index("ix_drafts_letter", "drafts", ["letter"], unique=True)
    op.create_index("ix_drafts_slug", "drafts", ["slug"], unique=False)
    op.create_table(
        "moments",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_moments"),
    )


def downgrade() -> None:
    """Remove both tables."""
    op.drop_table("moments")
    op.drop_table("drafts")
