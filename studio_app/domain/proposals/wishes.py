"""What the client wished for money and time, and by how much an offer is beyond it."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.briefs.service import answers_of, filled_at
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import Step
from studio_app.domain.documents.revisions import working_content
from studio_app.domain.pricing.estimate_rows import has_estimate
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.proposals.draft import open_proposal
from studio_app.domain.proposals.phases import timeline_of, working_days
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.studio.calendar import studio_calendar
from studio_app.domain.studio.current import today
from studio_app.domain.work import Work

_MONTHS = {"month": 1, "quarter": 3}
"""The answers about time that name a day; "as soon as possible" and "no hurry" name none."""
_OFFERING = frozenset({Step.OPEN_ESTIMATE, Step.PUBLISH_PROPOSAL, Step.WAIT_PROPOSAL, Step.REVISE_PROPOSAL})
"""What comes next while an offer can still be made another one."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Of a brief: at most so much money, everything ready by that day, which is `days` working days away."""

    budget: Money | None = None
    until: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Beyond:
    """By how much an offer is beyond the wishes: money over the budget, working days after the day; falsy if it fits.

    `uncompared` is a budget in another currency than the offer's.
    """

    over: Money | None = None
    late: int = 0
    uncompared: Money | None = None

    def __bool__(self) -> bool:
        return bool(self.over or self.late or self.uncompared)


def wishes_of(work: Work, *, deal_id: str) -> Wishes:
    """Query: what the deal's brief wishes; nothing without a brief. Raises NotFound."""
    deal, answers = get_deal(work, deal_id), answers_of(work, deal_id=deal_id)
    answer, ahead = answers.get("budget"), _MONTHS.get(str(answers.get("deadline", "")))
    budget = Money.from_major(Decimal(answer), deal.currency) if isinstance(answer, int) and answer > 0 else None
    since = filled_at(work, deal_id=deal_id)
    if ahead is None or since is None:
        return Wishes(budget)
    calendar = studio_calendar(work)
    until = _later(since.astimezone(calendar.zone).date(), ahead)
    now = today(work)
    left = (now + timedelta(days=day) for day in range(1, (until - now).days + 1))
    return Wishes(budget, until, sum(1 for day in left if calendar.is_working_day(day)))


def beyond(wishes: Wishes, *, price: Money, days: int) -> Beyond:
    """By how much an offer of `price` that takes `days` working days is beyond `wishes`. Pure."""
    budget, late = wishes.budget, max(0, days - wishes.days) if wishes.until else 0
    if budget is None or budget.currency == price.currency:
        return Beyond(over=price - budget if budget and budget < price else None, late=late)
    return Beyond(late=late, uncompared=budget)


def offer_beyond(work: Work, *, deal_id: str, step: Step) -> Beyond:
    """Query: of what the deal would be sent now, or has been sent: its open proposal as written, else its estimate.

    `step` is what comes next on the deal: once that is no matter of an offer, there is nothing to tell.
    """
    if step not in _OFFERING or not has_estimate(work, deal_id=deal_id):
        return Beyond()
    document = open_proposal(work, deal_id=deal_id)
    if document is None:
        estimate = estimate_of(work, deal_id=deal_id)
        totals = estimate.of(estimate.tariff)
        price, phases = totals.total, timeline_of(totals.hours)
    else:
        content = ProposalContent.model_validate(working_content(work, document))
        price, phases = content.totals(content.tariff_of(content.recommended)).total, content.timeline
    return beyond(wishes_of(work, deal_id=deal_id), price=price, days=working_days(phases))


def _later(day: date, count: int) -> date:
    """The same day `count` months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
