"""Deals as a CRM has them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), server_default="", nullable=False),
        sa.Column("has_map", sa.Boolean(), nullable=True),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=4), nullable=True),
        sa.Column("crm_close", sa.Date(), nullable=True),
        sa.Column("tasks_total", sa.Integer(), nullable=True),
        sa.Column("tasks_done", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deals"),
    )
