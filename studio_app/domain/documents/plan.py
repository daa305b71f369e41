"""Query: what is planned on a deal, and what could be planned when nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studio_app.domain.deals.moves import get_deal, get_stage
from studio_app.domain.deals.notes import UNDO_SECONDS
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.summaries import documents_of
from studio_app.domain.studio.current import local_now, studio
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.tasks.ideas import TaskIdea, ideas
from studio_app.domain.tasks.service import TaskView, just_done, open_tasks
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class DealPlan:
    """Open steps, those just ticked off, and steps to propose; `timezone` is the studio's, by its name."""

    tasks: tuple[TaskView, ...]
    done: tuple[TaskView, ...]
    ideas: tuple[TaskIdea, ...]
    manager_id: str
    timezone: str
    now: datetime


def deal_plan(work: Work, *, deal_id: str) -> DealPlan:
    """The plan of a deal. Something is proposed only while the deal is open and nothing is planned. Raises NotFound."""
    deal = get_deal(work, deal_id)
    tasks = open_tasks(work, deal_id=deal_id)
    idle = not tasks and get_stage(work, deal.stage_id).kind is StageKind.OPEN
    return DealPlan(
        tasks=tasks,
        done=just_done(work, deal_id=deal_id, seconds=UNDO_SECONDS),
        ideas=tuple(_ideas(work, deal_id)) if idle else (),
        manager_id=deal.manager_id,
        timezone=studio(work).timezone,
        now=work.now(),
    )


def _ideas(work: Work, deal_id: str) -> Sequence[TaskIdea]:
    """Proposals that know which document, the newest one, lies with the client."""
    waiting = [one.kind.key for one in documents_of(work, deal_id=deal_id) if one.status is DocumentStatus.PUBLISHED]
    return ideas(local_now(work), waiting_for=waiting[-1] if waiting else "")
