"""accounts are guarded: devices that are known, one-time tickets, sessions that end when they are not used"""

import sqlalchemy as sa
from alembic import op

revision = "guarded_accounts"
down_revision = "refused_statements"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "known_device",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_known_device_user_id", "known_device", ["user_id"])
    op.create_table(
        "ticket",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("word_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("word_hash"),
    )
    for column in ("user_id", "email", "network"):
        op.create_index(f"ix_ticket_{column}", "ticket", [column])
    # tries of the last quarter of an hour: nothing is lost with them
    op.drop_table("sign_in_failure")
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("email", "network", "device_id"):
        op.create_index(f"ix_sign_in_failure_{column}", "sign_in_failure", [column])
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("password_is_given", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("user_session") as table:
        table.add_column(sa.Column("idle_until", MOMENT, nullable=True))
        table.add_column(sa.Column("last_used_at", MOMENT, nullable=True))
        table.add_column(sa.Column("confirmed_at", MOMENT, nullable=True))
        table.add_column(sa.Column("device_id", sa.String(length=32), nullable=False, server_default=""))
    op.execute("UPDATE user_session SET idle_until = expires_at, last_used_at = created_at")
    with op.batch_alter_table("user_session") as table:
        table.alter_column("idle_until", existing_type=MOMENT, nullable=False)
        table.alter_column("last_used_at", existing_type=MOMENT, nullable=False)


def downgrade() -> None:
    """Take the change back; everybody signs in again."""
    op.execute("DELETE FROM user_session")
    with op.batch_alter_table("user_session") as table:
        for column in ("device_id", "confirmed_at", "last_used_at", "idle_until"):
            table.drop_column(column)
    with op.batch_alter_table("user") as table:
        table.drop_column("password_is_given")
    op.drop_table("sign_in_failure")
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sign_in_failure_email", "sign_in_failure", ["email"])
    op.create_index("ix_sign_in_failure_ip", "sign_in_failure", ["ip"])
    op.drop_table("ticket")
    op.drop_table("known_device")
