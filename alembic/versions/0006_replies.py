"""answers of the studio in conversations

Revision ID: 0006
Revises: 0010
"""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    ("sending", sa.String(32), ""),
    ("author_id", sa.String(32), ""),
    ("author_name", sa.String(160), ""),
    ("attempts", sa.Integer(), "0"),
    ("problem", sa.String(300), ""),
)


def upgrade() -> None:
    for name, kind, default in COLUMNS:
        op.add_column("message", sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    for name, _, _ in COLUMNS:
        op.drop_column("message", name)
