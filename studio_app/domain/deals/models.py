"""The table of deals."""

from datetime import datetime

from sqlalchemy import Index, event, text
from sqlmodel import Field

from studio_app.core.alphabet import alphabetical
from studio_app.domain.columns import BigInt, KeyText, RankText, Table, UtcDateTime


def _some(name: str, where: str, *columns: str) -> Index:
    """An index of the deals for which `where` holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Deal(Table, table=True):
    """One sale in progress: the card on the board."""

    __table_args__ = (
        Index("ix_deal_column", "stage_id", "rank", "id"),
        Index("ix_deal_manager_column", "manager_id", "stage_id", "rank", "id"),
        Index("ix_deal_totals", "stage_id", "currency", "amount"),
        Index("ix_deal_manager_totals", "manager_id", "stage_id", "currency", "amount"),
        Index("ix_deal_channel_totals", "channel_id", "stage_id", "currency", "amount"),
        Index("ix_deal_by_amount", "stage_id", "amount", "id"),
        Index("ix_deal_by_age", "stage_id", "stage_since", "id", "currency", "amount"),
        Index("ix_deal_by_task", "stage_id", "next_task_at", "id"),
        Index("ix_deal_by_title", "title_key", "id", "stage_id"),
        # few deals are tagged, few have nothing planned: filters by that look at those few only
        _some("ix_deal_tagged", "tags <> ''", "stage_id", "rank", "id", "tags"),
        _some("ix_deal_tagged_totals", "tags <> ''", "stage_id", "currency", "amount", "tags"),
        _some("ix_deal_without_task", "next_task_kind = ''", "stage_id", "rank", "id"),
        _some("ix_deal_without_task_totals", "next_task_kind = ''", "stage_id", "currency", "amount"),
    )

    id: str = Field(primary_key=True, max_length=32)
    number: int = Field(unique=True)
    title: str = Field(max_length=200)
    title_key: str = Field(default="", sa_type=KeyText)  # its place in the alphabet; see below
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    contact_id: str = Field(foreign_key="contact.id", max_length=32)
    stage_id: str = Field(foreign_key="stage.id", max_length=32)
    manager_id: str = Field(foreign_key="user.id", max_length=32)
    channel_id: str = Field(foreign_key="channel.id", max_length=32)
    amount: int = Field(default=0, sa_type=BigInt)  # minor units
    currency: str = Field(default="RUB", max_length=3)
    rank: str = Field(default="", sa_type=RankText)  # see ranks.py; descending on the board
    version: int = 1  # grows with every change a person can clash with
    locale: str = Field(default="ru", max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    stage_since: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lost_reason_id: str | None = Field(default=None, foreign_key="lost_reason.id", max_length=32)
    lost_comment: str = ""
    chained_from: str | None = Field(default=None, foreign_key="deal.id", index=True, max_length=32)
    tags: str = Field(default="", max_length=200)  # numbers of tags between spaces: " 3 17 "
    # what a card says beside the deal's own words, kept by reactions: tasks/card_flags.py, unread.py
    next_task: str = Field(default="", max_length=200)  # empty too where the kind gives the words
    next_task_kind: str = Field(default="", max_length=32)  # empty: nothing is planned
    next_task_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    document: str = Field(default="", max_length=32)  # kind and state of the newest: "proposal published"
    unread: bool = False  # the client did something since the manager last opened the deal
    # while the lead waits for the studio's first word: since when, and the end of the norm; kept by leads/response.py
    answer_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_by: datetime | None = Field(default=None, sa_type=UtcDateTime)


@event.listens_for(Deal, "before_insert")
@event.listens_for(Deal, "before_update")
def _place_title(_mapper: object, _connection: object, deal: Deal) -> None:
    deal.title_key = alphabetical(deal.title)
