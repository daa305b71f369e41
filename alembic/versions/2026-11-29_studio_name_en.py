"""the studio's name in English"""

import sqlalchemy as sa
from alembic import op

revision = "studio_name_en"
down_revision = "extensions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("studio", sa.Column("name_en", sa.String(120), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("studio", "name_en")
