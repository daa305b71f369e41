"""Query: the deals of a filter as rows of a table, in pages, in the order of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.models import Channel, Stage, Tag
from studio_app.domain.work import Work

PAGE = 500


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A deal as a line of a table; times in UTC, names of stage and channel in both languages."""

    number: int
    title: str
    client: str
    stage: tuple[str, str]
    amount: Money
    manager: str
    channel: tuple[str, str]
    tags: str
    next_task: str
    next_task_at: datetime | None
    stage_since: datetime
    created_at: datetime
    closed_at: datetime | None


def export_page(work: Work, *, ids: Sequence[str]) -> tuple[ExportRow, ...]:
    """Those deals in that order; up to PAGE of them."""
    query = (
        select(Deal, Client, User, Stage)
        .join(Client, col(Client.id) == col(Deal.client_id))
        .join(User, col(User.id) == col(Deal.manager_id))
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .where(col(Deal.id).in_(ids))
    )
    channels = {row.id: (row.name_ru, row.name_en) for row in work.session.exec(select(Channel))}
    tags = {str(tag.id): tag.name for tag in work.session.exec(select(Tag))}
    found = {
        deal.id: ExportRow(
            number=deal.number,
            title=deal.title,
            client=client.name,
            stage=(stage.name_ru, stage.name_en),
            amount=Money(deal.amount, deal.currency),
            manager=manager.name,
            channel=channels[deal.channel_id],
            tags=", ".join(tags[number] for number in deal.tags.split() if number in tags),
            next_task=deal.next_task,
            next_task_at=deal.next_task_at,
            stage_since=deal.stage_since,
            created_at=deal.created_at,
            closed_at=deal.closed_at,
        )
        for deal, client, manager, stage in work.session.exec(query)
    }
    return tuple(found[one] for one in ids if one in found)
