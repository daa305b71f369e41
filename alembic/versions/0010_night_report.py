"""letters about no deal, and the hour of the nightly report

Revision ID: 0010
Revises: 0005
"""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("studio", sa.Column("report_hour", sa.Integer(), nullable=True, server_default="8"))
    with op.batch_alter_table("notification") as batch:
        batch.alter_column("deal_id", existing_type=sa.String(32), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM notification WHERE deal_id IS NULL")
    with op.batch_alter_table("notification") as batch:
        batch.alter_column("deal_id", existing_type=sa.String(32), nullable=False)
    op.drop_column("studio", "report_hour")
