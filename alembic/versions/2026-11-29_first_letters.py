"""when a lead's address was first written to by itself: such letters are limited"""

import sqlalchemy as sa
from alembic import op

revision = "first_letters"
down_revision = "papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("lead", sa.Column("wrote_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_lead_wrote_at", "lead", ["wrote_at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_lead_wrote_at", "lead")
    op.drop_column("lead", "wrote_at")
