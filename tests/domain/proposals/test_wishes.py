"""By how much an offer is beyond what the client wished."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.briefs.models import Questionnaire
from studio_app.domain.briefs.starter import install_questionnaire
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import Step
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import start_proposal
from studio_app.domain.proposals.wishes import Beyond, Wishes, beyond, offer_beyond, wishes_of
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.models import CalendarDay
from studio_app.domain.work import Work
from tests.rows import add_brief, add_deal, add_person, add_studio

ANSWERS = {"site_kind": "corporate", "pages": 12, "design": "custom", "content": "client", "deadline": "month"}


@pytest.fixture
def deal(work: Work) -> Deal:
    add_studio(work, regime=TaxRegime.VAT_GENERAL)
    add_person(work, key="anna")
    return add_deal(work)


def filled(work: Work, **answers: object) -> None:
    """The client sends the brief off now; no estimate is made of it yet."""
    add_brief(replace(work, reactions={}), deal_id="deal", answers={**ANSWERS, **answers})


class TestWishesOf:
    def test_counts_working_days_to_the_same_day_of_the_next_month(self, work: Work, deal: Deal) -> None:
        filled(work, budget=300_000)  # a Monday, 23 November
        assert wishes_of(work, deal_id="deal") == Wishes(Money(300_000_00, "RUB"), date(2026, 12, 23), 22)

    def test_leaves_out_the_days_off_of_the_studio(self, work: Work, deal: Deal) -> None:
        filled(work)
        work.session.add(CalendarDay(day=date(2026, 12, 1), is_working=False))
        work.session.flush()
        assert wishes_of(work, deal_id="deal").days == 21

    def test_the_time_runs_from_the_brief_on(self, work: Work, deal: Deal, clock: FixedClock) -> None:
        filled(work, deadline="quarter")
        clock.advance(timedelta(days=120))
        found = wishes_of(work, deal_id="deal")
        assert (found.until, found.days) == (date(2027, 2, 23), 0)

    def test_ends_with_a_shorter_month(self, work: Work, deal: Deal, clock: FixedClock) -> None:
        clock.set(datetime(2027, 1, 31, 9, tzinfo=UTC))
        filled(work)
        assert wishes_of(work, deal_id="deal").until == date(2027, 2, 28)

    @pytest.mark.parametrize("deadline", ["asap", "flexible"])
    def test_names_no_day_where_the_client_names_none(self, work: Work, deal: Deal, deadline: str) -> None:
        filled(work, deadline=deadline)
        assert wishes_of(work, deal_id="deal") == Wishes()

    def test_names_no_day_where_the_client_was_asked_for_none(self, work: Work, deal: Deal) -> None:
        install_questionnaire(work)
        asked = work.session.exec(select(Questionnaire)).one()
        asked.questions = [one for one in asked.questions if one["key"] != "deadline"]
        filled(work)
        assert wishes_of(work, deal_id="deal") == Wishes()

    def test_are_none_without_a_brief(self, work: Work, deal: Deal) -> None:
        assert wishes_of(work, deal_id="deal") == Wishes()


class TestBeyond:
    WISHES = Wishes(Money(100_00, "RUB"), date(2026, 12, 23), 20)

    @pytest.mark.parametrize(
        ("price", "days", "found"),
        [
            (Money(100_00, "RUB"), 20, Beyond()),
            (Money(100_01, "RUB"), 20, Beyond(over=Money(1, "RUB"))),
            (Money(1, "RUB"), 23, Beyond(late=3)),
            (Money(1, "EUR"), 1, Beyond(uncompared=Money(100_00, "RUB"))),
        ],
    )
    def test_tells_by_how_much(self, price: Money, days: int, found: Beyond) -> None:
        assert beyond(self.WISHES, price=price, days=days) == found

    def test_is_nothing_without_wishes(self) -> None:
        assert not beyond(Wishes(), price=Money(10**9, "RUB"), days=400)


class TestOfferBeyond:
    def test_is_the_same_for_the_estimate_and_its_proposal(self, work: Work, deal: Deal) -> None:
        filled(work, budget=1_000)
        assert offer_beyond(work, deal_id="deal", step=Step.OPEN_ESTIMATE) == Beyond()
        start_estimate(work, deal_id="deal")
        of_estimate = offer_beyond(work, deal_id="deal", step=Step.OPEN_ESTIMATE)
        start_proposal(work, deal_id="deal")
        assert offer_beyond(work, deal_id="deal", step=Step.PUBLISH_PROPOSAL) == of_estimate
        assert of_estimate.over is not None
        assert of_estimate.over == Money(deal.amount, "RUB") - Money(1_000_00, "RUB")

    def test_is_told_only_while_the_offer_may_become_another_one(self, work: Work, deal: Deal) -> None:
        filled(work, budget=1_000)
        start_estimate(work, deal_id="deal")
        told = {step for step in Step if offer_beyond(work, deal_id="deal", step=step)}
        assert told == {Step.OPEN_ESTIMATE, Step.PUBLISH_PROPOSAL, Step.WAIT_PROPOSAL, Step.REVISE_PROPOSAL}
