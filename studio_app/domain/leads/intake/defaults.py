"""What every new deal asks of the studio, read once for all the deals of a transaction."""

from collections.abc import Sequence
from functools import cached_property

from sqlmodel import col, select

from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.leads.assignment.rules import manager_for
from studio_app.domain.leads.assignment.workload import StudioNotReady, Workload
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.kinds import SALES, StageKind, StageRole
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.work import Work

DEFAULT_CHANNEL = "site"
"""The key of the channel of whatever names none that is known."""


class IntakeDefaults:
    """The first stage, the channels, the rules of assignment and the people, as they are in this transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._channels: dict[str, Channel] = {}
        self.workload = Workload(work)

    @cached_property
    def currency(self) -> str:
        """The studio's own."""
        return studio(self._work).currency

    @cached_property
    def first_stage(self) -> Stage:
        """Where a new deal begins. Raises StudioNotReady."""
        query = select(Stage).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.OPEN, col(Stage.active))
        query = query.order_by(col(Stage.role) != StageRole.LEAD, col(Stage.position))
        stage = self._work.session.exec(query.limit(1)).first()
        if stage is None:
            raise StudioNotReady
        return stage

    def channel(self, source: str) -> Channel:
        """The channel whose key the source names; the site's for a source we do not know. Raises StudioNotReady."""
        if source not in self._channels:
            self._channels[source] = channel_of(self._work, source)
        return self._channels[source]

    def manager(self, lead: LeadIn, *, channel_id: str) -> str:
        """Whose deal the lead becomes by the rules; counted as theirs from now on. Raises StudioNotReady."""
        found = manager_for(self.workload, self._rules, lead, channel_id=channel_id, currency=self.currency)
        self.workload.gets(found)
        return found

    @cached_property
    def _rules(self) -> Sequence[AssignmentRule]:
        query = select(AssignmentRule).where(col(AssignmentRule.active))
        return self._work.session.exec(query.order_by(col(AssignmentRule.position), col(AssignmentRule.id))).all()


def channel_of(work: Work, source: str) -> Channel:
    """The channel whose key the source names; the site's for a source we do not know. Raises StudioNotReady."""
    query = select(Channel).where(col(Channel.key).in_((source.lower(), DEFAULT_CHANNEL)))
    channel = work.session.exec(query.order_by(col(Channel.key) == DEFAULT_CHANNEL).limit(1)).first()
    if channel is None:
        raise StudioNotReady
    return channel
