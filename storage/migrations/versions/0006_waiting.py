"""Revision 0006 counts the questions and proposals that a plan waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; plans that run fill it with their next answer."""
    op.add_column("plans", sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("plans", "waiting")
