"""Query: the deals behind a figure; as many as it counts, and their sum is its sum."""

from typing import Any

from sqlalchemy import Subquery, and_, select
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.analytics.counting import deals_of, play_money
from studio_app.domain.analytics.models import Tenure
from studio_app.domain.analytics.schemas import (
    EVERYTHING,
    SUMMED,
    DealBehind,
    DealsBehind,
    Figure,
    Period,
    PlayMoney,
    Slice,
)
from studio_app.domain.analytics.tenures import covers
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.work import Work

PAGE = 50


def deals_behind(work: Work, *, figure: Figure, period: Period, of: Slice = EVERYTHING, offset: int = 0) -> DealsBehind:
    """A window of the deals that `figure` counts in `period`, the latest first. Raises Forbidden."""
    require(work, Permission.READ_DASHBOARD)
    money_counted = play_money(work) if figure is Figure.MONEY else PlayMoney.NONE
    counted = deals_of(figure, period, of, money_counted).subquery()
    total, sums = _whole(work, counted, summed=figure in SUMMED)
    amount = (counted.c.amount, counted.c.currency) if figure in SUMMED else (col(Deal.amount), col(Deal.currency))
    columns: list[Any] = [
        col(Deal.id),
        col(Deal.number),
        col(Deal.title),
        col(Client.name).label("client"),
        col(User.name).label("manager"),
        col(Channel.name_ru).label("channel_ru"),
        col(Channel.name_en).label("channel_en"),
        col(Stage.name_ru).label("stage_ru"),
        col(Stage.name_en).label("stage_en"),
        amount[0].label("amount"),
        amount[1].label("currency"),
        counted.c.at,
    ]
    query = select(*columns).select_from(counted).join(Deal, col(Deal.id) == counted.c.deal_id)
    if "manager_id" in counted.c:
        query = query.join(User, col(User.id) == counted.c.manager_id)
    else:
        query = query.join(Tenure, and_(col(Tenure.deal_id) == counted.c.deal_id, covers(counted.c.at)))
        query = query.join(User, col(User.id) == col(Tenure.manager_id))
    query = (
        query.join(Client, col(Client.id) == col(Deal.client_id))
        .join(Channel, col(Channel.id) == col(Deal.channel_id))
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .order_by(counted.c.at.desc(), col(Deal.number).desc())
        .limit(PAGE)
        .offset(max(0, offset))
    )
    rows = work.session.connection().execute(query).all()
    return DealsBehind(
        total=total,
        sums=sums,
        deals=tuple(
            DealBehind(
                id=row.id,
                number=row.number,
                title=row.title,
                client=row.client,
                manager=row.manager,
                channel_ru=row.channel_ru,
                channel_en=row.channel_en,
                stage_ru=row.stage_ru,
                stage_en=row.stage_en,
                amount=Money(int(row.amount), row.currency),
                at=row.at,
            )
            for row in rows
        ),
    )


def _whole(work: Work, counted: Subquery, *, summed: bool) -> tuple[int, tuple[Money, ...]]:
    """How many rows the list has, and what they come to."""
    if not summed:
        return work.session.connection().execute(select(func.count()).select_from(counted)).scalar_one(), ()
    unit = counted.c.currency
    query = select(unit, func.count(), func.sum(counted.c.amount)).group_by(unit).order_by(unit)
    rows = work.session.connection().execute(query).all()
    return sum(int(count) for _, count, _ in rows), tuple(Money(int(total), currency) for currency, _, total in rows)
