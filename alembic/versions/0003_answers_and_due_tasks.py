"""the answer a deal waits for, on the deal itself; open tasks by their day

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WAITING = """UPDATE deal SET
    answer_since = (SELECT since FROM lead_response WHERE deal_id = deal.id),
    answer_by = (SELECT due_at FROM lead_response WHERE deal_id = deal.id)
    WHERE id IN (SELECT deal_id FROM lead_response WHERE answered_at IS NULL)"""


def upgrade() -> None:
    for name in ("answer_since", "answer_by"):
        op.add_column("deal", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_task_open_due", "task", ["done_at", "due_at"])
    op.execute(WAITING)


def downgrade() -> None:
    op.drop_index("ix_task_open_due", "task")
    for name in ("answer_by", "answer_since"):
        op.drop_column("deal", name)
