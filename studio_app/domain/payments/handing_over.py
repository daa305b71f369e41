"""Use cases: the work behind a paid invoice is handed over; what the law wants then is registered by a job."""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import invoice_document
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.payments.ends import EndAction, end_now
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.timeline.events.invoices import WorkHandedOver
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

REGISTER = "register_handover"
"""The job that tells a provider, one an attempt that was paid."""


class NotPaidYet(StudioError):
    """Only what was paid in full, and is not before a bank or lost there, is closed by handing the work over."""

    code = "not_paid_yet"
    status = 409


def hand_over_work(work: Work, *, invoice_id: str) -> None:
    """Note that the work of an invoice is handed over, once, where its end allows it.

    Raises NotFound, Forbidden, NotPaidYet.
    """
    require(work, Permission.ISSUE_INVOICES)
    document = invoice_document(work, invoice_id)
    lock_invoice(work, invoice_id)
    ended = end_now(work, invoice_id=invoice_id)
    if ended is None or not ended.allows(EndAction.HAND_OVER):
        raise NotPaidYet
    if handed_over(work, invoice_ids=[invoice_id]):
        return
    record(work, WorkHandedOver(deal_id=document.deal_id, document_id=document.id, number=document.number))
    paid = select(PaymentAttempt.id).where(
        PaymentAttempt.invoice_id == invoice_id, PaymentAttempt.status == AttemptStatus.PAID
    )
    for attempt_id in work.session.exec(paid):
        work.jobs.enqueue(work.session, REGISTER, key=f"{REGISTER}:{attempt_id}", args={"attempt_id": attempt_id})


def handed_over(work: Work, *, invoice_ids: Sequence[str]) -> frozenset[str]:
    """Which of these invoices' work is handed over."""
    deals = select(Invoice.deal_id).where(col(Invoice.document_id).in_(invoice_ids))
    found = recorded_events(work, WorkHandedOver, where=[col(TimelineEvent.deal_id).in_(deals)])
    return frozenset(one.event.document_id for one in found) & frozenset(invoice_ids)
