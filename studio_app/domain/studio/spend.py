"""Use cases: what channels cost, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.studio.models import Channel, ChannelSpend
from studio_app.domain.timeline.events.studio import SpendSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Spend:
    """What a channel cost in the month of `month`."""

    channel_id: str
    month: date
    amount: Money


def spends(work: Work, *, channel_id: str) -> list[Spend]:
    """Query: what the channel cost, the newest month first."""
    require(work, Permission.EDIT_SETTINGS)
    query = select(ChannelSpend).where(ChannelSpend.channel_id == channel_id)
    rows = work.session.exec(query.order_by(col(ChannelSpend.month).desc()))
    return [Spend(row.channel_id, row.month, Money(row.amount, row.currency)) for row in rows]


def save_spends(work: Work, *, spends: Sequence[Spend]) -> int:
    """Enter what channels cost, in place of what was entered for those months; nothing (0) takes a month back.

    How many were entered. Records spend.saved. Raises Forbidden, NotFound, Invalid.
    """
    require(work, Permission.EDIT_SETTINGS)
    for spend in spends:
        if spend.amount.amount < 0:
            raise Invalid(field="amount", reason="negative")
        if work.session.get(Channel, spend.channel_id) is None:
            raise NotFound
        key = (spend.channel_id, spend.month.replace(day=1))
        row = work.session.get(ChannelSpend, key)
        if spend.amount.amount == 0:
            if row is not None:
                work.session.delete(row)
            continue
        row = row or ChannelSpend(channel_id=key[0], month=key[1], amount=0, currency="")
        row.amount, row.currency = spend.amount.amount, spend.amount.currency
        work.session.add(row)
    record(work, SpendSaved(count=len(spends)))
    return len(spends)


def spent(work: Work, *, since: date, until: date, currency: str) -> dict[str, int]:
    """Query: what each channel cost from `since` to `until` (both included), in minor units of `currency`.

    A month counts with the share of its days that lie in the period.
    """
    query = select(ChannelSpend).where(
        col(ChannelSpend.month) >= since.replace(day=1),
        col(ChannelSpend.month) <= until,
        func.upper(ChannelSpend.currency) == currency,
    )
    totals: dict[str, int] = {}
    for row in work.session.exec(query):
        share = _share(row.amount, row.month, since, until)
        totals[row.channel_id] = totals.get(row.channel_id, 0) + share
    return totals


def _share(amount: int, month: date, since: date, until: date) -> int:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    days = (following - month).days
    inside = (min(until, date.fromordinal(following.toordinal() - 1)) - max(since, month)).days + 1
    return (amount * inside * 2 + days) // (days * 2)  # half up
