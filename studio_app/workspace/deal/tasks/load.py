"""What the plan of a deal is shown with, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import having
from studio_app.domain.deals.details import Choice
from studio_app.domain.deals.moves import get_deal, get_stage
from studio_app.domain.deals.notes import UNDO_SECONDS
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.summaries import documents_of
from studio_app.domain.studio.current import zone
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.tasks.service import TaskView, just_done, open_tasks
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Plan:
    """Open steps, those just ticked off, and what proposals depend on."""

    tasks: tuple[TaskView, ...]
    done: tuple[TaskView, ...]
    open: bool
    manager_id: str
    waiting_for: str  # the kind of the newest document that lies with the client
    people: tuple[Choice, ...]
    zone: ZoneInfo
    now: datetime


def load_plan(work: Work, *, deal_id: str) -> Plan:
    """Read the plan of a deal. Raises NotFound."""
    deal = get_deal(work, deal_id)
    waiting = [one.kind.key for one in documents_of(work, deal_id=deal_id) if one.status is DocumentStatus.PUBLISHED]
    people = work.session.exec(select(User).where(having(Permission.EDIT_DEALS)).order_by(col(User.name)))
    return Plan(
        tasks=open_tasks(work, deal_id=deal_id),
        done=just_done(work, deal_id=deal_id, seconds=UNDO_SECONDS),
        open=get_stage(work, deal.stage_id).kind is StageKind.OPEN,
        manager_id=deal.manager_id,
        waiting_for=waiting[-1] if waiting else "",
        people=tuple(Choice(row.id, row.name, row.name) for row in people),
        zone=zone(work),
        now=work.now(),
    )
