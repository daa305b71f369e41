"""lines of an estimate that a person has to look at"""

import sqlalchemy as sa
from alembic import op

revision = "doubtful_lines"
down_revision = "first_schema"
branch_labels = None
depends_on = None

COLUMNS = (
    ("doubt", sa.String(32), ""),
    ("listed_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), "0"),
    ("listed_currency", sa.String(3), ""),
)


def upgrade() -> None:
    """Apply the change."""
    for name, kind, default in COLUMNS:
        op.add_column("estimate_line", sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    """Take it back."""
    for name, _, _ in COLUMNS:
        op.drop_column("estimate_line", name)
