"""extensions: a contact's phone number keeps the extension behind it"""

import sqlalchemy as sa
from alembic import op

revision = "extensions"
down_revision = "brief_beside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("contact") as table:
        table.alter_column("phone", existing_type=sa.String(length=20), type_=sa.String(length=40), nullable=False)


def downgrade() -> None:
    """Take it back; extensions are lost."""
    op.execute("UPDATE contact SET phone = substr(phone, 1, 20)")
    with op.batch_alter_table("contact") as table:
        table.alter_column("phone", existing_type=sa.String(length=40), type_=sa.String(length=20), nullable=False)
