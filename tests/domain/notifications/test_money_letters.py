"""Letters about money: of a payment while it counts, of a refund while its money is on its way back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.ledger.booking import book, get_entry
from studio_app.domain.ledger.excess import release_excess
from studio_app.domain.ledger.exchange import record_exchanged_transfer
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.receipts import allocate, record_receipt, reverse_entry
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import LetterFacts, LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_sent
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def paid(work: Work, *parts: tuple[str, int]) -> str:
    return record_receipt(
        work,
        amount=rub(sum(part for _, part in parts)),
        received_on=TODAY,
        reference="15",
        cause=Cause(CauseKind.STATEMENT, "bank", "line-1"),
        allocations=[Allocation(invoice_id, rub(part)) for invoice_id, part in parts],
    )


def give_back(work: Work, entry_id: str, amount: int, reference: str = "77") -> str:
    return record_refund_paid(work, entry_id=entry_id, amount=rub(amount), paid_on=TODAY, reference=reference)


def letters(work: Work) -> list[Notification]:
    rows = select(Notification).where(Notification.rule == "payment_refunded").order_by(col(Notification.id))
    return list(work.session.exec(rows))


def facts_of(work: Work) -> LetterFacts:
    (row,) = letters(work)
    facts = decide(work, notification_id=row.id).facts
    assert facts is not None
    return facts


def received(work: Work) -> list[Verdict]:
    """What would become of each planned letter about a payment now, the oldest first."""
    rows = select(Notification).where(Notification.rule == "payment_received").order_by(col(Notification.id))
    return [decide(work, notification_id=row.id).verdict for row in work.session.exec(rows)]


class TestPaymentLetter:
    def test_goes_out_while_the_money_counts(self, work: Work) -> None:
        paid(work, (issued_invoice(work), 100_000))
        assert received(work) == [Verdict.SEND]

    def test_waits_ten_seconds(self, work: Work) -> None:
        paid(work, (issued_invoice(work), 100_000))
        row = work.session.exec(select(Notification).where(Notification.rule == "payment_received")).one()
        assert row.planned_at == work.now() + timedelta(seconds=10)

    def test_is_not_sent_of_a_payment_taken_back_meanwhile(self, work: Work) -> None:
        reverse_entry(work, entry_id=paid(work, (issued_invoice(work), 100_000)), reason="the wrong client")
        assert received(work) == [Verdict.DONE]

    def test_goes_out_when_the_same_transfer_was_booked_anew(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        reverse_entry(work, entry_id=paid(work, (invoice_id, 100_000)), reason="the wrong day")
        paid(work, (invoice_id, 100_000))
        assert received(work) == [Verdict.DONE, Verdict.SEND]

    def test_is_sent_for_the_invoice_to_which_the_money_was_moved(self, work: Work) -> None:
        first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2")
        entry_id = paid(work, (first, 100_000))
        get_document(work, first).status = DocumentStatus.VOID
        release_excess(work, invoice_id=first)
        allocate(work, entry_id=entry_id, allocations=[Allocation(second, rub(100_000))])
        assert received(work) == [Verdict.CANCEL, Verdict.SEND]

    def test_tells_of_a_payment_of_which_only_the_excess_was_set_free(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        paid(work, (invoice_id, 130_000))
        release_excess(work, invoice_id=invoice_id)
        assert received(work) == [Verdict.SEND]

    def test_is_not_sent_of_an_exchange_taken_back_meanwhile(self, work: Work) -> None:
        counted = record_exchanged_transfer(
            work,
            invoice_id=issued_invoice(work),
            received=Money(1_000, "EUR"),
            worth=rub(90_000),
            received_on=TODAY,
            reference="15",
        )
        reverse_entry(work, entry_id=counted, reason="the wrong rate")
        assert received(work) == [Verdict.DONE]

    def test_and_the_refunds_both_go_out_when_the_money_went_back_at_once(self, work: Work) -> None:
        give_back(work, paid(work, (issued_invoice(work), 100_000)), 100_000)
        assert received(work) == [Verdict.SEND]
        assert decide(work, notification_id=letters(work)[0].id).verdict is Verdict.SEND


def sent(work: Work, rule: str, recipient: str = "client@example.com") -> None:
    for row in work.session.exec(select(Notification).where(Notification.rule == rule)).all():
        copy = LetterText(subject="s", text="t", html="h")
        note_sent(work, notification_id=row.id, recipient=recipient, message_id="m", copy=copy, kept=False)


def taken_back(work: Work) -> list[Notification]:
    rows = select(Notification).where(Notification.rule == "payment_taken_back").order_by(col(Notification.id))
    return list(work.session.exec(rows))


class TestTakenBackLetter:
    def test_tells_whom_it_was_told_at_the_address_of_then(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        entry_id = paid(work, (invoice_id, 100_000))
        sent(work, "payment_received", "then@example.com")
        reverse_entry(work, entry_id=entry_id, reason="the wrong client")
        (row,) = taken_back(work)
        facts = decide(work, notification_id=row.id).facts
        assert facts is not None
        link = link_path(work, get_document(work, invoice_id))
        assert (facts.recipient, facts.amount, facts.path) == ("then@example.com", rub(100_000), link)

    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_speaks_the_language_of_the_letter_before(self, work: Work, locale: str) -> None:
        entry_id = paid(work, (issued_invoice(work), 100_000))
        for row in work.session.exec(select(Notification)).all():
            row.locale = locale
        sent(work, "payment_received")
        reverse_entry(work, entry_id=entry_id, reason="the wrong client")
        facts = decide(work, notification_id=taken_back(work)[0].id).facts
        assert facts is not None
        assert facts.locale == locale
        assert TemplateWriter("http://studio.test").write(facts).subject

    def test_is_not_written_when_nobody_was_told_yet(self, work: Work) -> None:
        reverse_entry(work, entry_id=paid(work, (issued_invoice(work), 100_000)), reason="a slip")
        assert taken_back(work) == []

    def test_is_not_written_of_a_refund_or_a_write_off_taken_back(self, work: Work) -> None:
        entry_id = paid(work, (issued_invoice(work), 100_000))
        sent(work, "payment_received")
        refund_id = give_back(work, entry_id, 40_000)
        reverse_entry(work, entry_id=refund_id, reason="a slip")
        assert taken_back(work) == []

    def test_is_written_once_for_each_client(self, work: Work) -> None:
        first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2")
        entry_id = paid(work, (first, 60_000), (second, 40_000))
        sent(work, "payment_received")
        reverse_entry(work, entry_id=entry_id, reason="a slip")
        assert {row.document_id for row in taken_back(work)} == {first, second}


class TestRefundLetter:
    def test_names_the_sum_and_opens_the_receipt_of_its_payment(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        payment = paid(work, (invoice_id, 100_000))
        give_back(work, payment, 40_000)
        facts = facts_of(work)
        link = link_path(work, get_document(work, invoice_id))
        assert (facts.recipient, facts.amount, facts.path) == (
            "client@example.com",
            rub(40_000),
            f"{link}/receipt/{payment}",
        )

    def test_comes_once_for_each_refund(self, work: Work) -> None:
        payment = paid(work, (issued_invoice(work), 100_000))
        give_back(work, payment, 40_000)
        give_back(work, payment, 10_000, "78")
        assert len(letters(work)) == 2

    def test_comes_once_for_money_of_two_invoices(self, work: Work) -> None:
        first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2", amount=50_000)
        give_back(work, paid(work, (first, 100_000), (second, 50_000)), 150_000)
        assert facts_of(work).amount == rub(150_000)

    def test_tells_of_an_overpayment_that_was_set_free_before(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        payment = paid(work, (invoice_id, 130_000))
        release_excess(work, invoice_id=invoice_id)
        give_back(work, payment, 30_000)
        assert facts_of(work).amount == rub(30_000)
        assert letters(work)[0].document_id == invoice_id

    def test_is_not_sent_of_a_refund_recorded_by_mistake(self, work: Work) -> None:
        refund = give_back(work, paid(work, (issued_invoice(work), 100_000)), 40_000)
        reverse_entry(work, entry_id=refund, reason="the wrong payment")
        assert decide(work, notification_id=letters(work)[0].id).verdict is Verdict.DONE

    def test_is_not_sent_when_the_payers_bank_has_sent_it_home(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        payment = get_entry(work, paid(work, (invoice_id, 100_000)))
        for ref, amount in (("re_1", -40_000), ("re_1:failed", 40_000)):
            back = NewEntry(
                EntryKind.REFUND,
                rub(amount),
                received_at=work.now(),
                cause=Cause(CauseKind.PROVIDER, "stripe", ref),
                allocations=(Allocation(invoice_id, rub(amount)),),
                about=payment,
            )
            book(work, back)
        (row,) = letters(work)
        assert decide(work, notification_id=row.id).verdict is Verdict.DONE

    @pytest.mark.parametrize(("locale", "word"), [("ru", "Возврат по счёту"), ("en", "Refund for invoice")])
    def test_is_worded_in_both_languages(self, work: Work, locale: str, word: str) -> None:
        give_back(work, paid(work, (issued_invoice(work), 100_000)), 40_000)
        text = TemplateWriter("https://studio.example").write(replace(facts_of(work), locale=locale))
        assert word in text.subject
        for body in (text.text, text.html):
            assert "400" in body
            assert "/receipt/" in body

    def test_says_where_no_real_money_moved(self, work: Work) -> None:
        give_back(work, paid(work, (issued_invoice(work), 100_000)), 40_000)
        facts = facts_of(work)
        assert not facts.play_money
        text = TemplateWriter("https://studio.example").write(replace(facts, play_money=True))
        assert "Учебный платёж" in text.text
        assert "Учебный платёж" in text.html
