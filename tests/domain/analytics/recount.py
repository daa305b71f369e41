"""A plain recount of the recorded history, without any table of measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.analytics.schemas import (
    Foreign,
    Period,
)
from studio_app.domain.deals.models import Deal
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.kinds import NOT_MONEY
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


@dataclass
class Stay:
    """What the recount knows of a stay in a stage."""

    deal: str
    stage: str
    first: bool
    manager: str
    since: datetime
    until: datetime | None = None
    to: str = ""
    reason: str | None = None
    amount: int = 0
    currency: str = ""

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


def recount(work: Work) -> list[Stay]:
    """Replay the timeline, one event after the other, without any table of measures."""
    stages = {stage.id: stage for stage in work.session.exec(select(Stage))}
    events = work.session.exec(select(TimelineEvent).order_by(col(TimelineEvent.id))).all()
    managers = {deal.id: deal.manager_id for deal in work.session.exec(select(Deal))}
    for event in reversed(events):
        if event.kind == EventKind.DEAL_ASSIGNED:
            managers[str(event.deal_id)] = event.payload["manager_before"]
    stays: list[Stay] = []
    current: dict[str, Stay] = {}
    before: dict[str, Stay] = {}
    for event in events:
        deal = str(event.deal_id)
        if event.kind == EventKind.DEAL_CREATED:
            current[deal] = Stay(deal, "lead", True, managers[deal], event.at)
            stays.append(current[deal])
        elif event.kind == EventKind.DEAL_MOVED and event.payload.get("taken_back"):
            undone, current[deal] = current[deal], before[deal]
            stays.remove(undone)
            current[deal].until, current[deal].to = None, ""
            if stages[current[deal].stage].kind is StageKind.OPEN:
                current[deal].manager = managers[deal]
        elif event.kind == EventKind.DEAL_MOVED:
            before[deal] = current[deal]
            current[deal].until, current[deal].to = event.at, event.payload["to_stage"]
            fresh = Stay(deal, event.payload["to_stage"], False, managers[deal], event.at)
            fresh.reason = event.payload["lost_reason_id"]
            fresh.amount, fresh.currency = event.payload["amount"], event.payload["currency"]
            current[deal] = fresh
            stays.append(fresh)
        elif event.kind == EventKind.DEAL_ASSIGNED:
            managers[deal] = event.payload["manager_id"]
            if stages[current[deal].stage].kind is StageKind.OPEN:
                current[deal].manager = managers[deal]
    return stays


def manager_at(work: Work, deal_id: str, at: datetime) -> str:
    """Who answered for a deal then, by the handings over alone."""
    query = select(TimelineEvent).where(TimelineEvent.deal_id == deal_id, TimelineEvent.kind == EventKind.DEAL_ASSIGNED)
    manager = ""
    for event in work.session.exec(query.order_by(col(TimelineEvent.id))):
        manager = manager or event.payload["manager_before"]
        if event.at <= at:
            manager = event.payload["manager_id"]
    return manager or work.session.get_one(Deal, deal_id).manager_id


@dataclass(frozen=True)
class Receipt:
    """What the recount knows of money: which deal it is on, and whose deal that was."""

    deal: str
    manager: str
    channel: str
    money: Money


def receipts(work: Work, period: Period) -> list[Receipt]:
    """The money of the period by its invoices, one entry after the other."""
    found: list[Receipt] = []
    for entry in work.session.exec(select(LedgerEntry)):
        if inside(period, entry.received_at) and entry.kind not in NOT_MONEY:
            part = work.session.exec(select(EntryAllocation).where(EntryAllocation.entry_id == entry.id)).one()
            deal = work.session.get_one(Deal, work.session.get_one(Invoice, part.invoice_id).deal_id)
            manager = manager_at(work, deal.id, entry.received_at)
            found.append(Receipt(deal.id, manager, deal.channel_id, Money(entry.amount, entry.currency)))
    return found


def foreign(parts: Iterable[tuple[str, Money]]) -> tuple[Foreign, ...]:
    """The deals and sums of all currencies but the studio's, in their order."""
    told = [(deal, money) for deal, money in parts if money.currency != "RUB"]
    return tuple(
        Foreign(
            len({deal for deal, money in told if money.currency == currency}),
            Money(sum(money.amount for _, money in told if money.currency == currency), currency),
        )
        for currency in sorted({money.currency for _, money in told})
    )


def roubles(parts: Iterable[Money]) -> int:
    return sum(money.amount for money in parts if money.currency == "RUB")


def inside(period: Period, at: datetime) -> bool:
    return period.start <= at < period.end


def ended(stays: list[Stay], stage: str, period: Period) -> list[Stay]:
    return [
        stay
        for stay in stays
        if stay.stage == stage and inside(period, stay.since) and (stay.until is None or stay.until >= period.end)
    ]
