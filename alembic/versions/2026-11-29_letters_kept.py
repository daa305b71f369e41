"""letters are kept as they came, for a while; bytes that no deal has yet count for the room of the studio"""

import sqlalchemy as sa
from alembic import op

revision = "letters_kept"
down_revision = "former_links"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("taken_by", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("external_id"),
    )
    op.create_index("ix_letter_message_id", "letter", ["message_id"])
    op.create_index("ix_letter_state", "letter", ["state", "came_at"])
    kept = op.create_table(
        "kept_bytes",
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stored_as"),
    )
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("problem", sa.String(length=20), nullable=False, server_default=""))
    _hold_what_waits(kept)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("attachment") as table:
        table.drop_column("problem")
    op.drop_table("kept_bytes")
    op.drop_index("ix_letter_state", "letter")
    op.drop_index("ix_letter_message_id", "letter")
    op.drop_table("letter")


def _hold_what_waits(kept: sa.Table) -> None:
    """Files of letters about which nobody has decided."""
    names = ("stored_as", "size", "kept", "message_id")
    attachment = sa.table("attachment", *(sa.column(name) for name in names))
    message = sa.table("message", sa.column("id"), sa.column("at", MOMENT))
    found = sa.select(attachment.c.stored_as, sa.func.max(attachment.c.size), sa.func.max(message.c.at))
    found = found.join(message, message.c.id == attachment.c.message_id).where(attachment.c.kept.is_(sa.true()))
    found = found.group_by(attachment.c.stored_as)
    op.execute(kept.insert().from_select(["stored_as", "size", "since"], found))
