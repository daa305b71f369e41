"""Terms of a contract: what a manager may change, and what happens when two do."""

from decimal import Decimal
from typing import Any

import pytest

from studio_app.core.errors import Invalid
from studio_app.domain.contracts.editing import contract_content, publish_contract, publish_contract_changes
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.schemas import ContractTerms, WorkStage
from studio_app.domain.contracts.terms import (
    change_and_publish_terms,
    change_and_send_terms,
    change_terms,
    open_terms,
    terms_of,
)
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.revisions import DocumentEdited, DocumentFrozen
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from tests.agreeing import CLIENT, as_client, sign_published, token_of
from tests.selling import ENTITY


def terms(work: Work, document_id: str) -> ContractTerms:
    return terms_of(contract_content(work, document_id=document_id))


def change(work: Work, document_id: str, *, read: ContractTerms | None = None, **update: Any) -> int:
    read = read or terms(work, document_id)
    return change_terms(work, document_id=document_id, read=read, terms=read.model_copy(update=update))


class TestOpenTerms:
    def test_finds_the_contract_that_can_change(self, work: Work, draft: str) -> None:
        deal_id = get_document(work, draft).deal_id
        view = open_terms(work, deal_id=deal_id)
        assert view is not None
        assert (view.document_id, view.total.amount) == (draft, contract_content(work, document_id=draft).total)

    def test_finds_nothing_once_it_is_signed(self, work: Work, draft: str) -> None:
        publish_contract(work, document_id=draft)
        sign_published(work, draft)
        assert open_terms(work, deal_id=get_document(work, draft).deal_id) is None


class TestChangeTerms:
    def test_divides_the_same_price_anew(self, work: Work, draft: str) -> None:
        total = contract_content(work, document_id=draft).total
        change(work, draft, deposit_percent=Decimal(30), deposit_days=3, balance_days=10)
        content = contract_content(work, document_id=draft)
        assert [(step.key, step.percent, step.days) for step in content.payments] == [
            ("deposit", Decimal(30), 3),
            ("balance", Decimal(70), 10),
        ]
        assert sum(step.amount for step in content.payments) == content.total == total

    @pytest.mark.parametrize(("percent", "key"), [(0, "balance"), (100, "whole")])
    def test_leaves_one_payment_where_nothing_is_divided(self, work: Work, draft: str, percent: int, key: str) -> None:
        change(work, draft, deposit_percent=Decimal(percent))
        assert [step.key for step in contract_content(work, document_id=draft).payments] == [key]
        assert terms(work, draft).deposit_percent == percent

    def test_keeps_what_is_written(self, work: Work, draft: str) -> None:
        stages = (WorkStage(title="Всё сразу", days=20),)
        change(work, draft, subject=" Сайт  школы ", stages=stages, special_terms="Тихо.\n", warranty_months=0)
        kept = terms(work, draft)
        assert (kept.subject, kept.stages, kept.special_terms, kept.warranty_months) == (
            "Сайт школы",
            stages,
            "Тихо.",
            0,
        )

    def test_says_that_a_colleague_was_faster_and_changes_nothing(self, work: Work, draft: str) -> None:
        read = terms(work, draft)
        change(work, draft, subject="Портал")
        with pytest.raises(DocumentEdited):
            change(work, draft, read=read, special_terms="Моё")
        assert (terms(work, draft).subject, terms(work, draft).special_terms) == ("Портал", "")

    def test_takes_the_same_terms_twice(self, work: Work, draft: str) -> None:
        read = terms(work, draft)
        first = change(work, draft, read=read, subject="Портал")
        assert change(work, draft, read=read, subject="Портал") == first

    def test_is_not_disturbed_by_the_requisites_of_the_client(self, work: Work, draft: str) -> None:
        publish_contract(work, document_id=draft)
        read = terms(work, draft)
        save_requisites(as_client(work), token=token_of(work, draft), requisites=CLIENT)
        change(work, draft, read=read, special_terms="Моё")
        publish_contract_changes(work, document_id=draft)
        assert contract_content(work, document_id=draft).client.inn == CLIENT.inn
        assert terms(work, draft).special_terms == "Моё"

    def test_shows_a_published_one_as_a_new_revision_once_that_is_published(self, work: Work, draft: str) -> None:
        publish_contract(work, document_id=draft)
        before, read = get_document(work, draft).revision, terms(work, draft)
        assert change(work, draft, acceptance_days=9) == before
        assert terms(work, draft) == read
        written = read.model_copy(update={"acceptance_days": 9})
        assert change_and_publish_terms(work, document_id=draft, read=written, terms=written) is None
        assert (get_document(work, draft).revision, terms(work, draft)) == (before + 1, written)

    def test_refuses_a_signed_one(self, work: Work, draft: str) -> None:
        publish_contract(work, document_id=draft)
        sign_published(work, draft)
        with pytest.raises(DocumentFrozen):
            change(work, draft, acceptance_days=9)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"subject": " "},
            {"subject": "х" * 201},
            {"deposit_percent": Decimal(101)},
            {"deposit_percent": Decimal("33.333")},
            {"deposit_days": 0},
            {"balance_days": 91},
            {"acceptance_days": 0},
            {"warranty_months": 61},
            {"penalty_percent": Decimal(6)},
            {"penalty_cap_percent": Decimal(101)},
            {"stages": ()},
            {"stages": (WorkStage(title="х", days=0),)},
        ],
    )
    def test_refuses_what_cannot_stand_in_a_contract(self, work: Work, draft: str, wrong: dict[str, Any]) -> None:
        before = terms(work, draft)
        with pytest.raises(Invalid):
            change(work, draft, **wrong)
        assert terms(work, draft) == before


class TestChangeAndSendTerms:
    def test_sends_the_terms_that_are_kept(self, work: Work, draft: str) -> None:
        read = terms(work, draft)
        said = read.model_copy(update={"subject": "Новый сайт"})
        assert change_and_send_terms(work, document_id=draft, read=read, terms=said) is None
        assert (get_document(work, draft).status, terms(work, draft).subject) == (
            DocumentStatus.PUBLISHED,
            "Новый сайт",
        )

    def test_keeps_them_where_the_contract_may_not_be_sent(self, work: Work, draft: str) -> None:
        work.session.get_one(LegalEntity, ENTITY).inn = ""
        read = terms(work, draft)
        said = read.model_copy(update={"subject": "Новый сайт"})
        assert change_and_send_terms(work, document_id=draft, read=read, terms=said) is not None
        assert (get_document(work, draft).status, terms(work, draft).subject) == (DocumentStatus.DRAFT, "Новый сайт")
