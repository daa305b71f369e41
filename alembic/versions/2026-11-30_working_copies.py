"""what is saved in a published document waits in a working copy until it is published"""

import sqlalchemy as sa
from alembic import op

revision = "working_copies"
down_revision = "studio_not_ready"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "working_copy",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id"),
    )


def downgrade() -> None:
    """Take it back: changes that are not published are lost."""
    op.drop_table("working_copy")
