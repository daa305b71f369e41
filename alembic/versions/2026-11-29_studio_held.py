"""a restored studio sends nothing until a person lets it go"""

import sqlalchemy as sa
from alembic import op

revision = "studio_held"
down_revision = "guarded_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("studio", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("studio", "held_at")
