"""Rows of leads are taken back, each as long as nobody has worked on what it has made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.withdrawing import withdraw_deals
from studio_app.domain.imports.clients import drop_untouched
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.outcomes import Outcome, all_or_nothing
from studio_app.domain.imports.schemas import Reason
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.timeline.events.deals import DealRanked, DealRead
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_LOOKED_AT = (DealRead.kind.value, DealRanked.kind.value)
"""What happens to a deal without anybody working on it."""

Made = Mapping[str, Any]


def take_back_leads(work: Work, *, made: Sequence[Made]) -> list[Outcome]:
    """What became of each row; one that has made nothing yet is undone by being left out."""
    try:
        with all_or_nothing(work):
            return _Past(work, made).take_back()
    except IntegrityError:  # something refers to what one of them has made
        return [_untaken_alone(work, one) for one in made]


def _untaken_alone(work: Work, made: Made) -> Outcome:
    try:
        with all_or_nothing(work):
            return _Past(work, [made]).take_back()[0]
    except IntegrityError:
        if "deal_id" in made:
            return _worked_on(work, made["deal_id"])
        return Outcome(RowState.STAYS, Reason("worked_on_lead"))


class _Past:
    """What some rows have made, as it is now."""

    def __init__(self, work: Work, made: Sequence[Made]) -> None:
        self._work, self._made = work, made
        session = work.session
        lead_ids = [one["lead_id"] for one in made if one]
        self._leads = {row.id: row for row in session.exec(select(Lead).where(col(Lead.id).in_(lead_ids)))}
        self._last_events = {one["deal_id"]: int(one["last_event"]) for one in made if one.get("new_deal")}
        deals = select(Deal).where(col(Deal.id).in_(self._last_events)).with_for_update()
        self._deals = {row.id: row for row in session.exec(deals.execution_options(populate_existing=True))}
        self._touched = set(self._worked_on())

    def take_back(self) -> list[Outcome]:
        """Delete what nobody has worked on. Raises IntegrityError where something refers to it all the same."""
        outcomes = [self._outcome(one) for one in self._made]
        undone = [
            one for one, outcome in zip(self._made, outcomes, strict=True) if one and outcome.state is RowState.UNDONE
        ]
        for one in undone:
            if one["lead_id"] in self._leads:
                self._work.session.delete(self._leads[one["lead_id"]])
        self._work.session.flush()  # leads refer to deals
        made_deals = [one for one in undone if one.get("deal_id") in self._deals]
        withdraw_deals(self._work, [self._deals[one["deal_id"]] for one in made_deals])
        drop_untouched(self._work, {one["client_id"]: one["contact_id"] for one in made_deals if one["new_client"]})
        return outcomes

    def _outcome(self, made: Made) -> Outcome:
        lead = self._leads.get(made.get("lead_id", ""))
        if lead is None:
            return Outcome(RowState.UNDONE)
        if made.get("new_deal"):
            deal = self._deals.get(made["deal_id"])
            if deal is not None and (deal.version != made["version"] or deal.id in self._touched):
                return _worked_on(self._work, deal.id)
        elif "deal_id" in made:
            return Outcome(RowState.STAYS, Reason("in_history", {"number": _number(self._work, made["deal_id"])}))
        elif lead.state is not LeadState.INCOMING:
            return Outcome(RowState.STAYS, Reason("decided"))
        return Outcome(RowState.UNDONE)

    def _worked_on(self) -> Iterator[str]:
        query = select(TimelineEvent.deal_id, TimelineEvent.id).where(
            col(TimelineEvent.deal_id).in_(self._last_events), col(TimelineEvent.kind).not_in(_LOOKED_AT)
        )
        for deal_id, event_id in self._work.session.exec(query):
            if deal_id and event_id and event_id > self._last_events[deal_id]:
                yield deal_id


def _worked_on(work: Work, deal_id: str) -> Outcome:
    return Outcome(RowState.STAYS, Reason("worked_on", {"number": _number(work, deal_id)}))


def _number(work: Work, deal_id: str) -> int:
    deal = work.session.get(Deal, deal_id)
    return deal.number if deal else 0
