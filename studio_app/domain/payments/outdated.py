"""A reaction of payments to the ledger: no client pays another sum than is due."""

from sqlmodel import select

from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.timeline.events.money import Booked
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def close_outdated(work: Work, recorded: Recorded[Booked]) -> None:
    """Reaction to what is booked on an invoice: an open checkout over another sum than is due is closed by a job.

    The job looks again, so a sum that was only passed through on the way to another closes nothing.
    """
    booked = recorded.event
    if booked.allocation_id is None:  # booked on no invoice
        return
    attempt = work.session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.invoice_id == booked.document_id, PaymentAttempt.status == AttemptStatus.OPEN
        )
    ).first()
    if attempt is not None and attempt.amount != booked.due:
        key = f"close_checkout:{attempt.id}:{booked.allocation_id}"
        work.jobs.enqueue(work.session, "close_checkout", key=key, args={"attempt_id": attempt.id})
