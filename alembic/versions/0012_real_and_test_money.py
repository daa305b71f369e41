"""whether there is test money, and whether a provider has brought real money

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_entry_live", "ledger_entry", ["live_mode", "cause_kind"])


def downgrade() -> None:
    op.drop_index("ix_ledger_entry_live", "ledger_entry")
