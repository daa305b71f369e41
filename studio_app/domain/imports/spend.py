"""Rows of spend: what a channel cost in a month is entered, and put back to what it was."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from studio_app.core.money import Money
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.outcomes import Outcome
from studio_app.domain.imports.schemas import Reason
from studio_app.domain.studio.models import ChannelSpend
from studio_app.domain.studio.spend import Spend, save_spends
from studio_app.domain.work import Work


def take_spend(work: Work, *, said: Mapping[str, Any]) -> Outcome:
    """Enter a month of a channel in place of what was entered before."""
    row = _entered(work, said)
    before = {"amount": row.amount, "currency": row.currency} if row else None
    if before == {"amount": said["amount"], "currency": said["currency"]}:
        return Outcome(RowState.KNOWN, Reason("spend_is_here"))
    _enter(work, said, Money(said["amount"], said["currency"]))
    if before is None:
        return Outcome(RowState.CREATED, None, {"before": None})
    return Outcome(RowState.JOINED, Reason("replaces", before), {"before": before})


def untake_spend(work: Work, *, said: Mapping[str, Any], made: Mapping[str, Any]) -> Outcome:
    """Put the month back to what it was, unless somebody has entered another amount since."""
    row = _entered(work, said)
    now = (row.amount, row.currency) if row else (0, said["currency"])
    if now != (said["amount"], said["currency"]):
        return Outcome(RowState.STAYS, Reason("spend_changed"))
    before: Mapping[str, Any] = made["before"] or {"amount": 0, "currency": said["currency"]}
    _enter(work, said, Money(before["amount"], before["currency"]))
    return Outcome(RowState.UNDONE)


def _entered(work: Work, said: Mapping[str, Any]) -> ChannelSpend | None:
    return work.session.get(ChannelSpend, (said["channel_id"], date.fromisoformat(said["month"])))


def _enter(work: Work, said: Mapping[str, Any], amount: Money) -> None:
    save_spends(work, spends=[Spend(said["channel_id"], date.fromisoformat(said["month"]), amount)])
