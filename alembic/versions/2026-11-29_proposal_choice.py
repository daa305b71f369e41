"""what the client has chosen on a proposal's page so far: it stays with the link"""

import sqlalchemy as sa
from alembic import op

revision = "proposal_choice"
down_revision = "tenures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("proposal", sa.Column("chosen_tariff", sa.String(length=32), nullable=True))
    op.add_column("proposal", sa.Column("chosen_options", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("proposal", sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("proposal", "chosen_at")
    op.drop_column("proposal", "chosen_options")
    op.drop_column("proposal", "chosen_tariff")
