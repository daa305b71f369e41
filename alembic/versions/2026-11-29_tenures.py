"""tenures: who answered for a deal when, so that money and proposals belong to the manager of their day"""

import json
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "tenures"
down_revision = "studio_name_en"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STAGE = ["stage_id", "entered_at", "kind", "left_at", "seconds", "forward"]


def upgrade() -> None:
    """Apply the change."""
    tenure = op.create_table(
        "tenure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("deal_id", sa.String(length=32), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    rows = _tenures()
    if rows:
        op.bulk_insert(tenure, rows)
    op.create_index("ix_tenure_deal", "tenure", ["deal_id", "since", "until", "manager_id", "channel_id"])
    op.drop_index("ix_stage_visit_stage", "stage_visit")
    op.create_index("ix_stage_visit_stage", "stage_visit", [*STAGE, "deal_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_stage_visit_stage", "stage_visit")
    op.create_index("ix_stage_visit_stage", "stage_visit", STAGE)
    op.drop_table("tenure")


def _tenures() -> list[dict[str, object]]:
    """What the timeline says of the deals there are: from each handing over to the next."""
    deals = sa.table("deal", sa.column("id"), sa.column("manager_id"), sa.column("channel_id"))
    events = sa.table(
        "timeline_event",
        sa.column("id"),
        sa.column("deal_id"),
        sa.column("kind"),
        sa.column("at", MOMENT),
        sa.column("payload", sa.Text()),
    )
    handed = sa.select(events.c.deal_id, events.c.at, sa.cast(events.c.payload, sa.Text()).label("payload"))
    handed = handed.where(events.c.kind == "deal.assigned").order_by(events.c.id)
    of: dict[str, list[tuple[object, dict[str, str]]]] = {}
    for deal_id, at, payload in op.get_bind().execute(handed):
        of.setdefault(deal_id, []).append((at, json.loads(payload)))
    rows: list[dict[str, object]] = []
    for deal_id, manager_id, channel_id in op.get_bind().execute(sa.select(deals)):
        since = None
        manager = of[deal_id][0][1]["manager_before"] if deal_id in of else manager_id
        for at, payload in of.get(deal_id, ()):
            until = at if since is None else max(since, at)
            rows.append(_row(deal_id, manager, channel_id, since, until))
            since, manager = until, payload["manager_id"]
        rows.append(_row(deal_id, manager, channel_id, since, None))
    return rows


def _row(deal_id: str, manager_id: str, channel_id: str, since: object, until: object) -> dict[str, object]:
    parts = {"deal_id": deal_id, "manager_id": manager_id, "channel_id": channel_id}
    return {"id": uuid4().hex, **parts, "since": since, "until": until}
