"""What an event makes untrue is cancelled with it, and says why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import publish, save_content, set_status
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.receipts import reverse_entry
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.outdated import cancel_outdated
from studio_app.domain.notifications.planning import plan_letter, publication_stamp
from studio_app.domain.notifications.rules import BY_NAME
from studio_app.domain.timeline.events.documents import (
    BriefSubmitted,
    ContractSigned,
    DocumentEvent,
    ProposalAccepted,
    ProposalDeclined,
)
from studio_app.domain.timeline.events.invoices import InvoicePaid, InvoiceVoided
from studio_app.domain.timeline.events.money import PaymentRecorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.selling import DEAL, issued_invoice, make_deal, make_studio

D = DocumentStatus
# event, document, its state when the event is recorded, letter that waits, why it is cancelled (empty: it stays)
TABLE = [
    (BriefSubmitted, DocumentKind.BRIEF, D.ACCEPTED, "brief_link", "accepted"),
    (BriefSubmitted, DocumentKind.BRIEF, D.ACCEPTED, "brief_reminder", "accepted"),
    (BriefSubmitted, DocumentKind.BRIEF, D.ACCEPTED, "brief_received", ""),
    (ProposalAccepted, DocumentKind.PROPOSAL, D.ACCEPTED, "proposal_published", "accepted"),
    (ProposalAccepted, DocumentKind.PROPOSAL, D.ACCEPTED, "proposal_reminder", "accepted"),
    (ProposalDeclined, DocumentKind.PROPOSAL, D.DECLINED, "proposal_reminder", "declined"),
    (ContractSigned, DocumentKind.CONTRACT, D.SIGNED, "contract_to_sign", "signed"),
    (InvoicePaid, DocumentKind.INVOICE, D.PAID, "invoice_issued", "paid"),
    (InvoicePaid, DocumentKind.INVOICE, D.PAID, "invoice_reminder", "paid"),
    (InvoicePaid, DocumentKind.INVOICE, D.PAID, "invoice_overdue", "paid"),
    (InvoicePaid, DocumentKind.INVOICE, D.PAID, "invoice_rest", "paid"),
    (InvoiceVoided, DocumentKind.INVOICE, D.VOID, "invoice_issued", "void"),
    (InvoiceVoided, DocumentKind.INVOICE, D.VOID, "invoice_overdue", "void"),
    (PaymentRecorded, DocumentKind.INVOICE, D.PUBLISHED, "invoice_reminder", ""),
]


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def document(work: Work, kind: DocumentKind) -> Document:
    make_deal(work)
    made = new_document(work, deal_id=DEAL, kind=kind, title="Сайт", locale="ru")
    save_content(work, made, {"a": 1})
    publish(replace(work, reactions={}), made)
    return made


def waiting(work: Work, made: Document, rule: str) -> Notification:
    """A letter that is planned for tomorrow."""
    stamp = publication_stamp(made)
    occurrence = f"{stamp}.1" if BY_NAME[rule].is_reminder else stamp
    at = work.now() + timedelta(days=1)
    plan_letter(work, BY_NAME[rule], made, subject_id=made.id, occurrence=occurrence, at=at)
    return row(work, rule)


def row(work: Work, rule: str) -> Notification:
    return work.session.exec(select(Notification).where(Notification.rule == rule)).one()


class TestCancelOutdated:
    @pytest.mark.parametrize(("event", "kind", "status", "rule", "reason"), TABLE)
    def test_cancels_what_the_event_makes_untrue(
        self,
        work: Work,
        event: type[DocumentEvent | PaymentRecorded],
        kind: DocumentKind,
        status: DocumentStatus,
        rule: str,
        reason: str,
    ) -> None:
        made = document(work, kind)
        letter = waiting(work, made, rule)
        if status is not D.PUBLISHED:
            set_status(work, made, status)
        work.reactions = {event: [one for one in work.reactions[event] if one is cancel_outdated]}
        record(work, blank(event, deal_id=DEAL, document_id=made.id))
        expected = NotificationStatus.CANCELLED if reason else NotificationStatus.PLANNED
        assert (letter.status, letter.problem) == (expected, reason)

    def test_happens_when_the_invoice_is_paid(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        letter = waiting(work, get_document(work, invoice_id), "invoice_overdue")
        first = row(work, "invoice_issued")
        pay(work, invoice_id, 40_000)
        assert (letter.status, first.status) == (NotificationStatus.PLANNED, NotificationStatus.PLANNED)
        pay(work, invoice_id, 60_000)
        assert (letter.problem, first.problem) == ("paid", "paid")

    def test_is_taken_back_with_the_payment(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        letter = waiting(work, get_document(work, invoice_id), "invoice_overdue")
        entry_id = pay(work, invoice_id, 100_000)
        assert letter.status is NotificationStatus.CANCELLED
        reverse_entry(work, entry_id=entry_id, reason="not ours")
        assert (letter.status, letter.problem) == (NotificationStatus.PLANNED, "")

    def test_happens_when_the_invoice_is_made_void(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        letter = waiting(work, get_document(work, invoice_id), "invoice_reminder")
        void_invoice(work, document_id=invoice_id, reason="Ошибка")
        assert (letter.status, letter.problem) == (NotificationStatus.CANCELLED, "void")

    def test_leaves_a_new_publication_its_own_letter(self, work: Work, clock: FixedClock) -> None:
        made = document(work, DocumentKind.PROPOSAL)
        old = [waiting(work, made, rule) for rule in ("proposal_published", "proposal_reminder")]
        set_status(work, made, D.DECLINED)
        clock.advance(timedelta(hours=1))
        publish(work, made)
        assert [one.problem for one in old] == ["published_anew", "published_anew"]
        planned = select(Notification).where(Notification.status == NotificationStatus.PLANNED)
        assert [one.rule for one in work.session.exec(planned)] == ["proposal_published"]

    def test_leaves_other_deals_alone(self, work: Work) -> None:
        letter = waiting(work, document(work, DocumentKind.PROPOSAL), "proposal_reminder")
        other = issued_invoice(work, deal_id="other")
        pay(work, other, 100_000)
        assert letter.status is NotificationStatus.PLANNED
        assert get_deal(work, DEAL).id != "other"


def pay(work: Work, invoice_id: str, amount: int) -> str:
    return record_bank_transfer(
        work,
        invoice_id=invoice_id,
        amount=Money(amount, "RUB"),
        received_on=work.now().date(),
        reference=str(amount),
    )
