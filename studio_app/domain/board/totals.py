"""How many deals a column holds and what they are worth: asked once, then kept in step change by change."""

from dataclasses import dataclass, field

from sqlmodel import col, func, select

from studio_app.core.money import Money
from studio_app.domain.board.changes import DealColumns
from studio_app.domain.board.filtering import PreparedFilter
from studio_app.domain.board.schemas import Totals
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


@dataclass(slots=True)
class Sums:
    """Count and sum of one filter by stage and currency; deals can be added and taken off."""

    by_stage: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict[str, dict[str, tuple[int, int]]])

    def add(self, stage_id: str, currency: str, *, count: int, amount: int) -> None:
        """Count `count` deals of together `amount` more, or fewer where these are negative."""
        column = self.by_stage.setdefault(stage_id, {})
        deals, total = column.get(currency, (0, 0))
        if deals + count > 0:
            column[currency] = deals + count, total + amount
        else:
            column.pop(currency, None)

    def remove_deal(self, columns: DealColumns) -> None:
        """Count that deal no more."""
        self.add(columns.stage_id, columns.currency, count=-1, amount=-columns.amount)

    def add_deal(self, columns: DealColumns) -> None:
        """Count that deal."""
        self.add(columns.stage_id, columns.currency, count=1, amount=columns.amount)

    def totals(self, stage_id: str) -> Totals:
        """The totals of a column, currencies by name."""
        column = sorted(self.by_stage.get(stage_id, {}).items())
        return Totals(
            count=sum(count for _, (count, _) in column),
            sums=tuple(Money(amount, currency) for currency, (_, amount) in column),
        )


def column_sums(work: Work, *, prepared: PreparedFilter) -> Sums:
    """Count and sums over the whole filter, by an index that holds them all wherever the filter allows it."""
    found = Sums()
    for stages, conditions in prepared.parts(work):
        query = (
            select(Deal.stage_id, Deal.currency, func.count(), func.sum(Deal.amount))
            .where(col(Deal.stage_id).in_(stages), *conditions)
            .group_by(col(Deal.stage_id), col(Deal.currency))
        )
        for stage_id, currency, count, amount in work.session.exec(query):
            found.add(stage_id, currency, count=count, amount=int(amount))
    return found


def newest_event(work: Work) -> int:
    """The id of the newest event that this transaction can see: what is read with it knows all up to there."""
    return work.session.exec(select(func.max(TimelineEvent.id))).one() or 0
