"""A reaction of payments to the ledger: no client pays another sum than is due."""

from sqlmodel import select

from studio_app.domain.payments.models import AttemptStatus, PaymentAttempt
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


def close_outdated(work: Work, event: TimelineEvent) -> None:
    """Reaction to what is booked on an invoice: an open checkout over another sum than is due is closed by a job.

    The job looks again, so a sum that was only passed through on the way to another closes nothing.
    """
    if "allocation_id" not in event.payload:  # booked on no invoice
        return
    attempt = work.session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.invoice_id == event.payload["document_id"], PaymentAttempt.status == AttemptStatus.OPEN
        )
    ).first()
    if attempt is not None and attempt.amount != event.payload["due"]:
        key = f"close_checkout:{attempt.id}:{event.payload['allocation_id']}"
        work.jobs.enqueue(work.session, "close_checkout", key=key, args={"attempt_id": attempt.id})
