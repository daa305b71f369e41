"""An untouched studio sends nothing."""

from dataclasses import replace

import pytest

from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import publish_proposal, start_proposal
from studio_app.domain.studio.current import default_entity
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.sending import Missing, NotSetUp, missing_to_send
from studio_app.domain.studio.starter import SAMPLE_ACCOUNT, SAMPLE_INN
from studio_app.domain.work import Installation, Work
from tests.agreeing import accept_proposal, make_sides
from tests.selling import DEAL, make_deal, make_studio

REAL = Installation(demo=False, mails=True)


def sample(work: Work) -> LegalEntity:
    entity = default_entity(work)
    assert entity is not None
    entity.inn, entity.account = SAMPLE_INN, SAMPLE_ACCOUNT
    work.session.flush()
    return entity


class TestMissingToSend:
    @pytest.mark.parametrize(
        ("installation", "signs", "missing"),
        [
            (Installation(demo=True, mails=False), True, None),
            (REAL, False, Missing.REQUISITES),
            (REAL, True, Missing.REQUISITES),
        ],
    )
    def test_is_the_requisites_of_a_studio_that_is_no_demo(
        self, work: Work, installation: Installation, signs: bool, missing: Missing | None
    ) -> None:
        make_studio(work)
        work = replace(work, installation=installation)
        assert missing_to_send(work, sample(work), signs=signs) is missing

    def test_is_the_requisites_while_one_of_them_is_made_up(self, work: Work) -> None:
        make_studio(work)
        work = replace(work, installation=REAL)
        entity = sample(work)
        entity.inn = "7707083893"
        assert missing_to_send(work, entity) is Missing.REQUISITES
        entity.account = "40702810138000000001"
        assert missing_to_send(work, entity) is None

    def test_is_the_mail_server_for_what_is_signed(self, work: Work) -> None:
        make_studio(work)
        work = replace(work, installation=Installation(demo=False, mails=False))
        entity = sample(work)
        entity.inn, entity.account = "7707083893", "40702810138000000001"
        assert missing_to_send(work, entity, signs=True) is Missing.MAIL
        assert missing_to_send(work, entity) is None


class TestAnUntouchedStudio:
    """Each paper is refused and stays a draft; a demo sends it."""

    def test_sends_no_proposal(self, work: Work) -> None:
        make_studio(work)
        sample(work)
        make_deal(work)
        start_estimate(work, deal_id=DEAL)
        document_id = start_proposal(work, deal_id=DEAL)
        with pytest.raises(NotSetUp):
            publish_proposal(replace(work, installation=REAL), document_id=document_id)
        assert get_document(work, document_id).status is DocumentStatus.DRAFT

    @pytest.mark.parametrize("made_up", [True, False])
    def test_sends_no_contract_with_made_up_requisites_or_without_a_mail_server(
        self, work: Work, made_up: bool
    ) -> None:
        document_id = accept_proposal(work, make_sides(work, known=True))
        if made_up:
            sample(work)
        with pytest.raises(NotSetUp) as refused:
            publish_contract(replace(work, installation=Installation(demo=False, mails=False)), document_id=document_id)
        assert refused.value.missing is (Missing.REQUISITES if made_up else Missing.MAIL)
        assert get_document(work, document_id).status is DocumentStatus.DRAFT
        publish_contract(work, document_id=document_id)

    def test_issues_no_invoice_and_takes_no_number(self, work: Work) -> None:
        make_studio(work)
        sample(work)
        make_deal(work, amount=100_000)
        document_id = create_invoice(work, deal_id=DEAL).document_id
        with pytest.raises(NotSetUp):
            issue_invoice(replace(work, installation=REAL), document_id=document_id)
        assert get_document(work, document_id).number == ""
        assert issue_invoice(work, document_id=document_id).number.endswith("0001")
