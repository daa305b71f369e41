"""brief_beside: what was typed into a brief and stands beside its answers"""

import sqlalchemy as sa
from alembic import op

revision = "brief_beside"
down_revision = "first_letters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("brief") as table:
        table.add_column(sa.Column("beside", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("brief") as table:
        table.drop_column("beside")
