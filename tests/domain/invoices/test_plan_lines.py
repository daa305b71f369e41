"""What an invoice of a contract says: the line of the plan, the contract's own date, the day by which it is due."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid, NotFound
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.contracts.acceptance import accept_work, acceptance_of
from studio_app.domain.contracts.editing import contract_content, publish_contract
from studio_app.domain.contracts.models import Contract
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.lines import lines_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import invoice_content
from studio_app.domain.invoices.schemas import PlanLine
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.models import CalendarDay, LegalEntity
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.agreeing import accept_proposal, sign_contract, sign_published
from tests.histories import examples
from tests.selling import DEAL, ENTITY, make_deal, make_studio

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def studio(work: Work, clock: FixedClock) -> None:
    clock.set(FRIDAY)
    make_studio(work)


def invoices(work: Work) -> list[Invoice]:
    return list(work.session.exec(select(Invoice).order_by(col(Invoice.document_id))))


def issue_next(work: Work) -> Invoice:
    """Issue the draft that stands ready, or the next one."""
    for invoice in invoices(work):
        if get_document(work, invoice.document_id).status is DocumentStatus.DRAFT:
            issue_invoice(work, document_id=invoice.document_id)
            return invoice
    return work.session.get_one(
        Invoice, issue_invoice(work, document_id=create_invoice(work, deal_id=DEAL).document_id).document_id
    )


class TestTheContractsDate:
    def test_is_the_one_printed_on_it_and_not_the_day_of_signing(self, work: Work, clock: FixedClock) -> None:
        contract_id = accept_proposal(work, make_deal(work))
        clock.set(FRIDAY - timedelta(days=7))
        publish_contract(work, document_id=contract_id)
        clock.set(FRIDAY)
        sign_published(work, contract_id)
        content = invoice_content(work, document_id=issue_next(work).document_id)
        assert (content.contract_number, content.contract_on) == ("2026-001", date(2026, 11, 20))


class TestTheLine:
    def test_of_a_deposit_is_one_payment_and_no_smaller_services(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        invoice = issue_next(work)
        content = invoice_content(work, document_id=invoice.document_id)
        assert (content.plan, len(content.lines)) == (PlanLine.DEPOSIT, 1)
        assert (content.lines[0].total, content.lines[0].quantity) == (content.total, 1)

    def test_of_the_rest_is_the_balance(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        issue_next(work)
        assert invoice_content(work, document_id=issue_next(work).document_id).plan is PlanLine.BALANCE

    def test_is_the_deposit_again_after_its_invoice_was_voided(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        void_invoice(work, document_id=issue_next(work).document_id, reason="ошибка")
        assert invoice_content(work, document_id=issue_next(work).document_id).plan is PlanLine.DEPOSIT

    def test_outside_of_the_plan_is_a_part_and_so_is_what_it_leaves(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        void_invoice(work, document_id=issue_next(work).document_id, reason="иначе договорились")
        create_invoice(work, deal_id=DEAL, share_percent=Decimal(30))
        assert [invoice_content(work, document_id=issue_next(work).document_id).plan for _ in "ab"] == [
            PlanLine.PART,
            PlanLine.PART,
        ]

    def test_is_the_services_at_their_prices_where_all_is_paid_at_once(self, work: Work) -> None:
        contract_id = sign_contract(work, make_deal(work), deposit=100)
        content = invoice_content(work, document_id=issue_next(work).document_id)
        said = contract_content(work, document_id=contract_id)
        assert content.plan is PlanLine.NONE
        assert [line.total for line in content.lines] == [line.total for line in said.lines]

    @settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        regime=st.sampled_from(TaxRegime),
        deposit=st.integers(1, 99),
        agreed=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 9_999_999)), min_size=1, max_size=6),
    )
    def test_adds_up_to_the_contract_to_the_cent_under_every_tax(
        self, work: Work, regime: TaxRegime, deposit: int, agreed: list[tuple[int, int]]
    ) -> None:
        saved = work.session.begin_nested()
        work.session.get_one(LegalEntity, ENTITY).tax_regime = regime
        contract_id = sign_contract(work, make_deal(work), agreed=agreed, deposit=deposit)
        said = contract_content(work, document_id=contract_id)
        while sum(one.total_amount for one in invoices(work)) < said.total or any(
            one.issued_at is None for one in invoices(work)
        ):
            issue_next(work)
        made = invoices(work)
        assert sum(one.total_amount for one in made) == said.total
        assert sum(one.tax_amount for one in made) == said.tax
        for one in made:
            rows = lines_of(work, one)
            assert sum(row.net_amount + row.tax_amount for row in rows) == one.total_amount
            assert all(row.quantity * row.unit_price_amount == row.total_amount for row in rows)
            assert 0 <= one.tax_amount <= one.total_amount
        saved.rollback()
        work.session.expire_all()


class TestDueDay:
    def test_of_a_deposit_is_counted_in_working_days_from_signing(self, work: Work, clock: FixedClock) -> None:
        work.session.add(CalendarDay(day=date(2026, 12, 1), is_working=False, name="Выходной"))
        sign_contract(work, make_deal(work))
        clock.set(datetime(2026, 11, 30, 9, tzinfo=UTC))
        assert issue_next(work).due_on == date(2026, 12, 7)  # five working days after Friday the 27th, without the 1st

    def test_is_never_over_when_the_invoice_goes_out(self, work: Work, clock: FixedClock) -> None:
        sign_contract(work, make_deal(work))
        clock.set(datetime(2026, 12, 14, 9, tzinfo=UTC))
        assert issue_next(work).due_on == date(2026, 12, 21)

    def test_of_the_balance_is_counted_from_the_acceptance(self, work: Work, clock: FixedClock) -> None:
        sign_contract(work, make_deal(work))
        issue_next(work)
        clock.set(datetime(2026, 12, 16, 9, tzinfo=UTC))
        accept_work(work, deal_id=DEAL, on=date(2026, 12, 14))
        assert issue_next(work).due_on == date(2026, 12, 21)

    def test_without_a_plan_is_in_working_days_too(self, work: Work) -> None:
        make_deal(work, amount=100_000)
        assert issue_next(work).due_on == date(2026, 12, 4)  # five working days after Friday


class TestAcceptWork:
    def test_makes_the_balance_ready_and_is_told(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        issue_next(work)
        assert getattr(acceptance_of(work, deal_id=DEAL), "is_awaited", None) is True
        accept_work(work, deal_id=DEAL, on=FRIDAY.date())
        assert [one.plan_key for one in invoices(work)] == ["deposit", "balance"]
        assert getattr(acceptance_of(work, deal_id=DEAL), "is_awaited", None) is False
        told = work.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.CONTRACT_WORK_ACCEPTED)
        ).one()
        assert told.payload["accepted_on"] == "2026-11-27"

    def test_drafts_the_first_invoice_where_all_is_paid_after_the_work(self, work: Work) -> None:
        sign_contract(work, make_deal(work), deposit=0)
        assert invoices(work) == []
        accept_work(work, deal_id=DEAL, on=FRIDAY.date())
        assert [one.plan_key for one in invoices(work)] == ["balance"]

    def test_marked_again_corrects_the_day_and_drafts_nothing_more(self, work: Work, clock: FixedClock) -> None:
        contract_id = sign_contract(work, make_deal(work))
        clock.set(datetime(2026, 12, 16, 9, tzinfo=UTC))
        for day in (14, 14, 15):
            accept_work(work, deal_id=DEAL, on=date(2026, 12, day))
        assert work.session.get_one(Contract, contract_id).accepted_on == date(2026, 12, 15)
        assert len(invoices(work)) == 2

    @pytest.mark.parametrize(("day", "reason"), [(26, "accepted_before_signing"), (28, "accepted_later")])
    def test_refuses_a_day_that_cannot_be(self, work: Work, day: int, reason: str) -> None:
        sign_contract(work, make_deal(work))
        with pytest.raises(Invalid, match=reason):
            accept_work(work, deal_id=DEAL, on=date(2026, 11, day))

    def test_is_for_staff_and_for_signed_contracts(self, work: Work) -> None:
        make_deal(work)
        with pytest.raises(NotFound):
            accept_work(work, deal_id=DEAL, on=FRIDAY.date())
        work.actor = Actor(kind=ActorKind.CLIENT)
        with pytest.raises(Forbidden):
            accept_work(work, deal_id=DEAL, on=FRIDAY.date())
