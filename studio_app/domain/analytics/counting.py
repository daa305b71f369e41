"""What each figure counts, as one row a deal: figures and the lists behind them share these queries."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import col, func

from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import Figure, Period, PlayMoney, Slice
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.payments.ledger.models import CauseKind, EntryAllocation, LedgerEntry
from studio_app.domain.studio.models import StageKind
from studio_app.domain.work import Work

Rows = Select[*tuple[Any, ...]]


def entered(period: Period) -> list[ColumnElement[bool]]:
    """Visits that began in the period."""
    return [col(StageVisit.entered_at) >= period.start, col(StageVisit.entered_at) < period.end]


def received(period: Period, told: PlayMoney) -> list[ColumnElement[bool]]:
    """Money of the period on invoices, refunds included, write-offs not, test money as `told`."""
    return [
        col(EntryAllocation.received_at) >= period.start,
        col(EntryAllocation.received_at) < period.end,
        *money(told),
    ]


def money(told: PlayMoney) -> list[ColumnElement[bool]]:
    """Allocations that are money, test money as `told`."""
    tests = select(col(LedgerEntry.id)).where(col(LedgerEntry.live_mode).is_(False))
    real = [col(EntryAllocation.entry_id).not_in(tests)] if told is PlayMoney.LEFT_OUT else []
    return [col(EntryAllocation.is_money).is_(True), *real]


def play_money(work: Work) -> PlayMoney:
    """What becomes of the money of a demo or a test account: it counts until a provider has brought real money."""
    tested, live = (
        select(col(LedgerEntry.id)).where(col(LedgerEntry.live_mode).is_(is_live), *by).limit(1)
        for is_live, by in ((False, ()), (True, (col(LedgerEntry.cause_kind) == CauseKind.PROVIDER,)))
    )
    connection = work.session.connection()
    if connection.execute(tested).first() is None:
        return PlayMoney.NONE
    return PlayMoney.COUNTED if connection.execute(live).first() is None else PlayMoney.LEFT_OUT


def leads(period: Period) -> list[ColumnElement[bool]]:
    """Deals received in the period."""
    return [col(StageVisit.first).is_(True), *entered(period)]


def ended(period: Period, kind: StageKind) -> list[ColumnElement[bool]]:
    """Deals that were won (or lost) in the period and still were at its end: each counts once."""
    return [
        col(StageVisit.kind) == kind,
        *entered(period),
        or_(col(StageVisit.left_at).is_(None), col(StageVisit.left_at) >= period.end),
    ]


def proposals(period: Period) -> list[ColumnElement[bool]]:
    """Proposals published in the period."""
    return [
        col(TimelineEvent.kind) == "proposal.published",
        col(TimelineEvent.at) >= period.start,
        col(TimelineEvent.at) < period.end,
    ]


def deals_of(figure: Figure, period: Period, of: Slice, told: PlayMoney = PlayMoney.NONE) -> Rows:
    """The deals that `figure` counts in `period`: columns deal_id and at, one row a deal; test money as `told`."""
    if figure is Figure.PROPOSALS:
        deal, at, clauses = col(TimelineEvent.deal_id), col(TimelineEvent.at), proposals(period)
    elif figure is Figure.MONEY:
        deal, at, clauses = col(EntryAllocation.deal_id), col(EntryAllocation.received_at), received(period, told)
    else:
        deal, at, clauses = col(StageVisit.deal_id), col(StageVisit.entered_at), _visits(figure, period, of)
    columns: list[Any] = [deal.label("deal_id"), func.max(at).label("at")]
    query = select(*columns).where(*clauses).group_by(deal)
    if figure in {Figure.PROPOSALS, Figure.MONEY} and (of.manager_id or of.channel_id):
        query = query.join(Deal, col(Deal.id) == deal)
        query = query.where(*_deal_slice(of))
    return query


def _visits(figure: Figure, period: Period, of: Slice) -> list[ColumnElement[bool]]:
    clauses = {
        Figure.LEADS: lambda: leads(period),
        Figure.WON: lambda: ended(period, StageKind.WON),
        Figure.LOST: lambda: ended(period, StageKind.LOST),
        Figure.ENTERED: lambda: entered(period),
        Figure.FORWARD: lambda: [*entered(period), col(StageVisit.forward).is_(True)],
        Figure.WAITING: lambda: [*entered(period), col(StageVisit.left_at).is_(None)],
    }[figure]()
    for column, value in (
        (StageVisit.stage_id, of.stage_id),
        (StageVisit.manager_id, of.manager_id),
        (StageVisit.channel_id, of.channel_id),
        (StageVisit.lost_reason_id, of.lost_reason_id),
    ):
        if value:
            clauses.append(col(column) == value)
    return clauses


def _deal_slice(of: Slice) -> list[ColumnElement[bool]]:
    pairs = ((Deal.manager_id, of.manager_id), (Deal.channel_id, of.channel_id))
    return [col(column) == value for column, value in pairs if value]
