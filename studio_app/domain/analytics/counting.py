"""What each figure counts, as one row a deal: figures and the lists behind them share these queries."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col, func

from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.analytics.schemas import SUMMED, Figure, Period, PlayMoney, Slice
from studio_app.domain.analytics.tenures import covers
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.timeline.events.documents import ProposalPublished
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

Rows = Select[*tuple[Any, ...]]
ENDS = {Figure.WON: StageKind.WON, Figure.LOST: StageKind.LOST}


def entered(period: Period) -> list[ColumnElement[bool]]:
    """Visits that began in the period."""
    return [col(StageVisit.entered_at) >= period.start, col(StageVisit.entered_at) < period.end]


def received(period: Period, play_money: PlayMoney) -> list[ColumnElement[bool]]:
    """Money of the period on invoices, refunds included, write-offs not, test money as `play_money`."""
    return [
        col(EntryAllocation.received_at) >= period.start,
        col(EntryAllocation.received_at) < period.end,
        *money(play_money),
    ]


def money(play_money: PlayMoney) -> list[ColumnElement[bool]]:
    """Allocations that are money, test money as `play_money`."""
    tests = select(col(LedgerEntry.id)).where(col(LedgerEntry.live_mode).is_(False))
    real = [col(EntryAllocation.entry_id).not_in(tests)] if play_money is PlayMoney.LEFT_OUT else []
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
        col(TimelineEvent.kind) == ProposalPublished.kind,
        col(TimelineEvent.at) >= period.start,
        col(TimelineEvent.at) < period.end,
    ]


def with_tenure(query: Rows, deal: Any, at: Any) -> Rows:
    """The query joined with who answered for the deal in one column at the moment in another."""
    return query.join(Tenure, and_(col(Tenure.deal_id) == deal, covers(at)))


def deals_of(figure: Figure, period: Period, of: Slice, play_money: PlayMoney = PlayMoney.NONE) -> Rows:
    """The deals that `figure` counts in `period`, test money as `play_money`: a row a deal (MONEY: deal and currency).

    Columns: deal_id; at; of SUMMED amount and currency; manager_id unless a row stands for several facts.
    """
    if figure is Figure.PROPOSALS:
        return _proposals(period, of)
    if figure is Figure.MONEY:
        return _money(period, of, play_money)
    deal, at = col(StageVisit.deal_id), col(StageVisit.entered_at)
    clauses = _visits(figure, period, of)
    if figure in {Figure.ENTERED, Figure.FORWARD}:  # a deal may have come to the stage again
        latest: list[Any] = [deal, func.max(at).label("at")]
        return select(*latest).where(*clauses).group_by(deal)
    columns: list[Any] = [deal, at.label("at"), col(StageVisit.manager_id)]
    columns += [col(StageVisit.amount), col(StageVisit.currency)] if figure in SUMMED else []
    return select(*columns).where(*clauses)


def _proposals(period: Period, of: Slice) -> Rows:
    deal, at = col(TimelineEvent.deal_id), col(TimelineEvent.at)
    columns: list[Any] = [deal.label("deal_id"), func.max(at).label("at")]
    query = select(*columns).where(*proposals(period)).group_by(deal)
    return _of_that_day(query, deal, at, of)


def _money(period: Period, of: Slice, play_money: PlayMoney) -> Rows:
    deal, at = col(EntryAllocation.deal_id), col(EntryAllocation.received_at)
    currency = col(EntryAllocation.currency)
    amount = func.sum(col(EntryAllocation.amount))
    columns: list[Any] = [deal, currency, func.max(at).label("at"), amount.label("amount")]
    query = select(*columns).where(*received(period, play_money)).group_by(deal, currency)
    if of.currency:
        query = query.where(currency == of.currency)
    return _of_that_day(query, deal, at, of)


def _of_that_day(query: Rows, deal: Any, at: Any, of: Slice) -> Rows:
    pairs = ((Tenure.manager_id, of.manager_id), (Tenure.channel_id, of.channel_id))
    clauses = [col(column) == value for column, value in pairs if value]
    return with_tenure(query, deal, at).where(*clauses) if clauses else query


def _visits(figure: Figure, period: Period, of: Slice) -> list[ColumnElement[bool]]:
    clauses = {
        Figure.LEADS: lambda: leads(period),
        Figure.WON: lambda: ended(period, ENDS[Figure.WON]),
        Figure.LOST: lambda: ended(period, ENDS[Figure.LOST]),
        Figure.ENTERED: lambda: entered(period),
        Figure.FORWARD: lambda: [*entered(period), col(StageVisit.forward).is_(True)],
        Figure.WAITING: lambda: [*entered(period), col(StageVisit.left_at).is_(None)],
    }[figure]()
    for column, value in (
        (StageVisit.stage_id, of.stage_id),
        (StageVisit.manager_id, of.manager_id),
        (StageVisit.channel_id, of.channel_id),
        (StageVisit.lost_reason_id, of.lost_reason_id),
        (StageVisit.currency, of.currency),
    ):
        if value:
            clauses.append(col(column) == value)
    return clauses
