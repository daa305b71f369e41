"""Indexes for boards that show the deals of a tag, those without a next task and those that stay too long."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0006"
branch_labels = None
depends_on = None

_SOME = (
    ("ix_deal_tagged", "tags <> ''", ["stage_id", "rank", "id", "tags"]),
    ("ix_deal_tagged_totals", "tags <> ''", ["stage_id", "currency", "amount", "tags"]),
    ("ix_deal_without_task", "next_task_kind = ''", ["stage_id", "rank", "id"]),
    ("ix_deal_without_task_totals", "next_task_kind = ''", ["stage_id", "currency", "amount"]),
)


def upgrade() -> None:
    for name, where, columns in _SOME:
        op.create_index(name, "deal", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index("ix_deal_by_age", "deal")
    op.create_index("ix_deal_by_age", "deal", ["stage_id", "stage_since", "id", "currency", "amount"])


def downgrade() -> None:
    op.drop_index("ix_deal_by_age", "deal")
    op.create_index("ix_deal_by_age", "deal", ["stage_id", "stage_since", "id"])
    for name, _, _ in _SOME:
        op.drop_index(name, "deal")
