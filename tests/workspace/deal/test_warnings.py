"""What stands in the way of sending is told where it is sent from: on the deal's page, and in the calculator."""

from dataclasses import replace
from typing import Any

import pytest

from studio_app.domain.deals.models import Deal
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import start_proposal
from studio_app.domain.studio.current import default_entity
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.starter import SAMPLE_INN
from studio_app.domain.work import Installation, Work
from studio_app.workspace.calculator.load import load_calculator
from studio_app.workspace.calculator.sheet import outcomes, terms_of
from studio_app.workspace.calculator.view import column
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.step_panel import next_step_panel
from studio_app.workspace.deal.view import DealView, page_view
from studio_app.workspace.settings.frame import route
from tests.rows import add_brief, add_deal, add_person, add_studio

WISHED = {"site_kind": "corporate", "pages": 12, "design": "custom", "content": "client", "deadline": "month"}
SAID = {
    "en": ("₽ over the client's budget", "working days later than the client asked"),
    "ru": ("₽ выше бюджета клиента", "позже, чем просит клиент"),
}


@pytest.fixture
def deal(work: Work) -> Deal:
    add_studio(work, regime=TaxRegime.VAT_GENERAL)
    add_person(work, key="anna")
    return add_deal(work)


def brief(work: Work, **answers: Any) -> None:
    """The client sends the brief off; no estimate is made of it yet."""
    add_brief(replace(work, reactions={}), deal_id="deal", answers={**WISHED, **answers})


def shown(work: Work, locale: str = "en") -> DealView:
    return page_view(load_deal(work, deal_id="deal"), locale).deal


@pytest.mark.parametrize("locale", SAID)
class TestBudgetAndTime:
    def test_that_are_broken_are_told_with_the_figure_in_both_places(self, work: Work, deal: Deal, locale: str) -> None:
        brief(work, budget=1_000, pages=200)
        start_estimate(work, deal_id="deal")
        told = shown(work, locale).beyond
        calculator = load_calculator(work, deal_id="deal")
        assert calculator.estimate is not None
        found = outcomes([item.line for item in calculator.estimate.lines], terms_of(calculator.estimate))
        columns = {outcome.totals.tariff: column(outcome, calculator.wishes, locale) for outcome in found}
        assert columns[calculator.estimate.tariff].beyond == told
        assert [words in sentence for words, sentence in zip(SAID[locale], told, strict=True)] == [True, True]
        assert all(any(map(str.isdigit, sentence)) for sentence in told)

    def test_are_told_before_the_proposal_is_sent(self, work: Work, deal: Deal, locale: str) -> None:
        brief(work, budget=1_000)
        start_estimate(work, deal_id="deal")
        start_proposal(work, deal_id="deal")
        view = shown(work, locale)
        assert view.step == "publish_proposal"
        assert SAID[locale][0] in view.beyond[0]

    def test_that_are_kept_are_not_spoken_of(self, work: Work, deal: Deal, locale: str) -> None:
        brief(work, budget=100_000_000, deadline="flexible")
        start_estimate(work, deal_id="deal")
        assert shown(work, locale).beyond == ()


class TestUntouchedStudio:
    def test_is_told_what_is_missing_before_it_sends(self, work: Work, deal: Deal) -> None:
        start_estimate(work, deal_id="deal")
        start_proposal(work, deal_id="deal")
        entity = default_entity(work)
        assert entity is not None
        entity.inn = SAMPLE_INN
        work.session.flush()
        assert shown(work).missing == ""  # a demo sends
        assert shown(replace(work, installation=Installation(demo=False, mails=True))).missing == "requisites"

    def test_is_led_to_the_form_of_its_particulars(self) -> None:
        assert f'to:"{route("entities")}"' in str(next_step_panel())
