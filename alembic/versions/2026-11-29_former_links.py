"""former links: the hash of a link that was replaced, by which its holder may ask for the new one"""

import sqlalchemy as sa
from alembic import op

revision = "former_links"
down_revision = "proposal_choice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "former_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("former_link")
