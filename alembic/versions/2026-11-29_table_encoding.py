"""a list of leads, clients or spend is read in the encoding that a person has chosen"""

import sqlalchemy as sa
from alembic import op

revision = "table_encoding"
down_revision = "letters_kept"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("uploaded_table") as table:
        table.add_column(sa.Column("encoding", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("uploaded_table") as table:
        table.drop_column("encoding")
