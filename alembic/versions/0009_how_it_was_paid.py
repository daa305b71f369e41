"""how a payment was made: its way, the provider's receipt, the fiscal mark, the demo's reasons

Revision ID: 0009
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (
    ("payment_attempt", "way", sa.String(32), None),
    ("payment_attempt", "receipt_url", sa.String(500), ""),
    ("payment_attempt", "fiscal_mark", sa.String(120), ""),
    ("demo_checkout", "way", sa.String(32), "card"),
    ("demo_checkout", "problem", sa.String(40), ""),
)


def upgrade() -> None:
    for table, name, kind, default in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))


def downgrade() -> None:
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
