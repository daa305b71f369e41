"""What comes next on a deal, read off what is written down about it."""

from dataclasses import replace

import pytest

from studio_app.core.errors import NotFound
from studio_app.domain.documents.kinds import Step
from studio_app.domain.documents.next_step import missing_for
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.next_step import step_of
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.sending import Missing
from studio_app.domain.studio.starter import SAMPLE_INN
from studio_app.domain.timeline.events.documents import ContractSigned
from studio_app.domain.work import Installation, Work
from tests.agreeing import make_sides, sign_contract
from tests.selling import DEAL, ENTITY, make_studio


class TestStepOf:
    @pytest.fixture(autouse=True)
    def deal(self, work: Work) -> None:
        self.row = make_sides(work)
        # invoices come by hand alone
        work.reactions = {event: what for event, what in work.reactions.items() if event is not ContractSigned}

    def test_begins_with_the_brief_and_goes_on_with_the_estimate(self, work: Work) -> None:
        work.reactions = {}  # a proposal comes by hand, too
        assert step_of(work, deal_id=DEAL).step is Step.SEND_BRIEF
        start_estimate(work, deal_id=DEAL)
        assert step_of(work, deal_id=DEAL).step is Step.OPEN_ESTIMATE

    def test_asks_for_invoices_until_they_cover_the_price(self, work: Work) -> None:
        sign_contract(work, self.row, deposit=100)
        assert step_of(work, deal_id=DEAL).step is Step.CREATE_INVOICE
        draft = create_invoice(work, deal_id=DEAL)
        assert step_of(work, deal_id=DEAL).step is Step.ISSUE_INVOICE
        issue_invoice(work, document_id=draft.document_id)
        assert step_of(work, deal_id=DEAL).step is Step.RECORD_PAYMENT
        void_invoice(work, document_id=draft.document_id, reason="Не та сумма")
        assert step_of(work, deal_id=DEAL).step is Step.CREATE_INVOICE

    def test_waits_for_the_work_where_the_next_payment_does(self, work: Work) -> None:
        sign_contract(work, self.row, deposit=50)
        assert step_of(work, deal_id=DEAL).step is Step.ACCEPT_WORK

    def test_is_of_a_deal_that_is_there(self, work: Work) -> None:
        with pytest.raises(NotFound):
            step_of(work, deal_id="none")


class TestMissingFor:
    def test_is_asked_of_steps_that_send_a_paper(self, work: Work) -> None:
        make_studio(work)
        work = replace(work, installation=Installation(demo=False, mails=False))
        assert [missing_for(work, step) for step in (Step.ISSUE_INVOICE, Step.PUBLISH_CONTRACT)] == [None, Missing.MAIL]
        work.session.get_one(LegalEntity, ENTITY).inn = SAMPLE_INN
        work.session.flush()
        found = {step: missing_for(work, step) for step in Step}
        assert {step for step, missing in found.items() if missing} == {
            Step.PUBLISH_PROPOSAL,
            Step.PUBLISH_CONTRACT,
            Step.ISSUE_INVOICE,
        }
