"""papers: the line of the plan that an invoice is for, the day of acceptance, who says that a day differs"""

import sqlalchemy as sa
from alembic import op

revision = "papers"
down_revision = "studio_held"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("invoice") as table:
        table.add_column(sa.Column("plan_key", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("contract") as table:
        table.add_column(sa.Column("accepted_on", sa.Date(), nullable=True))
    with op.batch_alter_table("calendar_day") as table:
        table.add_column(sa.Column("origin", sa.String(length=32), nullable=False, server_default="typed"))


def downgrade() -> None:
    """Take it back."""
    for name, column in (("calendar_day", "origin"), ("contract", "accepted_on"), ("invoice", "plan_key")):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
