"""How an invoice ends: each row of the table, brought about as it happens, is read, done and matched as it says."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import InvoiceFilter, get_invoice, list_invoices
from studio_app.domain.ledger.balances import balances, open_invoices, uneven_invoices
from studio_app.domain.ledger.receipts import reverse_entry
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.ledger.schemas import InvoiceState
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import AGAIN, BY_NAME
from studio_app.domain.notifications.sending import decide
from studio_app.domain.payments.asking_again import NothingToAsk, ask_again
from studio_app.domain.payments.attempts import start_attempt
from studio_app.domain.payments.client.page import pay_facts
from studio_app.domain.payments.ends import ENDS, End, EndAction, ends_of
from studio_app.domain.payments.entries import invoice_balance
from studio_app.domain.payments.handing_over import NotPaidYet, hand_over_work, handed_over
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.payments.schemas import PayState
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.domain.payments.test_payment_use_cases import token_of
from tests.ending import come_in, ended
from tests.selling import DEAL, issued_invoice, make_studio

TODAY = date(2026, 11, 23)
MANAGER = Actor(kind=ActorKind.STAFF, id="manager", role="manager")


def letters(work: Work) -> list[Notification]:
    rows = select(Notification).where(Notification.rule == AGAIN).order_by(col(Notification.id))
    return list(work.session.exec(rows))


def told(work: Work) -> list[tuple[Money | None, str]]:
    """Sum and reason of the letters that are to be sent."""
    decisions = [decide(work, notification_id=row.id) for row in letters(work)]
    return [(one.facts.amount, one.facts.words) for one in decisions if one.facts is not None]


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def transfer(work: Work, invoice_id: str, amount: int = 100_000, reference: str = "1") -> str:
    return come_in(work, invoice_id, amount, reference)


@pytest.mark.parametrize("end", End)
class TestEachEnd:
    def test_is_the_one_of_what_happened(self, work: Work, end: End) -> None:
        invoice_id = ended(work, end)
        assert ends_of(work, invoice_ids=[invoice_id])[invoice_id].end is end

    def test_is_no_debt(self, work: Work, end: End) -> None:
        invoice_id = ended(work, end)
        get_invoice(work, invoice_id).due_on = date(2026, 1, 1)
        work.session.flush()
        facts = pay_facts(work, document_id=invoice_id)
        (row,) = list_invoices(work).rows
        assert (row.overdue, facts.overdue, row.due, invoice_balance(work, invoice_id=invoice_id).due) == (
            False,
            False,
            rub(0),
            rub(0),
        )
        assert facts.state in {PayState.PAID, PayState.CLOSED}
        assert facts.state is PayState.CLOSED or facts.due == rub(0)
        assert [one.due for one in balances(work, deal_id=DEAL)] in ([], [rub(0)])
        assert list_invoices(work, only=InvoiceFilter.UNEVEN).rows == ()
        assert uneven_invoices(work) == ()
        with pytest.raises(NotPayable):
            start_attempt(work, token=token_of(work, invoice_id), provider="demo")

    def test_is_matched_by_the_bank_as_the_table_says(self, work: Work, end: End) -> None:
        invoice_id = ended(work, end)
        assert (invoice_id in {one.id for one in open_invoices(work)}) is ENDS[end].bank_may_match

    def test_is_read_by_the_client_as_the_table_says(self, work: Work, end: End) -> None:
        reads = pay_facts(work, document_id=ended(work, end)).reads
        assert reads == ENDS[end].reads

    def test_is_told_by_the_letter_that_the_table_names(self, work: Work, end: End) -> None:
        invoice_id = ended(work, end)
        named = ENDS[end].letter
        rules = {row.rule for row in work.session.exec(select(Notification)).all()}
        assert not named or named in BY_NAME
        assert ("payment_refunded" in rules) is (named == "payment_refunded")
        if named:
            rows = select(Notification).where(Notification.rule == named, Notification.document_id == invoice_id)
            assert work.session.exec(rows).all()

    def test_work_is_handed_over_where_the_table_says(self, work: Work, end: End) -> None:
        staff, invoice_id = replace(work, actor=MANAGER), ended(work, end)
        if EndAction.HAND_OVER in ENDS[end].buttons:
            hand_over_work(staff, invoice_id=invoice_id)
        else:
            with pytest.raises(NotPaidYet):
                hand_over_work(staff, invoice_id=invoice_id)
        assert (invoice_id in handed_over(work, invoice_ids=[invoice_id])) is (EndAction.HAND_OVER in ENDS[end].buttons)

    def test_is_asked_for_again_where_the_table_says(self, work: Work, end: End) -> None:
        staff, invoice_id = replace(work, actor=MANAGER), ended(work, end)
        before = get_document(work, invoice_id).status
        if EndAction.ASK_AGAIN in ENDS[end].buttons:
            ask_again(staff, invoice_id=invoice_id, reason="they want it after all")
            assert get_document(work, invoice_id).status is DocumentStatus.PUBLISHED
        else:
            with pytest.raises(NothingToAsk):
                ask_again(staff, invoice_id=invoice_id, reason="they want it after all")
            assert get_document(work, invoice_id).status is before


class TestHandOver:
    def test_waits_while_an_invoice_is_asked_for(self, work: Work) -> None:
        with pytest.raises(NotPaidYet):
            hand_over_work(replace(work, actor=MANAGER), invoice_id=issued_invoice(work))


class TestAskAgain:
    def test_makes_what_went_back_due_in_so_many_working_days(self, work: Work) -> None:
        invoice_id = ended(work, End.RETURNED)
        ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="they want it  after all")
        (row,) = list_invoices(work, only=InvoiceFilter.OPEN).rows
        assert (row.due, row.due_on) == (rub(40_000), date(2026, 11, 30))
        assert [one.due for one in open_invoices(work)] == [rub(40_000)]
        event = work.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.INVOICE_ASKED_AGAIN)
        ).one()
        assert (event.payload["amount"], event.payload["reason"]) == (40_000, "they want it after all")

    @pytest.mark.parametrize(
        ("locale", "says"),
        [
            (
                "en",
                "We are asking you to pay 400 ₽ (no VAT) on invoice {number} again, because:\nthey want it after all\n",
            ),
            ("ru", "Просим вас снова оплатить 400 ₽ (НДС не облагается) по счёту {number}, потому что:\nthey want it"),
        ],
    )
    def test_writes_to_the_client_in_words_of_its_own(self, work: Work, locale: str, says: str) -> None:
        invoice_id = ended(work, End.RETURNED)
        ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="they want it after all")
        (row,) = letters(work)
        facts = decide(work, notification_id=row.id).facts
        assert facts is not None
        letter = TemplateWriter("https://studio.example").write(replace(facts, locale=locale))
        text = "".join(line + "\n" for line in letter.text.replace("\u00a0", " ").splitlines() if line)
        assert says.format(number=get_document(work, invoice_id).number) in text
        assert "they want it after all" in letter.html
        assert get_document(work, invoice_id).number in letter.subject

    def test_writes_each_time_with_its_own_sum_and_reason(self, work: Work) -> None:
        invoice_id = ended(work, End.RETURNED)
        ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="first")
        assert told(work) == [(rub(40_000), "first")]
        entry_id = transfer(work, invoice_id, 40_000, "2")
        record_refund_paid(work, entry_id=entry_id, amount=rub(10_000), paid_on=TODAY, reference="back again")
        ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="second")
        assert told(work) == [(rub(10_000), "second")]  # the first one was cancelled by the payment

    def test_is_over_when_it_is_paid_and_comes_back_when_that_goes_back_too(self, work: Work) -> None:
        invoice_id = ended(work, End.RETURNED)
        ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="again")
        entry_id = transfer(work, invoice_id, 40_000, "2")
        assert ends_of(work, invoice_ids=[invoice_id])[invoice_id].end is End.PAID
        record_refund_paid(work, entry_id=entry_id, amount=rub(10_000), paid_on=TODAY, reference="back again")
        assert invoice_balance(work, invoice_id=invoice_id).back == rub(10_000)

    @pytest.mark.parametrize(
        ("reason", "refused"), [("", "reversal_reason"), ("  ", "reversal_reason"), ("x" * 301, "too_long")]
    )
    def test_wants_a_reason(self, work: Work, reason: str, refused: str) -> None:
        invoice_id = ended(work, End.RETURNED)
        with pytest.raises(Invalid) as told:
            ask_again(replace(work, actor=MANAGER), invoice_id=invoice_id, reason=reason)
        assert told.value.params["reason"] == refused
        assert get_document(work, invoice_id).status is DocumentStatus.PAID

    @pytest.mark.parametrize("kind", [ActorKind.CLIENT, ActorKind.SYSTEM])
    def test_is_done_by_a_person_of_the_studio_only(self, work: Work, kind: ActorKind) -> None:
        invoice_id = ended(work, End.RETURNED)
        with pytest.raises(Forbidden):
            ask_again(replace(work, actor=Actor(kind=kind)), invoice_id=invoice_id, reason="again")


class TestReturned:
    def test_is_a_fact_beside_the_paid_invoice(self, work: Work) -> None:
        invoice_id = ended(work, End.RETURNED)
        told = invoice_balance(work, invoice_id=invoice_id)
        assert (told.state, told.back) == (InvoiceState.RETURNED, rub(40_000))
        assert [one.back for one in balances(work, deal_id=DEAL)] == [rub(40_000)]

    def test_of_a_part_payment_leaves_it_as_open_as_it_was(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        entry_id = transfer(work, invoice_id, 60_000)
        record_refund_paid(work, entry_id=entry_id, amount=rub(60_000), paid_on=TODAY, reference="back")
        assert [one.due for one in open_invoices(work)] == [rub(100_000)]
        transfer(work, invoice_id, 40_000, "2")
        assert [one.due for one in open_invoices(work)] == [rub(60_000)]

    def test_a_payment_that_never_was_makes_it_due_again(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        reverse_entry(work, entry_id=transfer(work, invoice_id), reason="another client's")
        assert [one.due for one in open_invoices(work)] == [rub(100_000)]
